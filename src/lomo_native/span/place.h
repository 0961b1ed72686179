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

// The character at `at`; NUL past the end, which no rule asks for.
inline char32_t peek(std::u32string_view text, size_t at) {
    return at < text.size() ? text[at] : U'\0';
}

// Past the run at `at` of characters that `is` holds for.
template <class Is>
size_t past(std::u32string_view text, size_t at, Is is) {
    while (at < text.size() && is(text[at])) ++at;
    return at;
}

// Past the spaces and tabs at `at`.
inline size_t past_blanks(std::u32string_view text, size_t at) {
    return past(text, at, [](char32_t c) { return c == U' ' || c == U'\t'; });
}

inline bool is_in(char32_t c, std::u32string_view set) {
    return set.find(c) != kNone;
}

// As Python's text.find(what, start, end): where `what` first lies wholly in [start, end).
inline size_t find(std::u32string_view text, std::u32string_view what, size_t start, size_t end) {
    return text.substr(0, end).find(what, start);
}

}  // namespace lomo::span
