// Looking around in a text for sentence_ends. Nothing looks further than to the next mark, atom or line end,
// or than a few characters, so that the whole stays linear.
#include "text/sentence_text.h"

namespace lomo::sentence {
namespace {

using namespace std::string_view_literals;

constexpr size_t kLongestLabel = 4;       // viii
constexpr size_t kLongestNote = 6;        // [12,34]
constexpr size_t kLongestDelimiter = 24;  // \end{longtable*}

bool is_emphasis(char32_t c) {
    return c == U'*' || c == U'_' || c == U'~';
}
bool is_quote(char32_t c) {
    return c == U'"' || c == U'\'' || (c >= 0x2018 && c <= 0x201F) || c == U'«' || c == U'»';
}
bool is_one_of(char32_t c, std::u32string_view list) {
    return list.find(c) != std::u32string_view::npos;
}

}  // namespace

bool is_closer(char32_t c) {
    return is_quote(c) || is_emphasis(c) || has_flag(c, unicode::kClosePunctuation);
}

bool is_opener(char32_t c) {
    return is_quote(c) || is_emphasis(c) || has_flag(c, unicode::kOpenPunctuation) || is_one_of(c, U"¿¡#>"sv);
}

SentenceText::SentenceText(std::u32string_view text, const std::vector<SourceRange>& atoms)
    : text_(text), atoms_(atoms) {
    load_atom(0);
}

// Moves to the first atom that still holds something, no white space alone, at or after `from`.
void SentenceText::load_atom(size_t from) {
    atom_start_ = atom_end_ = text_.size() + 1;
    for (; next_atom_ < atoms_.size(); ++next_atom_) {
        const std::int64_t start = std::max<std::int64_t>(atoms_[next_atom_].start, std::int64_t(from));
        const std::int64_t end = std::min<std::int64_t>(atoms_[next_atom_].end, std::int64_t(text_.size()));
        const std::u32string_view held =
            start < end ? text_.substr(size_t(start), size_t(end - start)) : std::u32string_view();
        if (!std::all_of(held.begin(), held.end(), is_white_space)) {
            atom_start_ = size_t(start);
            atom_end_ = size_t(end);
            return;
        }
    }
}

void SentenceText::pass_atom() {
    ++next_atom_;
    load_atom(atom_end_);
}

bool SentenceText::atom_ends_in_mark() const {
    size_t end = atom_end_;
    const size_t floor = std::max(atom_start_, end > kLongestDelimiter ? end - kLongestDelimiter : 0);
    auto strip_space = [&] {
        while (end > floor && is_white_space(text_[end - 1])) --end;
    };
    strip_space();
    if (end > floor && is_one_of(text_[end - 1], U"$`"sv)) {
        const char32_t delimiter = text_[end - 1];
        while (end > floor && text_[end - 1] == delimiter) --end;
    } else if (end >= floor + 2 && text_[end - 2] == U'\\' && is_one_of(text_[end - 1], U")]"sv)) {
        end -= 2;
    } else if (end > floor && text_[end - 1] == U'}') {
        const size_t begin = text_.substr(floor, end - floor).rfind(U"\\end{"sv);
        if (begin != std::u32string_view::npos) end = floor + begin;
    }
    strip_space();
    return end > atom_start_ && text_[end - 1] != U'!' && is_mark(text_[end - 1]);
}

size_t SentenceText::skip_space(size_t& place) const {
    size_t lines = 0;
    for (; place < limit() && is_white_space(text_[place]); ++place) {
        const char32_t c = text_[place];
        if (c == 0x2029) {
            lines += 2;
        } else if (is_line_terminator(c) && !(c == U'\n' && place > 0 && text_[place - 1] == U'\r')) {
            ++lines;
        }
    }
    return lines;
}

Follow SentenceText::look(size_t place) {
    Follow follow;
    bool opening = false;
    for (;;) {
        if (place == atom_start_ && atom_is_tag()) {
            opening = !(place + 1 < atom_end_ && text_[place + 1] == U'/');
            if (opening) break;
            place = atom_end_;
            pass_atom();
            follow.tagged = true;
            continue;
        }
        if (place >= limit()) break;
        const char32_t c = text_[place];
        if (is_combining_mark(c) || is_default_ignorable(c)) {
            ++place;
        } else if (is_closer(c)) {
            follow.closed = true;
            follow.corner = is_one_of(c, U"」』）"sv);
            ++place;
        } else if (c == U'[' && note_end(place) > place) {
            place = note_end(place);
        } else if (closer_after_space(place)) {
            follow.closed = true;
            place += 2;
        } else {
            break;
        }
    }
    follow.after_closers = place;
    const size_t lines = skip_space(place);
    follow.after_space = place;
    follow.space = follow.tagged || opening || place > follow.after_closers;
    while (place < limit() && is_opener(text_[place]) && !label_at(place)) ++place;
    follow.word = place;
    follow.next = lines > 0 ? Next::Newline : next_at(place);
    return follow;
}

Next SentenceText::next_at(size_t place) const {
    if (place >= text_.size()) return Next::End;
    if (place == atom_start_) return Next::Atom;
    if (label_at(place)) return Next::Label;
    const char32_t c = text_[place];
    if (is_east(c)) return Next::East;
    if (is_digit(c)) return Next::Digit;
    if (is_letter(c)) return has_flag(c, unicode::kLower) ? Next::Lower : Next::Capital;
    return is_one_of(c, U",;:，、；：،؛"sv) || is_closer(c) ? Next::Continuation : Next::Other;
}

// A closing bracket or quote apart from the text by one space: Oui. »
bool SentenceText::closer_after_space(size_t place) const {
    if (place + 1 >= limit() || !is_white_space(text_[place]) || is_line_terminator(text_[place]))
        return false;
    if (!has_flag(text_[place + 1], unicode::kClosePunctuation)) return false;
    return place + 2 >= limit() || !(is_letter(text_[place + 2]) || is_digit(text_[place + 2]));
}

// The end of [12] or [3,4] at `place`, or `place`.
size_t SentenceText::note_end(size_t place) const {
    size_t i = place + 1;
    while (i < limit() && i <= place + kLongestNote && (is_digit(text_[i]) || text_[i] == U',')) ++i;
    return i > place + 1 && i < limit() && text_[i] == U']' ? i + 1 : place;
}

bool SentenceText::line_label_at(size_t place) const {
    const bool bracket = place < limit() && is_one_of(text_[place], U"(（"sv);
    const size_t first = bracket ? place + 1 : place;
    size_t i = first;
    while (i < limit() && i < first + kLongestLabel && is_digit(text_[i])) ++i;
    if (i == first && i < limit() && is_letter(text_[i])) ++i;
    if (i == first || i >= limit() || !is_one_of(text_[i], U".)）．、"sv)) return label_at(place);
    return text_[i] != U'.' || i + 1 >= limit() || is_white_space(text_[i + 1]) || is_east(text_[i + 1]);
}

bool SentenceText::label_at(size_t place) const {
    const size_t first = place < limit() && text_[place] == U'(' ? place + 1 : place;
    bool digits = true;
    bool roman = true;
    size_t i = first;
    for (; i < limit() && i < first + kLongestLabel; ++i) {
        const bool digit = text_[i] >= U'0' && text_[i] <= U'9';
        if (!digit && !(text_[i] >= U'a' && text_[i] <= U'z')) break;
        digits = digits && digit;
        roman = roman && is_one_of(text_[i], U"ivx"sv);
    }
    if (i == first || i >= limit() || (i > first + 1 && !digits && !roman)) return false;
    if (text_[i] == U')') return true;
    const bool stop = text_[i] == U'.' && first == place && i == first + 1 && !digits;
    return stop && i + 1 < limit() && is_white_space(text_[i + 1]);
}

Word SentenceText::word_at(size_t place) const {
    Word word;
    for (; place < limit() && is_letter(text_[place]); ++place) {
        if (!word.add(text_[place])) return {};
    }
    return word;
}

}  // namespace lomo::sentence
