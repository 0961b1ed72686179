// \ce and \pu -> LaTeX: the walk over a formula, which keeps what came last, because a digit, a sign or a dot
// means something else after an element than at the beginning of a term.
#include "math/chemistry.h"

#include <algorithm>

#include "math/chemistry_formula.h"

namespace lomo {
namespace chemistry {
namespace {

using std::size_t;

enum class Last {
    Start,    // of the formula or a term: an amount may come
    Open,     // an opening bracket
    Amount,   // a number or variable before a formula
    Orbital,  // 1s, 3d
    Atom,     // letters
    Symbol,   // a command such as \eta
    Closer,   // a closing bracket or words
    Script,
    State,   // (aq)
    Hyphen,  // or a bond
    Other
};

class Formula {
  public:
    Formula(const Place& place, size_t begin, size_t end)
        : place_(place), source_(place.source), at_(begin), end_(end) {}

    void run();

  private:
    char32_t peek(size_t ahead = 0) const { return source_.at(at_ + ahead, end_); }
    void put(std::u32string_view tex, size_t length) { place_.put(tex, at_, at_ + length); }
    bool attached() const {
        return !space_ && (last_ == Last::Atom || last_ == Last::Symbol || last_ == Last::Closer ||
                           last_ == Last::Script || last_ == Last::State || last_ == Last::Orbital);
    }
    bool begins() const { return last_ == Last::Start || last_ == Last::Open || space_; }
    void part(bool nucleus);
    void move(size_t to, Last last) {
        at_ = to;
        last_ = last;
        space_ = false;
    }

    bool starts_molecule(size_t at) const;
    bool ends_word(size_t at) const { return at >= end_ || is_space(source_.at(at, end_)); }
    size_t state_end() const;
    size_t amount_end(size_t at) const;

    void take();
    void take_letters();
    void take_number();
    void take_scripts();
    void take_math();
    void take_words();
    void take_command();
    void take_open();
    void take_close();
    void take_plus();
    void take_minus();
    void take_relation();
    void take_dot();
    void take_comma();

    const Place& place_;
    const Source& source_;
    size_t at_;
    size_t end_;
    Last last_ = Last::Start;
    bool space_ = false;              // white space was passed before `at_`
    bool bonded_ = false;             // the last opening bracket was followed by a bond
    size_t bracket_content_ = kNone;  // what follows the last opening bracket
};

// The space before an item: thin after an amount, that of a tie between words, none after an operator.
void Formula::part(bool nucleus) {
    if (last_ == Last::Amount && (nucleus || space_)) {
        put(nucleus ? U"\\," : U"~", 0);
    } else if (space_ && last_ != Last::Start && last_ != Last::Open) {
        put(U"~", 0);
    }
}

void Formula::run() {
    while (true) {
        const size_t after = source_.skip_spaces(at_, end_);
        space_ = space_ || after > at_;
        at_ = after;
        if (at_ >= end_) return;
        const size_t arrow_end = translate_arrow(place_, at_, end_);
        if (arrow_end != at_) {
            move(arrow_end, Last::Start);
        } else {
            take();
        }
    }
}

void Formula::take() {
    const char32_t c = peek();
    if (is_letter(c)) return take_letters();
    if (is_digit(c)) return take_number();
    switch (c) {
        case U'^':
        case U'_':
        case U'\'':
            return take_scripts();
        case U'$':
            return take_math();
        case U'{':
            return take_words();
        case U'\\':
            return take_command();
        case U'(':
        case U'[':
            return take_open();
        case U')':
        case U']':
            return take_close();
        case U'+':
            return take_plus();
        case U'-':
        case 0x2212:
        case U'–':
            return take_minus();
        case U'=':
        case U'#':
        case U'≡':
        case U'<':
        case U'>':
        case U'±':
            return take_relation();
        case U'*':
        case U'.':
        case 0xB7:
        case 0x2022:
        case 0x22C5:
            return take_dot();
        case U',':
        case U';':
            return take_comma();
        case U'}':
            source_.fail("} without {", at_, at_ + 1);
        case U'&':
            put(U"& ", 1);
            return move(at_ + 1, Last::Start);
        case U'~':
            put(U"~", 1);
            return move(at_ + 1, Last::Start);
        case 0xB0:
            part(true);
            copy_character(place_, at_);
            return move(at_ + 1, Last::Start);
        case 0x2191:
        case 0x2193:
            put(c == 0x2191 ? U"\\uparrow " : U"\\downarrow ", 1);
            return move(at_ + 1, Last::Other);
        default:
            break;
    }
    part(c > 0x7F);
    if (c == U':') {
        put(U"{:}", 1);
    } else {
        copy_character(place_, at_);
    }
    move(at_ + 1, c > 0x7F ? Last::Atom : Last::Other);
}

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
    const bool variable =
        begins() && length <= 8 && source_.slice(at_ + 1, close).find(U'\\') == std::u32string_view::npos;
    part(true);
    copy_math(place_, at_ + 1, close);
    const char32_t next = source_.at(close + 1, end_);
    move(close + 1, variable && (is_letter(next) || next == U'(' || next == U'[' || is_space(next))
                        ? Last::Amount
                        : Last::Closer);
}

void Formula::take_words() {
    const size_t close = source_.partner(at_);
    if (source_.skip_spaces(at_ + 1, close) == close) {  // {} parts what would be read together
        return move(close + 1, last_ == Last::Amount && !space_ ? Last::Other : Last::Start);
    }
    bool formula = false;
    for (size_t i = at_ + 1; i < close && !formula; ++i) {
        const char32_t c = source_.at(i, close);
        if (c == U'$') {
            i = source_.partner(i);
        } else {
            formula = c == U'^' || c == U'_' || (c == U'\\' && is_letter(source_.at(i + 1, close)));
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
    if (name == U"\\color" && !source_.holds(after - 1, after, U"}")) return move(after, Last::Start);
    const bool word = after == name_end && is_letter(source_.at(name_end - 1, end_));
    move(word ? source_.skip_spaces(after, end_) : after, word ? Last::Symbol : Last::Closer);
}

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
    const bool wide = space_ || last_ == Last::Amount || last_ == Last::State;
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

// A formula with alignment points or line ends at its top cannot be one group.
bool is_aligned(const Source& source) {
    for (size_t i = 0; i < source.size(); ++i) {
        const char32_t c = source.at(i, source.size());
        if (c == U'&' || source.holds(i, source.size(), U"\\\\")) return true;
        if (c == U'{' || c == U'$') i = source.partner(i);
        if (c == U'\\') ++i;
    }
    return false;
}

std::vector<ChemistryPiece> translate(std::u32string_view text, void (*part)(const Place&, size_t, size_t)) {
    const Source source(text);
    Writer writer(source);
    const bool group = !text.empty() && !is_aligned(source);
    const Place place{source, writer, 0, false};
    if (group) writer.put(U"{", 0, text.size());
    part(place, 0, text.size());
    if (group) writer.put(U"}", 0, text.size());
    return writer.take();
}

}  // namespace

void translate_formula(const Place& place, size_t begin, size_t end) {
    Formula(place, begin, end).run();
}

}  // namespace chemistry

std::vector<ChemistryPiece> chemistry_to_tex(std::u32string_view source) {
    return chemistry::translate(source, chemistry::translate_formula);
}

std::vector<ChemistryPiece> unit_to_tex(std::u32string_view source) {
    return chemistry::translate(source, chemistry::translate_unit);
}

}  // namespace lomo
