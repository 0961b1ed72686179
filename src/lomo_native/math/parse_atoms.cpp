// Alphabets, atoms of a class of their own, operators' names, dots and negation.
#include <hb.h>

#include "math/parser.h"

namespace lomo {

namespace {

List* named(Arena& arena, Node* node) {
    List* const list = arena.make<List>();
    list->add(node);
    return list;
}

}  // namespace

// \mathbf{..}; value: the Alphabet; option 1: bold on top of the current one.
Node* Parser::alphabet(const Command& command, const Token& token) {
    const Alphabet outer = alphabet_;
    const bool outer_bold = bold_;
    if (command.option == 1) {
        bold_ = true;
    } else {
        alphabet_ = Alphabet(command.value);
    }
    List* const body = argument(token);
    alphabet_ = outer;
    bold_ = outer_bold;
    return group_of(body, AtomClass::kOrd, token.source);
}

Node* Parser::alphabet_switch(const Command& command, const Token&) {
    alphabet_ = Alphabet(command.value);
    return nullptr;
}

Node* Parser::bold_switch(const Command& command, const Token&) {
    bold_ = command.value != 0;
    return nullptr;
}

// \mathbin{..}; value: the class; option 1: \mathop, whose scripts may be limits.
Node* Parser::atom_class(const Command& command, const Token& token) {
    const bool braced = peek().is(U'{');
    List* const body = argument(token);
    Node* const only = body->first;
    // Without braces the character itself is of the class, whatever it was.
    const bool itself = !braced && only != nullptr && only == body->last && only->kind == NodeKind::kSymbol;
    if (itself) only->atom = AtomClass(command.value);
    Node* const node = itself ? only : group_of(body, AtomClass(command.value), token.source);
    if (command.option == 1) node->limits = Limits::kDefault;
    return node;
}

// \sin, \lim; option 1: with limits in display style.
Node* Parser::operator_word(const Command& command, const Token& token) {
    List* const body = arena_.make<List>();
    for (const char c : command.words) {
        if (c == ' ') {
            auto* const space = make<SpaceNode>(token.source);
            space->width = mu(3);
            body->add(space);
            continue;
        }
        auto* const letter = make<SymbolNode>(token.source);
        letter->code = char32_t(c);
        letter->face = Face::kRoman;
        body->add(letter);
    }
    auto* const group = make<GroupNode>(token.source);
    group->body = body;
    group->words = true;
    group->atom = AtomClass::kOp;
    if (command.option == 1) group->limits = Limits::kDefault;
    return group;
}

Node* Parser::operator_name(const Command& command, const Token& token) {
    const bool with_limits = take_star() || command.option == 1;
    const Alphabet outer = alphabet_;
    const bool outer_name = operator_name_;
    alphabet_ = Alphabet::kRoman;
    operator_name_ = true;
    List* const body = argument(token);
    alphabet_ = outer;
    operator_name_ = outer_name;
    auto* const group = make<GroupNode>(token.source);
    group->body = body;
    group->words = true;
    group->atom = AtomClass::kOp;
    if (with_limits) group->limits = Limits::kDefault;
    close(group);
    return group;
}

// amsmath's \dots looks at what follows; value 0: \dots, 1: \ldots with a thin space before a closing
// delimiter, 2: \cdots with one.
Node* Parser::dots(const Command& command, const Token& token) {
    const Token follows = peek();
    const Symbol* symbol = nullptr;
    if (follows.kind == TokenKind::kCharacter) symbol = find_character(follows.character);
    if (follows.kind == TokenKind::kCommand && find_command(follows.name) == nullptr) {
        symbol = find_symbol(follows.name);
    }
    const Command* const next_command =
        follows.kind == TokenKind::kCommand ? find_command(follows.name) : nullptr;
    bool centred = command.value == 2;
    if (command.value == 0) {
        centred = symbol != nullptr && (symbol->atom == AtomClass::kBin || symbol->atom == AtomClass::kRel);
        if (next_command != nullptr) {
            centred |= next_command->parse == &Parser::negation || next_command->parse == &Parser::arrow;
        }
    }
    auto* const node = make<SymbolNode>(token.source);
    node->code = centred ? 0x22EF : 0x2026;
    node->atom = AtomClass::kInner;
    const bool pauses = follows.is(U'.') || follows.is(U';') || (follows.is(U',') && command.value == 2);
    const bool closes = (pauses && command.value != 0) || follows.kind == TokenKind::kEnd ||
                        follows.is(U'$') || follows.is_command(U"right") ||
                        (symbol != nullptr && symbol->atom == AtomClass::kClose && !follows.is(U'!'));
    if (!closes) return node;
    List* const list = named(arena_, node);
    auto* const space = make<SpaceNode>(token.source);
    space->width = mu(3);
    list->add(space);
    auto* const group = make<GroupNode>(token.source);
    group->body = list;
    group->atom = AtomClass::kInner;
    return group;
}

// \not before a relation that has a negated character is that character, as a relation; before anything else
// a stroke over it.
Node* Parser::negation(const Command&, const Token& token) {
    const Token follows = next();
    if (follows.kind == TokenKind::kEnd || stops_at(follows, 0))
        fail("\\not must be followed by a symbol", token);
    const Command* const command = follows.kind == TokenKind::kCommand ? find_command(follows.name) : nullptr;
    if (follows.kind == TokenKind::kCommand && command == nullptr) {
        std::u32string name = U"n" + std::u32string(follows.name);
        if (const Symbol* const symbol = find_symbol(name);
            symbol != nullptr && symbol->atom == AtomClass::kRel) {
            end_ = std::max(end_, follows.source.end);
            return symbol_node(*symbol, {token.source.start, follows.source.end});
        }
    }
    const Symbol* const symbol = follows.kind == TokenKind::kCharacter ? find_character(follows.character)
                                 : command == nullptr                  ? find_symbol(follows.name)
                                                                       : nullptr;
    constexpr char32_t kStroke = 0x0338;
    const bool arrow = symbol != nullptr && symbol->code >= 0x2190 && symbol->code < 0x2200;
    if (symbol != nullptr && symbol->atom == AtomClass::kRel && !arrow) {
        hb_codepoint_t composed = 0;
        if (hb_unicode_compose(hb_unicode_funcs_get_default(), symbol->code, kStroke, &composed) != 0) {
            end_ = std::max(end_, follows.source.end);
            auto* const node =
                make<SymbolNode>({token.source.start, std::max(token.source.end, follows.source.end)});
            node->code = composed;
            node->atom = AtomClass::kRel;
            return node;
        }
    }
    stream_.push(follows);
    if (command != nullptr && (command->parse == &Parser::space || command->parse == &Parser::kern)) {
        // TeX's own way: a stroke without width, to which the space pulls the next letter back.
        auto* const stroke = make<OverlayNode>(token.source);
        stroke->body = arena_.make<List>();
        stroke->atom = AtomClass::kRel;
        return stroke;
    }
    auto* const overlay = make<OverlayNode>(token.source);
    overlay->body = argument(token);
    close(overlay);
    return overlay;
}

// \char"2203, \char`a, \char 65.
Node* Parser::character_code(const Command&, const Token& token) {
    Token digit = next();
    std::uint32_t base = 10;
    std::uint32_t code = 0;
    bool any = false;
    if (digit.is(U'`')) {
        const Token letter = next();
        code =
            letter.kind == TokenKind::kCommand && letter.name.size() == 1 ? letter.name[0] : letter.character;
        any = code != 0;
        end_ = std::max(end_, letter.source.end);
    } else {
        if (digit.is(U'"') || digit.is(U'\'')) {
            base = digit.is(U'"') ? 16 : 8;
            digit = next();
        }
        for (; digit.kind == TokenKind::kCharacter; digit = next()) {
            const char32_t c = digit.character;
            const std::uint32_t value = c >= U'0' && c <= U'9'   ? c - U'0'
                                        : c >= U'A' && c <= U'F' ? c - U'A' + 10
                                        : c >= U'a' && c <= U'f' ? c - U'a' + 10
                                                                 : 99;
            if (value >= base || code > 0x10FFFF) break;
            code = code * base + value;
            any = true;
            end_ = std::max(end_, digit.source.end);
        }
        stream_.push(digit);
    }
    if (!any || code > 0x10FFFF) fail("\\char must be followed by the number of a character", token);
    auto* const node = make<SymbolNode>({token.source.start, std::max(token.source.end, end_)});
    node->code = char32_t(code);
    close(node);
    return node;
}

Node* Parser::sideset(const Command&, const Token& token) {
    auto* const node = make<SidesetNode>(token.source);
    const auto scripts = [&](List*& over, List*& under) {
        const List* const list = argument(token);
        if (list->first == nullptr) return;
        const bool bare_scripts = list->first == list->last && list->first->kind == NodeKind::kGroup &&
                                  static_cast<const GroupNode*>(list->first)->body->empty();
        if (!bare_scripts) fail("\\sideset takes scripts only: {_a^b}", token);
        over = list->first->superscript;
        under = list->first->subscript;
    };
    scripts(node->left_superscript, node->left_subscript);
    scripts(node->right_superscript, node->right_subscript);
    const Token base = next();
    if (base.kind == TokenKind::kEnd || stops_at(base, 0))
        fail("\\sideset must be followed by an operator", token);
    node->body = parse_node(base);
    if (node->body == nullptr || node->body->atom != AtomClass::kOp) {
        fail("\\sideset must be followed by an operator", base);
    }
    node->body = parse_scripts(node->body);
    close(node);
    // amsmath sets an empty atom in front of it. Neither takes further scripts: both stand in a list of their
    // own.
    auto* const both = arena_.make<List>();
    both->add(group_of(arena_.make<List>(), AtomClass::kOrd, token.source));
    both->add(node);
    auto* const spliced = make<ChoiceNode>(token.source);
    for (List*& choice : spliced->choices) choice = both;
    return spliced;
}

}  // namespace lomo
