// Sentence ends by the rules that segment.h states, in one walk over the text: words are passed, atoms, runs
// of end marks and white space with line ends are judged.
#include "text/full_stop.h"
#include "text/segment.h"
#include "text/sentence_text.h"

namespace lomo {
namespace {

using sentence::Follow;
using sentence::Next;
using sentence::Verdict;
using std::size_t;

// A character that a line does not end after.
bool runs_over_line(char32_t c) {
    return c == U',' || c == U'，' || c == U'、' || c == U'،' || c == U'-' || c == U'‐' ||
           has_flag(c, unicode::kOpenPunctuation);
}

// ASCII that neither ends a sentence nor parts words: most of most texts, passed without a look at the
// tables, and so is a space between two such.
bool is_plain(char32_t c) {
    return c > U' ' && c < 0x7F && c != U'.' && c != U'!' && c != U'?';
}

class Walk {
  public:
    Walk(std::u32string_view text, const std::vector<SourceRange>& atoms)
        : text_(text, atoms), stops_(text_) {}

    std::vector<std::int32_t> run() {
        while (at_ < text_.size()) {
            if (at_ == text_.atom_start()) {
                take_atom();
            } else if (sentence::is_mark(text_[at_])) {
                take_marks();
            } else if (is_white_space(text_[at_])) {
                take_space();
            } else {
                note_content(at_);
                const size_t limit = text_.limit();
                do {
                    ++at_;
                } while (at_ < limit && (is_plain(text_[at_]) || parts_words(limit)));
                last_ = at_ - 1;
            }
        }
        if (started_) ends_.push_back(std::int32_t(text_.size()));
        return std::move(ends_);
    }

  private:
    // A single space between two plain characters.
    bool parts_words(size_t limit) const {
        return text_[at_] == U' ' && at_ + 1 < limit && is_plain(text_[at_ + 1]);
    }

    void note_content(size_t place) {
        if (!started_) unit_start_ = place;
        started_ = true;
        line_end_ = LineEnd::Open;
        last_ = place;
    }

    // Goes on at `place`; what stands before it is taken.
    void go_on(size_t place) {
        at_ = place;
        last_ = place - 1;
    }

    void end_sentence(size_t place) {
        at_ = place;
        if (place == text_.size()) return;  // run() adds that end
        const unicode::GraphemeBreak cluster = unicode::record(text_[place]).grapheme_break;
        if (cluster == unicode::GraphemeBreak::Extend || cluster == unicode::GraphemeBreak::ZWJ ||
            cluster == unicode::GraphemeBreak::SpacingMark) {
            return;  // never inside a cluster
        }
        ends_.push_back(std::int32_t(place));
        started_ = false;
        line_end_ = LineEnd::Open;
    }

    void take_atom() {
        note_content(text_.atom_start());
        const bool marked = text_.atom_ends_in_mark();
        const bool tag = text_.atom_is_tag();
        go_on(text_.atom_end());
        read_from_ = at_;
        if (tag) tags_end_ = at_;
        text_.pass_atom();
        if (!marked) return;
        const Follow follow = text_.look(at_);  // rule 8
        go_on(follow.after_closers);
        read_from_ = at_;
        line_end_ = LineEnd::Marked;
        const bool begins =
            follow.next == Next::Capital || follow.next == Next::East || follow.next == Next::Atom;
        if (follow.space && begins) end_sentence(follow.after_space);
    }

    void take_space() {
        size_t end = at_;
        const size_t lines = text_.skip_space(end);
        const bool ends = started_ && (lines > 1 || (lines == 1 && !runs_on(end)));
        if (lines > 0) {
            line_start_ = end;
            stops_.begin_line();
        }
        at_ = end;
        if (ends) end_sentence(end);
    }

    // Rule 2: whether the sentence runs over the single line end before `next`.
    bool runs_on(size_t next) const {
        if (next == text_.size()) return true;
        if (line_end_ == LineEnd::RunsOn) return true;
        if (line_end_ == LineEnd::Marked || text_.line_label_at(next)) return false;
        if (last_ >= read_from_ && runs_over_line(text_[last_])) return true;
        if (next == text_.atom_start()) return true;
        const char32_t c = text_[next];
        return has_flag(c, unicode::kLower) && sentence::is_letter(c);
    }

    void take_marks() {
        const size_t first = at_;
        size_t dots = 0;
        bool ellipsis = false;
        bool loud = false;
        bool foreign = false;
        for (; at_ < text_.limit() && sentence::is_mark(text_[at_]); ++at_) {
            const char32_t c = text_[at_];
            dots += c == U'.' ? 1 : 0;
            loud = loud || c == U'!' || c == U'?';
            ellipsis = ellipsis || sentence::is_ellipsis(c);
            foreign = foreign || (c >= 0x80 && !sentence::is_ellipsis(c));
        }
        note_content(first);
        const size_t end = at_;
        const Follow follow = text_.look(end);
        Verdict verdict = Verdict::Ends;
        if (foreign) {
            verdict = foreign_ends(first, end, follow) ? Verdict::Ends : Verdict::Stays;
        } else if (loud) {
            verdict = loud_ends(first, end, follow) ? Verdict::Ends : Verdict::Stays;
        } else if (ellipsis || dots > 1) {
            const bool begins = follow.next == Next::Capital || follow.next == Next::East;
            verdict = follow.space && begins ? Verdict::Ends : Verdict::Stays;
        } else {
            verdict = stops_.judge(first, follow, unit(), read_from_);
        }
        go_on(follow.after_closers);
        if (follow.tagged) read_from_ = tags_end_ = at_;
        if (follow.next == Next::Newline) {
            line_end_ = verdict == Verdict::Ends    ? LineEnd::Marked
                        : verdict == Verdict::Stays ? LineEnd::Open
                                                    : LineEnd::RunsOn;
        } else if (verdict == Verdict::Ends) {
            end_sentence(follow.after_space);
        }
    }

    // Where the sentence or its present line begins, tags left out.
    size_t unit() const { return std::max({line_start_, unit_start_, tags_end_}); }

    // Rule 4.
    bool foreign_ends(size_t first, size_t end, const Follow& follow) const {
        const bool wide_stop = end == first + 1 && (text_[first] == U'．' || text_[first] == U'﹒');
        if (wide_stop && is_item(first)) return false;
        if (follow.next == Next::Newline) return true;
        if (follow.next == Next::Continuation) return false;
        if (follow.space || follow.word >= text_.size()) return true;
        const char32_t next = text_[follow.word];
        if (follow.corner && (next == U'と' || next == U'っ')) return false;
        return !(wide_stop && follow.next == Next::Digit);
    }

    // Whether 1．, 12． or A． stands here, apart from other letters.
    bool is_item(size_t stop) const {
        const size_t floor = std::max(unit(), read_from_);
        size_t begin = stop;
        while (begin > floor && stop - begin < 3 && sentence::is_digit(text_[begin - 1])) --begin;
        const bool letter = begin == stop && stop > floor && sentence::is_letter(text_[stop - 1]);
        if (letter && !sentence::is_east(text_[stop - 1])) --begin;
        if (begin == stop) return false;
        return begin == floor ||
               !(sentence::is_letter(text_[begin - 1]) || sentence::is_digit(text_[begin - 1]));
    }

    // Rule 5.
    bool loud_ends(size_t first, size_t end, const Follow& follow) const {
        if (follow.next == Next::Newline || follow.next == Next::End) return true;
        if (follow.next == Next::Continuation) return false;
        if (!follow.space) return follow.next == Next::East;
        const bool factorial = is_factorial(first, end);
        if (follow.next == Next::Other) return !factorial;
        if (follow.next != Next::Lower) return true;
        const bool apart = first > read_from_ && is_white_space(text_[first - 1]);
        return !follow.closed && !apart && !factorial;
    }

    // 5!, n!, (n - 1)!
    bool is_factorial(size_t first, size_t end) const {
        if (end != first + 1 || text_[first] != U'!' || first <= read_from_) return false;
        const char32_t before = text_[first - 1];
        if (sentence::is_digit(before) || before == U')') return true;
        const bool one_letter = first < read_from_ + 2 || !sentence::is_letter(text_[first - 2]);
        return sentence::is_letter(before) && !sentence::is_east(before) && one_letter;
    }

    // What stands right before the line end that follows.
    enum class LineEnd : std::uint8_t { Open, Marked, RunsOn };

    sentence::SentenceText text_;
    sentence::FullStops stops_;
    std::vector<std::int32_t> ends_;
    size_t at_ = 0;
    size_t last_ = 0;        // the last character that is no white space
    size_t unit_start_ = 0;  // the first of this sentence
    size_t line_start_ = 0;  // the first of this line
    size_t tags_end_ = 0;    // the end of the last HTML tag
    size_t read_from_ = 0;   // the end of the last atom
    bool started_ = false;   // this sentence holds more than white space
    LineEnd line_end_ = LineEnd::Open;
};

}  // namespace

std::vector<std::int32_t> sentence_ends(std::u32string_view text, const std::vector<SourceRange>& atoms) {
    return Walk(text, atoms).run();
}

}  // namespace lomo
