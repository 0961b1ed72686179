// A code point goes in, the answer to one question about it comes out. Any 32-bit value may be asked about:
// lone surrogates and values above U+10FFFF are unassigned letters without a script.
#pragma once

#include <cstdint>

#include "text/unicode_tables.h"

namespace lomo {

inline bool has_flag(char32_t cp, std::uint32_t flags) {
    return (unicode::record(cp).flags & flags) != 0;
}

inline bool is_white_space(char32_t cp) {
    return has_flag(cp, unicode::kWhiteSpace);
}

// Characters that draw nothing where a font lacks them: joiners, variation selectors, bidi controls, ...
inline bool is_default_ignorable(char32_t cp) {
    return has_flag(cp, unicode::kDefaultIgnorable);
}

inline bool is_control(char32_t cp) {
    return has_flag(cp, unicode::kControl);
}
inline bool is_extended_pictographic(char32_t cp) {
    return has_flag(cp, unicode::kExtendedPictographic);
}
inline bool is_emoji_presentation(char32_t cp) {
    return has_flag(cp, unicode::kEmojiPresentation);
}
inline bool is_combining_mark(char32_t cp) {
    return has_flag(cp, unicode::kMark);
}

// East_Asian_Width Fullwidth or Wide: two columns of a terminal, one em of a CJK face.
inline bool is_wide(char32_t cp) {
    return has_flag(cp, unicode::kWide);
}

// A character that ends a line by itself (UAX #14 BK, CR, LF, NL).
inline bool is_line_terminator(char32_t cp) {
    return (cp >= 0x0A && cp <= 0x0D) || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

}  // namespace lomo
