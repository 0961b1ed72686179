// One character -> its glyph, from the first face that has it.
#pragma once

#include "math/box.h"
#include "math/setter.h"

namespace lomo {

// level: 0, 1, 2: which script forms and optical size are taken; size: the em size. Throws MathError where no
// face covers the character.
Box* typeset_character(Setter& setter, char32_t code, Face face, Unit size, unsigned level,
                       SourceRange source);

}  // namespace lomo
