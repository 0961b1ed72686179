// The stream of tokens that the parser reads: the source's, with macros expanded, those of \def and
// \newcommand and those lomo knows. Expansion is capped.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "math/lexer.h"
#include "value/error.h"

namespace lomo {

struct Macro {
    std::uint32_t parameters = 0;
    bool has_default = false;     // the first parameter is optional
    std::vector<Token> standard;  // its value where it is not given
    std::vector<Token> body;
};

struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::u32string_view name) const { return std::hash<std::u32string_view>()(name); }
};
using MacroMap = std::unordered_map<std::u32string, Macro, NameHash, std::equal_to<>>;

// What lomo defines for the formula writer: name -> macro. Null for any other name.
const Macro* find_macro(std::u32string_view name);

class TokenStream {
  public:
    explicit TokenStream(std::u32string_view source) : lexer_(source) {}

    // The next token, macros expanded. in_text: spaces are tokens too.
    Token next(bool in_text = false);
    Token peek(bool in_text = false);
    // The next token as it stands: no macro expanded, spaces kept.
    Token raw();
    void push(const Token& token) { pending_.push_back(token); }
    void push(const std::vector<Token>& tokens) {
        pending_.insert(pending_.end(), tokens.rbegin(), tokens.rend());
    }
    // The same for tokens that come again and again: they count as an expansion at `source`.
    void push_again(const std::vector<Token>& tokens, SourceRange source) {
        count(tokens.size(), source);
        push(tokens);
    }
    // Tokens of text made elsewhere, all at one place of the source.
    void push_text(std::u32string text, SourceRange source);

    // The tokens of a braced argument, or one token; `what` names the command in the error. They come to be
    // drawn: a caller that draws none of them asks for raw_argument.
    std::vector<Token> content_argument(const Token& what);
    std::vector<Token> raw_argument(const Token& what);
    std::int32_t argument_end() const { return argument_end_; }  // of the last one: behind its }
    // The tokens of [..] where it follows; false where it does not.
    bool content_optional(std::vector<Token>& tokens);
    bool raw_optional(std::vector<Token>& tokens);

    // Characters of the source that say how something is drawn and are not drawn themselves.
    void declare(SourceRange source);
    std::vector<SourceRange> take_declared() { return std::move(declared_); }

    void define(const Token& name, Macro macro);
    const Macro* user_macro(std::u32string_view name) const;
    bool known(std::u32string_view name) const {
        return user_macro(name) != nullptr || find_macro(name) != nullptr;
    }

    // Only where no token is pending: \verb.
    Lexer* lexer() { return pending_.empty() ? &lexer_ : nullptr; }

  private:
    bool expand(const Token& token);
    void declare(const std::vector<Token>& tokens) {
        for (const Token& token : tokens) declare(token.source);
    }
    void count(std::size_t tokens, SourceRange source);

    Lexer lexer_;
    std::vector<Token> pending_;  // the next one is the last
    MacroMap macros_;
    std::deque<std::u32string> texts_;  // what pushed tokens' names point into
    std::vector<SourceRange> declared_;
    std::size_t work_ = 0;
    std::int32_t argument_end_ = 0;
};

}  // namespace lomo
