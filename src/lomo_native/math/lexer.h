// LaTeX source -> tokens, by TeX's rules for a formula: control words swallow the spaces after them, % begins
// a comment, runs of white space are one space.
#pragma once

#include <cstdint>
#include <string_view>

#include "value/layout.h"

namespace lomo {

enum class TokenKind : std::uint8_t { kEnd, kCharacter, kCommand, kSpace, kParameter };

struct Token {
    TokenKind kind = TokenKind::kEnd;
    char32_t character = 0;    // kCharacter; kParameter: its number
    std::u32string_view name;  // kCommand: without the backslash
    SourceRange source;
    bool frozen = false;  // a copy by \let: means what it meant then, whatever is defined since

    bool is(char32_t c) const { return kind == TokenKind::kCharacter && character == c; }
    bool is_command(std::u32string_view n) const { return kind == TokenKind::kCommand && name == n; }
};

inline bool is_ascii_letter(char32_t c) {
    return (c | 0x20) - U'a' < 26;
}

class Lexer {
  public:
    explicit Lexer(std::u32string_view source) : source_(source) {}

    Token next();
    // The characters up to the next occurrence of `end`, which is skipped: \verb.
    std::u32string_view raw_until(char32_t end);
    char32_t peek_raw() const { return at_ < source_.size() ? source_[at_] : U'\0'; }
    void skip_raw() { ++at_; }
    std::int32_t offset() const { return std::int32_t(at_); }

  private:
    Token command();
    void skip_space();
    SourceRange from(std::size_t start) const { return {std::int32_t(start), std::int32_t(at_)}; }

    std::u32string_view source_;
    std::size_t at_ = 0;
};

}  // namespace lomo
