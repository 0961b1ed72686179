// One token of text at a time; commands by the table where it says that they may stand in text.
#include "math/text_reader.h"

#include <hb.h>

#include <algorithm>

#include "text/characters.h"

namespace lomo {

namespace {

// The accents of text: command -> combining character.
struct TextAccent {
    char32_t command;
    char32_t mark;
};
constexpr TextAccent kTextAccents[] = {
    {U'\'', 0x301}, {U'`', 0x300}, {U'^', 0x302}, {U'"', 0x308}, {U'~', 0x303},
    {U'=', 0x304},  {U'.', 0x307}, {U'u', 0x306}, {U'v', 0x30C}, {U'H', 0x30B},
    {U'c', 0x327},  {U'd', 0x323}, {U'b', 0x331}, {U'r', 0x30A}, {U'k', 0x328},
};

// Declarations of text: they hold up to the end of the group. size: thousandths of the normal one, 0 as it
// is.
struct TextSwitch {
    std::u32string_view name;
    int face;  // a Face, or -1
    std::int16_t size;
};
constexpr TextSwitch kTextSwitches[] = {
    {U"rm", int(Face::kRoman), 0},
    {U"rmfamily", int(Face::kRoman), 0},
    {U"bf", int(Face::kBold), 0},
    {U"bfseries", int(Face::kBold), 0},
    {U"it", int(Face::kItalic), 0},
    {U"itshape", int(Face::kItalic), 0},
    {U"sl", int(Face::kItalic), 0},
    {U"slshape", int(Face::kItalic), 0},
    {U"em", int(Face::kItalic), 0},
    {U"sf", int(Face::kSans), 0},
    {U"sffamily", int(Face::kSans), 0},
    {U"tt", int(Face::kTypewriter), 0},
    {U"ttfamily", int(Face::kTypewriter), 0},
    {U"normalfont", int(Face::kRoman), 1000},
    {U"upshape", int(Face::kRoman), 0},
    {U"mdseries", int(Face::kRoman), 0},
    {U"tiny", -1, 500},
    {U"scriptsize", -1, 700},
    {U"footnotesize", -1, 800},
    {U"small", -1, 900},
    {U"normalsize", -1, 1000},
    {U"large", -1, 1200},
    {U"Large", -1, 1440},
    {U"LARGE", -1, 1728},
    {U"huge", -1, 2074},
    {U"Huge", -1, 2488},
};

}  // namespace

void TextReader::read() {
    for (;;) {
        const Token token = parser_.stream_.next(true);
        if (in_cell_ && ends(token)) return;
        if (token.kind == TokenKind::kEnd) parser_.fail("a { is never closed", opening_);
        parser_.end_ = std::max(parser_.end_, token.source.end);
        switch (token.kind) {
            case TokenKind::kSpace:
                space(token);
                break;
            case TokenKind::kCharacter:
                if (!character(token)) return;
                break;
            case TokenKind::kCommand:
                command(token);
                break;
            default:
                parser_.fail("# stands outside a definition", token);
        }
    }
}

bool TextReader::ends(const Token& token) {
    const bool end = token.kind == TokenKind::kEnd || token.is(U'&') || Parser::ends_row(token) ||
                     token.is_command(U"end");
    if (!end) return false;
    parser_.stream_.push(token);
    builder_.trim();
    builder_.flush(state_);
    return true;
}

void TextReader::space(const Token& token) {
    const bool leading = in_cell_ && builder_.empty();
    if (builder_.last() != U' ' && !leading) builder_.add(U' ', token.source);
}

bool TextReader::character(const Token& token) {
    switch (token.character) {
        case U'}':
            if (in_cell_) parser_.fail("a } without its {", token);
            builder_.flush(state_);
            return false;
        case U'{':
            parser_.stream_.push(token);
            add_node(parser_.parse_text(token, state_, node_->fixed_size));
            return true;
        case U'~':
            builder_.add(0xA0, token.source);
            return true;
        case U'$':
            formula(token);
            return true;
        case U'&':
            parser_.fail("& stands outside an alignment", token);
        default:
            if (is_control(token.character)) {
                parser_.fail("a control character, " + Parser::quoted(token), token);
            }
            builder_.add(token.character, token.source);
            return true;
    }
}

// $..$, $$..$$ or \(..\)
void TextReader::formula(const Token& token) {
    const bool parenthesis = token.kind == TokenKind::kCommand;
    bool display = false;
    if (!parenthesis) {
        const Token second = parser_.stream_.next(true);
        display = second.is(U'$');
        if (!display) parser_.stream_.push(second);
    }
    const Alphabet outer = parser_.alphabet_;
    parser_.alphabet_ = Alphabet::kNormal;
    List* const body = parser_.parse_list(parenthesis ? kStopParenthesis : kStopDollar);
    parser_.alphabet_ = outer;
    if (parenthesis) {
        if (!parser_.next().is_command(U")")) parser_.fail("\\( without its \\)", token);
    } else {
        if (!parser_.next().is(U'$')) parser_.fail("a $ is never closed", token);
        if (display && !parser_.next().is(U'$')) parser_.fail("a $$ is never closed", token);
    }
    auto* const group = parser_.make<GroupNode>(token.source);
    group->body = body;
    add_node(group);
}

bool TextReader::switch_state(std::u32string_view name) {
    const auto* const row = std::find_if(std::begin(kTextSwitches), std::end(kTextSwitches),
                                         [&](const TextSwitch& s) { return s.name == name; });
    if (row == std::end(kTextSwitches)) return false;
    builder_.flush(state_);
    if (row->face >= 0) {
        const bool slant = Face(row->face) == Face::kItalic && state_.face == Face::kBold;
        state_.face = slant ? Face::kBoldItalic : Face(row->face);
    }
    if (row->size > 0) state_.size = row->size;
    return true;
}

bool TextReader::accent(const Token& token) {
    if (token.name.size() != 1) return false;
    const auto* const row = std::find_if(std::begin(kTextAccents), std::end(kTextAccents),
                                         [&](const TextAccent& a) { return a.command == token.name[0]; });
    if (row == std::end(kTextAccents)) return false;
    const std::vector<Token> letters = parser_.stream_.content_argument(token);
    char32_t letter = U' ';
    if (letters.size() == 1) {
        letter = letters[0].kind == TokenKind::kCharacter ? letters[0].character
                 : letters[0].is_command(U"i")            ? U'i'
                 : letters[0].is_command(U"j")            ? U'j'
                                                          : U'\0';
    }
    if (letters.size() > 1 || letter == U'\0')
        parser_.fail(Parser::quoted(token) + " takes one letter", token);
    hb_codepoint_t composed = 0;
    SourceRange source = token.source;
    if (!letters.empty()) source.end = std::max(source.end, letters[0].source.end);
    if (hb_unicode_compose(hb_unicode_funcs_get_default(), letter, row->mark, &composed) != 0) {
        builder_.add(composed, source);
    } else {
        builder_.add(letter, source);
        builder_.add(row->mark, source);
    }
    return true;
}

// \textbf{..}, \mbox{..}, \textcolor{red}{..} in text: a box of its own in the line.
bool TextReader::box(const Command& command, const Token& token) {
    TextState inner = state_;
    if (command.parse == &Parser::coloured) {
        parser_.colour(command, token);
    } else if (command.parse == &Parser::text) {
        const Face face = Face(command.value);
        const bool both = (face == Face::kItalic && state_.face == Face::kBold) ||
                          (face == Face::kBold && state_.face == Face::kItalic);
        if (command.words != "keep" && command.words != "box") inner.face = both ? Face::kBoldItalic : face;
        inner.small_capitals = state_.small_capitals || command.option == 2;
    } else {
        return false;
    }
    BoxWidth width;
    if (command.words == "box") width = parser_.box_width(token);
    TextNode* const node = parser_.parse_text(token, inner, node_->fixed_size);
    node->box = width;
    add_node(node);
    return true;
}

void TextReader::command(const Token& token) {
    const std::u32string_view name = token.name;
    if (name == U"(") return formula(token);
    if (switch_state(name) || accent(token)) return;
    if (name == U" " || name == U"\\") return builder_.add(U' ', token.source);
    const Command* const row = find_command(name);
    if (row == nullptr) {
        const Symbol* const symbol = find_symbol(name);
        if (symbol == nullptr) parser_.fail("unknown command " + Parser::quoted(token), token);
        const char32_t code = symbol->code == 0x2217 ? U'*' : symbol->code == 0x2212 ? U'-' : symbol->code;
        return builder_.add(code, token.source);
    }
    if (box(*row, token)) return;
    if (row->parse == &Parser::dots) return builder_.add(0x2026, token.source);
    if (row->parse != &Parser::space && !row->in_text) {
        parser_.fail(Parser::quoted(token) + " is for mathematics: inside text it stands between $ and $",
                     token);
    }
    Node* const inner = (parser_.*row->parse)(*row, token);
    if (inner == nullptr) return;
    if (inner->kind != NodeKind::kSpace) return add_node(inner);
    builder_.flush(state_);
    builder_.append_space(static_cast<SpaceNode*>(inner)->width);
}

}  // namespace lomo
