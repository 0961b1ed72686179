// Rule 7 of sentence_ends: list labels, abbreviations, initials and ordinals.
#include "text/full_stop.h"

namespace lomo::sentence {
namespace {

constexpr size_t kLongestLabel = 8;  // 12.3.4 and (viii)

bool is_word_character(char32_t c) {
    return c == U'.' || c == U'-' || (is_letter(c) && !is_east(c));
}

bool is_roman(char32_t c) {
    const char32_t lower = c | 0x20;
    return lower == U'i' || lower == U'v' || lower == U'x';
}

}  // namespace

Verdict FullStops::judge(size_t stop, const Follow& follow, size_t unit, size_t read_from) {
    if (spaced_abbreviation(stop, follow, read_from)) return Verdict::Stays;
    if (follow.next == Next::Lower || follow.next == Next::Continuation) return Verdict::Stays;
    if (!follow.space && follow.next != Next::East && follow.next != Next::End) return Verdict::Stays;
    if (is_label(stop, unit, read_from)) return Verdict::Label;
    return by_word(stop, follow, read_from);
}

Verdict FullStops::by_word(size_t stop, const Follow& follow, size_t read_from) const {
    if (stop <= read_from) return Verdict::Ends;
    if (is_digit(text_[stop - 1]))
        return is_ordinal(stop, follow, read_from) ? Verdict::Stays : Verdict::Ends;
    size_t begin = stop;
    Word word;
    while (begin > read_from && stop - begin <= kLongestAbbreviation && is_word_character(text_[begin - 1]))
        --begin;
    for (size_t i = begin; i < stop; ++i) {
        if (!word.add(text_[i])) return Verdict::Ends;
    }
    const char32_t before = begin > read_from ? text_[begin - 1] : U' ';
    const bool apart = is_white_space(before) || is_opener(before) || before >= 0x80 || before == U'/';
    if (!apart && !is_digit(before)) return Verdict::Ends;

    Abbreviation kind = abbreviation(word.view());
    if (word.size() == 1) {
        const Abbreviation joined = joined_abbreviation(begin, read_from);
        if (joined != Abbreviation::None) kind = joined;
    }
    if (kind == Abbreviation::Title) {
        const bool spaced = before == U' ' && begin >= read_from + 2;
        if (is_digit(spaced ? text_[begin - 2] : before)) kind = Abbreviation::None;
    }
    const bool initials = !is_digit(before) && is_initials(begin, stop);
    if (initials && word.size() > 1 && kind == Abbreviation::None) kind = Abbreviation::Starter;
    if (follow.next == Next::Newline) {
        const bool always = kind == Abbreviation::Never || kind == Abbreviation::Title;
        return always ? Verdict::RunsOn : Verdict::Ends;
    }
    bool stays = false;
    switch (kind) {
        case Abbreviation::None:
            break;
        case Abbreviation::Never:
        case Abbreviation::Title:
            stays = true;
            break;
        case Abbreviation::Number:
            stays = number_follows(follow);
            break;
        case Abbreviation::Starter:
            stays = number_follows(follow) || (follow.next == Next::Capital && !sentence_begins(follow));
            break;
    }
    if (initials && follow.next == Next::Capital) stays = stays || !sentence_begins(follow);
    return stays ? Verdict::Stays : Verdict::Ends;
}

// A German day before its month: 3. Oktober
bool FullStops::is_ordinal(size_t stop, const Follow& follow, size_t read_from) const {
    if (follow.next != Next::Capital) return false;
    if (stop >= read_from + 3 && is_digit(text_[stop - 2]) && is_digit(text_[stop - 3])) return false;
    return is_german_month(text_.word_at(follow.word).view());
}

// One uppercase letter, or several with full stops between: J, U.S
bool FullStops::is_initials(size_t begin, size_t stop) const {
    if ((stop - begin) % 2 == 0) return false;
    for (size_t i = begin; i < stop; ++i) {
        if ((i - begin) % 2 == 0 ? !is_upper(text_[i]) : text_[i] != U'.') return false;
    }
    return true;
}

// The full stop in the middle of z. B., d. h., i. e.
bool FullStops::spaced_abbreviation(size_t stop, const Follow& follow, size_t read_from) const {
    const size_t second = follow.after_space;
    if (stop <= read_from || second != stop + 2 || second + 1 >= text_.limit() || text_[second + 1] != U'.') {
        return false;
    }
    return joined_abbreviation(second, read_from) != Abbreviation::None;
}

// The letter at `letter` and the one before it, the space between them left out.
Abbreviation FullStops::joined_abbreviation(size_t letter, size_t read_from) const {
    if (letter < read_from + 3 || !is_white_space(text_[letter - 1]) || text_[letter - 2] != U'.') {
        return Abbreviation::None;
    }
    if (letter > read_from + 3 && is_word_character(text_[letter - 4])) return Abbreviation::None;
    Word word;
    word.add(text_[letter - 3]);
    word.add(U'.');
    word.add(text_[letter]);
    return abbreviation(word.view());
}

bool FullStops::number_follows(const Follow& follow) const {
    if (follow.next == Next::Digit || follow.next == Next::Atom) return true;
    if (follow.next != Next::Capital) return false;
    const Word word = text_.word_at(follow.word);  // Fig. B, but neither "no. A man" nor "no. I do"
    return word.size() == 1 && word.view() != U"a" && word.view() != U"i";
}

bool FullStops::sentence_begins(const Follow& follow) const {
    const Word word = text_.word_at(follow.word);
    const size_t end = follow.word + word.size();
    const bool initial = word.size() == 1 && end < text_.limit() && text_[end] == U'.';
    return !initial && begins_sentences(word.view());
}

bool FullStops::is_label(size_t stop, size_t unit, size_t read_from) {
    const size_t floor = std::max(unit, read_from);
    size_t begin = stop;
    while (begin > floor && stop - begin < kLongestLabel && !is_white_space(text_[begin - 1])) --begin;
    size_t first = begin;
    while (first < stop && is_opener(text_[first])) ++first;
    if (first == stop) return false;

    long number = 0;
    bool digits = true;
    bool single = true;  // one number, no 2.1
    bool roman = true;
    for (size_t i = first; i < stop; ++i) {
        const char32_t c = text_[i];
        roman = roman && is_roman(c);
        if (c >= U'0' && c <= U'9') {
            number = number * 10 + long(c - U'0');
        } else if (c == U'.') {
            single = false;
        } else {
            digits = false;
        }
    }
    const bool letter = stop == first + 1 && text_[first] < 0x80 && is_letter(text_[first]);
    if (!digits && !letter && !roman) return false;
    size_t before = begin;
    while (before > floor && is_white_space(text_[before - 1]) && begin - before < kLongestLabel) --before;
    const bool at_start = unit >= read_from && only_bullets(unit, before);
    const bool after_word = digits && label_word_before(before, floor);
    if (!digits || !single) return at_start || after_word;
    if (number > 999) return false;  // a year
    const bool next_item = number > 1 && number == last_number_ + 1;
    const bool after_colon = before > floor && before < begin && text_[before - 1] == U':';
    if (!at_start && !after_word && !next_item && !after_colon) return false;
    last_number_ = number;
    return true;
}

// Whether nothing but list bullets, quote and heading marks stands in [from, to).
bool FullStops::only_bullets(size_t from, size_t to) const {
    if (to > from + kLongestLabel) return false;
    for (size_t i = from; i < to; ++i) {
        const char32_t c = text_[i];
        if (!is_white_space(c) && !is_opener(c) && c != U'-' && c != U'+' && c != U'•') return false;
    }
    return true;
}

// Whether the sentence so far is one word, such as Step or Problem, that ends at `end`.
bool FullStops::label_word_before(size_t end, size_t unit) const {
    size_t begin = end;
    while (begin > unit && end - begin <= kLongestAbbreviation && is_letter(text_[begin - 1])) --begin;
    return begin < end && precedes_label(text_.word_at(begin).view()) && only_bullets(unit, begin);
}

}  // namespace lomo::sentence
