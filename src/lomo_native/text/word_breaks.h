// A text in Thai, Lao, Khmer or Burmese, which have no spaces between words, and its line break
// opportunities go in; those between words are added.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lomo {

// A tailoring of UAX #14, which leaves these scripts (class SA) to a dictionary. breaks: what line_breaks
// gives for the text. Linear time.
//
// Thai, Lao and Khmer: the segmentation with the fewest letters outside the words of word_tables.cpp, among
// these the one with the fewest words, among these the one whose first word is longest. What no word covers
// stays whole, with the words of one or two characters beside it, which are there by chance.
//
// Burmese: at every orthographic syllable, since its spelling shows them: before a letter that is neither
// stacked under another nor closes a syllable (asat).
void add_word_breaks(std::u32string_view text, std::vector<std::uint8_t>& breaks);

}  // namespace lomo
