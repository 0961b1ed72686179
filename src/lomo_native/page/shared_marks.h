// The marks that Western and East Asian text share (quotation marks, dashes, ellipses, the middle dot) -> the
// face of the text that they belong to.
#pragma once

#include "page/passage.h"
#include "page/prepare.h"

namespace lomo {

// Gives such a mark the face of the nearest Chinese or Japanese character of its line and run, where it
// belongs to text of these and that face has it; else it keeps its own. Code and graphemes of several
// characters keep theirs. On one hard line:
// - a pair of quotation marks belongs to what stands around it: Chinese or Japanese on either side, else
//   another script's letters or digits on either side, else to what it begins or ends with; white space does
//   not count;
// - any other mark to what touches it: Chinese or Japanese on either side.
void settle_shared_marks(const Passage& passage, PreparedText& text);

}  // namespace lomo
