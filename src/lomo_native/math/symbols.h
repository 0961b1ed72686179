// A command's name or a typed character goes in, the one character that it draws in math and its class come
// out.
#pragma once

#include <cstdint>
#include <string_view>

#include "math/atom.h"

namespace lomo {

inline constexpr std::uint8_t kLimits = 1;     // a big operator whose scripts become limits in display style
inline constexpr std::uint8_t kIntegral = 2;   // a big operator whose scripts stay at its side
inline constexpr std::uint8_t kDelimiter = 4;  // may follow \left, \right, \middle, \big
inline constexpr std::uint8_t kVariable = 8;   // a letter: `in_alphabet` gives the code to draw
inline constexpr std::uint8_t kSmall = 16;     // an operator that display style does not enlarge

struct Symbol {
    std::string_view name;  // ASCII, without the backslash; empty for a character without a command
    char32_t code;          // the character to draw, or with kVariable the base character of a letter
    AtomClass atom;
    std::uint8_t flags;
};

// By the name of a command, without the backslash: `alpha`, `{`, `|`. Null for any other.
const Symbol* find_symbol(std::u32string_view name);

// By a character in the source: `-` is U+2212. Null for letters of ASCII, digits, and all that is no symbol.
// The syntax of TeX is the caller's: `{`, `}`, `%`, `#`, `$`, `&`, `_`, `^`, `~` and `'` are not told apart
// here.
const Symbol* find_character(char32_t c);

// What `\left` and its kin draw for a symbol with kDelimiter: its code, but the angle for `<` and `>`; 0 for
// `.`.
char32_t fence_code(const Symbol& symbol);

}  // namespace lomo
