// What a formula of \ce is made of: elements, amounts, isotopes, words, mathematics and commands -> LaTeX.
#include <algorithm>

#include "math/chemistry_walk.h"

namespace lomo::chemistry {

using std::size_t;

bool Formula::starts_molecule(size_t at) const {
    const char32_t c = source_.at(at, end_);
    if (is_lower(c)) return !(c == U'v' && ends_word(at + 1));
    return is_upper(c) || is_digit(c) || c == U'[' || c == U'(' || c == U'{' || c == U'$' || c == U'\\' ||
           (c == U'^' && !ends_word(at + 1)) || c == U'_';
}

void Formula::take_letters() {
    const char32_t c = peek();
    size_t after = at_;
    while (is_letter(source_.at(after, end_))) ++after;
    const bool single = after == at_ + 1 && is_lower(c);
    if (single && c == U'v' && (space_ || last_ == Last::Start) && ends_word(after)) {
        put(U"\\downarrow ", 1);
        return move(after, Last::Other);
    }
    const size_t next = source_.skip_spaces(after, end_);
    if (single && last_ == Last::Start && next > after && starts_molecule(next)) {
        place_.copy(at_, after);
        return move(after, Last::Amount);
    }
    const bool prefix = single && !attached() && last_ != Last::Hyphen && last_ != Last::Amount &&
                        source_.at(after, end_) == U'-' && is_letter(source_.at(after + 1, end_));
    part(true);
    if (prefix) {  // n-Pr
        place_.copy(at_, after);
        place_.put(U"\\text{-}", after, after + 1);
        return move(after + 1, Last::Hyphen);
    }
    copy_upright(place_, at_, after);
    move(after, Last::Atom);
}

// Digits with a decimal point or comma, or numbers with commas between them.
size_t Formula::amount_end(size_t at) const {
    size_t after = source_.skip_digits(at, end_);
    while (after > at && (source_.at(after, end_) == U'.' || source_.at(after, end_) == U',') &&
           is_digit(source_.at(after + 1, end_))) {
        after = source_.skip_digits(after + 1, end_);
    }
    return after;
}

void Formula::take_number() {
    if (attached() && last_ != Last::State) {
        const size_t digits_end = source_.skip_digits(at_, end_);
        place_.put(U"{\\vphantom{A}}_{", at_, digits_end);
        place_.copy(at_, digits_end);
        place_.put(U"}", at_, digits_end);
        return move(digits_end, Last::Script);
    }
    part(false);
    size_t after = amount_end(at_);
    const size_t denominator = source_.at(after, end_) == U'/' ? after + 1 : end_;
    const size_t fraction_end = source_.skip_digits(denominator, end_);
    if (fraction_end > denominator) {
        place_.put(place_.reduced ? U"\\frac{" : U"\\tfrac{", at_, fraction_end);
        place_.copy(at_, after);
        place_.put(U"}{", at_, fraction_end);
        place_.copy(denominator, fraction_end);
        place_.put(U"}", at_, fraction_end);
        after = fraction_end;
    } else {
        for (size_t i = at_; i < after; ++i) {
            if (source_.at(i, end_) == U',') {
                place_.put(U"{,}", i, i + 1);
            } else {
                place_.copy(i, i + 1);
            }
        }
    }
    const char32_t letter = source_.at(after, end_);
    const char32_t then = source_.at(after + 1, end_);
    if (is_lower(letter) && !is_lower(then)) {
        const size_t next = source_.skip_spaces(after + 1, end_);
        if ((letter == U's' || letter == U'p' || letter == U'd' || letter == U'f') && then != U'-' &&
            (then == U'^' || is_digit(then) || next == end_)) {
            copy_upright(place_, after, after + 1);
            return move(after + 1, Last::Orbital);
        }
        const bool variable = next > after + 1 ? starts_molecule(next) && source_.at(next, end_) != U'('
                                               : is_upper(then) || then == U'(' || then == U'[';
        if (variable) {
            place_.copy(after, after + 1);
            ++after;
        }
    }
    move(after, Last::Amount);
}

void Formula::take_scripts() {
    if (peek() == U'^' && ends_word(at_ + 1)) {
        put(U"\\uparrow ", 1);
        return move(at_ + 1, Last::Other);
    }
    const bool hyphen = last_ == Last::Symbol || last_ == Last::Orbital;
    const Scripts scripts = read_scripts(source_, at_, end_, hyphen);
    // Digits alone above, and letters next: the mass number of what comes.
    const bool mass = peek() == U'^' && scripts.above.present() &&
                      source_.skip_digits(scripts.above.begin, scripts.above.end) == scripts.above.end &&
                      (is_letter(source_.at(scripts.end, end_)) || source_.at(scripts.end, end_) == U'\\');
    const bool after = !space_ && (last_ == Last::Amount || last_ == Last::Other || attached());
    if (after && !(mass && last_ != Last::Amount)) {
        put_scripts_after(place_, scripts);
        return move(scripts.end, hyphen ? Last::Symbol : Last::Script);
    }
    if (after) put(U"\\mkern2mu ", 0);
    part(true);
    if (mass || scripts.below.present() || is_letter(source_.at(scripts.end, end_))) {
        put_scripts_before(place_, scripts);
        return move(scripts.end, Last::Hyphen);
    }
    put_scripts_after(place_, scripts);
    move(scripts.end, Last::Script);
}

void Formula::take_math() {
    const size_t close = source_.partner(at_);
    const size_t length = close - at_ - 1;
    const bool prefix = begins();
    const bool variable =
        prefix && length <= 8 && source_.slice(at_ + 1, close).find(U'\\') == std::u32string_view::npos;
    part(true);
    copy_math(place_, at_ + 1, close);
    const char32_t next = source_.at(close + 1, end_);
    Last last = Last::Closer;
    if (variable && (is_letter(next) || next == U'(' || next == U'[' || is_space(next))) {
        last = Last::Amount;
    } else if (prefix && is_minus(next)) {
        last = Last::Symbol;
    } else if (is_digit(next)) {
        last = Last::Other;
    }
    move(close + 1, last);
}

void Formula::take_words() {
    const size_t close = source_.partner(at_);
    if (source_.skip_spaces(at_ + 1, close) == close) {  // {} parts what would be read together
        part(true);
        return move(close + 1, Last::Break);
    }
    bool formula = false;
    for (size_t i = at_ + 1; i < close && !formula; ++i) {
        const char32_t c = source_.at(i, close);
        if (c == U'$') {
            i = source_.partner(i);
        } else if (c == U'\\' && !is_letter(source_.at(i + 1, close))) {
            ++i;
        } else {
            formula = c == U'^' || c == U'_' || c == U'\\';
        }
    }
    part(true);
    put(U"{", close + 1 - at_);
    if (formula) {
        translate_formula(place_.inner(at_ + 1, close, false), at_ + 1, close);
    } else {
        copy_text(place_, at_ + 1, close);
    }
    put(U"}", close + 1 - at_);
    move(close + 1, Last::Closer);
}

void Formula::take_command() {
    const size_t name_end = source_.command_end(at_, end_);
    const std::u32string_view name = source_.slice(at_, name_end);
    const auto is_one_of = [&](std::initializer_list<std::u32string_view> names) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (is_one_of({U"\\pm", U"\\mp", U"\\approx"})) {
        put(U"{}", name_end - at_);
        put(name, name_end - at_);
        put(U"{}", name_end - at_);
        return move(source_.skip_spaces(name_end, end_), Last::Start);
    }
    if (is_one_of({U"\\\\", U"\\,", U"\\;", U"\\:", U"\\!", U"\\ ", U"\\>", U"\\quad", U"\\qquad"})) {
        put(name, name_end - at_);
        put(U" ", name_end - at_);
        return move(source_.skip_spaces(name_end, end_), Last::Start);
    }
    const bool opens = is_one_of({U"\\{", U"\\left", U"\\langle", U"\\lbrace", U"\\lbrack"});
    const bool bond = name == U"\\bond" || name == U"\\hyphen";
    if (!bond || space_) part(!bond);
    const size_t after = copy_command(place_, at_, end_);
    if (opens) return move(after, Last::Open);
    if (bond || name == U"\\ca") return move(after, Last::Hyphen);
    if (is_one_of({U"\\}", U"\\right", U"\\rangle", U"\\rbrace", U"\\rbrack"}))
        return move(after, Last::Closer);
    if (name == U"\\color" && source_.at(name_end, end_) == U'{' &&
        source_.at(source_.partner(name_end) + 1, end_) != U'{') {
        return move(source_.skip_spaces(after, end_), Last::Start);
    }
    const bool word = after == name_end && is_letter(source_.at(name_end - 1, end_));
    move(word ? source_.skip_spaces(after, end_) : after, word ? Last::Symbol : Last::Closer);
}

}  // namespace lomo::chemistry
