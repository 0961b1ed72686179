// A word before a full stop goes in, whether that full stop is one of an abbreviation comes out; and a word
// after one, whether it often begins a sentence. English, German, French, Spanish, Italian, Portuguese.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lomo {

enum class Abbreviation : std::uint8_t {
    None,
    Never,    // a sentence never ends here: e.g., vs.
    Title,    // nor here, unless a number stands before it: Dr., Ms. (but 5 ms.)
    Number,   // not before a number, a formula or a single capital: Fig. 3, No. 5, Jan. 2
    Starter,  // only before a word that often begins a sentence: Inc., U.S., et al.
};

inline constexpr std::size_t kLongestAbbreviation = 12;

// `word` in lowercase, without its last full stop.
Abbreviation abbreviation(std::u32string_view word);

// `word` in lowercase.
bool begins_sentences(std::u32string_view word);

// `word` in lowercase: step, problem, question, ... after which a number is a label.
bool precedes_label(std::u32string_view word);

// `word` in lowercase: a German month, before which a number with a full stop is an ordinal.
bool is_german_month(std::u32string_view word);

}  // namespace lomo
