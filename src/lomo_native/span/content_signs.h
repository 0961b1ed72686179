// The content of a formula's delimiters goes in; single signs of what it is come out: LaTeX, money, prose,
// code. Part of dollars.h, which weighs them. Each function takes time linear in the content.
#pragma once

#include <string_view>

namespace lomo::span {

// A command of two letters or more, an escaped brace or spacing, a braced script: LaTeX, and hardly anything
// else.
bool has_command(std::u32string_view content);

// An escaped character that TeX would take otherwise: \$ \% \# \& or a space.
bool has_escaped(std::u32string_view content);

// A Windows path or a path with a file's name: C:\a, \a\b.c
bool has_path(std::u32string_view content);

// \text{, \mbox{, \tag{ and their like.
bool has_text_group(std::u32string_view content);

// What no formula holds: a backquote, a URL, a blank line, a placeholder; but backquotes that are LaTeX's
// quotation marks inside \text are none.
bool has_alien(std::u32string_view content);

// Whether an amount and then words begin the content: `5 and a lamp for`, `20,000 in the shares`, `5，买`.
bool starts_with_amount(std::u32string_view content);

// The words, each followed by another, by a number or by the end (`abc + bcd` are products), with and without
// the names of functions, units and what cases say.
int words(std::u32string_view content);
int plain_words(std::u32string_view content);

// \( or \[: another formula's delimiter.
bool has_other_opener(std::u32string_view content);

// A mark of punctuation with white space behind it.
bool has_pause(std::u32string_view content);

bool has_operator(std::u32string_view content);

// Signs of program text: strings, arrows, comparisons, statements, a call or a key at the start.
bool has_code(std::u32string_view content);

// Whether the content is a name such as programs and templates have: total_price, firstName, balance.
bool is_bare_name(std::u32string_view content);

// What regular expressions and paths hold: .* [^ [a-z \d /tmp/
bool has_regular_expression(std::u32string_view content);

// Whether it is nothing but a name and a word: `grep options `.
bool is_name_and_word(std::u32string_view content);

// White space, then single letters, numbers and signs alone.
bool is_spaced_out(std::u32string_view content);

// The content without its \text{..} groups.
std::u32string without_text(std::u32string_view content);

// The content with its blank lines closed up; `found` tells whether there were any.
std::u32string without_blank_lines(std::u32string_view content, bool& found);

}  // namespace lomo::span
