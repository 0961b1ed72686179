// What the files of this folder call a place in a text: an offset in code points, -1 where there is none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lomo::span {

using std::size_t;

using Place = std::int64_t;

inline constexpr Place kNowhere = -1;

inline char32_t at(std::u32string_view text, Place place) {
    return text[size_t(place)];
}

inline std::u32string_view part(std::u32string_view text, Place start, Place end) {
    return text.substr(size_t(start), size_t(end - start));
}

inline Place length(std::u32string_view text) {
    return Place(text.size());
}

// As Python's text.find(what, start, end): where `what` first lies wholly in [start, end).
inline Place find(std::u32string_view text, std::u32string_view what, Place start, Place end) {
    if (start >= end) return kNowhere;
    return Place(text.substr(0, size_t(end)).find(what, size_t(start)));  // npos is -1
}

}  // namespace lomo::span
