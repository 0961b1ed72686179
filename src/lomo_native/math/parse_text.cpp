// Text inside a formula: \text, \mbox, \textbf ..., with what may stand in them.
#include <hb.h>

#include <algorithm>

#include "math/parser.h"
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

// Dashes and quotation marks as the text faces' ligatures make them: the run's characters and what they
// become.
struct Ligature {
    std::u32string_view typed;
    char32_t drawn;
};
constexpr Ligature kLigatures[] = {
    {U"---", 0x2014}, {U"--", 0x2013}, {U"``", 0x201C}, {U"''", 0x201D}, {U"`", 0x2018}, {U"'", 0x2019},
};

}  // namespace

// Collects characters into runs; every run knows the place of each character.
class TextBuilder {
  public:
    TextBuilder(Arena& arena, TextNode* node) : arena_(arena), node_(node) {
        last_ = node->first;
        while (last_ != nullptr && last_->next != nullptr) last_ = last_->next;
    }
    ~TextBuilder() = default;
    TextBuilder(const TextBuilder&) = delete;
    TextBuilder& operator=(const TextBuilder&) = delete;

    void add(char32_t c, SourceRange source) {
        characters_ += c;
        sources_.push_back(source);
    }
    // The space before a cell's end is none.
    void trim() {
        if (last() != U' ') return;
        characters_.pop_back();
        sources_.pop_back();
    }
    bool empty() const { return characters_.empty() && last_ == nullptr; }
    char32_t last() const { return characters_.empty() ? U'\0' : characters_.back(); }

    // Ends the run: what follows is of another face, or no character.
    void flush(Face face, bool small_capitals, std::int16_t size) {
        if (characters_.empty()) return;
        std::u32string drawn;
        std::vector<SourceRange> places;
        for (std::size_t at = 0; at < characters_.size();) {
            const Ligature* const found =
                face == Face::kTypewriter
                    ? std::end(kLigatures)
                    : std::find_if(
                          std::begin(kLigatures), std::end(kLigatures), [&](const Ligature& ligature) {
                              return characters_.compare(at, ligature.typed.size(), ligature.typed) == 0;
                          });
            const std::size_t length = found == std::end(kLigatures) ? 1 : found->typed.size();
            drawn += found == std::end(kLigatures) ? characters_[at] : found->drawn;
            places.push_back({sources_[at].start, sources_[at + length - 1].end});
            at += length;
        }
        auto* const piece = arena_.make<TextNode::Piece>();
        auto* const text = arena_.make_array<char32_t>(drawn.size());
        auto* const sources = arena_.make_array<SourceRange>(drawn.size());
        std::copy(drawn.begin(), drawn.end(), text);
        std::copy(places.begin(), places.end(), sources);
        piece->text = text;
        piece->sources = sources;
        piece->length = std::uint32_t(drawn.size());
        piece->face = face;
        piece->small_capitals = small_capitals;
        piece->size = size;
        append(piece);
        characters_.clear();
        sources_.clear();
    }
    void append(TextNode::Piece* piece) {
        (last_ != nullptr ? last_->next : node_->first) = piece;
        last_ = piece;
    }
    TextNode::Piece* end() const { return last_; }

  private:
    Arena& arena_;
    TextNode* node_;
    TextNode::Piece* last_ = nullptr;
    std::u32string characters_;
    std::vector<SourceRange> sources_;
};

TextNode* Parser::text_of(std::u32string_view characters, Face face, SourceRange source) {
    auto* const node = make<TextNode>(source);
    TextBuilder builder(arena_, node);
    for (const char32_t c : characters) builder.add(c, source);
    builder.flush(face, false, 1000);
    return node;
}

// value: the Face; option 1: \mbox, of one size in all styles; option 2: small capitals.
Node* Parser::text(const Command& command, const Token& token) {
    if (command.words == "box") {  // \makebox[width][place]{..}
        std::vector<Token> size;
        while (stream_.raw_optional(size)) size.clear();
    }
    TextState state;
    state.face = Face(command.value);
    state.small_capitals = command.option == 2;
    return parse_text(token, state, command.option == 1);
}

Node* Parser::text_argument(const Token& what) {
    return parse_text(what, {}, false);
}

Node* Parser::text_only(const Command&, const Token& token) {
    fail(quoted(token) + " is for text: it stands inside \\text{..}", token);
}

// \uline{..}
Node* Parser::text_underline(const Command&, const Token& token) {
    auto* const node = make<BarNode>(token.source);
    node->over = false;
    node->body = arena_.make<List>();
    node->body->add(text_argument(token));
    close(node);
    return node;
}

TextNode* Parser::parse_text(const Token& what, TextState state, bool fixed_size) {
    const DepthGuard guard(*this, what);
    auto* const node = make<TextNode>(what.source);
    node->fixed_size = fixed_size;
    const Token opening = next();
    if (opening.is(U'{')) {
        const Alphabet outer_alphabet = alphabet_;
        const bool outer_bold = bold_;
        text_until(node, state, false, opening);
        alphabet_ = outer_alphabet;
        bold_ = outer_bold;
    } else {
        if (opening.kind != TokenKind::kCharacter || stops_at(opening, 0)) {
            stream_.push(opening);
            fail("an argument of " + quoted(what) + " is missing", what);
        }
        TextBuilder builder(arena_, node);
        builder.add(opening.character, opening.source);
        builder.flush(state.face, state.small_capitals, state.size);
        end_ = std::max(end_, opening.source.end);
    }
    close(node);
    return node;
}

// in_cell: the text ends before &, \\ and \end, which are left unread; else after the } that closes it.
void Parser::text_until(TextNode* node, TextState state, bool in_cell, const Token& opening) {
    TextBuilder builder(arena_, node);
    const auto flush = [&] { builder.flush(state.face, state.small_capitals, state.size); };
    const auto add_node = [&](Node* inner) {
        flush();
        auto* const piece = arena_.make<TextNode::Piece>();
        piece->kind = TextPiece::kMath;
        piece->node = inner;
        builder.append(piece);
    };
    const auto add_space = [&](Dimension width) {
        flush();
        auto* const piece = arena_.make<TextNode::Piece>();
        piece->kind = TextPiece::kSpace;
        piece->space = width;
        builder.append(piece);
    };
    const auto nest = [&](TextState inner, const Token& what) {
        flush();
        auto* const piece = arena_.make<TextNode::Piece>();
        piece->kind = TextPiece::kMath;
        piece->node = parse_text(what, inner, node->fixed_size);
        builder.append(piece);
    };
    for (;;) {
        const Token token = stream_.next(true);
        if (in_cell && (token.kind == TokenKind::kEnd || token.is(U'&') || ends_row(token) ||
                        token.is_command(U"end"))) {
            stream_.push(token);
            builder.trim();
            flush();
            return;
        }
        if (token.kind == TokenKind::kEnd) fail("a { is never closed", opening);
        end_ = std::max(end_, token.source.end);
        if (token.kind == TokenKind::kSpace) {
            const bool leading = in_cell && builder.empty();
            if (builder.last() != U' ' && !leading) builder.add(U' ', token.source);
            continue;
        }
        if (token.kind == TokenKind::kParameter) fail("# stands outside a definition", token);
        if (token.kind == TokenKind::kCharacter) {
            switch (token.character) {
                case U'}':
                    if (in_cell) fail("a } without its {", token);
                    flush();
                    return;
                case U'{':
                    stream_.push(token);
                    nest(state, token);
                    continue;
                case U'~':
                    builder.add(0xA0, token.source);
                    continue;
                case U'$': {
                    const Token second = stream_.next(true);
                    const bool display = second.is(U'$');
                    if (!display) stream_.push(second);
                    const Alphabet outer_alphabet = alphabet_;
                    alphabet_ = Alphabet::kNormal;
                    List* const body = parse_list(kStopDollar);
                    alphabet_ = outer_alphabet;
                    if (!next().is(U'$')) fail("a $ is never closed", token);
                    if (display && !next().is(U'$')) fail("a $$ is never closed", token);
                    auto* const group = make<GroupNode>(token.source);
                    group->body = body;
                    add_node(group);
                    continue;
                }
                case U'&':
                    fail("& stands outside an alignment", token);
                default:
                    if (is_control(token.character)) fail("a control character, " + quoted(token), token);
                    builder.add(token.character, token.source);
                    continue;
            }
        }
        const std::u32string_view name = token.name;
        if (name == U"(") {
            List* const body = parse_list(kStopParenthesis);
            if (!next().is_command(U")")) fail("\\( without its \\)", token);
            auto* const group = make<GroupNode>(token.source);
            group->body = body;
            add_node(group);
            continue;
        }
        const auto* const text_switch = std::find_if(std::begin(kTextSwitches), std::end(kTextSwitches),
                                                     [&](const TextSwitch& s) { return s.name == name; });
        if (text_switch != std::end(kTextSwitches)) {
            flush();
            if (text_switch->face >= 0) {
                const bool slant = Face(text_switch->face) == Face::kItalic && state.face == Face::kBold;
                state.face = slant ? Face::kBoldItalic : Face(text_switch->face);
            }
            if (text_switch->size > 0) state.size = text_switch->size;
            continue;
        }
        if (name.size() == 1) {
            const auto* const mark =
                std::find_if(std::begin(kTextAccents), std::end(kTextAccents),
                             [&](const TextAccent& accent) { return accent.command == name[0]; });
            if (mark != std::end(kTextAccents)) {
                const std::vector<Token> letters = stream_.raw_argument(token);
                char32_t letter = U' ';
                if (letters.size() == 1 && letters[0].kind == TokenKind::kCharacter)
                    letter = letters[0].character;
                if (letters.size() == 1 && letters[0].kind == TokenKind::kCommand) {
                    if (letters[0].name == U"i") letter = U'i';
                    if (letters[0].name == U"j") letter = U'j';
                }
                if (letters.size() > 1 || (letters.size() == 1 && letter == U' ')) {
                    fail(quoted(token) + " takes one letter", token);
                }
                hb_codepoint_t composed = 0;
                if (hb_unicode_compose(hb_unicode_funcs_get_default(), letter, mark->mark, &composed) != 0) {
                    builder.add(composed, token.source);
                } else {
                    builder.add(letter, token.source);
                    builder.add(mark->mark, token.source);
                }
                continue;
            }
        }
        if (name == U" " || name == U"\\" || name == U"newline") {
            builder.add(U' ', token.source);
            continue;
        }
        const Command* const command = find_command(name);
        if (command != nullptr && command->parse == &Parser::text) {
            TextState inner = state;
            const Face face = Face(command->value);
            const bool both = (face == Face::kItalic && state.face == Face::kBold) ||
                              (face == Face::kBold && state.face == Face::kItalic);
            if (command->words != "keep") inner.face = both ? Face::kBoldItalic : face;
            inner.small_capitals = state.small_capitals || command->option == 2;
            if (command->words == "box") {
                std::vector<Token> size;
                while (stream_.raw_optional(size)) size.clear();
            }
            nest(inner, token);
            continue;
        }
        if (command != nullptr && command->parse == &Parser::space) {
            add_space({command->value, command->option == 1});
            continue;
        }
        if (command != nullptr && command->in_text) {
            Node* const inner = (this->*command->parse)(*command, token);
            if (inner == nullptr) continue;
            if (inner->kind == NodeKind::kSpace) {
                add_space(static_cast<SpaceNode*>(inner)->width);
            } else {
                add_node(inner);
            }
            continue;
        }
        if (command == nullptr) {
            if (const Symbol* const symbol = find_symbol(name)) {
                const char32_t code = symbol->code == 0x2217   ? U'*'
                                      : symbol->code == 0x2212 ? U'-'
                                                               : symbol->code;
                builder.add(code, token.source);
                continue;
            }
            fail("unknown command " + quoted(token), token);
        }
        fail(quoted(token) + " is for mathematics: inside text it stands between $ and $", token);
    }
}

// \verb|..|
Node* Parser::verbatim(const Command&, const Token& token) {
    Lexer* const lexer = stream_.lexer();
    if (lexer == nullptr) fail("\\verb cannot stand in an argument", token);
    if (lexer->peek_raw() == U'*') lexer->skip_raw();
    const char32_t mark = lexer->peek_raw();
    if (mark == U'\0') fail("\\verb needs a character at both ends", token);
    lexer->skip_raw();
    const std::int32_t start = lexer->offset();
    const std::u32string_view raw = lexer->raw_until(mark);
    if (lexer->offset() != start + std::int32_t(raw.size()) + 1) fail("\\verb is never closed", token);
    end_ = std::max(end_, lexer->offset());
    return text_of(raw, Face::kTypewriter, {token.source.start, end_});
}

}  // namespace lomo
