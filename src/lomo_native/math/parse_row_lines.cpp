// What stands between the rows of a table: \hline, \cline, and the space of \\[2pt].
#include "math/parser.h"

namespace lomo {

void Parser::parse_row_lines(RowLine*& lines) {
    RowLine** last = &lines;
    while (*last != nullptr) last = &(*last)->next;
    for (;;) {
        const Token token = next();
        const bool whole = token.is_command(U"hline") || token.is_command(U"hdashline") ||
                           token.is_command(U"toprule") || token.is_command(U"midrule") ||
                           token.is_command(U"bottomrule");
        if (!whole && !token.is_command(U"cline") && !token.is_command(U"cmidrule")) {
            stream_.push(token);
            return;
        }
        end_ = std::max(end_, token.source.end);
        auto* const line = arena_.make<RowLine>();
        line->source = token.source;
        line->whole = whole;
        line->dashed = token.is_command(U"hdashline");
        if (!whole) {
            std::vector<Token> trim;
            if (token.is_command(U"cmidrule")) stream_.raw_optional(trim);
            const std::u32string range = word_argument(token);
            std::uint32_t numbers[2] = {0, 0};
            std::size_t which = 0;
            for (const char32_t c : range) {
                if (c == U'-' && which == 0) {
                    which = 1;
                } else if (c >= U'0' && c <= U'9' && numbers[which] < 10'000) {
                    numbers[which] = numbers[which] * 10 + (c - U'0');
                } else if (c != U' ') {
                    numbers[0] = 0;
                    break;
                }
            }
            if (which != 1 || numbers[0] == 0 || numbers[1] < numbers[0]) {
                fail(quoted(token) + " takes a range of columns such as {2-3}", token);
            }
            line->first = numbers[0];
            line->last = numbers[1];
        }
        *last = line;
        last = &line->next;
    }
}

// \\[2pt], \\*
std::int64_t Parser::row_extra(bool spaced) {
    Token token = stream_.next(true);
    if (token.is(U'*')) {
        stream_.declare(token.source);
        token = stream_.next(true);
    }
    bool space = false;
    while (token.kind == TokenKind::kSpace) {
        space = true;
        token = stream_.next(true);
    }
    if (!token.is(U'[') || (space && !spaced)) {
        stream_.push(token);
        return 0;
    }
    // Up to the ], unless the row or the cell ends before: then the bracket is the row's own.
    std::vector<Token> tokens;
    Token last = stream_.raw();
    while (!last.is(U']') && !last.is(U'&') && !ends_row(last) && !last.is_command(U"end") &&
           last.kind != TokenKind::kEnd) {
        tokens.push_back(last);
        last = stream_.raw();
    }
    Dimension extra;
    if (last.is(U']') && dimension_of(tokens, extra) && !extra.mu) {
        stream_.declare(token.source);
        for (const Token& part : tokens) stream_.declare(part.source);
        stream_.declare(last.source);
        return extra.value;
    }
    if (last.is(U']') && means_dimension(tokens)) fail("the space after a row is too large", token);
    stream_.push(last);
    stream_.push(tokens);
    stream_.push(token);
    return 0;
}

}  // namespace lomo
