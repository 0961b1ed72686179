// Expands macros token by token, as TeX does.
#include "math/macros.h"

#include <array>

#include "math/macro_rows.h"
#include "text/characters.h"

namespace lomo {

namespace {

constexpr std::size_t kMostWork = 200'000;  // tokens made by expansion
constexpr std::size_t kMostPending = 50'000;

std::vector<Token> tokens_of(std::u32string_view text) {
    Lexer lexer(text);
    std::vector<Token> tokens;
    for (Token token = lexer.next(); token.kind != TokenKind::kEnd; token = lexer.next())
        tokens.push_back(token);
    return tokens;
}

// U+200B, U+2061 and their like, which come with text copied from the web: nothing in a formula.
bool is_invisible(const Token& token) {
    return token.kind == TokenKind::kCharacter && token.character >= 0xAD &&
           is_default_ignorable(token.character);
}

std::int32_t length_of(SourceRange source) {
    return source.end - source.start;
}

// Tokens point into the text that they were read from: it lives as long as the table.
struct MacroTable {
    MacroTable() {
        for (const MacroRow& row : kMacroRows) {
            texts.emplace_back(row.body.begin(), row.body.end());
            Macro macro;
            macro.parameters = row.parameters;
            macro.body = tokens_of(texts.back());
            macros.emplace(std::u32string(row.name.begin(), row.name.end()), std::move(macro));
        }
        for (const std::string_view name : kColourCommands) {
            Macro macro;
            macro.parameters = 1;
            macro.body = tokens_of(U"{#1}");
            macros.emplace(std::u32string(name.begin(), name.end()), std::move(macro));
        }
    }
    std::deque<std::u32string> texts;
    MacroMap macros;
};

}  // namespace

const Macro* find_macro(std::u32string_view name) {
    static const MacroTable table;
    const auto found = table.macros.find(name);
    return found == table.macros.end() ? nullptr : &found->second;
}

const Macro* TokenStream::user_macro(std::u32string_view name) const {
    if (macros_.empty()) return nullptr;
    const auto found = macros_.find(name);
    return found == macros_.end() ? nullptr : &found->second;
}

Token TokenStream::raw() {
    if (pending_.empty()) return lexer_.next();
    const Token token = pending_.back();
    pending_.pop_back();
    return token;
}

Token TokenStream::next(bool in_text) {
    for (;;) {
        const Token token = raw();
        if (!in_text && (token.kind == TokenKind::kSpace || is_invisible(token))) continue;
        if (token.kind == TokenKind::kCommand && expand(token)) continue;
        return token;
    }
}

Token TokenStream::peek(bool in_text) {
    const Token token = next(in_text);
    push(token);
    return token;
}

void TokenStream::push_text(std::u32string text, SourceRange source) {
    texts_.push_back(std::move(text));
    std::vector<Token> tokens = tokens_of(texts_.back());
    count(tokens.size(), source);
    for (Token& token : tokens) token.source = source;
    push(tokens);
}

void TokenStream::declare(SourceRange source) {
    if (!declared_.empty() && declared_.back().end == source.start) {
        declared_.back().end = source.end;
    } else if (declared_.empty() || declared_.back().start != source.start ||
               declared_.back().end != source.end) {
        declared_.push_back(source);
    }
}

std::vector<Token> TokenStream::raw_argument(const Token& what) {
    std::vector<Token> tokens = content_argument(what);
    declare(tokens);
    return tokens;
}

bool TokenStream::raw_optional(std::vector<Token>& tokens) {
    std::vector<Token> inner;
    if (!content_optional(inner)) return false;
    declare(inner);
    tokens.insert(tokens.end(), inner.begin(), inner.end());
    return true;
}

std::vector<Token> TokenStream::content_argument(const Token& what) {
    Token token = raw();
    while (token.kind == TokenKind::kSpace) token = raw();
    if (token.kind == TokenKind::kEnd || token.is(U'}')) {
        push(token);
        throw MathError("an argument is missing", what.source.start, length_of(what.source));
    }
    argument_end_ = token.source.end;
    if (!token.is(U'{')) return {token};
    std::vector<Token> tokens;
    for (std::int32_t depth = 1;;) {
        const Token inner = raw();
        if (inner.kind == TokenKind::kEnd) {
            throw MathError("a { is never closed", token.source.start, length_of(token.source));
        }
        if (inner.is(U'{')) ++depth;
        if (inner.is(U'}') && --depth == 0) {
            argument_end_ = inner.source.end;
            return tokens;
        }
        tokens.push_back(inner);
    }
}

bool TokenStream::content_optional(std::vector<Token>& tokens) {
    Token token = raw();
    const Token space = token;
    if (token.kind == TokenKind::kSpace) token = raw();
    if (!token.is(U'[')) {
        push(token);
        if (space.kind == TokenKind::kSpace) push(space);
        return false;
    }
    for (std::int32_t depth = 0;;) {
        const Token inner = raw();
        if (inner.kind == TokenKind::kEnd) {
            throw MathError("a [ is never closed", token.source.start, length_of(token.source));
        }
        if (inner.is(U']') && depth == 0) {
            declare(token.source);
            declare(inner.source);
            return true;
        }
        if (inner.is(U'{')) ++depth;
        if (inner.is(U'}')) --depth;
        tokens.push_back(inner);
    }
}

void TokenStream::define(const Token& name, Macro macro) {
    count(macro.body.size() + macro.standard.size(), name.source);
    macros_[std::u32string(name.name)] = std::move(macro);
}

// Keeps the work of macros, and what they keep in memory, within bounds.
void TokenStream::count(std::size_t tokens, SourceRange source) {
    work_ += tokens;
    if (work_ > kMostWork || pending_.size() + tokens > kMostPending) {
        throw MathError("the formula expands to too much", source.start, length_of(source));
    }
}

bool TokenStream::expand(const Token& token) {
    const Macro* const user = token.frozen ? nullptr : user_macro(token.name);
    const Macro* const macro = user != nullptr ? user : find_macro(token.name);
    if (macro == nullptr) return false;
    std::array<std::vector<Token>, 10> arguments;
    std::uint32_t first = 1;
    if (macro->has_default) {
        if (!content_optional(arguments[1])) arguments[1] = macro->standard;
        first = 2;
    }
    for (std::uint32_t i = first; i <= macro->parameters; ++i) arguments[i] = content_argument(token);
    std::vector<Token> expansion;
    for (const Token& part : macro->body) {
        if (part.kind == TokenKind::kParameter) {
            const std::vector<Token>& argument = arguments[part.character];
            expansion.insert(expansion.end(), argument.begin(), argument.end());
        } else {
            expansion.push_back(part);
            expansion.back().source = token.source;
        }
        if (expansion.size() > kMostPending) break;
    }
    count(expansion.size() + 1, token.source);
    push(expansion);
    return true;
}

}  // namespace lomo
