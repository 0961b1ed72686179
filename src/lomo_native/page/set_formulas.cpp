// See set_formulas.h.
#include "page/set_formulas.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "math/formula.h"
#include "value/error.h"

namespace lomo {

std::vector<Formula> set_formulas(std::u32string_view text, const std::vector<span::FormulaPlace>& places,
                                  const FormulaFaces& faces, const std::vector<Unit>& sizes,
                                  std::size_t most_different) {
    std::map<std::tuple<std::u32string_view, bool, Unit>, std::shared_ptr<const Layout>> made;
    std::vector<Formula> formulas;
    formulas.reserve(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto& [source, tex, alone] = places[i];
        const std::u32string_view formula =
            text.substr(std::size_t(tex.start), std::size_t(tex.end - tex.start));
        auto& layout = made[{formula, alone, sizes[i]}];
        if (!layout) {
            if (made.size() > most_different) {
                throw MathError(
                    "the span holds more than " + std::to_string(most_different) + " different formulas",
                    tex.start, 0);
            }
            const bool ascii = std::ranges::all_of(formula, [](char32_t c) { return c < 0x80; });
            try {
                layout = std::make_shared<const Layout>(typeset_formula(
                    faces.fonts, ascii ? faces.of_symbols : faces.of_page, formula, alone, sizes[i]));
            } catch (const MathError& error) {
                const std::int32_t at = tex.start + error.offset;
                throw MathError(
                    std::string(error.what()) + " (at character " + std::to_string(at) + " of the span)", at,
                    error.length);
            }
        }
        formulas.push_back({source, tex.start, layout, alone});
    }
    return formulas;
}

}  // namespace lomo
