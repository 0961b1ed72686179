// Line break opportunities (UAX #14, Unicode 15.0, rules LB1 to LB31 with the numbers of its Example 7), in
// one pass.
#include <array>

#include "text/segment.h"
#include "text/unicode_tables.h"

namespace lomo {
namespace {

using Class = unicode::LineBreak;

template <typename... Classes>
constexpr bool is(Class value, Classes... classes) {
    return ((value == classes) || ...);
}

constexpr bool is_open(Class c) {
    return is(c, Class::OP, Class::OP_EA);
}
constexpr bool is_close(Class c) {
    return is(c, Class::CL, Class::CP, Class::CP_EA);
}
constexpr bool is_letter(Class c) {
    return is(c, Class::AL, Class::HL);
}
constexpr bool is_hangul(Class c) {
    return is(c, Class::JL, Class::JV, Class::JT, Class::H2, Class::H3);
}
constexpr bool is_ideograph(Class c) {
    return is(c, Class::ID, Class::XP_CN, Class::EB, Class::EM);
}
constexpr bool is_hard(Class c) {
    return is(c, Class::BK, Class::CR, Class::LF, Class::NL);
}

enum class Pair : std::uint8_t { Breaks, Joins, JoinsAcrossSpaces };

// LB11 to LB31 for two neighbours, CM and ZWJ already absorbed (LB9) or made AL (LB10). What needs more than
// two (LB21a, LB25, LB30a) is in the loop.
constexpr Pair pair(Class before, Class after) {
    if (after == Class::WJ) return Pair::JoinsAcrossSpaces;  // LB11
    if (is_close(after) || is(after, Class::EX, Class::IS, Class::SY))
        return Pair::JoinsAcrossSpaces;                                             // LB13
    if (is_open(before)) return Pair::JoinsAcrossSpaces;                            // LB14
    if (before == Class::QU && is_open(after)) return Pair::JoinsAcrossSpaces;      // LB15
    if (is_close(before) && after == Class::NS) return Pair::JoinsAcrossSpaces;     // LB16
    if (before == Class::B2 && after == Class::B2) return Pair::JoinsAcrossSpaces;  // LB17
    if (is(before, Class::WJ, Class::GL)) return Pair::Joins;                       // LB11, LB12
    if (after == Class::GL) return is(before, Class::BA, Class::HY) ? Pair::Breaks : Pair::Joins;  // LB12a
    if (after == Class::QU || before == Class::QU) return Pair::Joins;                             // LB19
    if (after == Class::CB || before == Class::CB) return Pair::Breaks;                            // LB20
    if (is(after, Class::BA, Class::HY, Class::NS) || before == Class::BB) return Pair::Joins;     // LB21
    if (before == Class::SY && after == Class::HL) return Pair::Joins;                             // LB21b
    if (after == Class::IN) return Pair::Joins;                                                    // LB22
    if ((is_letter(before) && after == Class::NU) || (before == Class::NU && is_letter(after))) {  // LB23
        return Pair::Joins;
    }
    if ((before == Class::PR && is_ideograph(after)) ||
        (is_ideograph(before) && after == Class::PO)) {  // LB23a
        return Pair::Joins;
    }
    if (is(before, Class::PR, Class::PO) && is_letter(after)) return Pair::Joins;  // LB24
    if (is_letter(before) && is(after, Class::PR, Class::PO)) return Pair::Joins;  // LB24
    if (is(before, Class::PR, Class::PO, Class::HY, Class::NU) && after == Class::NU)
        return Pair::Joins;                                                                        // LB25
    if (before == Class::JL && is_hangul(after) && after != Class::JT) return Pair::Joins;         // LB26
    if (is(before, Class::JV, Class::H2) && is(after, Class::JV, Class::JT)) return Pair::Joins;   // LB26
    if (is(before, Class::JT, Class::H3) && after == Class::JT) return Pair::Joins;                // LB26
    if ((is_hangul(before) && after == Class::PO) || (before == Class::PR && is_hangul(after))) {  // LB27
        return Pair::Joins;
    }
    if ((is_letter(before) || before == Class::IS) && is_letter(after)) return Pair::Joins;    // LB28, LB29
    if ((is_letter(before) || before == Class::NU) && after == Class::OP) return Pair::Joins;  // LB30
    if (before == Class::CP && (is_letter(after) || after == Class::NU)) return Pair::Joins;   // LB30
    if (is(before, Class::EB, Class::XP_CN) && after == Class::EM) return Pair::Joins;         // LB30b
    return Pair::Breaks;                                                                       // LB31
}

using Table = std::array<std::array<Pair, unicode::kLineBreakCount>, unicode::kLineBreakCount>;

constexpr Table make_table() {
    Table table{};
    for (std::size_t before = 0; before < table.size(); ++before) {
        for (std::size_t after = 0; after < table.size(); ++after) {
            table[before][after] = pair(Class(before), Class(after));
        }
    }
    return table;
}

constexpr Table kPairs = make_table();

Class class_at(std::u32string_view text, std::size_t i) {
    return unicode::record(text[i]).line_break;
}

// What the text up to an offset leaves behind for the rules that see more than a pair.
struct State {
    enum class Number : std::uint8_t { None, Open, Closed };

    Class before = Class::BK;      // the last class but SP, its combining marks absorbed
    bool spaces = false;           // SP stand after it
    bool joiner = false;           // the last code point is a ZWJ (LB8a)
    bool hebrew_hyphen = false;    // HL (HY | BA) precede (LB21a)
    bool odd_regional = false;     // an odd number of RI precede (LB30a)
    Number number = Number::None;  // Open: NU (NU | SY | IS)*; Closed: that and CL or CP (LB25)

    bool after_hard() const { return !spaces && is_hard(before); }
    bool takes_marks() const { return !spaces && before != Class::ZW; }

    void advance(Class c) {
        if (c == Class::SP) {
            spaces = true;
            joiner = hebrew_hyphen = odd_regional = false;
            number = Number::None;
            return;
        }
        hebrew_hyphen = !spaces && before == Class::HL && is(c, Class::HY, Class::BA);
        odd_regional = c == Class::RI && !odd_regional;
        if (c == Class::NU) {
            number = Number::Open;
        } else if (number == Number::Open && is_close(c)) {
            number = Number::Closed;
        } else if (number != Number::Open || !is(c, Class::SY, Class::IS)) {
            number = Number::None;
        }
        before = c;
        spaces = joiner = false;
    }
};

// LB25: a prefix stays with the bracket or hyphen before a number.
bool number_follows(std::u32string_view text, std::size_t i) {
    for (++i; i < text.size(); ++i) {
        const Class c = class_at(text, i);
        if (!is(c, Class::CM, Class::ZWJ)) return c == Class::NU;
    }
    return false;
}

// Whether a break may stand between the state and the class `c` of text[i]; LB7 to LB31.
bool may_break(const State& state, Class c, std::u32string_view text, std::size_t i) {
    if (state.before == Class::ZW) return true;  // LB8
    if (state.joiner) return false;              // LB8a
    const Pair verdict = kPairs[std::size_t(state.before)][std::size_t(c)];
    if (verdict == Pair::JoinsAcrossSpaces) return false;
    if (state.spaces) return true;  // LB18
    if (verdict == Pair::Joins) return false;
    if (state.hebrew_hyphen && c != Class::CB) return false;  // LB21a
    if (state.odd_regional && c == Class::RI) return false;   // LB30a
    if (state.number != State::Number::None && is(c, Class::PO, Class::PR)) return false;
    if (state.number == State::Number::Open && c == Class::NU) return false;
    if (is(state.before, Class::PR, Class::PO) && is_open(c)) return !number_follows(text, i);
    return true;
}

}  // namespace

std::vector<std::uint8_t> line_breaks(std::u32string_view text) {
    std::vector<std::uint8_t> breaks(text.size() + 1, kNoBreak);
    if (text.empty()) return breaks;
    State state;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const Class raw = class_at(text, i);
        const bool mark = is(raw, Class::CM, Class::ZWJ);
        const Class c = mark ? Class::AL : raw;  // LB10, unless LB9 absorbs it
        if (state.after_hard()) {
            if (state.before != Class::CR || c != Class::LF) breaks[i] = kBreakMandatory;  // LB4, LB5
        } else if (mark && state.takes_marks()) {
            state.joiner = raw == Class::ZWJ;  // LB9
            continue;
        } else if (!is_hard(c) && !is(c, Class::SP, Class::ZW) && may_break(state, c, text, i)) {  // LB6, LB7
            breaks[i] = kBreakAllowed;
        }
        state.advance(c);
        state.joiner = raw == Class::ZWJ;
    }
    breaks[0] = kNoBreak;
    breaks[text.size()] = kBreakMandatory;
    return breaks;
}

}  // namespace lomo
