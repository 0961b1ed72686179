// \pu: numbers with their powers of ten and units with their exponents -> LaTeX.
#include "math/chemistry_formula.h"

namespace lomo::chemistry {
namespace {

using std::size_t;
using std::u32string_view;

enum class Last { Start, Number, Unit, Operator };

class Unit {
  public:
    Unit(const Place& place, size_t begin, size_t end)
        : place_(place), source_(place.source), begin_(begin), at_(begin), end_(end) {}

    void run();

  private:
    char32_t peek(size_t ahead = 0) const { return source_.at(at_ + ahead, end_); }
    void part(bool unit);
    void move(size_t to, Last last) {
        at_ = to;
        last_ = last;
        space_ = false;
    }
    bool take_fraction();
    bool take_power();
    void take_number();
    void take_digits(size_t begin, size_t end, bool from_point);
    void take_exponent(size_t begin, size_t end);
    void take_caret();
    void take_letters();
    void take_slash();
    bool take_number_sign();
    void take_other();

    const Place& place_;
    const Source& source_;
    size_t begin_;
    size_t at_;
    size_t end_;
    size_t fraction_ = kNone;  // where // stands
    Last last_ = Last::Start;
    bool space_ = false;
};

// The space before an item; a unit stands off its number even where the source has none.
void Unit::part(bool unit) {
    if (last_ == Last::Number && (space_ || unit)) place_.put(U"~", at_, at_);
    if (last_ == Last::Unit && space_) place_.put(U"\\mkern3mu ", at_, at_);
}

void Unit::run() {
    for (size_t i = begin_; i < end_ && fraction_ == kNone; ++i) {
        const char32_t c = source_.at(i, end_);
        if (source_.holds(i, end_, U"//")) fraction_ = i;
        if (c == U'{' || c == U'$') i = source_.partner(i);
        if (c == U'\\') ++i;
    }
    while (true) {
        const size_t after = source_.skip_spaces(at_, end_);
        space_ = space_ || after > at_;
        at_ = after;
        if (at_ >= end_) return;
        const char32_t c = peek();
        const bool number_may_come =
            last_ == Last::Start || last_ == Last::Operator || last_ == Last::Number || space_;
        const bool point = (c == U'.' || c == U',') && is_digit(peek(1));
        if (is_digit(c) || (point && last_ == Last::Start)) {
            if (last_ == Last::Unit && !number_may_come) {
                take_exponent(at_, source_.skip_digits(at_, end_));
            } else {
                take_number();
            }
        } else if (is_minus(c) && last_ == Last::Unit && !space_ && is_digit(peek(1))) {
            size_t exponent_end = source_.skip_digits(at_ + 1, end_);
            if (source_.at(exponent_end, end_) == U'.' && is_digit(source_.at(exponent_end + 1, end_))) {
                exponent_end = source_.skip_digits(exponent_end + 1, end_);
            }
            take_exponent(at_, exponent_end);
        } else if (take_number_sign()) {
            continue;
        } else if (c != U'~' && c != U'<' && c != U'>' && take_fraction()) {
            return;
        } else if (c == U'^') {
            take_caret();
        } else if (is_letter(c)) {
            take_letters();
        } else if (c == U'/') {
            take_slash();
        } else {
            take_other();
        }
    }
}

// Five digits and more are set in threes, counted from the decimal mark.
void Unit::take_digits(size_t begin, size_t end, bool from_point) {
    const size_t count = end - begin;
    for (size_t i = 0; i < count; ++i) {
        const bool gap = i > 0 && count > 4 && (from_point ? i % 3 == 0 : (count - i) % 3 == 0);
        if (gap) place_.put(U"\\mkern2mu ", begin + i, begin + i + 1);
        place_.copy(begin + i, begin + i + 1);
    }
}

void Unit::take_number() {
    part(false);
    size_t after = source_.skip_digits(at_, end_);
    take_digits(at_, after, false);
    const char32_t mark = source_.at(after, end_);
    if ((mark == U'.' || mark == U',') && is_digit(source_.at(after + 1, end_))) {
        place_.put(mark == U'.' ? U"." : U"{,}", after, after + 1);
        const size_t decimals_end = source_.skip_digits(after + 1, end_);
        take_digits(after + 1, decimals_end, true);
        after = decimals_end;
    }
    if (source_.at(after, end_) == U'(') {  // the uncertainty of the last digits
        const size_t close = source_.skip_digits(after + 1, end_);
        if (close > after + 1 && source_.at(close, end_) == U')') {
            place_.copy(after, close + 1);
            after = close + 1;
        }
    }
    move(after, Last::Number);
    take_power();
}

// e3, E-3, x10^3, *10^3, \times10^{3} after a number.
bool Unit::take_power() {
    const char32_t c = peek();
    if (c == U'e' || c == U'E') {
        const size_t sign = at_ + 1;
        const size_t digits =
            sign + (source_.at(sign, end_) == U'+' || is_minus(source_.at(sign, end_)) ? 1 : 0);
        const size_t digits_end = source_.skip_digits(digits, end_);
        if (digits_end == digits) return false;
        place_.put(c == U'e' ? U"\\cdot 10" : U"\\times 10", at_, at_ + 1);
        take_exponent(sign, digits_end);
        last_ = Last::Number;
        return true;
    }
    size_t at = source_.skip_spaces(at_, end_);
    const size_t mark = at;
    u32string_view sign;
    for (const u32string_view name :
         {u32string_view(U"x"), u32string_view(U"×"), u32string_view(U"\\times"), u32string_view(U"*"),
          u32string_view(U"·"), u32string_view(U"\\cdot")}) {
        if (!source_.holds(mark, end_, name)) continue;
        at = source_.skip_spaces(mark + name.size(), end_);
        sign = name == U"*" || name == U"·" || name == U"\\cdot" ? U"\\cdot " : U"\\times ";
        break;
    }
    if (sign.empty() || !source_.holds(at, end_, U"10^")) return false;
    place_.put(sign, mark, at);
    place_.copy(at, at + 2);
    at_ = at + 2;
    take_caret();
    last_ = Last::Number;
    return true;
}

void Unit::take_exponent(size_t begin, size_t end) {
    place_.put(U"^{", begin, end);
    for (size_t i = begin; i < end; ++i) {
        if (is_minus(source_.at(i, end))) {
            place_.put(U"-", i, i + 1);
        } else if (source_.at(i, end) != U'+') {
            place_.copy(i, i + 1);
        }
    }
    place_.put(U"}", begin, end);
    move(end, Last::Unit);
}

void Unit::take_caret() {
    const Last before = last_;
    const size_t at = at_ + 1;
    if (source_.at(at, end_) == U'{' || source_.at(at, end_) == U'$') {
        const size_t close = source_.partner(at);
        place_.put(U"^{", at_, close + 1);
        copy_math(place_, at + 1, close);
        place_.put(U"}", at_, close + 1);
        return move(close + 1, before);
    }
    const bool sign = source_.at(at, end_) == U'+' || is_minus(source_.at(at, end_));
    const size_t exponent_end = source_.skip_digits(at + (sign ? 1 : 0), end_);
    if (exponent_end == at + (sign ? 1 : 0)) source_.fail("no exponent after ^", at_, at);
    take_exponent(at, exponent_end);
    last_ = before;
}

void Unit::take_letters() {
    part(true);
    size_t after = at_;
    while (is_letter(source_.at(after, end_))) ++after;
    copy_upright(place_, at_, after);
    move(after, Last::Unit);
}

// A // parts numerator and denominator: the units before it, without the number, and all that follows.
bool Unit::take_fraction() {
    if (fraction_ == kNone || at_ >= fraction_) return false;
    part(true);
    place_.put(place_.reduced ? U"\\frac{" : U"\\tfrac{", fraction_, fraction_ + 2);
    translate_unit(place_.inner(at_, fraction_, true), at_, fraction_);
    place_.put(U"}{", fraction_, fraction_ + 2);
    translate_unit(place_.inner(fraction_ + 2, end_, true), fraction_ + 2, end_);
    place_.put(U"}", fraction_, fraction_ + 2);
    at_ = end_;
    return true;
}

void Unit::take_slash() {
    place_.put(U"/", at_, at_ + 1);
    move(at_ + 1, Last::Operator);
}

// Signs between numbers or before one: +, -, +-, \pm, ranges.
bool Unit::take_number_sign() {
    const char32_t c = peek();
    size_t length = 0;
    u32string_view sign;
    if (source_.holds(at_, end_, U"+-") || source_.holds(at_, end_, U"\\pm") || c == 0xB1) {
        length = c == U'+' ? 2 : c == U'\\' ? 3 : 1;
        sign = U"\\pm ";
    } else if (c == U'+' || is_minus(c)) {
        length = 1;
        sign = c == U'+' ? U"+" : U"-";
    } else {
        return false;
    }
    const bool between = last_ == Last::Number;
    place_.put(between ? U"{}" : U"{", at_, at_ + length);
    place_.put(sign, at_, at_ + length);
    place_.put(between ? U"{}" : U"}", at_, at_ + length);
    move(at_ + length, Last::Operator);
    return true;
}

struct Name {
    u32string_view source;
    u32string_view tex;
};

constexpr Name kNames[] = {
    {U"°", U"{}^{\\circ}"},
    {U"℃", U"{}^{\\circ}\\mathrm{C}"},
    {U"℉", U"{}^{\\circ}\\mathrm{F}"},
    {U"µ", U"\\mathrm{µ}"},
    {U"μ", U"\\mathrm{µ}"},
    {U"Ω", U"\\Omega "},
    {U"Ω", U"\\Omega "},
    {U"Å", U"\\mathring{\\mathrm{A}}"},
    {U"Å", U"\\mathring{\\mathrm{A}}"},
    {U"\\degree", U"{}^{\\circ}"},
    {U"\\celsius", U"{}^{\\circ}\\mathrm{C}"},
    {U"\\ohm", U"\\Omega "},
    {U"\\micro", U"\\mathrm{µ}"},
    {U"\\angstrom", U"\\mathring{\\mathrm{A}}"},
    {U"%", U"\\% "},
    {U"\\%", U"\\% "},
    {U"'", U"{}^{\\prime}"},
    {U"\"", U"{}^{\\prime\\prime}"},
};

void Unit::take_other() {
    const char32_t c = peek();
    if (c == U'.' || c == U'*' || c == 0xB7 || c == 0x22C5) {
        place_.put(U"\\mkern1mu{\\cdot}\\mkern1mu ", at_, at_ + 1);
        return move(at_ + 1, Last::Operator);
    }
    if (c == U'{') {
        part(true);
        const size_t close = source_.partner(at_);
        copy_text(place_, at_ + 1, close);
        return move(close + 1, Last::Unit);
    }
    if (c == U'$') {
        part(true);
        const size_t close = source_.partner(at_);
        copy_math(place_, at_ + 1, close);
        return move(close + 1, last_ == Last::Unit ? Last::Unit : Last::Number);
    }
    const size_t after = c == U'\\' ? source_.command_end(at_, end_) : at_ + 1;
    const u32string_view word = source_.slice(at_, after);
    part((c == 0xB0 && is_letter(peek(1))) || c == 0x2103 || c == 0x2109 || c == U'\\');
    for (const Name& name : kNames) {
        if (name.source == word) {
            place_.put(name.tex, at_, after);
            return move(c == U'\\' ? source_.skip_spaces(after, end_) : after, Last::Unit);
        }
    }
    if (c == U'\\') {
        const size_t command_end = copy_command(place_, at_, end_);
        return move(command_end == after ? source_.skip_spaces(after, end_) : command_end, Last::Unit);
    }
    if (c == U'_') {
        if (peek(1) == U'\0' || is_space(peek(1))) source_.fail("nothing to lower after _", at_, after);
        size_t close = at_ + 2;
        if (peek(1) == U'\\') close = source_.command_end(at_ + 1, end_);
        if (peek(1) == U'{' || peek(1) == U'$') close = source_.partner(at_ + 1) + 1;
        place_.copy(at_, at_ + 1);
        if (peek(1) == U'$') {
            place_.put(U"{", at_, close);
            copy_math(place_, at_ + 2, close - 1);
            place_.put(U"}", at_, close);
        } else {
            copy_math(place_, at_ + 1, close);
        }
        return move(close, Last::Unit);
    }
    copy_character(place_, at_);
    move(after, c == U'(' || c == U'<' || c == U'>' || c == U'~' ? Last::Operator : Last::Unit);
}

}  // namespace

void translate_unit(const Place& place, size_t begin, size_t end) {
    Unit(place, begin, end).run();
}

}  // namespace lomo::chemistry
