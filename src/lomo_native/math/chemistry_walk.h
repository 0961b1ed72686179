// The walk over a formula of \ce, which keeps what came last, because a digit, a sign or a dot means
// something else after an element than at the beginning of a term.
#pragma once

#include "math/chemistry_formula.h"

namespace lomo::chemistry {

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
    Break,   // {}
    Hyphen,  // or a bond
    Other
};

class Formula {
  public:
    Formula(const Place& place, std::size_t begin, std::size_t end)
        : place_(place), source_(place.source), at_(begin), end_(end) {}

    void run();

  private:
    char32_t peek(std::size_t ahead = 0) const { return source_.at(at_ + ahead, end_); }
    void put(std::u32string_view tex, std::size_t length) { place_.put(tex, at_, at_ + length); }
    bool attached() const {
        return !space_ && (last_ == Last::Atom || last_ == Last::Symbol || last_ == Last::Closer ||
                           last_ == Last::Script || last_ == Last::State || last_ == Last::Orbital);
    }
    bool begins() const {
        return last_ == Last::Start || last_ == Last::Open || last_ == Last::Break || space_;
    }
    void part(bool nucleus);
    void move(std::size_t to, Last last) {
        at_ = to;
        last_ = last;
        space_ = false;
    }

    bool starts_molecule(std::size_t at) const;
    bool ends_word(std::size_t at) const { return at >= end_ || is_space(source_.at(at, end_)); }
    std::size_t state_end() const;
    std::size_t amount_end(std::size_t at) const;

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
    std::size_t at_;
    std::size_t end_;
    Last last_ = Last::Start;
    bool space_ = false;   // white space was passed before `at_`
    bool bonded_ = false;  // the last opening bracket was followed by a bond
};

}  // namespace lomo::chemistry
