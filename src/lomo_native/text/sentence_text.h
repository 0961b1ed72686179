// A text and its atoms go in; what stands before and after a place of it, as the rules for sentences see it,
// comes out. Part of sentence_ends (segment.h), which states the rules.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/abbreviations.h"
#include "text/characters.h"
#include "value/layout.h"

namespace lomo::sentence {

using std::size_t;

inline bool is_letter(char32_t c) {
    return has_flag(c, unicode::kLetter);
}
inline bool is_upper(char32_t c) {
    return has_flag(c, unicode::kUpper);
}
inline bool is_digit(char32_t c) {
    return has_flag(c, unicode::kDigit);
}
inline bool is_east(char32_t c) {
    return has_flag(c, unicode::kEast);
}
inline bool is_ellipsis(char32_t c) {
    return c == U'…' || c == U'⋯' || c == U'‥';
}
inline bool is_mark(char32_t c) {
    if (c < 0x80) return c == U'.' || c == U'!' || c == U'?';
    return is_ellipsis(c) || has_flag(c, unicode::kSentenceTerminal);
}
bool is_opener(char32_t c);  // quotes, opening brackets, Markdown's * _ ~ # >
bool is_closer(char32_t c);  // quotes, closing brackets, Markdown's * _ ~

// What begins a sentence, or does not.
enum class Next : std::uint8_t {
    End,
    Newline,
    Lower,
    Capital,
    East,
    Digit,
    Atom,
    Label,
    Continuation,
    Other
};

// What stands after an end mark.
struct Follow {
    size_t after_closers = 0;
    size_t after_space = 0;  // where the next sentence would begin
    size_t word = 0;         // the character that decides `next`, openers skipped
    Next next = Next::End;
    bool space = false;   // white space stands between, or an HTML tag
    bool closed = false;  // closers do
    bool corner = false;  // ... the last of them an East Asian one
    bool tagged = false;  // closing HTML tags do
};

// A word of at most kLongestAbbreviation letters, in lowercase as far as the word lists go (ASCII, Latin-1).
class Word {
  public:
    // False where the word is full already.
    bool add(char32_t c) {
        if (size_ == letters_.size()) return false;
        const bool upper = (c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
        letters_[size_++] = upper ? c + 0x20 : c;
        return true;
    }
    size_t size() const { return size_; }
    std::u32string_view view() const { return {letters_.data(), size_}; }

  private:
    std::array<char32_t, kLongestAbbreviation> letters_{};
    size_t size_ = 0;
};

class SentenceText {
  public:
    SentenceText(std::u32string_view text, const std::vector<SourceRange>& atoms);

    size_t size() const { return text_.size(); }
    char32_t operator[](size_t place) const { return text_[place]; }

    // The next atom; past the text where there is none. Nothing below looks into or beyond it but look().
    size_t atom_start() const { return atom_start_; }
    size_t atom_end() const { return atom_end_; }
    void pass_atom();
    bool atom_is_tag() const { return text_[atom_start_] == U'<'; }

    // Whether the next atom ends in an end mark within its delimiters. A ! there is a factorial.
    bool atom_ends_in_mark() const;

    // Where the text or what comes before the next atom ends.
    size_t limit() const { return std::min(atom_start_, text_.size()); }

    // Moves past white space; returns the number of line ends (CR LF is one, a paragraph separator two).
    size_t skip_space(size_t& place) const;

    // What follows an end mark that ends at `place`. Closing HTML tags right behind it are passed for good.
    Follow look(size_t place);

    // Whether a list label begins at `place`: a) (iv) 12) or a. before white space, in lowercase.
    bool label_at(size_t place) const;

    // The same for the begin of a line, where 1. and A. and full-width marks are labels, too.
    bool line_label_at(size_t place) const;

    // The letters at `place`; none where they are too many for any list.
    Word word_at(size_t place) const;

  private:
    void load_atom(size_t from);
    size_t note_end(size_t place) const;
    bool closer_after_space(size_t place) const;
    Next next_at(size_t place) const;

    std::u32string_view text_;
    const std::vector<SourceRange>& atoms_;
    size_t next_atom_ = 0;
    size_t atom_start_ = 0;
    size_t atom_end_ = 0;
};

}  // namespace lomo::sentence
