// Fractions, roots, accents, bars, braces and stacks.
#include "math/parser.h"

namespace lomo {

// \frac, \dfrac, \tfrac, \binom ...; value: 0 the style as it is, 1 display, 2 text; option 1: a binomial.
Node* Parser::fraction(const Command& command, const Token& token) {
    auto* const node = make<FractionNode>(token.source);
    node->numerator = argument(token);
    node->denominator = argument(token);
    node->forced = command.value != 0;
    node->level = command.value == 1 ? Level::kDisplay : Level::kText;
    if (command.option == 1) {
        node->thickness = 0;
        node->delimited = true;
        node->left = {U'(', token.source};
        node->right = {U')', token.source};
        if (command.words.size() == 2) {
            node->left.code = char32_t(command.words[0]);
            node->right.code = char32_t(command.words[1]);
        }
    }
    close(node);
    return node;
}

Node* Parser::continued_fraction(const Command&, const Token& token) {
    auto* const node = make<FractionNode>(token.source);
    std::vector<Token> align;
    if (stream_.raw_optional(align)) {
        if (align.size() != 1 || !(align[0].is(U'l') || align[0].is(U'r') || align[0].is(U'c'))) {
            fail("\\cfrac takes [l], [c] or [r]", token);
        }
        node->align = char(align[0].character);
    }
    node->numerator = argument(token);
    node->denominator = argument(token);
    node->continued = true;
    node->forced = true;
    node->level = Level::kDisplay;
    close(node);
    return node;
}

// \genfrac{left}{right}{thickness}{style}{numerator}{denominator}
Node* Parser::general_fraction(const Command&, const Token& token) {
    auto* const node = make<FractionNode>(token.source);
    node->left = delimiter_argument(token);
    node->right = delimiter_argument(token);
    node->delimited = node->left.code != 0 || node->right.code != 0;
    const std::vector<Token> thickness = stream_.raw_argument(token);
    if (!thickness.empty()) {
        Dimension bar;
        if (!dimension_of(thickness, bar) || bar.mu || bar.value < 0) {
            fail("\\genfrac's third argument is the thickness of the bar, such as 1pt", token);
        }
        node->thickness = bar.value;
    }
    const std::u32string style = word_argument(token);
    if (style.size() > 1 || (style.size() == 1 && (style[0] < U'0' || style[0] > U'3'))) {
        fail("\\genfrac's fourth argument is a style: 0 to 3, or nothing", token);
    }
    if (!style.empty()) {
        node->forced = true;
        node->level = Level(style[0] - U'0');
    }
    node->numerator = argument(token);
    node->denominator = argument(token);
    close(node);
    return node;
}

Node* Parser::square_root(const Command&, const Token& token) {
    auto* const node = make<RadicalNode>(token.source);
    root_up_ = root_left_ = 0;
    node->degree = optional_argument();
    node->up = root_up_;
    node->left = root_left_;
    if (node->degree != nullptr && node->degree->empty()) node->degree = nullptr;
    node->body = argument(token);
    close(node);
    return node;
}

// \uproot{2}, \leftroot{-1} in a degree; value 1: \leftroot.
Node* Parser::root_shift(const Command& command, const Token& token) {
    std::vector<Token> tokens = stream_.raw_argument(token);
    for (const char32_t c : {U'm', U'u'}) tokens.push_back({TokenKind::kCharacter, c, {}, token.source});
    Dimension shift;
    if (!dimension_of(tokens, shift)) fail(quoted(token) + " takes a number", token);
    (command.value == 1 ? root_left_ : root_up_) = shift.value;
    return nullptr;
}

// plain TeX: \root 3 \of x
Node* Parser::root_of(const Command&, const Token& token) {
    auto* const node = make<RadicalNode>(token.source);
    node->degree = parse_list(kStopOf);
    const Token of = next();
    if (!of.is_command(U"of")) fail("\\root without its \\of", token);
    node->body = argument(token);
    close(node);
    return node;
}

// value: the code point; option: the AccentKind.
Node* Parser::accent(const Command& command, const Token& token) {
    auto* const node = make<AccentNode>(token.source);
    node->code = char32_t(command.value);
    node->accent = AccentKind(command.option);
    node->body = argument(token);
    close(node);
    return node;
}

Node* Parser::bar(const Command& command, const Token& token) {
    auto* const node = make<BarNode>(token.source);
    node->over = command.value != 0;
    node->body = argument(token);
    close(node);
    return node;
}

Node* Parser::brace(const Command& command, const Token& token) {
    auto* const node = make<BraceNode>(token.source);
    node->code = char32_t(command.value);
    node->over = command.option != 0;
    // LaTeX sets the contents behind an empty atom.
    node->body = arena_.make<List>();
    node->body->add(group_of(arena_.make<List>(), AtomClass::kOrd, token.source));
    if (const List* const body = argument(token); body->first != nullptr) {
        node->body->last->next = body->first;
        node->body->last = body->last;
    }
    close(node);
    return node;
}

// \overset{a}{b}, \underset, \stackrel; value 0 over, 1 under; option 1: \stackrel.
Node* Parser::stack(const Command& command, const Token& token) {
    auto* const node = make<StackNode>(token.source);
    List* under_bracket = command.option == 1 ? optional_argument() : nullptr;
    List* const script = argument(token);
    node->body = argument(token);
    (command.value == 0 ? node->over : node->under) = script;
    if (under_bracket != nullptr) node->under = under_bracket;
    node->centred = command.option == 1;
    const Node* const only = node->body->first;
    const bool alone = only != nullptr && only == node->body->last;
    if (command.option == 1) {
        node->atom = AtomClass::kRel;
    } else if (alone && (only->atom == AtomClass::kBin || only->atom == AtomClass::kRel) && only->is_atom()) {
        node->atom = only->atom;
    }
    close(node);
    return node;
}

Node* Parser::stack_both(const Command&, const Token& token) {
    auto* const node = make<StackNode>(token.source);
    node->over = argument(token);
    node->under = argument(token);
    node->body = argument(token);
    const Node* const only = node->body->first;
    if (only != nullptr && only == node->body->last && only->is_atom() &&
        (only->atom == AtomClass::kBin || only->atom == AtomClass::kRel)) {
        node->atom = only->atom;
    }
    close(node);
    return node;
}

// plain TeX: \buildrel a \over b
Node* Parser::build_relation(const Command&, const Token& token) {
    auto* const node = make<StackNode>(token.source);
    node->over = parse_list(kStopOver);
    const Token over = next();
    if (!over.is_command(U"over")) fail("\\buildrel without its \\over", token);
    node->body = argument(token);
    node->atom = AtomClass::kRel;
    close(node);
    return node;
}

// \xrightarrow[under]{over}; value: the code point.
Node* Parser::arrow(const Command& command, const Token& token) {
    auto* const node = make<ArrowNode>(token.source);
    node->code = char32_t(command.value);
    node->under = optional_argument();
    node->over = argument(token);
    close(node);
    return node;
}

Node* Parser::choice(const Command&, const Token& token) {
    auto* const node = make<ChoiceNode>(token.source);
    for (List*& list : node->choices) list = argument(token);
    close(node);
    stream_.declare(span_of(token));  // one of the four is drawn
    return node;
}

}  // namespace lomo
