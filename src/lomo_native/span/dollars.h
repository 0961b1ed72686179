// What stands between two dollars goes in; whether it is a formula rather than money, variables of code or
// prose comes out.
//
// The rule starts from pandoc's (no white space inside the dollars, no digit after the closing one) and
// weighs what the content looks like. GSM8K, which holds no formula, is where its false positives were
// counted; problem texts of MATH, Gaokao and TAL-SCQ5K, where every dollar belongs to a formula, its false
// negatives.
#pragma once

#include <string_view>

#include "span/place.h"

namespace lomo::span {

// The most characters a delimited formula may have; what is longer is an unpaired delimiter.
inline constexpr size_t kLongestFormula = 5000;

// Whether [start, end), from a dollar to the next, is a formula; both dollars are inside the range.
bool is_inline_formula(std::u32string_view text, size_t start, size_t end);

// Whether the content of $$..$$ is one. A blank line inside is an error in TeX, but converters write them,
// and the dollars then have lines of their own. Such a content must not be the prose between two displays
// whose first dollars were lost.
bool is_display_formula(std::u32string_view content);

// The same of \(..\) and \[..\]; these delimiters need less evidence.
bool is_bracketed_formula(std::u32string_view content);

}  // namespace lomo::span
