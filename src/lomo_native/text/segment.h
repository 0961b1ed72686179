// A text goes in; where its grapheme clusters, its line break opportunities and its sentences end comes out.
// All offsets count code points. Any 32-bit values may stand in the text; every function takes linear time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "value/layout.h"

namespace lomo {

// The boundaries of extended grapheme clusters (UAX #29, Unicode 15.0), 0 and the text's length among them;
// {0} for an empty text.
std::vector<std::int32_t> grapheme_boundaries(std::u32string_view text);

inline constexpr std::uint8_t kNoBreak = 0;
inline constexpr std::uint8_t kBreakAllowed = 1;
inline constexpr std::uint8_t kBreakMandatory = 2;

// Whether a line may break before each offset (UAX #14, Unicode 15.0, numbers as in its Example 7). There are
// length + 1 entries: the first is kNoBreak, the last kBreakMandatory (but for an empty text). Scripts that
// need a dictionary (Thai, Lao, Khmer, Myanmar) break only at spaces and marks.
// In odd text (a mark after a space) a break may fall inside a grapheme cluster: UAX #14 and #29 disagree
// there.
std::vector<std::uint8_t> line_breaks(std::u32string_view text);

// The increasing offsets just past each sentence: past its end mark, the closing quotes and brackets after it
// and the white space after those. The last is the text's length; a blank text has no sentence.
//
// `atoms` (formulas, code, URLs, ...) are opaque words; no sentence ends inside one. Where they overlap,
// leave the text or are not sorted by start, only the part beyond the atoms before it counts.
//
// This is not UAX #29, which ends a sentence at "Dr. Smith" and knows no formulas. The rules, the first that
// applies wins:
//   1. A blank line ends a sentence.
//   2. A line end ends one, unless
//      a. no end mark stands before it, and the next line begins with a lowercase letter or an atom, or this
//         line ends in a comma, hyphen or opening bracket; but where a list label begins the next line, as in
//         1. a) (iv) A．, the line end counts;
//      b. the line ends in a list label or in an abbreviation that never ends a sentence (7c).
//   3. An end mark is a run of . ! ? … and the marks of other scripts (property Sentence_Terminal), then
//      closing quotes and brackets, Markdown emphasis, note numbers such as [3], closing HTML tags. An HTML
//      tag counts as white space.
//   4. A run that holds a mark of another script (。！？ ؟ ۔ । ...) ends a sentence, unless a comma or colon
//      follows, a digit after ．, or と after a closing quote; or unless it is the ． of a label (A．).
//   5. ! and ? end one before white space or Chinese or Japanese; but not before a lowercase letter where a
//      quote or bracket closes, where white space stands before the mark, or where it is a factorial.
//   6. An ellipsis (.. or more, …) ends one before white space and an uppercase or caseless letter.
//   7. A full stop ends one before white space, or directly before Chinese or Japanese, unless
//      a. a lowercase letter or a comma, semicolon, colon or closing bracket follows;
//      b. it belongs to a list label: "1." or "a." at the start of a line or sentence, the next number of a
//         list in running text, "Step 2.";
//      c. the word before is an abbreviation: of the kind that never ends a sentence (e.g., Dr.), of the kind
//         that goes before numbers (Fig. 3, No. 5, 3. Oktober), or one (U.S., Inc., initials) that ends a
//         sentence only before a word which often begins one (The, It, Find, ...). See abbreviations.h.
//   8. A formula whose last character within its delimiters is an end mark ($x = 2.$) ends one before white
//      space and an uppercase or caseless letter or another atom.
std::vector<std::int32_t> sentence_ends(std::u32string_view text, const std::vector<SourceRange>& atoms);

}  // namespace lomo
