// \def, \newcommand and their kin: macros of the formula's own.
#include <algorithm>

#include "math/parser.h"

namespace lomo {

namespace {

// The command that is being defined: \name or {\name}.
Token defined_name(const std::vector<Token>& tokens) {
    for (const Token& token : tokens) {
        if (token.kind == TokenKind::kCommand && !token.name.empty()) return token;
    }
    return {};
}

void check_parameters(const Macro& macro, const Token& what) {
    for (const Token& token : macro.body) {
        if (token.kind == TokenKind::kParameter && token.character > macro.parameters) {
            throw MathError("a definition uses a parameter that it does not have", what.source.start,
                            what.source.end - what.source.start);
        }
    }
}

}  // namespace

// \def\name#1#2{..}
Node* Parser::define(const Command&, const Token& token) {
    const Token name = defined_name(stream_.raw_argument(token));
    if (name.kind != TokenKind::kCommand)
        fail(quoted(token) + " must be followed by the command it defines", token);
    Macro macro;
    for (Token part = stream_.raw();; part = stream_.raw()) {
        if (part.kind == TokenKind::kSpace) continue;
        if (part.is(U'{')) {
            stream_.push(part);
            break;
        }
        if (part.kind != TokenKind::kParameter || part.character != macro.parameters + 1) {
            fail(quoted(token) + " takes parameters #1#2.. and a body in braces", token);
        }
        stream_.declare(part.source);
        ++macro.parameters;
    }
    macro.body = stream_.raw_argument(token);
    check_parameters(macro, token);
    stream_.define(name, std::move(macro));
    return nullptr;
}

// \newcommand{\name}[2][standard]{..}; value 1: \newcommand, 2: \renewcommand, 3: \providecommand.
Node* Parser::new_command(const Command& command, const Token& token) {
    take_star();
    const Token name = defined_name(stream_.raw_argument(token));
    if (name.kind != TokenKind::kCommand)
        fail(quoted(token) + " must be followed by the command it defines", token);
    Macro macro;
    std::vector<Token> count;
    if (stream_.raw_optional(count)) {
        if (count.size() != 1 || count[0].kind != TokenKind::kCharacter || count[0].character < U'0' ||
            count[0].character > U'9') {
            fail(quoted(token) + "'s [..] is the number of parameters, 0 to 9", token);
        }
        macro.parameters = count[0].character - U'0';
        macro.has_default = stream_.raw_optional(macro.standard);
        if (macro.has_default && macro.parameters == 0)
            fail(quoted(token) + " has a default for no parameter", token);
    }
    macro.body = stream_.raw_argument(token);
    check_parameters(macro, token);
    const bool known =
        stream_.known(name.name) || find_command(name.name) != nullptr || find_symbol(name.name) != nullptr;
    if (command.value == 3 && known) return nullptr;
    stream_.define(name, std::move(macro));
    return nullptr;
}

// \let\name=\other
Node* Parser::let(const Command&, const Token& token) {
    const Token name = defined_name(stream_.raw_argument(token));
    if (name.kind != TokenKind::kCommand)
        fail(quoted(token) + " must be followed by the command it defines", token);
    Token meaning = stream_.raw();
    while (meaning.kind == TokenKind::kSpace || meaning.is(U'=')) {
        stream_.declare(meaning.source);
        meaning = stream_.raw();
    }
    stream_.declare(meaning.source);
    if (meaning.kind == TokenKind::kEnd) fail(quoted(token) + " must be followed by two commands", token);
    Macro macro;
    if (const Macro* const user =
            meaning.kind == TokenKind::kCommand ? stream_.user_macro(meaning.name) : nullptr) {
        macro = *user;
    } else if (!meaning.is_command(name.name)) {
        meaning.frozen = true;
        macro.body = {meaning};
    } else {
        return nullptr;
    }
    stream_.define(name, std::move(macro));
    return nullptr;
}

// \DeclareMathOperator{\name}{text}
Node* Parser::declare_operator(const Command&, const Token& token) {
    const bool star = take_star();
    const Token name = defined_name(stream_.raw_argument(token));
    if (name.kind != TokenKind::kCommand)
        fail(quoted(token) + " must be followed by the command it defines", token);
    const SourceRange at = token.source;
    Macro macro;
    macro.body = {{TokenKind::kCommand, 0, U"operatorname", at}};
    if (star) macro.body.push_back({TokenKind::kCharacter, U'*', {}, at});
    macro.body.push_back({TokenKind::kCharacter, U'{', {}, at});
    const std::vector<Token> text = stream_.raw_argument(token);
    macro.body.insert(macro.body.end(), text.begin(), text.end());
    macro.body.push_back({TokenKind::kCharacter, U'}', {}, at});
    stream_.define(name, std::move(macro));
    return nullptr;
}

}  // namespace lomo
