// A single full stop and its surroundings go in; whether it ends the sentence comes out: rule 7 of
// sentence_ends (segment.h).
#pragma once

#include "text/sentence_text.h"

namespace lomo::sentence {

enum class Verdict : std::uint8_t {
    Ends,
    Stays,
    RunsOn,  // stays, even where the line ends: Dr.
    Label,   // stays, as the stop of a list label
};

class FullStops {
  public:
    explicit FullStops(const SentenceText& text) : text_(text) {}

    // `unit` is where the sentence or its line begins, `read_from` the end of the last atom: no word is read
    // back across it.
    Verdict judge(size_t stop, const Follow& follow, size_t unit, size_t read_from);

    // A list in running text ends with its line.
    void begin_line() { last_number_ = 0; }

  private:
    Verdict by_word(size_t stop, const Follow& follow, size_t read_from) const;
    bool is_ordinal(size_t stop, const Follow& follow, size_t read_from) const;
    bool is_initials(size_t begin, size_t stop) const;
    bool spaced_abbreviation(size_t stop, const Follow& follow, size_t read_from) const;
    Abbreviation joined_abbreviation(size_t letter, size_t read_from) const;
    bool number_follows(const Follow& follow) const;
    bool sentence_begins(const Follow& follow) const;
    bool is_label(size_t stop, size_t unit, size_t read_from);
    bool only_bullets(size_t from, size_t to) const;
    bool label_word_before(size_t end, size_t unit) const;

    const SentenceText& text_;
    long last_number_ = 0;  // of the last numbered list item
};

}  // namespace lomo::sentence
