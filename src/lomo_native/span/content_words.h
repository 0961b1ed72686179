// The content of a formula's delimiters goes in; the words, names and amounts that it is made of come out:
// signs of prose and money. Part of dollars.h, which weighs them. Each function takes time linear in the
// content.
#pragma once

#include <string_view>

namespace lomo::span {

// Whether an amount and then words begin the content: `5 and a lamp for`, `20,000 in the shares`, `5，买`.
bool starts_with_amount(std::u32string_view content);

// The words, each followed by another, by a number or by the end (`abc + bcd` are products), with and without
// the names of functions, units and what cases say.
int words(std::u32string_view content);
int plain_words(std::u32string_view content);

// Whether the content is a name such as programs and templates have: total_price, firstName, balance.
bool is_bare_name(std::u32string_view content);

// Whether it is nothing but a name and a word: `grep options `.
bool is_name_and_word(std::u32string_view content);

// White space, then single letters, numbers and signs alone.
bool is_spaced_out(std::u32string_view content);

}  // namespace lomo::span
