#include "span/bare_signs.h"

#include "span/classes.h"

namespace lomo::span {

size_t past_name(std::u32string_view text, size_t at) {
    if (at >= text.size() || text[at] != U'\\') return kNone;
    const size_t end = past(text, at + 1, is_ascii_letter);
    return end > at + 1 ? end : kNone;
}

size_t past_sized(std::u32string_view text, size_t start) {
    const std::u32string_view rest = text.substr(start);
    if (!rest.starts_with(U"\\big") && !rest.starts_with(U"\\Big")) return kNone;
    size_t at = start + 4;
    if (peek(text, at) == U'g') ++at;
    if (is_in(peek(text, at), U"lrm")) ++at;
    at = past_blanks(text, at);
    if (at >= text.size()) return kNone;
    if (text[at] != U'\\') return is_in(text[at], U"()[]|/.<>") ? at + 1 : kNone;
    const size_t name = past_name(text, at);
    if (name != kNone) return name;
    return is_in(peek(text, at + 1), U"{}|") ? at + 2 : kNone;
}

size_t past_script_mark(std::u32string_view text, size_t at) {
    if (text[at] == U'\\') {
        const std::u32string_view rest = text.substr(at);
        if (rest.starts_with(U"\\limits")) {
            at += 7;
        } else if (rest.starts_with(U"\\nolimits")) {
            at += 9;
        } else {
            return kNone;
        }
    }
    const auto is_mark = [](char32_t c) { return c == U'_' || c == U'^'; };
    if (is_mark(peek(text, at))) {
        const char32_t next = peek(text, at + 1);
        if (is_ascii_alnum(next) || is_in(next, U"\\*+-")) return at + 1;
    }
    at = past_blanks(text, at);
    if (!is_mark(peek(text, at))) return kNone;
    at = past_blanks(text, at + 1);
    return peek(text, at) == U'{' ? at : kNone;
}

size_t past_optional(std::u32string_view text, size_t at) {
    constexpr size_t kMost = 200;
    const size_t open = past_blanks(text, at);
    if (peek(text, open) != U'[') return at;
    size_t close = open + 1;
    while (close < text.size() && close - open - 1 < kMost && !is_in(text[close], U"[]\n")) ++close;
    return peek(text, close) == U']' ? close + 1 : at;
}

bool path_follows(std::u32string_view text, size_t end) {
    const char32_t next = peek(text, end), second = peek(text, end + 1);
    return (next == U'\\' && is_ascii_letter(second)) || (next == U'.' && is_ascii_lower(second)) ||
           (next == U'_' && is_ascii_letter(second) && is_ascii_letter(peek(text, end + 2)));
}

bool format_follows(std::u32string_view text, size_t end) {
    const char32_t next = peek(text, end), second = peek(text, end + 1), third = peek(text, end + 2);
    switch (next) {
        case U'.':
            return is_ascii_lower(second);
        case U'_':
            return is_ascii_letter(second) || second == U'{';
        case U'"':
        case U'\'':
            return true;
        case U'/':
            return is_ascii_lower(second) && is_ascii_lower(third);
        default:
            return is_ascii_letter(next) && is_ascii_letter(second) && is_ascii_letter(third);
    }
}

}  // namespace lomo::span
