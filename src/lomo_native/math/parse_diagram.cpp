// amscd's diagrams: \begin{CD} A @>f>> B \\ @VVV @VVV \\ C @= D \end{CD} -> the cells of a matrix.
#include "math/parser.h"

namespace lomo {

namespace {

struct Arrow {
    char32_t mark;  // after @
    std::u32string_view command;
    bool labelled;  // followed by two labels, each ended by the mark
    bool vertical;
};
constexpr Arrow kArrows[] = {
    {U'>', U"cd@right", true, false}, {U'<', U"cd@left", true, false}, {U'=', U"cd@equal", false, false},
    {U'V', U"cd@down", true, true},   {U'A', U"cd@up", true, true},    {U'|', U"cd@same", false, true},
    {U'.', U"", false, true},
};

const Arrow* find_arrow(const Token& token) {
    for (const Arrow& arrow : kArrows) {
        if (token.is(arrow.mark)) return &arrow;
    }
    return nullptr;
}

}  // namespace

// Reads up to \end{CD} and puts the cells, and \end{matrix}, in its place.
void Parser::translate_diagram(const Token& opening) {
    std::vector<Token> cells;
    const auto add = [&](char32_t c, SourceRange source) {
        cells.push_back({TokenKind::kCharacter, c, {}, source});
    };
    const auto read = [&] {
        const Token token = stream_.raw();
        if (token.kind == TokenKind::kEnd) fail("\\begin without its \\end", opening);
        return token;
    };
    bool fresh = true;  // no cell in the row yet
    for (std::int32_t depth = 0;;) {
        const Token token = read();
        if (token.is(U'{')) ++depth;
        if (token.is(U'}')) --depth;
        if (depth == 0 && token.is_command(U"end")) {
            stream_.push(token);
            break;
        }
        if (depth > 0 || !token.is(U'@')) {
            fresh = fresh && token.kind == TokenKind::kSpace;
            if (depth == 0 && ends_row(token)) fresh = true;
            cells.push_back(token);
            continue;
        }
        const Token mark = read();
        stream_.declare(token.source);
        stream_.declare(mark.source);
        const Arrow* const arrow = find_arrow(mark);
        if (arrow == nullptr) fail("@ must be followed by one of > < V A = | .", token);
        if (!fresh) add(U'&', token.source);
        if (!fresh && arrow->vertical) add(U'&', token.source);
        if (!arrow->command.empty()) cells.push_back({TokenKind::kCommand, 0, arrow->command, token.source});
        for (int label = 0; label < (arrow->labelled ? 2 : 0); ++label) {
            add(U'{', token.source);
            std::int32_t inner = 0;
            Token part = read();
            for (; inner > 0 || !part.is(arrow->mark); part = read()) {
                if (part.is(U'{')) ++inner;
                if (part.is(U'}')) --inner;
                cells.push_back(part);
            }
            stream_.declare(part.source);
            add(U'}', token.source);
        }
        if (!arrow->vertical) add(U'&', token.source);
        fresh = false;
    }
    const Token end = stream_.raw();
    if (word_argument(end) != U"CD") fail("\\end does not name the environment that \\begin opened", end);
    cells.push_back(end);
    for (const char32_t c : std::u32string_view(U"{matrix}")) add(c, end.source);
    stream_.push(cells);
}

}  // namespace lomo
