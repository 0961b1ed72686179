// What follows an atom: superscript, subscript, primes, \limits.
#include <algorithm>

#include "math/parser.h"
#include "math/unicode_scripts.h"

namespace lomo {

namespace {
const ScriptCharacter* typed_script(const Token& token) {
    return token.kind == TokenKind::kCharacter ? find_script_character(token.character) : nullptr;
}
}  // namespace

Node* Parser::parse_scripts(Node* node) {
    bool braced = !node->bare();  // {\hat x_a}, whose scripts were within the braces
    const auto enclose = [&](const List* taken) {
        if (!braced || taken == nullptr) return;
        auto* const group = make<GroupNode>(node->source);
        group->body = arena_.make<List>();
        group->body->add(node);
        node = group;
        braced = false;
    };
    for (;;) {
        const Token token = next();
        const bool up = token.is(U'^') || token.is_command(U"sp");
        if (up || token.is(U'_') || token.is_command(U"sb")) {
            end_ = std::max(end_, token.source.end);
            enclose(up ? node->superscript : node->subscript);
            List*& script = up ? node->superscript : node->subscript;
            if (script != nullptr) fail(up ? "a second superscript" : "a second subscript", token);
            script = argument(token);
        } else if (const ScriptCharacter* const script = typed_script(token)) {
            enclose(script->raised ? node->superscript : node->subscript);
            parse_typed_script(node, token, *script);
        } else if (token.is(U'\'') || token.is(0x2019)) {
            enclose(node->superscript);
            parse_primes(node, token);
        } else {
            const Command* const command =
                token.kind == TokenKind::kCommand ? find_command(token.name) : nullptr;
            if (command == nullptr || command->parse != &Parser::limits) {
                stream_.push(token);
                break;
            }
            if (node->atom != AtomClass::kOp) fail(quoted(token) + " must follow an operator", token);
            end_ = std::max(end_, token.source.end);
            node->limits = Limits(command->value);
        }
    }
    close(node);
    return node;
}

// x² is x^2: a run of such characters is one script.
void Parser::parse_typed_script(Node* node, const Token& first, const ScriptCharacter& kind) {
    List*& script = kind.raised ? node->superscript : node->subscript;
    if (script != nullptr) fail(kind.raised ? "a second superscript" : "a second subscript", first);
    script = arena_.make<List>();
    Token token = first;
    for (const ScriptCharacter* row = &kind; row != nullptr && row->raised == kind.raised;
         row = typed_script(token)) {
        end_ = std::max(end_, token.source.end);
        Token plain = token;
        plain.character = row->plain;
        script->add(parse_character(plain));
        token = next();
    }
    stream_.push(token);
}

// n primes are one glyph where the font has it; a superscript after them joins them.
void Parser::parse_primes(Node* node, const Token& first) {
    if (node->superscript != nullptr) fail("a prime after a superscript", first);
    std::size_t count = 1;
    SourceRange source = first.source;
    Token token = next();
    for (; token.is(U'\''); token = next()) {
        ++count;
        source.end = std::max(source.end, token.source.end);
    }
    stream_.push(token);
    end_ = std::max(end_, source.end);
    constexpr char32_t kPrimes[] = {0x2032, 0x2033, 0x2034, 0x2057};
    List* const script = arena_.make<List>();
    const bool together = count <= std::size(kPrimes);
    for (std::size_t i = 0; i < (together ? 1 : count); ++i) {
        if (i > 0) {
            auto* const space = make<SpaceNode>(source);
            space->width = {-1500, true};
            script->add(space);
        }
        auto* const prime = make<SymbolNode>(source);
        prime->code = kPrimes[together ? count - 1 : 0];
        script->add(prime);
    }
    if (token.is(U'^') || token.is_command(U"sp")) {
        const Token caret = next();
        if (List* const more = argument(caret); more->first != nullptr) {
            script->last->next = more->first;
            script->last = more->last;
        }
    }
    node->superscript = script;
}

Node* Parser::limits(const Command&, const Token& token) {
    fail(quoted(token) + " must follow an operator", token);
}

}  // namespace lomo
