// Spaces, rules, styles, and commands that draw nothing.
#include "math/parser.h"

namespace lomo {

// value: thousandths of u, or with option 1 thousandths of mu.
Node* Parser::space(const Command& command, const Token& token) {
    auto* const node = make<SpaceNode>(token.source);
    node->width = {command.value, command.option == 1};
    return node;
}

// \kern3pt, \mkern4mu; option 1: \hskip1em plus 2pt
Node* Parser::kern(const Command& command, const Token& token) {
    auto* const node = make<SpaceNode>(token.source);
    node->width = dimension(token);
    if (command.option == 1) skip_glue(token);
    close(node);
    return node;
}

// \hspace{1em}, \hspace*{1em}
Node* Parser::horizontal_space(const Command&, const Token& token) {
    take_star();
    auto* const node = make<SpaceNode>(token.source);
    node->width = dimension_argument(token);
    close(node);
    return node;
}

Node* Parser::style(const Command& command, const Token& token) {
    auto* const node = make<StyleNode>(token.source);
    node->level = Level(command.value);
    return node;
}

Node* Parser::line_break(const Command& command, const Token& token) {
    auto* const node = make<BreakNode>(token.source);
    node->allowed = command.value != 0;
    return node;
}

Node* Parser::nonscript(const Command&, const Token& token) {
    return make<NonscriptNode>(token.source);
}

// value: how many braced arguments are dropped with it; option 1: an optional one first.
Node* Parser::ignore(const Command& command, const Token& token) {
    std::vector<Token> dropped;
    if (command.option == 1) stream_.raw_optional(dropped);
    for (std::int64_t i = 0; i < command.value; ++i) dropped = stream_.raw_argument(token);
    return nullptr;
}

// \hfill: white space without a length of its own.
Node* Parser::fill(const Command&, const Token& token) {
    auto* const node = make<SpaceNode>(token.source);
    node->fills = true;
    return node;
}

// \vspace{2mm} in a cell stands below its row; elsewhere in a formula it does nothing.
Node* Parser::vertical_space(const Command&, const Token& token) {
    take_star();
    const Dimension space = dimension_argument(token);
    if (inner_row_ != nullptr && !space.mu) inner_row_->skip += space.value;
    return nullptr;
}

// \rule[raise]{width}{height}; value 1: \vrule and \hrule, with keywords.
Node* Parser::rule(const Command& command, const Token& token) {
    auto* const node = make<RuleNode>(token.source);
    if (command.value == 0) {
        std::vector<Token> raise;
        if (stream_.raw_optional(raise) && !dimension_of(raise, node->raise)) {
            fail("\\rule's optional argument is a length", token);
        }
        node->width = dimension_argument(token);
        node->height = dimension_argument(token);
        close(node);
        return node;
    }
    node->width = {40'000, false};
    node->height = {748'000, false};
    node->depth = {248'000, false};
    constexpr std::u32string_view kWords[] = {U"width", U"height", U"depth"};
    for (bool found = true; found;) {
        found = false;
        for (std::size_t i = 0; i < 3; ++i) {
            if (!take_word(kWords[i])) continue;
            (i == 0 ? node->width : i == 1 ? node->height : node->depth) = dimension(token);
            found = true;
        }
    }
    close(node);
    return node;
}

}  // namespace lomo
