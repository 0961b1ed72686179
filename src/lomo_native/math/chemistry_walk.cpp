// The walk over a formula of \ce: which character begins what, and the space between.
#include "math/chemistry_walk.h"

namespace lomo::chemistry {

using std::size_t;

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
    const size_t scripts_end = translate_script_characters(place_, at_, end_);
    if (scripts_end != at_) return move(scripts_end, Last::Script);
    part(c > 0x7F);
    if (c == U':') {
        put(U"{:}", 1);
    } else {
        copy_character(place_, at_);
    }
    move(at_ + 1, is_greek(c) || c == 0xB5 ? Last::Symbol : c > 0x7F ? Last::Atom : Last::Other);
}

void translate_formula(const Place& place, size_t begin, size_t end) {
    Formula(place, begin, end).run();
}

}  // namespace lomo::chemistry
