// See undrawable.h: one pass for surrogates and controls; clusters are found only in a text that may have a
// long one.
#include "text/undrawable.h"

#include <algorithm>

#include "text/segment.h"

namespace lomo {

namespace {

bool is_surrogate(char32_t c) {
    return c >= 0xD800 && c <= 0xDFFF;
}

bool is_shapeless_control(char32_t c) {
    if (c < 0x20) return c < 0x09 || c > 0x0D;
    return c >= 0x7F && c <= 0x9F && c != 0x85;
}

}  // namespace

std::optional<UndrawablePlace> first_undrawable(std::u32string_view text, std::int32_t most_in_cluster) {
    std::int32_t control = -1;
    bool ascii = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text[i];
        if (c >= 0x20 && c < 0x7F) continue;
        if (control < 0 && is_shapeless_control(c)) control = std::int32_t(i);
        ascii = ascii && c < 0x80;
        if (is_surrogate(c)) return UndrawablePlace{Undrawable::kLoneSurrogate, std::int32_t(i)};
    }
    if (control >= 0) return UndrawablePlace{Undrawable::kControl, control};
    const std::int32_t longest_possible = ascii ? 2 : std::int32_t(text.size());  // CR LF
    if (longest_possible <= most_in_cluster) return std::nullopt;
    const auto bounds = grapheme_boundaries(text);
    const auto longest = std::ranges::adjacent_find(
        bounds, [&](std::int32_t start, std::int32_t end) { return end - start > most_in_cluster; });
    if (longest == bounds.end()) return std::nullopt;
    return UndrawablePlace{Undrawable::kLongCluster, *longest};
}

}  // namespace lomo
