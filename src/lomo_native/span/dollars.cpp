#include "span/dollars.h"

#include <algorithm>
#include <string>

#include "span/classes.h"
#include "span/content_signs.h"
#include "span/content_words.h"

namespace lomo::span {

namespace {

using View = std::u32string_view;

constexpr View kEndsOpen = U"=+-*/<>:.,\"'([{&|;%@!?~^_，。、；：？！（";
constexpr View kStartsWrong = U",;:!?)]}*%/，。、；：？！）」”";

View stripped(View text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

// Whether brackets are balanced, so that the last character ends something: `x'`, `=`, `f(x)!`.
bool closes(View content) {
    return is_in(content.back(), U"'!.=?%") &&
           std::ranges::count(content, U'(') == std::ranges::count(content, U')');
}

// Whether a content is the prose between two formulas rather than one: ` and \alpha is then `.
bool is_prose(View content) {
    const bool apart = is_space(content.front()) && is_space(content.back());
    return plain_words(without_text(content)) >= (apart ? 3 : 2);
}

// `$ x + 1 $`, as people write it; ` and pays ` between two amounts is none.
bool is_spaced_formula(View content) {
    const View inside = stripped(content);
    if (inside.empty() || is_in(U'\n', inside) || !is_spaced_out(content)) return false;
    return std::ranges::any_of(inside, [](char32_t c) { return is_alpha(c) || is_in(c, U"=+^"); });
}

// Letters in alphabetical order (`abcde`) are points or digits, not a name.
bool is_sequence(View name) {
    return std::ranges::adjacent_find(name, std::ranges::greater_equal()) == name.end();
}

// `p-`: what stands in `$p-$group`.
bool is_hyphenated(View content) {
    return content.size() == 2 && (is_ascii_letter(content[0]) || is_ascii_digit(content[0])) &&
           content[1] == U'-';
}

// `x`, `xy`, `x'`, `x_1`
bool is_short(View content) {
    if (content.size() > 3 || !is_ascii_letter(content[0])) return false;
    if (content.size() == 1) return true;
    if (content.size() == 2) return is_ascii_letter(content[1]) || content[1] == U'\'';
    return content[1] == U'_' && (is_ascii_letter(content[2]) || is_ascii_digit(content[2]));
}

// What stands on the outer sides of the two dollars.
struct Outside {
    char32_t before;
    bool digit_after;
    bool name_after;  // or a digit
};

// The judgement of a content without any LaTeX command: 38 % of real formulas, and all money.
bool is_plain_formula(View content, const Outside& outside) {
    const char32_t first = content.front(), last = content.back();
    if (is_space(first) || is_space(last)) {
        if (!is_space(first)) return false;
        if (is_space(last)) return !outside.digit_after && is_spaced_formula(content);
        return !outside.name_after && content.size() < 4 && std::ranges::all_of(stripped(content), is_alpha);
    }
    if (content.size() == 1) {
        return (is_alnum(first) && !outside.digit_after) || is_in(first, U"+-=<>()[]/|√∞π∈∠");
    }
    if (outside.digit_after) return false;
    if (outside.name_after && (is_in(last, kEndsOpen) || last >= 0x80)) {
        return is_hyphenated(content);  // `$p-$group`, `$7-$Sylow`; but `$total+$price`, `$a：$b`
    }
    if (is_in(first, kStartsWrong) || has_code(content) || starts_with_amount(content)) return false;
    if (first == U'.' && !is_digit(content[1])) return false;
    const char32_t before = outside.before;
    if ((is_ascii_letter(before) || is_ascii_digit(before) || before == U'_') && !is_short(content) &&
        first != U'^' && first != U'_') {
        // `350$ less than 50$`, `foo$bar$`; but `2$x$`, `45$^o$`.
        return is_in(U'=', content) && !is_ascii_digit(before);
    }
    if (is_bare_name(content) && !is_sequence(content)) return false;
    const int count = plain_words(content);
    if (count >= 3 || (count == 2 && is_in(U'\n', content))) return false;
    return count != 2 || has_operator(content);
}

}  // namespace

bool is_inline_formula(View text, size_t start, size_t end) {
    const View content = part(text, start + 1, end - 1);
    if (content.empty() || content.size() > kLongestFormula || has_alien(content)) return false;
    const char32_t after = end < text.size() ? text[end] : U' ';
    const bool digit_after = is_ascii_digit(after);
    const Outside outside{start > 0 ? text[start - 1] : U' ', digit_after,
                          digit_after || is_ascii_letter(after) || is_in(after, U"_{(")};
    const char32_t first = content.front(), last = content.back();
    if (content.find_first_of(U"\\{") != View::npos) {
        if (has_command(content) && !has_path(content)) {
            if (starts_with_amount(content)) return false;
            if ((is_space(first) || is_space(last)) && is_prose(content)) return false;
            if (has_other_opener(content) && !has_text_group(content)) return false;
            if (is_digit(first) && is_space(last) && has_pause(content)) return false;
            if (outside.name_after && is_in(last, kEndsOpen) && !closes(content)) return false;
            return first != U'{' || !is_in(U'"', content);
        }
        if (has_escaped(content) && !is_space(first) && (first == U'\\' || !is_space(last))) {
            return !starts_with_amount(content) && words(content) < 3;
        }
    }
    return is_plain_formula(content, outside);
}

bool is_display_formula(View content) {
    if (content.front() != U'\n' || content.back() != U'\n') return is_bracketed_formula(content);
    bool gaps = false;
    const std::u32string joined = without_blank_lines(content, gaps);
    if (!gaps) return is_bracketed_formula(content);
    if (!has_command(joined) && !has_operator(joined)) return false;
    return is_bracketed_formula(joined) && words(without_text(joined)) < 2;
}

bool is_bracketed_formula(View content) {
    if (is_white(content) || content.size() > kLongestFormula) return false;
    if (has_alien(content)) return false;
    if (has_command(content) && !has_path(content)) return true;
    if (has_regular_expression(content) || is_name_and_word(content)) return false;
    const int count = plain_words(content);
    return count < 3 && (count != 2 || has_operator(content));
}

}  // namespace lomo::span
