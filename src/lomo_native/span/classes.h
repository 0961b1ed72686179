// A code point goes in; whether Python's str would call it a letter, a digit, white space or a word's character
// comes out: the rules of blocks are written in those words, and a pattern's \w, \s and \d mean the same.
#pragma once

#include "text/characters.h"

namespace lomo::span {

// str.isspace and \s: Unicode's white space and the four separators of ASCII.
inline bool is_space(char32_t cp) {
    if (cp < 0x80) return cp == U' ' || (cp >= 0x09 && cp <= 0x0D) || (cp >= 0x1C && cp <= 0x1F);
    return is_white_space(cp);
}

// str.isalpha: a letter.
inline bool is_alpha(char32_t cp) {
    if (cp < 0x80) return (cp | 0x20) >= U'a' && (cp | 0x20) <= U'z';
    return has_flag(cp, unicode::kLetter);
}

// str.isdecimal and \d: a digit of a place value system.
inline bool is_decimal(char32_t cp) {
    if (cp < 0x80) return cp >= U'0' && cp <= U'9';
    return has_flag(cp, unicode::kDigit);
}

// str.isdigit: those and the digits of no place value system (superscripts, circled ones).
inline bool is_digit(char32_t cp) {
    return is_decimal(cp);
}

// str.isalnum: a letter, a digit, or any other number (fractions, Roman numerals).
inline bool is_alnum(char32_t cp) {
    if (cp < 0x80) return is_alpha(cp) || is_decimal(cp);
    return is_alpha(cp) || is_decimal(cp);
}

// \w
inline bool is_word(char32_t cp) {
    return is_alnum(cp) || cp == U'_';
}

}  // namespace lomo::span
