// Sentence ends by the rules that segment.h states, in one pass; what follows a mark is looked at only as far
// as the next mark or line end, so that the time stays linear.
#include <algorithm>
#include <array>

#include "text/abbreviations.h"
#include "text/characters.h"
#include "text/segment.h"

namespace lomo {
namespace {

using std::size_t;
using namespace std::string_view_literals;

constexpr size_t kLongestLabel = 8;       // (viii) and 12.3.4
constexpr size_t kLongestNote = 6;        // [12,3]
constexpr size_t kLongestDelimiter = 24;  // \end{longtable*}

bool is_lower(char32_t c) {
    return has_flag(c, unicode::kLower) && has_flag(c, unicode::kLetter);
}
bool is_capital(char32_t c) {  // uppercase, or a letter of a script without case
    const std::uint32_t flags = unicode::record(c).flags;
    return (flags & unicode::kLetter) != 0 &&
           ((flags & unicode::kUpper) != 0 || (flags & unicode::kLower) == 0);
}
bool is_east(char32_t c) {
    return has_flag(c, unicode::kEast);
}
bool is_digit(char32_t c) {
    return has_flag(c, unicode::kDigit);
}
bool is_ellipsis(char32_t c) {
    return c == U'…' || c == U'⋯' || c == U'‥';
}
bool is_mark(char32_t c) {
    if (c < 0x80) return c == U'.' || c == U'!' || c == U'?';
    return is_ellipsis(c) || has_flag(c, unicode::kSentenceTerminal);
}
bool is_emphasis(char32_t c) {
    return c == U'*' || c == U'_' || c == U'~';
}
bool is_quote(char32_t c) {
    return c == U'"' || c == U'\'' || (c >= 0x2018 && c <= 0x201F);
}
bool is_closer(char32_t c) {
    return is_quote(c) || is_emphasis(c) || has_flag(c, unicode::kClosePunctuation) || c == U'»' || c == U'«';
}
bool is_opener(char32_t c) {
    return is_quote(c) || is_emphasis(c) || has_flag(c, unicode::kOpenPunctuation) || c == U'»' ||
           c == U'«' || c == U'¿' || c == U'¡' || c == U'#' || c == U'>';
}
bool is_continuation(char32_t c) {
    return c == U',' || c == U';' || c == U':' || c == U'，' || c == U'、' || c == U'；' || c == U'：' ||
           c == U'،' || c == U'؛';
}
bool runs_over_line(char32_t c) {
    return c == U',' || c == U'，' || c == U'、' || c == U'،' || c == U'-' || c == U'‐' || c == 0xAD ||
           (has_flag(c, unicode::kOpenPunctuation));
}

// A word of at most kLongestAbbreviation + 1 letters in lowercase (ASCII and Latin-1; more the lists do not
// hold).
struct Word {
    std::array<char32_t, kLongestAbbreviation + 1> letters{};
    size_t size = 0;

    bool add(char32_t c) {
        if (size == letters.size()) return false;
        const bool upper = (c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
        letters[size++] = upper ? c + 0x20 : c;
        return true;
    }
    std::u32string_view view() const { return {letters.data(), size}; }
};

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

struct Follow {
    size_t after_closers = 0;
    size_t after_space = 0;  // where the next sentence would begin
    size_t word = 0;         // the character that decides `next`, openers skipped
    bool closed = false;     // closers stand after the mark
    bool corner = false;     // ... the last of them an East Asian one
    bool tagged = false;     // ... or HTML tags, which stand for white space
    bool space = false;
    Next next = Next::End;
};

class Sentences {
  public:
    Sentences(std::u32string_view text, const std::vector<SourceRange>& atoms) : text_(text), atoms_(atoms) {}

    std::vector<std::int32_t> run() {
        load_atom(0);
        while (at_ < text_.size()) {
            if (at_ == atom_start_) {
                take_atom();
                continue;
            }
            const char32_t c = text_[at_];
            if (is_mark(c)) {
                take_marks();
            } else if (is_white_space(c)) {
                take_space();
            } else {
                content(at_);
                ++at_;
            }
        }
        if (started_) ends_.push_back(std::int32_t(text_.size()));
        return std::move(ends_);
    }

  private:
    // --- the walk ------------------------------------------------------------------------------------------

    // Moves to the first atom that still holds something at or after `from`.
    void load_atom(size_t from) {
        atom_start_ = atom_end_ = text_.size() + 1;
        for (; next_atom_ < atoms_.size(); ++next_atom_) {
            const std::int64_t start = std::max<std::int64_t>(atoms_[next_atom_].start, std::int64_t(from));
            const std::int64_t end =
                std::min<std::int64_t>(atoms_[next_atom_].end, std::int64_t(text_.size()));
            if (start < end) {
                atom_start_ = size_t(start);
                atom_end_ = size_t(end);
                return;
            }
        }
    }

    size_t limit() const { return std::min(atom_start_, text_.size()); }

    // Notes that text_[place] is no white space.
    void content(size_t place) {
        if (!started_) unit_start_ = place;
        started_ = true;
        marked_ = pending_ = false;
        last_ = place;
    }

    void end_at(size_t place) {
        if (place < text_.size()) {
            const auto cluster = unicode::record(text_[place]).grapheme_break;
            if (cluster == unicode::GraphemeBreak::Extend || cluster == unicode::GraphemeBreak::ZWJ ||
                cluster == unicode::GraphemeBreak::SpacingMark) {
                return;
            }
            ends_.push_back(std::int32_t(place));
            started_ = false;
            marked_ = false;
        }
    }

    void take_atom() {
        content(atom_start_);
        const bool marked = atom_ends_in_mark();
        pass_atom();
        if (!marked) return;
        const Follow follow = look(at_);
        marked_ = true;
        last_ = follow.after_closers - 1;
        at_ = read_from_ = follow.after_closers;
        if (follow.space &&
            (follow.next == Next::Capital || follow.next == Next::East || follow.next == Next::Atom)) {
            at_ = follow.after_space;
            end_at(at_);
        }
    }

    void pass_atom() {
        last_ = atom_end_ - 1;
        at_ = read_from_ = atom_end_;
        ++next_atom_;
        load_atom(at_);
    }

    // Whether the atom at at_ ends in an end mark within its delimiters; a lone ! is a factorial.
    bool atom_ends_in_mark() const {
        size_t end = atom_end_;
        const size_t floor = std::max(atom_start_, end > kLongestDelimiter ? end - kLongestDelimiter : 0);
        auto strip_space = [&] {
            while (end > floor && is_white_space(text_[end - 1])) --end;
        };
        strip_space();
        if (end > floor && (text_[end - 1] == U'$' || text_[end - 1] == U'`')) {
            const char32_t delimiter = text_[end - 1];
            while (end > floor && text_[end - 1] == delimiter) --end;
        } else if (end >= floor + 2 && text_[end - 2] == U'\\' &&
                   (text_[end - 1] == U')' || text_[end - 1] == U']')) {
            end -= 2;
        } else if (end > floor && text_[end - 1] == U'}') {
            const size_t begin = text_.substr(floor, end - floor).rfind(U"\\end{");
            if (begin != std::u32string_view::npos) end = floor + begin;
        }
        strip_space();
        return end > atom_start_ && text_[end - 1] != U'!' && is_mark(text_[end - 1]);
    }

    void take_space() {
        size_t lines = 0;
        size_t end = at_;
        skip_space(end, lines);
        if (started_ && lines > 0 && end < text_.size() && (lines > 1 || !runs_on(end))) end_at(end);
        if (lines > 0) {
            marked_ = false;
            line_start_ = end;
        }
        at_ = end;
    }

    // Moves past white space, counting line ends (CR LF is one, a paragraph separator two).
    void skip_space(size_t& place, size_t& lines) const {
        for (; place < limit() && is_white_space(text_[place]); ++place) {
            const char32_t c = text_[place];
            if (c == 0x2029) {
                lines += 2;
            } else if (is_line_terminator(c) && !(c == U'\n' && place > 0 && text_[place - 1] == U'\r')) {
                ++lines;
            }
        }
    }

    // Rule 2: whether the text runs over the single line end before `next`.
    bool runs_on(size_t next) const {
        if (last_ + 1 == label_end_) return true;
        if (marked_) return false;
        const bool inside = last_ >= read_from_;
        if (inside && (pending_ || runs_over_line(text_[last_]))) return true;
        if (next == atom_start_) return true;
        return is_lower(text_[next]) && !label_at(next);
    }

    // --- marks ---------------------------------------------------------------------------------------------

    void take_marks() {
        const size_t first = at_;
        size_t dots = 0;
        bool ellipsis = false;
        bool loud = false;
        bool foreign = false;
        for (; at_ < limit() && is_mark(text_[at_]); ++at_) {
            const char32_t c = text_[at_];
            if (c == U'.') {
                ++dots;
            } else if (c == U'!' || c == U'?') {
                loud = true;
            } else {
                (is_ellipsis(c) ? ellipsis : foreign) = true;
            }
        }
        content(first);
        last_ = at_ - 1;
        const Follow follow = look(at_);
        bool ends = false;
        if (foreign) {
            ends = ends_foreign(follow);
        } else if (loud) {
            ends = ends_loud(first, follow);
        } else if (ellipsis || dots > 1) {
            ends = follow.space && (follow.next == Next::Capital || follow.next == Next::East);
        } else {
            ends = ends_stop(first, follow);
        }
        if (follow.tagged) read_from_ = follow.after_closers;
        at_ = follow.after_closers;
        last_ = at_ - 1;
        if (follow.next == Next::Newline) {
            marked_ = ends;
            return;
        }
        if (!ends) return;
        at_ = follow.after_space;
        end_at(at_);
    }

    bool ends_foreign(const Follow& follow) const {
        if (follow.next == Next::Newline) return true;
        const char32_t next = follow.word < text_.size() ? text_[follow.word] : U' ';
        if (!follow.space && (next == U'と' || next == U'っ') && follow.corner) return false;
        if (follow.next == Next::Continuation) return false;
        const char32_t mark = text_[at_ - 1];
        return !((mark == U'．' || mark == U'﹒') && !follow.space && follow.next == Next::Digit);
    }

    bool ends_loud(size_t first, const Follow& follow) const {
        if (follow.next == Next::Newline) return true;
        if (follow.next == Next::Continuation) return false;
        if (!follow.space) return follow.next == Next::East;
        if (follow.next != Next::Lower) return !(is_factorial(first) && follow.next == Next::Other);
        const bool apart = first > 0 && is_white_space(text_[first - 1]);
        return !follow.closed && !apart && !is_factorial(first);
    }

    bool is_factorial(size_t first) const {
        return text_[first] == U'!' && at_ == first + 1 && first > read_from_ &&
               (is_digit(text_[first - 1]) || text_[first - 1] == U')' ||
                (has_flag(text_[first - 1], unicode::kLetter) &&
                 (first < 2 || !has_flag(text_[first - 2], unicode::kLetter)) && !is_east(text_[first - 1])));
    }

    // Rule 7. `pending_` is set when the line end after the stop is no end either.
    bool ends_stop(size_t stop, const Follow& follow) {
        if (follow.next == Next::Lower || follow.next == Next::Continuation) return false;
        if (!follow.space && follow.next != Next::East && follow.next != Next::Newline) return false;
        if (is_label(stop)) {
            label_end_ = stop + 1;
            return false;
        }
        const Abbreviation kind = kind_of_stop(stop, follow);
        if (follow.next == Next::Newline) {
            pending_ = kind == Abbreviation::Never || kind == Abbreviation::Title;
            return !pending_;
        }
        switch (kind) {
            case Abbreviation::None:
                return true;
            case Abbreviation::Never:
            case Abbreviation::Title:
                return false;
            case Abbreviation::Number:
                return !(follow.next == Next::Digit || follow.next == Next::Atom ||
                         lone_capital(follow.word));
            case Abbreviation::Starter:
                return follow.next != Next::Capital || starts_sentence(follow.word);
        }
        return true;
    }

    Abbreviation kind_of_stop(size_t stop, const Follow& follow) const {
        if (stop <= read_from_) return Abbreviation::None;
        if (is_digit(text_[stop - 1])) {
            const bool ordinal = follow.next == Next::Capital && stop - read_from_ >= 1 &&
                                 (stop < 3 || !is_digit(text_[stop - 2]) || !is_digit(text_[stop - 3])) &&
                                 is_german_month(word_at(follow.word).view());
            return ordinal ? Abbreviation::Never : Abbreviation::None;
        }
        size_t begin = stop;
        auto in_word = [](char32_t c) {
            return c == U'.' || c == U'-' || (has_flag(c, unicode::kLetter) && !is_east(c));
        };
        while (begin > read_from_ && stop - begin <= kLongestAbbreviation && in_word(text_[begin - 1]))
            --begin;
        Word word;
        for (size_t i = begin; i < stop; ++i) {
            if (!word.add(text_[i])) return Abbreviation::None;
        }
        const char32_t before = begin > read_from_ ? text_[begin - 1] : U' ';
        if (before < 0x80 && !is_white_space(before) && !is_opener(before) && before != U'/' &&
            !is_digit(before)) {
            return Abbreviation::None;
        }
        const Abbreviation kind = abbreviation(word.view());
        if (kind == Abbreviation::Title) {
            const bool spaced = before == U' ' && begin >= read_from_ + 2;
            const char32_t number = spaced ? text_[begin - 2] : before;
            return is_digit(number) ? Abbreviation::None : kind;
        }
        if (kind != Abbreviation::None) return kind;
        return is_initials(begin, stop) && !is_digit(before) ? Abbreviation::Starter : Abbreviation::None;
    }

    // One uppercase letter, or several with dots between: J, U.S
    bool is_initials(size_t begin, size_t stop) const {
        if ((stop - begin) % 2 == 0) return false;
        for (size_t i = begin; i < stop; ++i) {
            if ((i - begin) % 2 == 0 ? !has_flag(text_[i], unicode::kUpper) : text_[i] != U'.') return false;
        }
        return true;
    }

    // --- what follows --------------------------------------------------------------------------------------

    // Passes the HTML tags it meets for good: they belong to the sentence that the mark before them ends.
    Follow look(size_t place) {
        Follow follow;
        for (;;) {
            if (place == atom_start_ && text_[place] == U'<') {
                place = atom_end_;
                ++next_atom_;
                load_atom(place);
                follow.tagged = true;
            }
            if (place >= limit()) break;
            const char32_t c = text_[place];
            if (has_flag(c, unicode::kMark) || c == 0x200D || c == 0xFE0F) {
                ++place;
            } else if (is_closer(c)) {
                follow.closed = true;
                follow.corner = c == U'」' || c == U'』' || c == U'）';
                ++place;
            } else if (c == U'[' && note_end(place) > place) {
                place = note_end(place);
            } else {
                break;
            }
        }
        follow.after_closers = place;
        return after_closers(follow);
    }

    Follow after_closers(Follow follow) const {
        size_t lines = 0;
        size_t place = follow.after_closers;
        skip_space(place, lines);
        follow.after_space = place;
        follow.space = place > follow.after_closers || follow.tagged;
        while (place < limit() && is_opener(text_[place]) && !label_at(place)) ++place;
        follow.word = place;
        if (lines > 0) {
            follow.next = Next::Newline;
        } else if (place >= text_.size()) {
            follow.next = Next::End;
        } else if (place == atom_start_) {
            follow.next = Next::Atom;
        } else {
            follow.next = next_of(text_[place], place);
        }
        return follow;
    }

    Next next_of(char32_t c, size_t place) const {
        if (label_at(place)) return Next::Label;
        if (is_east(c)) return Next::East;
        if (is_lower(c)) return Next::Lower;
        if (is_capital(c)) return Next::Capital;
        if (is_digit(c)) return Next::Digit;
        return is_continuation(c) || is_closer(c) ? Next::Continuation : Next::Other;
    }

    // The end of [12] or [3,4] at `place`, or `place`.
    size_t note_end(size_t place) const {
        size_t i = place + 1;
        while (i < limit() && i <= place + kLongestNote && (is_digit(text_[i]) || text_[i] == U',')) ++i;
        return i > place + 1 && i < limit() && text_[i] == U']' ? i + 1 : place;
    }

    Word word_at(size_t place) const {
        Word word;
        for (; place < limit() && has_flag(text_[place], unicode::kLetter); ++place) {
            if (!word.add(text_[place])) break;
        }
        return word;
    }

    bool starts_sentence(size_t place) const {
        const Word word = word_at(place);
        const size_t end = place + word.size;
        if (word.size == 1 && end < limit() && text_[end] == U'.') return false;  // an initial
        return begins_sentences(word.view());
    }

    bool lone_capital(size_t place) const {
        if (place >= limit() || !has_flag(text_[place], unicode::kUpper) || text_[place] == U'A' ||
            text_[place] == U'I') {
            return false;
        }
        return place + 1 >= limit() || !has_flag(text_[place + 1], unicode::kLetter);
    }

    // --- list labels ---------------------------------------------------------------------------------------

    // A list label that begins at `place`: a) (b) iv) and the like, but no full stop, which rule 7b judges.
    bool label_at(size_t place) const {
        size_t i = place;
        if (i < limit() && text_[i] == U'(') ++i;
        const size_t first = i;
        while (i < limit() && i < first + 4 &&
               ((text_[i] < 0x80 && is_digit(text_[i])) ||
                U"ivxabcdefgh"sv.find(text_[i]) != std::u32string_view::npos)) {
            ++i;
        }
        if (i == first || i >= limit()) return false;
        const bool single = i == first + 1 || is_digit(text_[first]) || roman(first, i);
        if (text_[i] == U')') return single;
        return text_[i] == U'.' && first == place && i == first + 1 && i + 1 < limit() &&
               is_white_space(text_[i + 1]);
    }

    bool roman(size_t first, size_t end) const {
        for (size_t i = first; i < end; ++i) {
            if (U"ivx"sv.find(text_[i]) == std::u32string_view::npos) return false;
        }
        return true;
    }

    // Rule 7b for the full stop at `stop`.
    bool is_label(size_t stop) {
        const size_t unit = std::max({line_start_, unit_start_, read_from_});
        size_t begin = stop;
        while (begin > unit && stop - begin < kLongestLabel && !is_white_space(text_[begin - 1])) --begin;
        if (begin == stop) return false;
        size_t first = begin;
        while (first < stop && is_opener(text_[first])) ++first;
        if (first == stop) return false;
        long number = 0;
        bool digits = true;
        size_t parts = 1;
        for (size_t i = first; i < stop; ++i) {
            const char32_t c = text_[i];
            digits = digits && ((c >= U'0' && c <= U'9') || c == U'.');
            if (c == U'.') {
                ++parts;
                number = 0;
            } else if (digits) {
                number = number * 10 + long(c - U'0');
            }
        }
        const bool letter =
            stop == first + 1 && text_[first] < 0x80 && has_flag(text_[first], unicode::kLetter);
        const bool word = !digits && !letter && is_roman_label(first, stop);
        if (!digits && !letter && !word) return false;
        size_t before = begin;
        while (before > unit && is_white_space(text_[before - 1]) && begin - before < kLongestLabel) --before;
        const bool at_start = only_bullets(unit, before);
        if (digits && parts == 1) {
            const bool next_item = number > 1 && number == last_label_ + 1;
            const bool after_colon = before > unit && before < begin && text_[before - 1] == U':';
            if (at_start || next_item || after_colon || after_label_word(before, unit)) {
                last_label_ = number;
                return number < 1000;
            }
            return false;
        }
        return at_start || (digits && after_label_word(before, unit));
    }

    bool is_roman_label(size_t first, size_t stop) const {
        for (size_t i = first; i < stop; ++i) {
            if (U"IVXivx"sv.find(text_[i]) == std::u32string_view::npos) return false;
        }
        return true;
    }

    // Whether nothing but list bullets, quote and heading marks stands in [from, to).
    bool only_bullets(size_t from, size_t to) const {
        if (to > from + kLongestLabel) return false;
        for (size_t i = from; i < to; ++i) {
            const char32_t c = text_[i];
            if (!is_white_space(c) && !is_opener(c) && c != U'-' && c != U'+' && c != U'•') return false;
        }
        return true;
    }

    // Whether the sentence holds so far but one word, such as Step or Problem, that ends at `end`.
    bool after_label_word(size_t end, size_t unit) const {
        size_t begin = end;
        while (begin > unit && end - begin <= kLongestAbbreviation &&
               has_flag(text_[begin - 1], unicode::kLetter)) {
            --begin;
        }
        return begin < end && precedes_label(word_at(begin).view()) && only_bullets(unit, begin);
    }

    std::u32string_view text_;
    const std::vector<SourceRange>& atoms_;
    std::vector<std::int32_t> ends_;
    size_t next_atom_ = 0;
    size_t atom_start_ = 0;  // the next atom; past the text when there is none
    size_t atom_end_ = 0;
    size_t at_ = 0;
    size_t read_from_ = 0;   // the end of the last atom: no word is read back across it
    size_t unit_start_ = 0;  // the first character of this sentence that is no white space
    size_t line_start_ = 0;
    size_t last_ = 0;       // the last character that is no white space
    size_t label_end_ = 0;  // just past the full stop of the last list label
    long last_label_ = 0;
    bool started_ = false;  // this sentence holds more than white space
    bool marked_ = false;   // an end mark stands right before the line end that follows
    bool pending_ = false;  // an abbreviation that never ends a sentence stands there
};

}  // namespace

std::vector<std::int32_t> sentence_ends(std::u32string_view text, const std::vector<SourceRange>& atoms) {
    return Sentences(text, atoms).run();
}

}  // namespace lomo
