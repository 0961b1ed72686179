// \ce and \pu -> LaTeX: the entry, and the group around a translation.
#include "math/chemistry.h"

#include "math/chemistry_formula.h"

namespace lomo {
namespace chemistry {
namespace {

using std::size_t;

// A formula with alignment points or line ends at its top cannot be one group.
bool is_aligned(const Source& source) {
    for (size_t i = 0; i < source.size(); ++i) {
        const char32_t c = source.at(i, source.size());
        if (c == U'&' || source.holds(i, source.size(), U"\\\\")) return true;
        if (c == U'{' || c == U'$') i = source.partner(i);
        if (c == U'\\') ++i;
    }
    return false;
}

std::vector<ChemistryPiece> translate(std::u32string_view text, void (*part)(const Place&, size_t, size_t)) {
    const Source source(text);
    Writer writer(source);
    const bool group = !text.empty() && !is_aligned(source);
    const Place place{source, writer, 0, false};
    if (group) writer.put(U"{", 0, text.size());
    part(place, 0, text.size());
    if (group) writer.put(U"}", 0, text.size());
    return writer.take();
}

}  // namespace

}  // namespace chemistry

std::vector<ChemistryPiece> chemistry_to_tex(std::u32string_view source) {
    return chemistry::translate(source, chemistry::translate_formula);
}

std::vector<ChemistryPiece> unit_to_tex(std::u32string_view source) {
    return chemistry::translate(source, chemistry::translate_unit);
}

}  // namespace lomo
