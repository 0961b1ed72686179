// The formulas of a text and their faces go in; the boxes that stand for them in a passage come out.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "math/fonts.h"
#include "page/passage.h"
#include "span/formula_places.h"

namespace lomo {

struct FormulaFaces {
    const MathFonts& fonts;
    // What may draw that which the fonts lack: of a formula in ASCII, whose commands may name symbols; of
    // another.
    std::span<const std::shared_ptr<const FontFile>> of_symbols;
    std::span<const std::shared_ptr<const FontFile>> of_page;
};

// Each formula set once, however often it stands in the text. sizes: the em of each. Throws MathError, placed
// in the text, at the first that is refused, and where there are more than so many different ones.
std::vector<Formula> set_formulas(std::u32string_view text, const std::vector<span::FormulaPlace>& places,
                                  const FormulaFaces& faces, const std::vector<Unit>& sizes,
                                  std::size_t most_different);

}  // namespace lomo
