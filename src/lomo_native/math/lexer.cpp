// One pass over the source, a token a call.
#include "math/lexer.h"

#include "value/error.h"

namespace lomo {

namespace {

bool is_space(char32_t c) {
    return c == U' ' || (c >= U'\t' && c <= U'\r');
}
bool is_newline(char32_t c) {
    return c == U'\n' || c == U'\r';
}

}  // namespace

void Lexer::skip_space() {
    while (at_ < source_.size() && is_space(source_[at_])) ++at_;
}

Token Lexer::next() {
    for (;;) {
        if (at_ >= source_.size()) return {TokenKind::kEnd, 0, {}, from(source_.size())};
        const std::size_t start = at_;
        const char32_t c = source_[at_];
        if (c == U'\\') return command();
        if (is_space(c)) {
            skip_space();
            return {TokenKind::kSpace, U' ', {}, from(start)};
        }
        ++at_;
        if (c == U'%') {
            while (at_ < source_.size() && !is_newline(source_[at_])) ++at_;
            // Without a line's end it would swallow the rest: TeX could not close such a formula.
            if (at_ >= source_.size()) {
                throw MathError("a % begins a comment that swallows the rest of the formula: write \\%",
                                std::int32_t(start), 1);
            }
            skip_space();
            continue;
        }
        if (c == U'#' && at_ < source_.size() && source_[at_] >= U'1' && source_[at_] <= U'9') {
            const char32_t number = source_[at_++] - U'0';
            return {TokenKind::kParameter, number, {}, from(start)};
        }
        return {TokenKind::kCharacter, c, {}, from(start)};
    }
}

Token Lexer::command() {
    const std::size_t start = at_++;
    const std::size_t name = at_;
    if (at_ < source_.size() && is_ascii_letter(source_[at_])) {
        while (at_ < source_.size() && is_ascii_letter(source_[at_])) ++at_;
        const Token token{TokenKind::kCommand, 0, source_.substr(name, at_ - name), from(start)};
        skip_space();
        return token;
    }
    if (at_ < source_.size()) {
        // "\ " stands for any white space after a backslash.
        if (is_space(source_[at_])) {
            ++at_;
            return {TokenKind::kCommand, 0, U" ", from(start)};
        }
        ++at_;
    }
    return {TokenKind::kCommand, 0, source_.substr(name, at_ - name), from(start)};
}

std::u32string_view Lexer::raw_until(char32_t end) {
    const std::size_t start = at_;
    while (at_ < source_.size() && source_[at_] != end) ++at_;
    const std::u32string_view raw = source_.substr(start, at_ - start);
    if (at_ < source_.size()) ++at_;
    return raw;
}

}  // namespace lomo
