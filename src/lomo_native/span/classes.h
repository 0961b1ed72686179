// A code point goes in; whether it is white space, a letter, a digit or a character of a word comes out, as
// Python's str methods and its `re` mean these words, but always by the Unicode version of the tables.
#pragma once

#include "span/place.h"
#include "text/characters.h"

namespace lomo::span {

inline bool is_ascii_letter(char32_t c) {
    return (c | 0x20) - U'a' < 26;
}
inline bool is_ascii_lower(char32_t c) {
    return c - U'a' < 26;
}
inline bool is_ascii_upper(char32_t c) {
    return c - U'A' < 26;
}
inline bool is_ascii_digit(char32_t c) {
    return c - U'0' < 10;
}
inline bool is_ascii_alnum(char32_t c) {
    return is_ascii_letter(c) || is_ascii_digit(c);
}

// str.isspace, \s
inline bool is_space(char32_t c) {
    if (c < 0x80) return c == U' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
    return is_white_space(c);
}

inline bool is_white(std::u32string_view text) {
    return past(text, 0, is_space) == text.size();
}

// str.isalpha
inline bool is_alpha(char32_t c) {
    return c < 0x80 ? is_ascii_letter(c) : has_flag(c, unicode::kLetter);
}

// str.isdecimal, \d
inline bool is_decimal(char32_t c) {
    return c < 0x80 ? is_ascii_digit(c) : has_flag(c, unicode::kDigit);
}

// str.isdigit: superscripts and circled digits, too
inline bool is_digit(char32_t c) {
    return c < 0x80 ? is_ascii_digit(c) : has_flag(c, unicode::kDigitValue);
}

// str.isalnum
inline bool is_alnum(char32_t c) {
    if (c < 0x80) return is_ascii_alnum(c);
    return has_flag(c, unicode::kLetter | unicode::kNumber);
}

// \w
inline bool is_word(char32_t c) {
    return c == U'_' || is_alnum(c);
}

// The same of what stands at `at`; nothing stands past the end.
inline bool space_at(std::u32string_view text, size_t at) {
    return at < text.size() && is_space(text[at]);
}
inline bool word_at(std::u32string_view text, size_t at) {
    return at < text.size() && is_word(text[at]);
}

}  // namespace lomo::span
