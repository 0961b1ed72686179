// Lists, atoms and scripts: the grammar around the commands.
#include <hb.h>

#include <algorithm>
#include <cstdio>

#include "math/environments.h"
#include "math/parser.h"
#include "math/unicode_scripts.h"
#include "text/characters.h"

namespace lomo {

namespace {
constexpr std::int32_t kDeepest = 200;
constexpr char32_t kRadicalSign = 0x221A;
}  // namespace

Parser::DepthGuard::DepthGuard(Parser& parser, const Token& token) : parser_(parser) {
    if (++parser_.depth_ > kDeepest) {
        --parser_.depth_;
        fail("the formula is nested too deep", token.source);
    }
}

void Parser::fail(const std::string& message, SourceRange source) {
    throw MathError(message, source.start, source.end - source.start);
}

void Parser::fail(const std::string& message, const Token& token) const {
    fail(message, token.source);
}

// A token as the formula's writer knows it.
std::string Parser::quoted(const Token& token) {
    std::string text = token.kind == TokenKind::kCommand ? "\\" : "";
    const auto add = [&](char32_t c) {
        if (c >= 0x20 && c < 0x7F) {
            text += char(c);
        } else {
            char code[16];
            std::snprintf(code, sizeof code, "U+%04X", unsigned(c));
            text += code;
        }
    };
    if (token.kind == TokenKind::kCommand) {
        for (const char32_t c : token.name.substr(0, 40)) add(c);
    } else {
        add(token.character);
    }
    return text;
}

ParsedFormula Parser::parse() {
    List* body = parse_list(kStopSource | kStopRow);
    std::vector<List*> rows{body};
    for (Token token = next(); token.kind != TokenKind::kEnd; token = next()) {
        row_extra(false);
        rows.push_back(parse_list(kStopSource | kStopRow));
    }
    join_marks(rows);
    if (rows.size() > 1) {
        body = arena_.make<List>();
        body->add(stack_rows(rows));
    }
    return {body, tag_};
}

// A row that holds nothing, or a full stop alone, is none.
void Parser::join_marks(std::vector<List*>& rows) {
    for (std::size_t i = rows.size(); i-- > 1;) {
        const Node* const only = rows[i]->first;
        const bool mark =
            only != nullptr && only == rows[i]->last && only->kind == NodeKind::kSymbol &&
            (only->atom == AtomClass::kPunct || static_cast<const SymbolNode*>(only)->code == U'.');
        if (!mark && !(rows[i]->empty() && i + 1 == rows.size())) continue;
        List* const before = rows[i - 1];
        if (only != nullptr) {
            (before->last != nullptr ? before->last->next : before->first) = rows[i]->first;
            before->last = rows[i]->last;
        }
        rows.erase(rows.begin() + std::ptrdiff_t(i));
    }
}

// Rows of a formula that is no alignment: below each other, as the renderers of the web set them.
Node* Parser::stack_rows(const std::vector<List*>& rows) {
    auto* const table = make<TableNode>({0, length_});
    table->shape = find_environment(U"gathered")->shape;
    for (List* const body : rows) {
        auto* const row = arena_.make<TableRow>();
        row->first = row->last = arena_.make<Cell>();
        row->first->body = body;
        (table->last != nullptr ? table->last->next : table->first) = row;
        table->last = row;
    }
    return table;
}

bool Parser::stops_at(const Token& token, std::uint32_t stops) const {
    switch (token.kind) {
        case TokenKind::kEnd:
            return true;
        case TokenKind::kCharacter:
            switch (token.character) {
                case U'}':
                    return true;
                case U']':
                    return (stops & kStopBracket) != 0;
                case U'&':
                    return true;
                case U'$':
                    return true;
                default:
                    return false;
            }
        case TokenKind::kCommand:
            return ends_row(token) || token.name == U"right" || token.name == U"end" ||
                   (token.name == U")" && (stops & kStopParenthesis) != 0) ||
                   (token.name == U"of" && (stops & kStopOf) != 0) ||
                   (token.name == U"over" && (stops & kStopOver) != 0);
        default:
            return false;
    }
}

// Reads up to a token that ends a list, and leaves it unread; a token that ends another kind of list is a
// fault.
List* Parser::parse_list(std::uint32_t stops) {
    List* list = arena_.make<List>();
    const Alphabet outer_alphabet = alphabet_;
    const bool outer_bold = bold_;
    const bool outer_fenced = fenced_;
    fenced_ = (stops & kStopRight) != 0;
    const Command* infix = nullptr;
    FractionNode kind;
    Token infix_token;
    List* numerator = nullptr;
    for (;;) {
        const Token token = next();
        if (stops_at(token, stops)) {
            stream_.push(token);
            const bool cell_end = token.is(U'&') || ends_row(token);
            const bool expected =
                (token.kind == TokenKind::kEnd && (stops & kStopSource) != 0) ||
                (token.is(U'}') && (stops & kStopBrace) != 0) ||
                (token.is(U']') && (stops & kStopBracket) != 0) ||
                (token.is(U'$') && (stops & kStopDollar) != 0) ||
                (cell_end && (stops & (token.is(U'&') ? kStopCell : kStopCell | kStopRow)) != 0) ||
                (token.is_command(U"right") && (stops & kStopRight) != 0) ||
                (token.is_command(U"end") && (stops & kStopEnvironment) != 0) || token.is_command(U")") ||
                token.is_command(U"of") || token.is_command(U"over");
            if (token.kind == TokenKind::kEnd || expected) break;
            if (token.is(U'}'))
                fail((stops & kStopDollar) != 0 ? "a $ is never closed" : "a } without its {", token);
            if (token.is(U'&')) fail("& stands outside an alignment", token);
            if (token.is(U'$')) fail("$ inside a formula", token);
            if (token.is_command(U"right")) fail("\\right without its \\left", token);
            if (token.is_command(U"end")) fail("\\end without its \\begin", token);
            fail(quoted(token) + " stands outside an alignment", token);
        }
        if (token.kind == TokenKind::kCommand) {
            const Command* const command = find_command(token.name);
            if (command != nullptr && command->parse == &Parser::infix) {
                if (infix != nullptr) fail("two of \\over, \\choose and their like in one group", token);
                for (const Node* node = list->first; node != nullptr; node = node->next) {
                    if (node->kind != NodeKind::kMiddle) continue;
                    fail("\\middle and " + quoted(token) + " in one group: braces must part them", token);
                }
                fenced_ = false;
                end_ = std::max(end_, token.source.end);
                infix = command;
                infix_token = token;
                if (command->option == 2) {  // ..withdelims
                    kind.left = delimiter(token);
                    kind.right = delimiter(token);
                }
                if (command->option >= 1 && command->value == 1) {  // \above
                    kind.thickness = dimension(token).value;
                }
                numerator = list;
                list = arena_.make<List>();
                continue;
            }
        }
        add(list, token);
    }
    if (infix != nullptr) list = finish_infix(infix_token, numerator, list, kind);
    alphabet_ = outer_alphabet;
    bold_ = outer_bold;
    fenced_ = outer_fenced;
    return list;
}

Node* Parser::infix(const Command&, const Token& token) {
    fail(quoted(token) + " cannot stand here", token);
}

Node* Parser::misplaced(const Command&, const Token& token) {
    fail(quoted(token) + " cannot stand here", token);
}

List* Parser::finish_infix(const Token& token, List* numerator, List* denominator, const FractionNode& kind) {
    const Command& command = *find_command(token.name);
    auto* const fraction = make<FractionNode>(token.source);
    fraction->left = kind.left;
    fraction->right = kind.right;
    fraction->thickness = command.value == 1 ? kind.thickness : command.value == 0 ? -1 : 0;
    if (command.words.size() == 2) {
        fraction->left = {char32_t(command.words[0]), token.source};
        fraction->right = {char32_t(command.words[1]), token.source};
    }
    fraction->growing = true;
    fraction->numerator = numerator;
    fraction->denominator = denominator;
    close(fraction);
    List* const list = arena_.make<List>();
    list->add(fraction);
    return list;
}

void Parser::add(List* list, const Token& token) {
    Node* node = nullptr;
    const bool typed =
        token.kind == TokenKind::kCharacter && find_script_character(token.character) != nullptr;
    if (typed || token.is(U'^') || token.is(U'_') || token.is(U'\'') || token.is_command(U"sp") ||
        token.is_command(U"sb")) {
        stream_.push(token);
        node = group_of(arena_.make<List>(), AtomClass::kOrd, {token.source.start, token.source.start});
    } else {
        node = parse_node(token);
    }
    if (node == nullptr) return;
    list->add(node->is_atom() ? parse_scripts(node) : node);
}

Node* Parser::parse_node(const Token& token) {
    const DepthGuard guard(*this, token);
    end_ = std::max(end_, token.source.end);
    switch (token.kind) {
        case TokenKind::kEnd:
            fail("the formula ends where something is expected", token);
        case TokenKind::kParameter:
            fail("# stands outside a definition", token);
        case TokenKind::kSpace: {
            auto* const space = make<SpaceNode>(token.source);
            return space;
        }
        case TokenKind::kCommand:
            return parse_command(token);
        case TokenKind::kCharacter:
            return parse_character(token);
    }
    return nullptr;
}

Node* Parser::parse_group(const Token& opening) {
    List* const body = parse_list(kStopBrace);
    const Token closing = next();
    if (!closing.is(U'}')) fail("a { is never closed", opening);
    end_ = std::max(end_, closing.source.end);
    return group_of(body, AtomClass::kOrd, opening.source);
}

// Braces around one plain Ord character are as if they were not there (TeXbook, page 291).
Node* Parser::group_of(List* body, AtomClass atom, SourceRange source) {
    Node* const only = body->first;
    if (only != nullptr && only == body->last && only->kind == NodeKind::kSymbol && only->bare() &&
        only->atom == AtomClass::kOrd) {
        body->first = body->last = nullptr;
        only->atom = atom;
        only->end = std::max(only->end, end_);
        return only;
    }
    // So are those around a lone accent, its scripts included (TeX, section 1186).
    if (only != nullptr && only == body->last && only->kind == NodeKind::kAccent && atom == AtomClass::kOrd) {
        body->first = body->last = nullptr;
        return only;
    }
    auto* const group = make<GroupNode>(source);
    group->body = body;
    group->atom = atom;
    close(group);
    return group;
}

Node* Parser::parse_character(const Token& token) {
    char32_t c = token.character;
    constexpr char32_t kFullWidth = 0xFEE0;  // from ASCII
    const char32_t narrow = c - kFullWidth;
    if ((narrow >= U'0' && narrow <= U'9') || (narrow >= U'A' && narrow <= U'Z') ||
        (narrow >= U'a' && narrow <= U'z')) {
        c = narrow;
    }
    if ((c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9')) {
        return letter_node(c, token.source);
    }
    if (is_control(c)) fail("a control character, " + quoted(token), token);
    if (c == U'~' || is_white_space(c)) {
        auto* const space = make<SpaceNode>(token.source);
        space->width = ems(c == 0x3000 || c == 0x2003 ? 1000 : c == 0x2002 ? 500 : c == 0x2009 ? 167 : 333);
        return space;
    }
    switch (c) {
        case U'{':
            return parse_group(token);
        case kRadicalSign:
            return parse_typed_root(token);
        case U'#':
            fail("# stands outside a definition", token);
        case U'&':
        case U'}':
        case U'$':
            fail(quoted(token) + " cannot stand here", token);
        default:
            break;
    }
    if (Node* const accented = parse_accented(c, token)) return accented;
    if (operator_name_ && (c == U'-' || c == U'*')) {  // text characters in an operator's name
        auto* const symbol = make<SymbolNode>(token.source);
        symbol->code = c;
        return symbol;
    }
    if (is_word_script(c)) return parse_words(token);
    if (const Symbol* const symbol = find_character(c)) return symbol_node(*symbol, token.source);
    auto* const other = make<SymbolNode>(token.source);
    other->code = c;
    return other;
}

// Hebrew to Myanmar, Khmer, Hangul's jamo, and the presentation forms of Hebrew and Arabic: scripts whose
// letters join, stack or run from right to left.
bool Parser::is_word_script(char32_t c) {
    return (c >= 0x590 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) || (c >= 0x1100 && c <= 0x11FF) ||
           (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC);
}

// é is \acute e: a letter of the alphabet with one mark of those that the commands know.
Node* Parser::parse_accented(char32_t c, const Token& token) {
    hb_codepoint_t letter = 0, mark = 0;
    const bool split = c >= 0xC0 && c < 0x1F00 &&
                       hb_unicode_decompose(hb_unicode_funcs_get_default(), c, &letter, &mark) != 0 &&
                       mark != 0;
    const bool latin = is_ascii_letter(letter);
    const bool over = mark >= 0x300 && mark <= 0x30C && mark != 0x305 && mark != 0x309 && mark != 0x30B;
    if (!split || !latin || !over) return nullptr;
    auto* const accent = make<AccentNode>(token.source);
    accent->code = mark;
    accent->body = arena_.make<List>();
    accent->body->add(letter_node(letter, token.source));
    return accent;
}

// A typed root sign covers the number, letter or group after it; before anything else it stands alone.
Node* Parser::parse_typed_root(const Token& token) {
    const auto is_digit = [](const Token& t) {
        return t.kind == TokenKind::kCharacter && t.character - U'0' < 10;
    };
    Token after = peek();
    const bool letter = after.kind == TokenKind::kCharacter && is_ascii_letter(after.character);
    if (!letter && !is_digit(after) && !after.is(U'{')) return lone_root(token.source);
    auto* const root = make<RadicalNode>(token.source);
    if (is_digit(after)) {
        root->body = arena_.make<List>();
        for (; is_digit(after); after = peek()) {
            end_ = std::max(end_, after.source.end);
            root->body->add(parse_character(next()));
        }
    } else {
        root->body = argument(token);
    }
    close(root);
    return root;
}

// The sign as it is lies below the line: centred, it can be read.
Node* Parser::lone_root(SourceRange source) {
    auto* const sign = make<SymbolNode>(source);
    sign->code = kRadicalSign;
    auto* const centred = make<ShiftedNode>(source);
    centred->shift = Shift::kCentre;
    centred->body = arena_.make<List>();
    centred->body->add(sign);
    return centred;
}

Node* Parser::letter_node(char32_t base, SourceRange source) {
    auto* const node = make<SymbolNode>(source);
    const Letter letter = in_alphabet(current_alphabet(), base);
    node->code = letter.code;
    node->face = letter.face;
    return node;
}

Node* Parser::symbol_node(const Symbol& symbol, SourceRange source) {
    if ((symbol.flags & kVariable) != 0) return letter_node(symbol.code, source);
    auto* const node = make<SymbolNode>(source);
    node->code = symbol.code;
    node->atom = symbol.atom;
    node->small = (symbol.flags & kSmall) != 0;
    node->limits = (symbol.flags & kLimits) != 0 ? Limits::kDefault : Limits::kNever;
    return node;
}

Node* Parser::parse_command(const Token& token) {
    if (const Command* const command = find_command(token.name)) {
        return (this->*command->parse)(*command, token);
    }
    if (const Symbol* const symbol = find_symbol(token.name)) {
        Node* const node = symbol_node(*symbol, token.source);
        // \_ and its like are characters of text.
        if (symbol->code == kRadicalSign) return lone_root(token.source);
        if (symbol->code == U'_') static_cast<SymbolNode*>(node)->face = Face::kRoman;
        return node;
    }
    if (token.name.empty()) fail("a backslash ends the formula", token);
    fail("unknown command " + quoted(token), token);
}

Alphabet Parser::current_alphabet() const {
    if (!bold_) return alphabet_;
    switch (alphabet_) {
        case Alphabet::kNormal:
            return Alphabet::kBoldSymbol;
        case Alphabet::kRoman:
            return Alphabet::kBold;
        case Alphabet::kItalic:
            return Alphabet::kBoldItalic;
        case Alphabet::kSans:
            return Alphabet::kSansBold;
        case Alphabet::kCalligraphic:
            return Alphabet::kBoldCalligraphic;
        case Alphabet::kFraktur:
            return Alphabet::kBoldFraktur;
        default:
            return alphabet_;
    }
}

}  // namespace lomo
