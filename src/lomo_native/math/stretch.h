// A glyph and a length -> the variant or the assembly of that length.
#pragma once

#include "math/box.h"
#include "math/setter.h"

namespace lomo {

// The first form of the math glyph whose height and depth reach `aim`, else an assembly that does, else its
// largest form. The assembly stands on the baseline.
Box* stretch_vertically(Setter& setter, std::uint32_t glyph, Unit size, Unit aim, SourceRange source);

// The same for a delimiter character, centred on the axis; none: null. A character without a glyph in Latin
// Modern Math is taken from the other faces as it is.
Box* stretch_delimiter(Setter& setter, char32_t code, Unit size, Unit aim, Unit axis, SourceRange source);

// The last form that is no wider than `aim` (the first where all are), or, with `assemble`, an assembly of
// that width where the forms end before it.
Box* stretch_horizontally(Setter& setter, std::uint32_t glyph, Unit size, Unit aim, bool assemble,
                          SourceRange source);

// An assembly as wide as `aim` or wider; null where the font has none for the glyph.
Box* assemble_horizontally(Setter& setter, std::uint32_t glyph, Unit size, Unit aim, SourceRange source);

}  // namespace lomo
