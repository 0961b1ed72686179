// A script's word list and a place in a text -> where the words that begin there end. The lists are minimal
// acyclic automata: tools/unicode/make_words.py says what an edge holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lomo::words {

extern const std::uint32_t kThaiWords[];
extern const std::uint32_t kLaoWords[];
extern const std::uint32_t kKhmerWords[];

inline constexpr std::uint32_t kCharacterMask = 127, kWordEnds = 1u << 7, kLast = 1u << 8;
inline constexpr std::uint32_t kTargetShift = 9;

// Calls found(end) for each word of the list that text begins with at `start`, the shortest first.
template <typename Found>
void each_word(const std::uint32_t* edges, char32_t first_character, std::u32string_view text,
               std::size_t start, Found found) {
    std::uint32_t edge = 1;
    for (std::size_t i = start; i < text.size(); ++i) {
        const char32_t wanted = text[i] - first_character;  // wraps around below the script's first character
        while ((edges[edge] & kCharacterMask) != wanted) {
            if ((edges[edge] & kLast) != 0) return;
            ++edge;
        }
        if ((edges[edge] & kWordEnds) != 0) found(i + 1);
        edge = edges[edge] >> kTargetShift;
        if (edge == 0) return;
    }
}

}  // namespace lomo::words
