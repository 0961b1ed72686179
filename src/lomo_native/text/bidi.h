// A paragraph goes in, its embedding levels come out (UAX #9, Unicode 15.0, isolates and paired brackets
// included); and for each of its lines the order in which it is drawn. Any 32-bit values may stand in the
// text; linear time.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace lomo {

inline constexpr int kBidiAuto = -1;

struct BidiParagraph {
    std::uint8_t level = 0;            // 0 left to right, 1 right to left
    std::vector<std::uint8_t> levels;  // one a code point, at most 126; odd is right to left
};

// Rules P2 to L1, the paragraph taken as one line. `base` is the paragraph's level, or kBidiAuto for that of
// its first strong character (0 without one). Characters that rule X9 removes have the level of the one
// before. A paragraph separator in the middle closes all embeddings; the level stays.
BidiParagraph bidi_levels(std::u32string_view paragraph, int base);

// Rule L1 for one line cut out of a paragraph: the white space at its end takes the paragraph's level.
// `levels` are those of the line's characters, one each.
void reset_line_levels(std::u32string_view line, std::uint8_t paragraph_level,
                       std::span<std::uint8_t> levels);

// Rule L2: the offsets within the line, from left to right as they are drawn.
std::vector<std::int32_t> reorder_line(std::span<const std::uint8_t> levels);

// The character whose glyph mirrors this one (rule L4), or the character itself.
char32_t mirrored(char32_t cp);

// The other one of a pair of brackets, or 0 for what is no bracket.
char32_t paired_bracket(char32_t cp);

// The bracket that this one is canonically equivalent to, or itself: U+2329 is U+3008.
char32_t canonical_bracket(char32_t cp);

}  // namespace lomo
