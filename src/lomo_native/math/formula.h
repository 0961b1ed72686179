// LaTeX source -> Layout: the whole of the mathematics, for one formula.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "math/fonts.h"
#include "value/layout.h"

namespace lomo {

// display: in display style, else text style. size: the em, px(1) to px(1000). fallbacks: faces for
// characters that Latin Modern lacks, tried in order. Throws MathError where the formula is refused,
// InputError for a size outside the range.
Layout typeset_formula(const MathFonts& fonts, std::span<const std::shared_ptr<const FontFile>> fallbacks,
                       std::u32string_view tex, bool display, Unit size);

}  // namespace lomo
