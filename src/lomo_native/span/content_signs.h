// The content of a formula's delimiters goes in; signs of LaTeX and of program text in it come out;
// content_words.h has those of prose and money. Part of dollars.h, which weighs them. Each takes time linear
// in the content.
#pragma once

#include <string>
#include <string_view>

#include "span/place.h"

namespace lomo::span {

// A command of two letters or more, an escaped brace or spacing, a braced script: LaTeX, and hardly anything
// else.
bool has_command(std::u32string_view content);

// An escaped character that TeX would take otherwise: \$ \% \# \& or a space.
bool has_escaped(std::u32string_view content);

// A Windows path or a path with a file's name: C:\a, \a\b.c
bool has_path(std::u32string_view content);

// Past the { of the \text{, \mbox{ or, where `tags` count, \tag{ or their like at the backslash `at`.
size_t past_text_opener(std::u32string_view text, size_t at, bool tags);

// Whether one of those, \tag among them, stands in the content.
bool has_text_group(std::u32string_view content);

// What no formula holds: a backquote, a URL, a blank line, a placeholder; but backquotes that are LaTeX's
// quotation marks inside \text are none.
bool has_alien(std::u32string_view content);

// \( or \[: another formula's delimiter.
bool has_other_opener(std::u32string_view content);

// A mark of punctuation with white space behind it.
bool has_pause(std::u32string_view content);

bool has_operator(std::u32string_view content);

// Signs of program text: strings, arrows, comparisons, statements, a call or a key at the start.
bool has_code(std::u32string_view content);

// What regular expressions and paths hold: .* [^ [a-z \d /tmp/
bool has_regular_expression(std::u32string_view content);

// The content without its \text{..} groups.
std::u32string without_text(std::u32string_view content);

// The content with its blank lines closed up; `found` tells whether there were any.
std::u32string without_blank_lines(std::u32string_view content, bool& found);

}  // namespace lomo::span
