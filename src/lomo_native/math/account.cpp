// Reads the source again, token by token, without setting anything.
#include "math/account.h"

#include <algorithm>

#include "math/lexer.h"
#include "math/parser.h"
#include "math/symbols.h"
#include "text/characters.h"

namespace lomo {

namespace {

// Commands that are no symbol and draw something wherever they stand.
bool always_inks(const Command& command) {
    static constexpr Parse kInking[] = {&Parser::square_root, &Parser::root_of,       &Parser::accent,
                                        &Parser::bar,         &Parser::brace,         &Parser::arrow,
                                        &Parser::dots,        &Parser::operator_word, &Parser::circled};
    return std::any_of(std::begin(kInking), std::end(kInking),
                       [&](Parse parse) { return parse == command.parse; });
}

Need need_of_character(char32_t c) {
    if (c >= 0xAD && is_default_ignorable(c)) return Need::kInvisible;
    if (is_white_space(c)) return Need::kSpace;
    constexpr std::u32string_view kSyntax = U"{}^_&~$";
    return kSyntax.find(c) == std::u32string_view::npos ? Need::kInk : Need::kMarkup;
}

Need need_of_command(std::u32string_view name) {
    if (find_macro(name) != nullptr) return Need::kMarkup;
    if (const Command* const command = find_command(name)) {
        return always_inks(*command) ? Need::kInk : Need::kMarkup;
    }
    return find_symbol(name) != nullptr ? Need::kInk : Need::kMarkup;
}

// What the lexer passes over without a token: spaces after a command, comments.
Need need_of_gap(char32_t c) {
    return is_white_space(c) ? Need::kSpace : Need::kMarkup;
}

}  // namespace

std::vector<Need> needs_of(std::u32string_view tex, const std::vector<SourceRange>& declared) {
    std::vector<Need> needs(tex.size());
    for (std::size_t i = 0; i < tex.size(); ++i) needs[i] = need_of_gap(tex[i]);
    Lexer lexer(tex);
    for (Token token = lexer.next(); token.kind != TokenKind::kEnd; token = lexer.next()) {
        Need need = Need::kMarkup;
        if (token.kind == TokenKind::kSpace) need = Need::kSpace;
        if (token.kind == TokenKind::kCharacter) need = need_of_character(token.character);
        if (token.kind == TokenKind::kCommand) need = need_of_command(token.name);
        std::fill(needs.begin() + token.source.start, needs.begin() + token.source.end, need);
    }
    const auto length = std::int32_t(tex.size());
    for (const SourceRange range : declared) {
        for (std::int32_t i = std::max(0, range.start); i < std::min(length, range.end); ++i) {
            Need& need = needs[std::size_t(i)];
            if (need == Need::kInk) need = Need::kMarkup;
        }
    }
    return needs;
}

}  // namespace lomo
