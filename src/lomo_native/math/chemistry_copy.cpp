// The parts of \ce that are not chemistry: mathematics in dollars, words in braces, commands with arguments.
#include <algorithm>
#include <array>

#include "math/chemistry_formula.h"

namespace lomo::chemistry {
namespace {

using std::size_t;
using std::u32string_view;

// Commands whose arguments hold chemistry, by how many arguments before it hold none.
struct Carrier {
    u32string_view name;
    int plain;
    int chemical;
};

constexpr std::array<Carrier, 17> kCarriers{{
    {U"\\frac", 0, 2},
    {U"\\dfrac", 0, 2},
    {U"\\tfrac", 0, 2},
    {U"\\overset", 0, 2},
    {U"\\underset", 0, 2},
    {U"\\stackrel", 0, 2},
    {U"\\underbrace", 0, 1},
    {U"\\overbrace", 0, 1},
    {U"\\underline", 0, 1},
    {U"\\overline", 0, 1},
    {U"\\boxed", 0, 1},
    {U"\\phantom", 0, 1},
    {U"\\hphantom", 0, 1},
    {U"\\vphantom", 0, 1},
    {U"\\cancel", 0, 1},
    {U"\\color", 1, 1},
    {U"\\textcolor", 1, 1},
}};

void put_chemistry(const Place& place, size_t begin, size_t end, bool smaller) {
    place.put(U"{", begin, end);
    translate_formula(place.inner(begin, end, smaller), begin, end);
    place.put(U"}", begin, end);
}

// \ce{..} or \pu{..} inside; returns where it ends, or `begin` if there is none.
size_t copy_inner_formula(const Place& place, size_t begin, size_t end) {
    const Source& source = place.source;
    const size_t name_end = source.command_end(begin, end);
    const u32string_view name = source.slice(begin, name_end);
    if (name != U"\\ce" && name != U"\\pu" && name != U"\\cf") return begin;
    const size_t open = source.skip_spaces(name_end, end);
    if (source.at(open, end) != U'{') source.fail("\\ce and \\pu need {...}", begin, name_end);
    const size_t close = source.partner(open);
    const Place inner = place.inner(open + 1, close, place.reduced);
    place.put(U"{", begin, close + 1);
    if (name == U"\\pu") {
        translate_unit(inner, open + 1, close);
    } else {
        translate_formula(inner, open + 1, close);
    }
    place.put(U"}", begin, close + 1);
    return close + 1;
}

// A command word with the space that parts it from what is written next.
void put_word(const Place& place, size_t begin, size_t end, size_t limit) {
    place.copy(begin, end);
    const char32_t next = place.source.at(end, limit);
    const bool parted = next == U'{' || next == U'[' || next == U' ' || next == U'\\';
    if (is_letter(place.source.at(end - 1, end)) && !parted) place.put(U" ", begin, end);
}

void put_escaped(const Place& place, size_t at) {
    place.put(U"\\", at, at + 1);
    place.copy(at, at + 1);
}

}  // namespace

Place Place::inner(size_t begin, size_t end, bool smaller) const {
    if (depth + 1 > kDeepest) source.fail("too many formulas inside one another", begin, end);
    return {source, writer, depth + 1, reduced || smaller};
}

void copy_math(const Place& place, size_t begin, size_t end) {
    const Source& source = place.source;
    for (size_t at = begin; at < end;) {
        const char32_t c = source.at(at, end);
        if (c == U'\\') {
            const size_t inner_end = copy_inner_formula(place, at, end);
            if (inner_end != at) {
                at = inner_end;
                continue;
            }
            const size_t after = source.command_end(at, end);
            put_word(place, at, after, end);
            at = after;
        } else if (c == U'%') {
            put_escaped(place, at++);
        } else {
            place.copy(at, at + 1);
            ++at;
        }
    }
}

void copy_text(const Place& place, size_t begin, size_t end) {
    const Source& source = place.source;
    bool open = false;
    const auto words = [&](bool wanted, size_t at) {
        if (wanted != open) place.put(wanted ? U"\\text{" : U"}", at, at + 1);
        open = wanted;
    };
    for (size_t at = begin; at < end;) {
        const char32_t c = source.at(at, end);
        if (c == U'$') {
            const size_t close = source.partner(at);
            words(false, at);
            copy_math(place, at + 1, close);
            at = close + 1;
            continue;
        }
        words(true, at);
        if (c == U'\\') {
            const size_t after = source.command_end(at, end);
            put_word(place, at, after, end);
            at = after;
        } else {
            if (c == U'%' || c == U'#' || c == U'&' || c == U'_') {
                put_escaped(place, at);
            } else if (c == U'^') {
                place.put(U"\\textasciicircum{}", at, at + 1);
            } else {
                place.copy(at, at + 1);
            }
            ++at;
        }
    }
    words(false, end == begin ? begin : end - 1);
}

size_t copy_command(const Place& place, size_t begin, size_t end) {
    const Source& source = place.source;
    const size_t inner_end = copy_inner_formula(place, begin, end);
    if (inner_end != begin) return inner_end;
    const size_t name_end = source.command_end(begin, end);
    const u32string_view name = source.slice(begin, name_end);
    if (name == U"\\ca") {
        place.put(U"{\\sim}", begin, name_end);
        return source.skip_spaces(name_end, end);
    }
    if (name == U"\\hyphen") {
        place.put(U"\\text{-}", begin, name_end);
        return source.skip_spaces(name_end, end);
    }
    if (name == U"\\bond") return translate_bond(place, begin, end);
    const auto carrier = std::find_if(kCarriers.begin(), kCarriers.end(),
                                      [&](const Carrier& candidate) { return candidate.name == name; });
    size_t at = name_end;
    const bool colour = name == U"\\color" && source.at(at, end) == U'{';
    const bool grouped = colour && source.at(source.partner(at) + 1, end) == U'{';
    if (grouped) place.put(U"{", begin, name_end);
    put_word(place, begin, name_end, source.at(name_end, end) == U' ' ? name_end : end);
    if (name == U"\\left" || name == U"\\right") {
        at = source.skip_spaces(at, end);
        const char32_t delimiter = source.at(at, end);
        if (delimiter == U'\0' || delimiter == U'{' || delimiter == U'}' || delimiter == U'$')
            source.fail("\\left and \\right need a delimiter", begin, name_end);
        const size_t after = source.at(at, end) == U'\\' ? source.command_end(at, end) : at + 1;
        put_word(place, at, after, end);
        return after;
    }
    int arguments = 0;
    while (source.at(at, end) == U'{' || source.at(at, end) == U'[') {
        const size_t close = source.partner(at);
        const bool bracket = source.at(at, end) == U'[';
        // A bracket after a command without arguments is one of chemistry, save for those of \sqrt and
        // arrows.
        if (bracket && (arguments > 0 || (name != U"\\sqrt" && name.substr(0, 2) != U"\\x"))) break;
        if (bracket && (close == kNone || close >= end)) break;
        const bool chemical = !bracket && carrier != kCarriers.end() && arguments >= carrier->plain;
        if (chemical && arguments >= carrier->plain + carrier->chemical) break;
        if (chemical) {
            put_chemistry(place, at + 1, close, carrier->chemical == 2);
        } else {
            place.copy(at, at + 1);
            copy_math(place, at + 1, close);
            place.copy(close, close + 1);
        }
        if (!bracket) ++arguments;
        at = close + 1;
    }
    if (arguments == 0 && (carrier != kCarriers.end() || name == U"\\sqrt")) {  // \frac12
        const size_t wanted = carrier == kCarriers.end() ? 1 : size_t(carrier->chemical);
        const size_t limit = std::min(source.skip_digits(at, end), at + wanted);
        place.copy(at, limit);
        at = limit;
    }
    if (name == U"\\underbrace" || name == U"\\overbrace") {
        const char32_t mark = source.at(at, end);
        if ((mark == U'_' || mark == U'^') && source.at(at + 1, end) == U'{') {
            place.copy(at, at + 1);
            const size_t close = source.partner(at + 1);
            put_chemistry(place, at + 2, close, true);
            at = close + 1;
        }
    }
    if (grouped) place.put(U"}", begin, name_end);
    return at;
}

void copy_upright(const Place& place, size_t begin, size_t end) {
    place.put(U"\\mathrm{", begin, end);
    for (size_t i = begin; i < end; ++i) place.copy(i, i + 1);
    place.put(U"}", begin, end);
}

void copy_character(const Place& place, size_t at) {
    const char32_t c = place.source.at(at, at + 1);
    switch (c) {
        case U'%':
        case U'&':
        case U'#':
        case U'_':
            put_escaped(place, at);
            return;
        case U'"':
        case U'`':
        case U'@':
            place.put(U"\\text{", at, at + 1);
            place.copy(at, at + 1);
            place.put(U"}", at, at + 1);
            return;
        case 0xB0:
            place.put(U"{}^{\\circ}", at, at + 1);
            return;
        case 0xB1:
            place.put(U"\\pm ", at, at + 1);
            return;
        case 0xD7:
            place.put(U"\\times ", at, at + 1);
            return;
        case 0x2191:
            place.put(U"\\uparrow ", at, at + 1);
            return;
        case 0x2193:
            place.put(U"\\downarrow ", at, at + 1);
            return;
        case 0xB5:
            place.put(U"\\mathrm{µ}", at, at + 1);
            return;
        default:
            break;
    }
    if (c < 0x7F || is_greek(c)) {
        place.copy(at, at + 1);
        return;
    }
    place.put(U"\\text{", at, at + 1);
    place.copy(at, at + 1);
    place.put(U"}", at, at + 1);
}

}  // namespace lomo::chemistry
