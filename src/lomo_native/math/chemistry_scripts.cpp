// Superscripts and subscripts in \ce: charges, counts, isotopes, oxidation states, crystal defects -> LaTeX.
#include <algorithm>

#include "math/chemistry_formula.h"

namespace lomo::chemistry {
namespace {

using std::size_t;
using std::u32string;

// Scripts stand beside an empty box of the height of a capital, so that all of a formula are level.
constexpr std::u32string_view kBox = U"{\\vphantom{A}}";

bool is_dot(char32_t c) {
    return c == U'.' || c == 0xB7 || c == 0x2022;
}

// Past a sign, or several of one kind.
size_t skip_signs(const Source& source, size_t at, size_t end) {
    const char32_t sign = source.at(at, end);
    if (sign != U'+' && !is_minus(sign)) return at;
    while (source.at(at, end) == sign) ++at;
    return at;
}

// Where a script without braces ends that begins at `at`.
size_t bare_script_end(const Source& source, size_t at, size_t end, bool above, bool hyphen_follows) {
    const char32_t c = source.at(at, end);
    if (c == U'+' || is_minus(c)) {
        const size_t after = skip_signs(source, at, end);
        return after == at + 1 ? source.skip_digits(after, end) : after;
    }
    if (c == U'(' && !above) {
        size_t close = at;
        const auto is_plain = [](char32_t x) {
            return is_letter(x) || is_digit(x) || x == U'(' || x == U',' || x == U'-';
        };
        while (close < at + 16 && is_plain(source.at(close, end))) ++close;
        return source.at(close, end) == U')' ? close + 1 : at + 1;
    }
    size_t after = at;
    if (is_digit(c)) {
        after = source.skip_digits(at, end);
    } else if (is_letter(c) || is_greek(c) || c == U'*' || c == 0xB0) {
        ++after;
    } else if (is_dot(c) && above) {
        while (is_dot(source.at(after, end))) ++after;
    } else {
        return at;
    }
    if (!above) return after;
    const size_t signs = skip_signs(source, after, end);
    const bool hyphen = is_digit(c) && hyphen_follows && signs == after + 1 &&
                        is_minus(source.at(after, end)) &&
                        (is_letter(source.at(signs, end)) || is_greek(source.at(signs, end)));
    return hyphen ? after : signs;
}

// What the script whose ^ or _ stands at `mark` holds; `after` is where it ends in the source.
Scripts::Script read_script(const Source& source, size_t mark, size_t end, bool hyphen_follows,
                            size_t& after) {
    const size_t at = mark + 1;
    const bool above = source.at(mark, end) == U'^';
    const char32_t c = source.at(at, end);
    if (c == U'{') {
        after = source.partner(at) + 1;
        return {at + 1, after - 1};
    }
    if (c == U'$') {
        after = source.partner(at) + 1;
        return {at, after};
    }
    if (c == U'\\') {
        after = source.command_end(at, end);
        while (source.at(after, end) == U'{') after = source.partner(after) + 1;
        return {at, after};
    }
    after = bare_script_end(source, at, end, above, hyphen_follows);
    if (after == at) source.fail(above ? "nothing to raise after ^" : "nothing to lower after _", mark, at);
    return {at, after};
}

// Digits are of one width, so the shorter of two scripts is moved by what the longer one has more.
u32string filler(const Source& source, const Scripts::Script& longer, const Scripts::Script& shorter) {
    const size_t length = longer.end - longer.begin;
    const size_t other = shorter.end - shorter.begin;
    if (length <= other || length > 8) return {};
    const std::u32string_view text = source.slice(longer.begin, longer.end);
    const auto is_simple = [](char32_t c) { return is_digit(c) || is_letter(c) || c == U'+' || c == U'-'; };
    if (!std::all_of(text.begin(), text.end(), is_simple)) return {};
    return U"\\hphantom{" + u32string(text.substr(0, length - other)) + U"}";
}

void put_primes(const Place& place, const Scripts& scripts) {
    for (size_t i = scripts.primes_begin; i < scripts.primes_end; ++i) place.put(U"\\prime ", i, i + 1);
}

void put_one(const Place& place, const Scripts& scripts, bool above, std::u32string_view fill) {
    const Scripts::Script& script = above ? scripts.above : scripts.below;
    place.put(above ? U"^{" : U"_{", scripts.begin, scripts.end);
    place.put(fill, scripts.begin, scripts.end);
    if (above) put_primes(place, scripts);
    if (script.present()) {
        translate_script(place.inner(script.begin, script.end, true), script.begin, script.end, above);
    }
    place.put(U"}", scripts.begin, scripts.end);
}

bool has_above(const Scripts& scripts) {
    return scripts.above.present() || scripts.primes_begin < scripts.primes_end;
}

}  // namespace

Scripts read_scripts(const Source& source, size_t begin, size_t end, bool hyphen_follows) {
    Scripts scripts;
    scripts.begin = scripts.end = begin;
    while (source.at(scripts.end, end) == U'\'') ++scripts.end;
    scripts.primes_begin = begin;
    scripts.primes_end = scripts.end;
    while (true) {
        const char32_t c = source.at(scripts.end, end);
        const bool above = c == U'^';
        if (!above && c != U'_') return scripts;
        Scripts::Script& script = above ? scripts.above : scripts.below;
        if (script.present()) return scripts;
        const char32_t next = source.at(scripts.end + 1, end);
        if (above && (next == U'\0' || is_space(next)) && scripts.end > begin) return scripts;  // gas
        if (above && next == U'\'' && scripts.primes_begin == scripts.primes_end) {
            scripts.primes_begin = scripts.primes_end = scripts.end + 1;
            while (source.at(scripts.primes_end, end) == U'\'') ++scripts.primes_end;
            scripts.end = scripts.primes_end;
            continue;
        }
        if (!above && !has_above(scripts)) scripts.below_first = true;
        script = read_script(source, scripts.end, end, hyphen_follows, scripts.end);
    }
}

// A count that comes before a charge stays before it; one written after it stands below it.
void put_scripts_after(const Place& place, const Scripts& scripts) {
    const bool above = has_above(scripts);
    const bool state =
        scripts.below.present() && place.source.at(scripts.below.begin, scripts.below.end) == U'(';
    const auto box = [&] { place.put(kBox, scripts.begin, scripts.end); };
    box();
    if (scripts.below.present() && scripts.below_first) {
        put_one(place, scripts, false, {});
        if (above) box();
    }
    if (above) put_one(place, scripts, true, {});
    if (scripts.below.present() && !scripts.below_first) {
        if (state && above) box();
        put_one(place, scripts, false, {});
    }
}

void put_scripts_before(const Place& place, const Scripts& scripts) {
    place.put(kBox, scripts.begin, scripts.end);
    const bool both = scripts.above.present() && scripts.below.present();
    if (has_above(scripts)) {
        put_one(place, scripts, true,
                both ? filler(place.source, scripts.below, scripts.above) : u32string{});
    }
    if (scripts.below.present()) {
        put_one(place, scripts, false,
                both ? filler(place.source, scripts.above, scripts.below) : u32string{});
    }
}

size_t translate_script_characters(const Place& place, size_t begin, size_t end) {
    constexpr std::u32string_view kPlain = U"0123456789+-";
    constexpr std::u32string_view kLow = U"₀₁₂₃₄₅₆₇₈₉₊₋";
    constexpr std::u32string_view kHigh = U"⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";
    const char32_t first = place.source.at(begin, end);
    const bool low = kLow.find(first) != kLow.npos;
    const std::u32string_view script = low ? kLow : kHigh;
    size_t after = begin;
    while (script.find(place.source.at(after, end)) != script.npos) ++after;
    if (after == begin) return begin;
    place.put(kBox, begin, after);
    place.put(low ? U"_{" : U"^{", begin, after);
    for (size_t i = begin; i < after; ++i) {
        place.put(kPlain.substr(script.find(place.source.at(i, end)), 1), i, i + 1);
    }
    place.put(U"}", begin, after);
    return after;
}

void translate_script(const Place& place, size_t begin, size_t end, bool above) {
    const Source& source = place.source;
    begin = source.skip_spaces(begin, end);
    end = source.trim_end(begin, end);
    const size_t numerator = source.skip_digits(begin, end);
    if (numerator > begin && source.at(numerator, end) == U'/' && numerator + 1 < end &&
        source.skip_digits(numerator + 1, end) == end) {
        place.put(U"\\frac{", begin, end);
        place.copy(begin, numerator);
        place.put(U"}{", begin, end);
        place.copy(numerator + 1, end);
        place.put(U"}", begin, end);
        return;
    }
    const auto letters_end = [&](size_t at) {
        while (is_letter(source.at(at, end))) ++at;
        return at;
    };
    size_t at = begin;
    while (at < end) {
        const char32_t c = source.at(at, end);
        const char32_t next = source.at(at + 1, end);
        if (is_space(c)) {
            const size_t after = source.skip_spaces(at, end);
            const bool words = is_letter(source.at(at - 1, end)) && is_letter(source.at(after, end));
            if (words) place.put(U"~", at, after);
            at = after;
        } else if (is_digit(c)) {
            const size_t after = source.skip_digits(at, end);
            place.copy(at, after);
            at = after;
            if (source.at(at, end) == U'.' && is_digit(source.at(at + 1, end))) {
                place.copy(at, at + 1);
                ++at;
            }
        } else if (is_letter(c)) {
            const size_t after = letters_end(at);
            const bool in_parentheses = at > begin && source.at(at - 1, end) == U'(' &&
                                        source.at(after, end) == U')' && is_lower(c) && c != U'n' &&
                                        c != U'x';
            if (after > at + 1 || is_upper(c) || c == U'i' || in_parentheses) {
                copy_upright(place, at, after);
            } else if (c == U'x' && above && at == begin && (next == U'\0' || next == U'\'')) {
                place.put(U"{\\times}", at, after);  // no charge against the perfect crystal
            } else {
                place.copy(at, after);
            }
            at = after;
        } else if (c == U'$') {
            const size_t close = source.partner(at);
            copy_math(place, at + 1, close);
            at = close + 1;
        } else if (c == U'{') {
            const size_t close = source.partner(at);
            copy_text(place, at + 1, close);
            at = close + 1;
        } else if (c == U'\\') {
            at = copy_command(place, at, end);
        } else if (c == U'^' || c == U'_') {
            const Scripts scripts = read_scripts(source, at, end, false);
            if (has_above(scripts)) put_one(place, scripts, true, {});
            if (scripts.below.present()) put_one(place, scripts, false, {});
            at = scripts.end;
        } else {
            if (c == U'\'') {
                place.put(U"\\prime ", at, at + 1);
            } else if (is_dot(c)) {
                place.put(U"\\mkern1mu\\bullet\\mkern1mu ", at, at + 1);
            } else if (c == U',') {
                place.put(U"{,}\\mkern1mu ", at, at + 1);
            } else if (c == U'#') {
                place.put(U"\\equiv ", at, at + 1);
            } else if (is_minus(c)) {
                place.put(U"-", at, at + 1);
            } else {
                copy_character(place, at);
            }
            ++at;
        }
    }
}

}  // namespace lomo::chemistry
