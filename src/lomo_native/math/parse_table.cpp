// Environments: arrays, matrices, cases, aligned equations.
#include <algorithm>

#include "math/environments.h"
#include "math/parser.h"

namespace lomo {

namespace {

constexpr std::uint32_t kMostCells = 20'000;

}  // namespace

bool Parser::ends_row(const Token& token) {
    return token.is_command(U"\\") || token.is_command(U"cr") || token.is_command(U"tabularnewline");
}

Node* Parser::begin(const Command&, const Token& token) {
    const std::u32string name = word_argument(token);
    return environment(name, token);
}

// \matrix{a & b \cr c & d}: plain TeX's; words: the environment it is set as.
Node* Parser::plain_table(const Command& command, const Token& token) {
    const Token opening = next();
    if (!opening.is(U'{')) {
        stream_.push(opening);
        fail("an argument of " + quoted(token) + " is missing", token);
    }
    const Environment& row = *find_environment(std::u32string(command.words.begin(), command.words.end()));
    auto* const table = make<TableNode>(token.source);
    table->shape = row.shape;
    parse_rows(table, kStopBrace);
    const Token closing = next();
    if (!closing.is(U'}')) fail("a { is never closed", opening);
    end_ = std::max(end_, closing.source.end);
    close(table);
    if (row.left == 0 && row.right == 0) return table;
    auto* const fence = make<FenceNode>(token.source);
    fence->left = {row.left, token.source};
    fence->right = {row.right, token.source};
    fence->body = arena_.make<List>();
    fence->body->add(table);
    close(fence);
    return fence;
}

Node* Parser::substack(const Command&, const Token& token) {
    static const Command as_environment{"substack", &Parser::plain_table, 0, 0, "subarray"};
    return plain_table(as_environment, token);
}

Node* Parser::environment(std::u32string_view name, const Token& opening) {
    if (name == U"CD") {
        translate_diagram(opening);
        name = U"matrix";
    }
    const Environment* const row = find_environment(name);
    if (row == nullptr) {
        std::string shown;
        for (const char32_t c : name.substr(0, 40)) shown += c < 0x80 ? char(c) : '?';
        fail("unknown environment " + shown, {opening.source.start, std::max(opening.source.end, end_)});
    }
    const DepthGuard guard(*this, opening);
    auto* const table = make<TableNode>(opening.source);
    table->shape = row->shape;
    std::vector<Token> position;
    if (row->position && stream_.raw_optional(position)) {
        const char32_t which = position.size() == 1 ? position[0].character : U'\0';
        const std::u32string_view known = row->starred ? U"lcr" : U"tcb";
        if (which == U'\0' || known.find(which) == known.npos) {
            fail(row->starred ? "the columns' alignment is [l], [c] or [r]"
                              : "the position is [t], [c] or [b]: braces around [..] make it contents",
                 {opening.source.start, std::max(opening.source.end, end_)});
        }
        if (which == U't' || which == U'b') table->position = char(which);
        if (which == U'l') table->shape.align = ColumnAlign::kLeft;
        if (which == U'r') table->shape.align = ColumnAlign::kRight;
    }
    if (!row->columns.empty()) {
        std::vector<Token> columns;
        for (const char c : row->columns)
            columns.push_back({TokenKind::kCharacter, char32_t(c), {}, opening.source});
        parse_column_spec(table->spec, std::move(columns), opening);
    } else if (row->arguments == EnvironmentArguments::kColumns) {
        parse_column_spec(table->spec, stream_.raw_argument(opening), opening);
    } else if (row->arguments == EnvironmentArguments::kCount) {
        stream_.raw_argument(opening);
    } else if (row->arguments == EnvironmentArguments::kAlign) {
        const std::u32string align = word_argument(opening);
        table->shape.align = align == U"l"   ? ColumnAlign::kLeft
                             : align == U"r" ? ColumnAlign::kRight
                                             : ColumnAlign::kCentre;
    }
    if (const Macro* const stretch = stream_.user_macro(U"arraystretch"); stretch != nullptr && row->array) {
        std::vector<Token> number = stretch->body;
        number.push_back({TokenKind::kCharacter, U'p', {}, opening.source});
        number.push_back({TokenKind::kCharacter, U't', {}, opening.source});
        Dimension factor;
        if (!dimension_of(number, factor) || factor.value < 0 || factor.value > 2'000'000) {
            fail("\\arraystretch is a number such as 1.5", opening);
        }
        table->stretch = std::int32_t(scale(table->stretch, factor.value, 100'000));
    }
    parse_rows(table, kStopEnvironment);
    const Token end = next();
    if (!end.is_command(U"end")) fail("\\begin without its \\end", opening);
    const std::u32string closing = word_argument(end);
    if (closing != name) fail("\\end does not name the environment that \\begin opened", end);
    close(table);

    Node* result = table;
    if (row->plain) {  // equation and the like: one cell, which is the formula itself
        const bool single = table->first != nullptr && table->first == table->last &&
                            table->first->first == table->first->last;
        if (single && table->first->first != nullptr) {
            auto* const group = make<GroupNode>(opening.source);
            group->body = table->first->first->body;
            if (TagNode* const tag = table->first->tag) {
                if (tag_ != nullptr) fail("a second \\tag", opening);
                tag_ = tag;
            }
            result = group;
        }
    }
    if (row->left != 0 || row->right != 0) {
        auto* const fence = make<FenceNode>(opening.source);
        fence->left = {row->left, opening.source};
        fence->right = {row->right, opening.source};
        fence->body = arena_.make<List>();
        fence->body->add(table);
        result = fence;
    }
    close(result);
    return result;
}

void Parser::check_cell_count(const Token& token) {
    if (++cells_ > kMostCells) fail("the formula has too many cells", token);
}

// \multirow{2}{*}{text}, at the start of a cell: its text, centred over that many rows.
void Parser::parse_multirow(Cell* cell) {
    const Token token = next();
    if (!token.is_command(U"multirow")) {
        stream_.push(token);
        return;
    }
    std::vector<Token> place;
    stream_.raw_optional(place);
    const std::u32string count = word_argument(token);
    const bool upward = !count.empty() && count[0] == U'-';
    std::int32_t rows = 0;
    for (const char32_t c : std::u32string_view(count).substr(upward ? 1 : 0)) {
        rows = c >= U'0' && c <= U'9' && rows < 1000 ? rows * 10 + std::int32_t(c - U'0') : 1000;
    }
    if (rows < 1 || rows >= 1000) fail("\\multirow's first argument is a number of rows", token);
    stream_.raw_argument(token);
    cell->rows = upward ? -rows : rows;
    // What it sets is text, in an array too.
    const std::vector<Token> text = stream_.content_argument(token);
    stream_.push({TokenKind::kCharacter, U'}', {}, token.source});
    stream_.push_again(text, token.source);
    stream_.push({TokenKind::kCharacter, U'{', {}, token.source});
    stream_.push({TokenKind::kCommand, 0, U"text", token.source});
}

// >{..} and <{..} of the column around the cell's own tokens.
void Parser::enclose_cell(const Column& column) {
    std::vector<Token> cell;
    std::int32_t depth = 0;
    Token token = stream_.raw();
    for (; token.kind != TokenKind::kEnd; token = stream_.raw()) {
        const bool ends = token.is(U'&') || ends_row(token) || token.is_command(U"end") || token.is(U'}');
        if (depth == 0 && ends) break;
        if (token.is(U'{') || token.is_command(U"begin")) ++depth;
        if (token.is(U'}') || token.is_command(U"end")) --depth;
        cell.push_back(token);
    }
    while (!cell.empty() && cell.back().kind == TokenKind::kSpace) cell.pop_back();
    const SourceRange here{end_, end_};
    stream_.push(token);
    if (column.after >= 0) stream_.push_again(column_material_[std::size_t(column.after)], here);
    stream_.push(cell);
    stream_.push({TokenKind::kCommand, 0, U"relax", here});  // >{$} and <{$} of an empty cell are no $$
    if (column.before >= 0) stream_.push_again(column_material_[std::size_t(column.before)], here);
}

// \hfill at an end of a cell pushes its contents to the other.
void Parser::align_by_fill(Cell* cell, const List* body) {
    const auto fills = [](const Node* node) {
        return node != nullptr && node->kind == NodeKind::kSpace &&
               static_cast<const SpaceNode*>(node)->fills;
    };
    const bool left = fills(body->first), right = fills(body->last);
    if (left || right) {
        cell->aligned = true;
        cell->align = left && right ? ColumnAlign::kCentre : left ? ColumnAlign::kRight : ColumnAlign::kLeft;
    }
}

bool Parser::parse_multicolumn(Cell* cell, bool text, std::uint32_t stop) {
    const Token token = next();
    if (!token.is_command(U"multicolumn")) {
        stream_.push(token);
        return false;
    }
    const std::u32string count = word_argument(token);
    std::uint32_t span = 0;
    for (const char32_t c : count) {
        if (c < U'0' || c > U'9' || span > kMostColumns) {
            span = 0;
            break;
        }
        span = span * 10 + (c - U'0');
    }
    if (span == 0 || span > kMostColumns)
        fail("\\multicolumn's first argument is a number of columns", token);
    auto* const spec = arena_.make<ColumnSpec>();
    parse_column_spec(*spec, stream_.raw_argument(token), token);
    if (spec->count != 1) fail("\\multicolumn's second argument is one column", token);
    cell->span = span;
    cell->spec = spec;
    if (text) {
        cell->body = arena_.make<List>();
        cell->body->add(text_argument(token));
        const List* const rest = text_cell();
        if (static_cast<const TextNode*>(rest->first)->first != nullptr) cell->body->add(rest->first);
        return true;
    }
    cell->body = argument(token);
    // What else the cell holds: spaces, as a rule.
    const List* const rest = parse_list(kStopCell | stop);
    if (rest->first != nullptr) {
        List* const body = cell->body;
        (body->last != nullptr ? body->last->next : body->first) = rest->first;
        body->last = rest->last;
    }
    return true;
}

Cell* Parser::parse_cell(TableNode* table, std::uint32_t column, std::uint32_t stop) {
    auto* const cell = arena_.make<Cell>();
    const Column* spec = table->spec.first;
    for (std::uint32_t i = 0; i < column && spec != nullptr; ++i) spec = spec->next;
    const bool text = column >= table->shape.text_from || (spec != nullptr && spec->paragraph > 0);
    if (parse_multicolumn(cell, text, stop)) return cell;
    parse_multirow(cell);
    if (spec != nullptr && (spec->before >= 0 || spec->after >= 0)) enclose_cell(*spec);
    if (text) {
        cell->body = text_cell();
        return cell;
    }
    List* const front = arena_.make<List>();
    if (table->shape.pairs && column % 2 == 1) {
        // amsmath's {} in front of a relation: the spaces around it are those of the whole line.
        front->add(group_of(arena_.make<List>(), AtomClass::kOrd, {end_, end_}));
    }
    List* body = parse_list(kStopCell | stop);
    align_by_fill(cell, body);
    if (front->first != nullptr) {
        front->last->next = body->first;
        if (body->last != nullptr) front->last = body->last;
        body = front;
    }
    cell->body = body;
    return cell;
}

void Parser::parse_rows(TableNode* table, std::uint32_t stop) {
    ++tables_;
    TableRow* const outer_row = row_;
    TableRow* const outer_inner_row = inner_row_;
    for (;;) {
        auto* const row = arena_.make<TableRow>();
        parse_row_lines(row->lines);
        const Token first = next();
        stream_.push(first);
        const bool ends = (stop == kStopBrace && first.is(U'}')) ||
                          (stop == kStopEnvironment && first.is_command(U"end")) ||
                          first.kind == TokenKind::kEnd;
        if (ends) {  // the last \\ begins no row
            table->last_lines = row->lines;
            break;
        }
        row_ = tables_ == 1 ? row : outer_row;
        inner_row_ = row;
        std::uint32_t column = 0;
        for (;;) {
            check_cell_count(first);
            Cell* const cell = parse_cell(table, column, stop);
            (row->last != nullptr ? row->last->next : row->first) = cell;
            row->last = cell;
            column += cell->span;
            if (column > kMostColumns) fail("the formula has too many columns", first);
            const Token separator = next();
            if (separator.is(U'&')) {
                if (table->spec.count > 0 && column >= table->spec.count) {
                    fail("a row has more cells than the table has columns", separator);
                }
                continue;
            }
            if (ends_row(separator)) {
                row->extra = row_extra(table->shape.rows == RowRule::kStruts);
            } else {
                stream_.push(separator);
            }
            break;
        }
        (table->last != nullptr ? table->last->next : table->first) = row;
        table->last = row;
        const Token token = next();
        stream_.push(token);
        if (token.kind == TokenKind::kEnd) break;
    }
    row_ = outer_row;
    inner_row_ = outer_inner_row;
    --tables_;
}

}  // namespace lomo
