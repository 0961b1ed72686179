// A column specification -> columns, and what stands between them.
#include <algorithm>

#include "math/parser.h"

namespace lomo {

// {r|c@{..}l}: columns and what stands between them.
void Parser::parse_column_spec(ColumnSpec& spec, std::vector<Token> tokens, const Token& what) {
    Separator* separators = nullptr;
    Separator** last_separator = &separators;
    Column* last_column = nullptr;
    std::int32_t before = -1;
    const auto material = [&](std::size_t& at) {  // the braced group, or the token, after tokens[at]
        std::vector<Token> group;
        ++at;
        while (at < tokens.size() && tokens[at].kind == TokenKind::kSpace) ++at;
        if (at >= tokens.size()) fail("the column specification ends too early", what);
        if (!tokens[at].is(U'{')) {
            group.push_back(tokens[at]);
            return group;
        }
        for (std::int32_t depth = 1; ++at < tokens.size();) {
            if (tokens[at].is(U'{')) ++depth;
            if (tokens[at].is(U'}') && --depth == 0) return group;
            group.push_back(tokens[at]);
        }
        fail("the column specification ends too early", what);
    };
    const auto keep = [&](std::vector<Token> group) {
        column_material_.push_back(std::move(group));
        return std::int32_t(column_material_.size() - 1);
    };
    const auto add_separator = [&](Separator::Kind kind, List* list) {
        auto* const separator = arena_.make<Separator>();
        separator->kind = kind;
        separator->material = list;
        *last_separator = separator;
        last_separator = &separator->next;
    };
    const auto add_column = [&](ColumnAlign align, std::int64_t paragraph) {
        if (spec.count >= kMostColumns) fail("the table has too many columns", what);
        auto* const column = arena_.make<Column>();
        column->align = align;
        column->paragraph = paragraph;
        column->separators = separators;
        column->before = before;
        before = -1;
        separators = nullptr;
        last_separator = &separators;
        (last_column != nullptr ? last_column->next : spec.first) = column;
        last_column = column;
        ++spec.count;
    };
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        const Token token = tokens[at];
        if (token.kind == TokenKind::kSpace) continue;
        const char32_t c = token.kind == TokenKind::kCharacter ? token.character : U'\0';
        switch (c) {
            case U'l':
                add_column(ColumnAlign::kLeft, 0);
                break;
            case U'c':
            case U'C':
            case U'X':
                add_column(ColumnAlign::kCentre, 0);
                break;
            case U'r':
                add_column(ColumnAlign::kRight, 0);
                break;
            case U'p':
            case U'm':
            case U'b': {
                Dimension width;
                if (!dimension_of(material(at), width))
                    fail("a column p{..} needs a width such as 2cm", token);
                add_column(ColumnAlign::kLeft, std::max<std::int64_t>(width.value, 0));
                break;
            }
            case U'|':
                add_separator(Separator::Kind::kRule, nullptr);
                break;
            case U':':
                add_separator(Separator::Kind::kDashedRule, nullptr);
                break;
            case U'@':
            case U'!': {
                const std::vector<Token> group = material(at);
                stream_.push({TokenKind::kCharacter, U'}', {}, token.source});
                stream_.push(group);
                List* const list = parse_list(kStopBrace);
                next();
                add_separator(c == U'@' ? Separator::Kind::kMaterial : Separator::Kind::kInsert, list);
                break;
            }
            case U'>':
                before = keep(material(at));
                break;
            case U'<':
                if (last_column == nullptr) fail("<{..} must follow a column", token);
                last_column->after = keep(material(at));
                break;
            case U'*': {
                std::uint32_t count = 0;
                for (const Token& digit : material(at)) {
                    if (digit.character < U'0' || digit.character > U'9' || count > kMostColumns) {
                        fail("*{..} needs a number", token);
                    }
                    count = count * 10 + (digit.character - U'0');
                }
                if (count > kMostColumns) fail("the table has too many columns", token);
                const std::vector<Token> repeated = material(at);
                if (repeated.size() * count + tokens.size() > 4096)
                    fail("the table has too many columns", token);
                for (std::uint32_t i = 0; i < count; ++i) {
                    tokens.insert(tokens.begin() + std::ptrdiff_t(at) + 1, repeated.begin(), repeated.end());
                }
                break;
            }
            default:
                fail(quoted(token) + " is no column: l, c, r, p{..}, |, @{..} are", token);
        }
    }
    spec.last_separators = separators;
}

}  // namespace lomo
