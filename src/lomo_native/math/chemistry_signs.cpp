// What joins or surrounds the terms of \ce: charges, bonds, operators, brackets, states, dots, commas ->
// LaTeX.
#include <algorithm>

#include "math/chemistry_walk.h"

namespace lomo::chemistry {

using std::size_t;

// Past "(aq)" and the like at `at_`, if that is the state of what came before; kNone otherwise.
size_t Formula::state_end() const {
    if (last_ == Last::Open || peek() != U'(') return kNone;
    size_t i = at_ + 1;
    if (source_.holds(i, end_, U"\\ca")) i = source_.skip_spaces(i + 3, end_);
    const size_t content = i;
    if (source_.at(i, end_) == U'$') {
        i = source_.partner(i) + 1;
    } else {
        while (is_lower(source_.at(i, end_)) && i < content + 4) ++i;
    }
    if (i == content || i == content + 4) return kNone;
    if (source_.at(i, end_) == U',') {
        const size_t limit = std::min(end_, i + 40);
        while (i < limit && source_.at(i, end_) != U')' && source_.at(i, end_) != U'(') {
            i = source_.at(i, end_) == U'$' || source_.at(i, end_) == U'{' ? source_.partner(i) + 1 : i + 1;
        }
    }
    if (source_.at(i, end_) != U')') return kNone;
    const char32_t next = source_.at(++i, end_);
    const bool ends = ends_word(i) || next == U',' || next == U';' || next == U')' || next == U'+' ||
                      next == U'<' || next == U'^' || next == U'=' ||
                      (next == U'-' && source_.at(i + 1, end_) == U'>');
    return ends ? i : kNone;
}

void Formula::take_open() {
    const char32_t next = peek(1);
    if (peek() == U'(' && (next == U'v' || next == U'^') && peek(2) == U')' &&
        (space_ || last_ == Last::Start)) {
        put(next == U'v' ? U"\\downarrow " : U"\\uparrow ", 3);
        return move(at_ + 3, Last::Other);
    }
    const size_t state = state_end();
    if (state != kNone) {
        put(U"\\mkern2mu (", 1);
        translate_formula(place_.inner(at_ + 1, state - 1, true), at_ + 1, state - 1);
        place_.put(U")", state - 1, state);
        return move(state, Last::State);
    }
    const size_t numerator = source_.skip_digits(at_ + 1, end_);
    if (peek() == U'(' && numerator > at_ + 1 && source_.at(numerator, end_) == U'/') {
        const size_t close = source_.skip_digits(numerator + 1, end_);
        if (source_.at(close, end_) == U')' && close > numerator + 1 && begins()) {
            part(true);
            place_.copy(at_, close + 1);
            return move(close + 1, Last::Amount);
        }
    }
    part(true);
    place_.copy(at_, at_ + 1);
    bonded_ = is_minus(next);
    move(at_ + 1, Last::Open);
}

void Formula::take_close() {
    if (space_ && last_ != Last::Start && last_ != Last::Open) put(U"~", 0);
    place_.copy(at_, at_ + 1);
    bonded_ = false;
    move(at_ + 1, Last::Closer);
}

void Formula::take_plus() {
    const bool wide = space_ || last_ == Last::Amount || last_ == Last::State || last_ == Last::Break;
    if (attached() && last_ != Last::State) {
        size_t after = at_;
        while (source_.at(after, end_) == U'+') ++after;
        place_.put(U"{\\vphantom{A}}^{", at_, after);
        for (size_t i = at_; i < after; ++i) place_.copy(i, i + 1);
        place_.put(U"}", at_, after);
        return move(after, Last::Script);
    }
    put(wide || ends_word(at_ + 1) ? U"{}+{}" : U"{+}", 1);
    move(at_ + 1, Last::Start);
}

void Formula::take_minus() {
    const char32_t next = peek(1);
    const bool spaced = ends_word(at_ + 1);
    if (attached()) {
        const bool bracket = next == U')' || next == U']';
        const bool state = next == U'(' && peek(2) >= U'a' && peek(2) <= U'z';
        if (spaced || next == U',' || next == U';' || next == U'/' || next == U'.' || next == U'*' || state ||
            (bracket && !bonded_)) {
            put(U"{\\vphantom{A}}^{-}", 1);
            return move(at_ + 1, Last::Script);
        }
        const bool hyphen = is_digit(next) || last_ == Last::Symbol || last_ == Last::Orbital;
        put(hyphen ? U"\\text{-}" : U"{-}", 1);
        return move(at_ + 1, Last::Hyphen);
    }
    if (last_ == Last::Amount && !space_) {
        const bool hyphen = is_letter(next);
        put(hyphen ? U"\\text{-}" : U"{}-{}", 1);
        return move(at_ + 1, hyphen ? Last::Hyphen : Last::Start);
    }
    if (spaced && (space_ || last_ == Last::Start)) {
        put(U"{}-{}", 1);
        return move(at_ + 1, Last::Start);
    }
    if (space_ && last_ != Last::Start && last_ != Last::Open) put(U"~", 0);
    put(U"{-}", 1);
    move(at_ + 1, last_ == Last::Start && is_digit(next) ? Last::Start : Last::Hyphen);
}

void Formula::take_relation() {
    const char32_t c = peek();
    const bool twice = (c == U'<' || c == U'>') && peek(1) == c;
    const size_t length = twice ? 2 : 1;
    std::u32string_view sign = c == U'='   ? U"="
                               : c == U'<' ? U"<"
                               : c == U'>' ? U">"
                               : c == U'±' ? U"\\pm "
                                           : U"\\equiv ";
    if (twice) sign = c == U'<' ? U"\\ll " : U"\\gg ";
    const bool wide = ends_word(at_ + length) && (space_ || last_ == Last::Start);
    if (!wide) part(false);
    put(wide ? U"{}" : U"{", length);
    put(sign, length);
    put(wide ? U"{}" : U"}", length);
    move(at_ + length, wide ? Last::Start : Last::Hyphen);
}

void Formula::take_dot() {
    if (source_.holds(at_, end_, U"...")) {
        const bool bond = attached() && !ends_word(at_ + 3);
        if (!bond) part(false);
        put(bond ? U"{{\\cdot}{\\cdot}{\\cdot}}" : U"\\ldots ", 3);
        return move(at_ + 3, bond ? Last::Hyphen : Last::Other);
    }
    put(U"\\,{\\cdot}\\,", 1);
    move(at_ + 1, Last::Start);
}

void Formula::take_comma() {
    const bool wide = ends_word(at_ + 1);
    put(peek() == U',' ? U"{,}" : U"{;}", 1);
    put(wide ? U"\\mkern6mu " : U"\\mkern3mu ", 1);
    move(at_ + 1, Last::Start);
}

}  // namespace lomo::chemistry
