// What the files of this folder call a place in a text: an offset in code points, kNone where there is none.
// Ranges are half open.
#pragma once

#include <cstddef>
#include <string_view>

namespace lomo::span {

using std::size_t;

inline constexpr size_t kNone = std::u32string_view::npos;

inline std::u32string_view part(std::u32string_view text, size_t start, size_t end) {
    return text.substr(start, end - start);
}

// As Python's text.find(what, start, end): where `what` first lies wholly in [start, end).
inline size_t find(std::u32string_view text, std::u32string_view what, size_t start, size_t end) {
    return text.substr(0, end).find(what, start);
}

}  // namespace lomo::span
