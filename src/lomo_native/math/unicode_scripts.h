// Unicode's superscript and subscript characters -> the characters that they raise or lower.
#pragma once

#include <algorithm>
#include <iterator>

namespace lomo {

struct ScriptCharacter {
    char32_t code;
    char32_t plain;
    bool raised;
};

inline constexpr ScriptCharacter kScriptCharacters[] = {
    {0xB2, U'2', true},     {0xB3, U'3', true},     {0xB9, U'1', true},     {0x1D62, U'i', false},
    {0x1D63, U'r', false},  {0x1D64, U'u', false},  {0x1D65, U'v', false},  {0x1D66, 0x3B2, false},
    {0x1D67, 0x3B3, false}, {0x1D68, 0x3C1, false}, {0x1D69, 0x3C6, false}, {0x1D6A, 0x3C7, false},
    {0x2070, U'0', true},   {0x2071, U'i', true},   {0x2074, U'4', true},   {0x2075, U'5', true},
    {0x2076, U'6', true},   {0x2077, U'7', true},   {0x2078, U'8', true},   {0x2079, U'9', true},
    {0x207A, U'+', true},   {0x207B, U'-', true},   {0x207C, U'=', true},   {0x207D, U'(', true},
    {0x207E, U')', true},   {0x207F, U'n', true},   {0x2080, U'0', false},  {0x2081, U'1', false},
    {0x2082, U'2', false},  {0x2083, U'3', false},  {0x2084, U'4', false},  {0x2085, U'5', false},
    {0x2086, U'6', false},  {0x2087, U'7', false},  {0x2088, U'8', false},  {0x2089, U'9', false},
    {0x208A, U'+', false},  {0x208B, U'-', false},  {0x208C, U'=', false},  {0x208D, U'(', false},
    {0x208E, U')', false},  {0x2090, U'a', false},  {0x2091, U'e', false},  {0x2092, U'o', false},
    {0x2093, U'x', false},  {0x2095, U'h', false},  {0x2096, U'k', false},  {0x2097, U'l', false},
    {0x2098, U'm', false},  {0x2099, U'n', false},  {0x209A, U'p', false},  {0x209B, U's', false},
    {0x209C, U't', false},  {0x2C7C, U'j', false},
};

// Null for any other character.
inline const ScriptCharacter* find_script_character(char32_t c) {
    if (c < 0xB2) return nullptr;
    const auto* const found =
        std::lower_bound(std::begin(kScriptCharacters), std::end(kScriptCharacters), c,
                         [](const ScriptCharacter& row, char32_t code) { return row.code < code; });
    return found != std::end(kScriptCharacters) && found->code == c ? found : nullptr;
}

}  // namespace lomo
