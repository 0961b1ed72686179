// Text inside a formula: \text, \mbox, \textbf ..., and what makes boxes of text.
#include <algorithm>

#include "math/parser.h"
#include "math/text_reader.h"

namespace lomo {

TextNode* Parser::text_of(std::u32string_view characters, Face face, SourceRange source) {
    auto* const node = make<TextNode>(source);
    TextBuilder builder(arena_, node);
    for (const char32_t c : characters) builder.add(c, source);
    builder.flush({face, false, 1000});
    return node;
}

// value: the Face; option 1: \mbox, of one size in all styles; option 2: small capitals; words: "box" for
// \makebox[width][place]{..}, "keep" for what keeps the face of the text it stands in.
Node* Parser::text(const Command& command, const Token& token) {
    BoxWidth width;
    if (command.words == "box") width = box_width(token);
    TextState state;
    state.face = Face(command.value);
    state.small_capitals = command.option == 2;
    TextNode* const node = parse_text(token, state, command.option == 1);
    node->box = width;
    return node;
}

// plain TeX's \hbox{..}, \hbox to 2cm{..}, \hbox spread 2pt{..}
Node* Parser::plain_box(const Command&, const Token& token) {
    BoxWidth width;
    width.place = 'l';
    if (take_word(U"to")) {
        width.kind = BoxWidth::Kind::kFixed;
        width.width = dimension(token);
    } else if (take_word(U"spread")) {
        width.kind = BoxWidth::Kind::kMore;
        width.width = dimension(token);
    }
    if (!peek().is(U'{')) fail("\\hbox must be followed by its contents in braces", token);
    TextNode* const node = parse_text(token, {}, true);
    node->box = width;
    return node;
}

// [width][place] of \makebox and \framebox; either may be absent.
BoxWidth Parser::box_width(const Token& what) {
    BoxWidth result;
    std::vector<Token> tokens;
    if (!stream_.raw_optional(tokens)) return result;
    if (!dimension_of(tokens, result.width)) fail(quoted(what) + "'s [..] is a width such as 2cm", what);
    result.kind = BoxWidth::Kind::kFixed;
    tokens.clear();
    if (!stream_.raw_optional(tokens)) return result;
    const bool known = tokens.size() == 1 &&
                       (tokens[0].is(U'l') || tokens[0].is(U'c') || tokens[0].is(U'r') || tokens[0].is(U's'));
    if (!known) fail(quoted(what) + "'s second [..] is l, c, r or s", what);
    result.place = tokens[0].is(U's') ? 'l' : char(tokens[0].character);
    return result;
}

Node* Parser::text_argument(const Token& what) {
    return parse_text(what, {}, false);
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

// \textsuperscript{..}, \textsubscript{..}; value 1: the latter.
Node* Parser::text_script(const Command& command, const Token& token) {
    auto* const node = make<GroupNode>(token.source);
    node->body = arena_.make<List>();
    auto* const script = arena_.make<List>();
    script->add(text_argument(token));
    (command.value == 1 ? node->subscript : node->superscript) = script;
    close(node);
    return node;
}

// \ensuremath{..}
Node* Parser::ensure_mathematics(const Command&, const Token& token) {
    return argument_node(token);
}

TextNode* Parser::parse_text(const Token& what, TextState state, bool fixed_size) {
    const DepthGuard guard(*this, what);
    auto* const node = make<TextNode>(what.source);
    node->fixed_size = fixed_size;
    const Token opening = next();
    if (opening.is(U'{')) {
        const Alphabet outer_alphabet = alphabet_;
        const bool outer_bold = bold_;
        TextReader(*this, node, state, false, opening).read();
        alphabet_ = outer_alphabet;
        bold_ = outer_bold;
    } else {
        if (opening.kind != TokenKind::kCharacter || stops_at(opening, 0)) {
            stream_.push(opening);
            fail("an argument of " + quoted(what) + " is missing", what);
        }
        TextBuilder builder(arena_, node);
        builder.add(opening.character, opening.source);
        builder.flush(state);
        end_ = std::max(end_, opening.source.end);
    }
    close(node);
    return node;
}

List* Parser::text_cell() {
    const Token here = peek();
    auto* const node = make<TextNode>({here.source.start, here.source.start});
    TextReader(*this, node, {}, true, here).read();
    close(node);
    auto* const list = arena_.make<List>();
    list->add(node);
    return list;
}

// A letter of a script that is read as a whole (Arabic, Devanagari, Thai ...), typed in a formula: its words
// are text.
TextNode* Parser::parse_words(const Token& first) {
    auto* const node = make<TextNode>(first.source);
    TextBuilder builder(arena_, node);
    std::vector<Token> spaces;
    for (Token token = first;; token = stream_.next(true)) {
        if (token.kind == TokenKind::kSpace) {
            spaces.push_back(token);
            continue;
        }
        if (token.kind != TokenKind::kCharacter || !is_word_script(token.character)) {
            stream_.push(token);
            break;
        }
        for (const Token& space : spaces) builder.add(U' ', space.source);
        spaces.clear();
        builder.add(token.character, token.source);
        end_ = std::max(end_, token.source.end);
    }
    builder.flush({});
    close(node);
    return node;
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
