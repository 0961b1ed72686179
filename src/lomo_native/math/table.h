// Arrays, matrices and aligned equations as the parser leaves them: rows of cells, and what stands between
// columns and rows.
#pragma once

#include <cstdint>

#include "math/node.h"

namespace lomo {

inline constexpr std::uint32_t kMostColumns = 256;  // of a table

enum class ColumnAlign : std::uint8_t { kLeft, kCentre, kRight };

// What a column specification holds between two columns, in order: |, :, @{..}, !{..}.
struct Separator {
    enum class Kind : std::uint8_t { kRule, kDashedRule, kMaterial, kInsert };
    Kind kind = Kind::kRule;
    List* material = nullptr;  // kMaterial takes the place of the column space, kInsert stands in it
    Separator* next = nullptr;
};

struct Column {
    ColumnAlign align = ColumnAlign::kCentre;
    std::int64_t paragraph = 0;  // p{..}: the width in thousandths of u
    std::int32_t before = -1;    // >{..} and <{..}: which of the parser's token lists
    std::int32_t after = -1;
    Separator* separators = nullptr;  // on its left
    Column* next = nullptr;
};

struct ColumnSpec {
    Column* first = nullptr;
    Separator* last_separators = nullptr;  // right of the last column
    std::uint32_t count = 0;
};

struct Cell {
    List* body = nullptr;
    std::uint32_t span = 1;
    const ColumnSpec* spec = nullptr;  // \multicolumn: one column with its separators
    std::int32_t rows = 1;             // \multirow: how many, downward or, negative, upward
    bool aligned = false;              // by \hfill, as `align` says
    ColumnAlign align = ColumnAlign::kCentre;
    Cell* next = nullptr;
};

struct RowLine {  // \hline, \cline{first-last}: columns from 1, last = 0 for all of them
    std::uint32_t first = 1;
    std::uint32_t last = 0;
    bool whole = true;  // \hline has a height of its own, \cline none
    bool dashed = false;
    SourceRange source;
    RowLine* next = nullptr;
};

struct TableRow {
    Cell* first = nullptr;
    Cell* last = nullptr;
    RowLine* lines = nullptr;  // above the row
    std::int64_t extra = 0;    // \\[extra] after it, thousandths of u
    std::int64_t skip = 0;     // \vspace in it
    TagNode* tag = nullptr;
    TableRow* next = nullptr;
};

enum class RowRule : std::uint8_t {
    kStruts,    // array: rows of a strut's height and depth at least, touching
    kBaselines  // aligned, substack: TeX's \baselineskip, \lineskip, \lineskiplimit
};

struct TableShape {              // lengths in tenths of u
    Level level = Level::kText;  // of the cells
    RowRule rows = RowRule::kStruts;
    std::int64_t strut_height = 8400, strut_depth = 3600;
    std::int64_t baseline_skip = 0, line_skip = 0, line_skip_limit = 0;
    std::int64_t column_space = 5000;  // on each side of a column
    bool outer_space = false;          // at both ends too
    bool pairs = false;                // aligned: right and left columns in turn, pair_space between pairs
    std::int64_t pair_space = 0;
    std::int64_t side_space = 0;  // smallmatrix
    std::uint32_t least_columns = 0;
    std::uint32_t text_from = kMostColumns;  // columns from here on hold text: tabular, cases*
    bool stepped = false;                    // multline: first row left, last row right
    ColumnAlign align = ColumnAlign::kCentre;
};

struct TableNode : Node {
    TableRow* first = nullptr;
    TableRow* last = nullptr;
    RowLine* last_lines = nullptr;
    ColumnSpec spec;
    TableShape shape;
    std::int32_t stretch = 1000;  // \arraystretch, thousandths
    char position = 'c';          // [t], [b]
    TableNode() : Node(NodeKind::kTable) {}
};

}  // namespace lomo
