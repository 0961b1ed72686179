// \left .. \right, \middle, \big and its kin.
#include "math/parser.h"

namespace lomo {

Node* Parser::left(const Command&, const Token& token) {
    auto* const node = make<FenceNode>(token.source);
    node->left = delimiter(token);
    node->body = parse_list(kStopRight);
    const Token right = next();
    if (!right.is_command(U"right")) fail("\\left without its \\right", token);
    node->right = delimiter(right);
    close(node);
    return node;
}

Node* Parser::middle(const Command&, const Token& token) {
    if (!fenced_) fail("\\middle stands outside \\left .. \\right", token);
    auto* const node = make<MiddleNode>(token.source);
    node->delimiter = delimiter(token);
    close(node);
    return node;
}

// value: 1 to 4, \big to \Bigg; option: the class.
Node* Parser::big_delimiter(const Command& command, const Token& token) {
    auto* const node = make<BigDelimiterNode>(token.source);
    const bool braced = peek().is(U'{');
    node->delimiter = braced ? delimiter_argument(token) : delimiter(token);
    node->step = std::uint8_t(command.value);
    node->atom = AtomClass(command.option);
    close(node);
    return node;
}

}  // namespace lomo
