// The hard lines of a passage -> which of them stay at the side where reading starts, however text is
// aligned: lists, columns and what is indented, such as code without a fence, mean nothing centred.
#pragma once

#include "page/passage.h"

namespace lomo {

// Sets HardLine::kept of each hard line of a paragraph (up to a blank line, code or the end of its block) in
// which a line holds a tab, is indented by two spaces, or begins as an item of a list: `-`, `2.`, `B)` ...
void mark_kept(Passage& passage);

}  // namespace lomo
