// A table -> its box: cells, then column widths and row heights, then places (LaTeX's array and amsmath's
// alignments).
#include "math/table.h"

#include <algorithm>
#include <vector>

#include "math/typeset.h"

namespace lomo {

namespace {

constexpr std::int64_t kRule = 40, kDoubleRuleGap = 200;  // u: \arrayrulewidth, \doublerulesep
constexpr std::int64_t kStep = 2000;                      // u: how far multline's rows stand apart

struct PlacedCell {
    const Cell* cell;
    Box* box;
    std::uint32_t column;
};

struct PlacedRow {
    const TableRow* row;
    std::size_t first, last;  // of the cells
    Unit height = 0, depth = 0;
    Unit y = 0;  // of its baseline, from the top of the table, downward
};

struct Edge {  // between two columns: what the column specification says of it
    const Separator* separators = nullptr;
    bool replaced = false;  // @{..}: no column space beside it
    Unit x = 0;
    Unit width = 0;
};

class TableSetter {
  public:
    TableSetter(Setter& setter, const TableNode& node, Style outer)
        : setter_(setter), node_(node), outer_(outer), style_(Style::of(node.shape.level)) {}

    Box* set() {
        set_cells();
        find_edges();
        find_widths();
        find_heights();
        return build();
    }

  private:
    Unit tenths(std::int64_t value) const { return scale(value, setter_.em(), 10'000); }

    void set_cells() {
        columns_ = node_.shape.least_columns;  // a column without a cell has no width: TeX leaves it out
        for (const TableRow* row = node_.first; row != nullptr; row = row->next) {
            PlacedRow placed{row, cells_.size(), 0};
            std::uint32_t column = 0;
            for (const Cell* cell = row->first; cell != nullptr; cell = cell->next) {
                Box* const box = typeset_list(setter_, cell->body, style_);
                cells_.push_back({cell, box, column});
                column += cell->span;
            }
            columns_ = std::max(columns_, column);
            placed.last = cells_.size();
            rows_.push_back(placed);
        }
    }

    Unit width_of(const Separator* separators) const {
        Unit width = 0;
        const Separator* before = nullptr;
        for (const Separator* s = separators; s != nullptr; before = s, s = s->next) {
            if (s->material != nullptr) {
                width += typeset_list(setter_, s->material, style_)->width;
            } else if (before != nullptr && before->material == nullptr) {
                width += setter_.u(kDoubleRuleGap);
            }
        }
        return width;
    }

    void find_edges() {
        edges_.resize(columns_ + 1);
        std::size_t i = 0;
        for (const Column* column = node_.spec.first; column != nullptr && i <= columns_;
             column = column->next) {
            edges_[i++].separators = column->separators;
        }
        if (i <= columns_) edges_[i].separators = node_.spec.last_separators;
        for (Edge& edge : edges_) {
            for (const Separator* s = edge.separators; s != nullptr; s = s->next) {
                edge.replaced |= s->kind == Separator::Kind::kMaterial;
            }
            edge.width = width_of(edge.separators);
        }
    }

    const Column* column_at(std::uint32_t index) const {
        const Column* column = node_.spec.first;
        while (column != nullptr && index-- > 0) column = column->next;
        return column;
    }

    ColumnAlign align_of(std::uint32_t index) const {
        if (const Column* const column = column_at(index)) return column->align;
        if (node_.shape.pairs) return index % 2 == 0 ? ColumnAlign::kRight : ColumnAlign::kLeft;
        return node_.shape.align;
    }

    // The space on the left (or right) of a column, beside what stands between the columns.
    Unit space_at(std::uint32_t column, bool left) const {
        const std::uint32_t edge = left ? column : column + 1;
        const bool outer = edge == 0 || edge == columns_;
        if (edges_[edge].replaced) return 0;
        if (node_.shape.pairs) return !left && !outer && column % 2 == 1 ? tenths(node_.shape.pair_space) : 0;
        return outer && !node_.shape.outer_space ? 0 : tenths(node_.shape.column_space);
    }

    void find_widths() {
        widths_.assign(columns_, 0);
        std::uint32_t index = 0;
        for (const Column* column = node_.spec.first; column != nullptr && index < columns_;
             column = column->next, ++index) {
            widths_[index] = scale(column->paragraph, setter_.em(), 1'000'000);
        }
        for (const PlacedCell& placed : cells_) {
            if (placed.cell->span == 1) {
                widths_[placed.column] = std::max(widths_[placed.column], placed.box->width);
            }
        }
        for (const PlacedCell& placed : cells_) {  // a spanning cell widens its last column
            const std::uint32_t span = placed.cell->span;
            if (span <= 1) continue;
            Unit room = 0;
            for (std::uint32_t c = placed.column; c < placed.column + span; ++c) {
                room += widths_[c];
                if (c > placed.column) room += space_at(c - 1, false) + edges_[c].width + space_at(c, true);
            }
            widths_[placed.column + span - 1] += std::max<Unit>(placed.box->width - room, 0);
        }
        lefts_.assign(columns_, 0);
        Unit x = tenths(node_.shape.side_space);
        for (std::uint32_t c = 0; c < columns_; ++c) {
            edges_[c].x = x;
            lefts_[c] = x + edges_[c].width + space_at(c, true);
            x = lefts_[c] + widths_[c] + space_at(c, false);
        }
        edges_[columns_].x = x;
        x += edges_[columns_].width;
        if (node_.shape.stepped && rows_.size() > 1) {
            widths_[0] += setter_.u(kStep);
            x += setter_.u(kStep);
        }
        width_ = x + tenths(node_.shape.side_space);
    }

    Unit lines_height(const RowLine* lines) const {
        Unit height = 0;
        bool before = false;
        for (const RowLine* line = lines; line != nullptr; line = line->next) {
            if (!line->whole) continue;
            height += setter_.u(before ? kDoubleRuleGap : kRule);  // from rule to rule, not between them
            before = true;
        }
        return height;
    }

    void find_heights() {
        const bool struts = node_.shape.rows == RowRule::kStruts;
        const Unit strut_height = scale(tenths(node_.shape.strut_height), node_.stretch, 1000);
        const Unit strut_depth = scale(tenths(node_.shape.strut_depth), node_.stretch, 1000);
        Unit y = 0;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            PlacedRow& row = rows_[i];
            row.height = strut_height;
            row.depth = strut_depth;
            for (std::size_t c = row.first; c < row.last; ++c) {
                if (cells_[c].cell->rows != 1) continue;
                row.height = std::max(row.height, cells_[c].box->height);
                row.depth = std::max(row.depth, cells_[c].box->depth);
            }
            const Unit extra = scale(row.row->extra, setter_.em(), 1'000'000);
            if (struts && extra > 0) row.depth = std::max(row.depth, strut_depth + extra);
            y += lines_height(row.row->lines);
            if (i == 0 || struts) {
                y += row.height;
            } else {
                const Unit boxes = rows_[i - 1].depth + row.height;
                y -= rows_[i - 1].depth;
                y += tenths(node_.shape.baseline_skip) - boxes >= tenths(node_.shape.line_skip_limit)
                         ? tenths(node_.shape.baseline_skip)
                         : boxes + tenths(node_.shape.line_skip);
            }
            row.y = y;
            y += row.depth;
            if (extra < 0 || !struts) y += extra;
            y += scale(row.row->skip, setter_.em(), 1'000'000);
        }
        total_ = std::max<Unit>(y + lines_height(node_.last_lines), 0);
    }

    // How far the table's top stands above the baseline of the line it is in.
    Unit top() const {
        if (node_.position == 't' && !rows_.empty()) return rows_.front().y;
        if (node_.position == 'b' && !rows_.empty()) return rows_.back().y;
        return setter_.axis(outer_) + total_ / 2;
    }

    Box* build() {
        Box* const box = setter_.list(node_.source);
        box->width = width_;
        box->height = top();
        box->depth = total_ - box->height;
        for (const PlacedRow& row : rows_) {
            add_lines(box, row.row->lines, row.y - row.height - lines_height(row.row->lines));
            add_row(box, row);
            if (row.row->tag != nullptr) setter_.tags.push_back({row.row->tag, box->height - row.y});
        }
        add_lines(box, node_.last_lines, total_ - lines_height(node_.last_lines));
        return box;
    }

    // The lines above a row; y: their top, from the top of the table downward.
    void add_lines(Box* box, const RowLine* lines, Unit y) {
        bool before = false;
        for (const RowLine* line = lines; line != nullptr; line = line->next) {
            if (line->whole && before) y += setter_.u(kDoubleRuleGap - kRule);
            const std::uint32_t last = line->last == 0 ? columns_ : std::min(line->last, columns_);
            if (last < line->first) continue;
            const Unit left = line->whole ? 0 : lefts_[line->first - 1] - space_at(line->first - 1, true);
            const Unit right =
                line->whole ? width_ : lefts_[last - 1] + widths_[last - 1] + space_at(last - 1, false);
            add_rule(box, left, right - left, box->height - y - setter_.u(kRule), setter_.u(kRule),
                     line->dashed, false, line->source);
            if (line->whole) y += setter_.u(kRule);
            before |= line->whole;
        }
    }

    void add_rule(Box* box, Unit x, Unit width, Unit y, Unit height, bool dashed, bool vertical,
                  SourceRange source) {
        if (!dashed) {
            box->place(setter_.rule(width, height, 0, source), x, y);
            return;
        }
        constexpr std::int64_t kDash = 200;  // u, and as much between
        const Unit length = vertical ? height : width, dash = setter_.u(kDash);
        for (Unit at = 0; at < length; at += 2 * dash) {
            const Unit piece = std::min(dash, length - at);
            box->place(
                vertical ? setter_.rule(width, piece, 0, source) : setter_.rule(piece, height, 0, source),
                vertical ? x : x + at, vertical ? y + at : y);
        }
    }

    void add_row(Box* box, const PlacedRow& row) {
        const Unit baseline = box->height - row.y;
        std::uint32_t next = 0;  // the first edge that is still open
        for (std::size_t i = row.first; i < row.last; ++i) {
            const PlacedCell& placed = cells_[i];
            const std::uint32_t first = placed.column, last = first + placed.cell->span - 1;
            const ColumnSpec* const own = placed.cell->spec;
            Unit left = lefts_[first];
            if (own != nullptr && own->first != nullptr) {
                add_separators(box, row, edges_[first].x, own->first->separators, baseline);
                left = adjusted(own->first->separators, edges_[first], left, space_at(first, true));
            } else if (first == 0) {
                add_separators(box, row, edges_[0].x, edges_[0].separators, baseline);
            }
            const Separator* const after =
                own != nullptr ? own->last_separators : edges_[last + 1].separators;
            add_separators(box, row, edges_[last + 1].x, after, baseline);
            const ColumnAlign align = placed.cell->aligned                      ? placed.cell->align
                                      : own != nullptr && own->first != nullptr ? own->first->align
                                                                                : align_of(first);
            const Unit room = lefts_[last] + widths_[last] - left - placed.box->width;
            Unit x = left + (align == ColumnAlign::kLeft    ? 0
                             : align == ColumnAlign::kRight ? room
                                                            : room / 2);
            if (node_.shape.stepped && row.row == node_.first) x = left;
            if (node_.shape.stepped && row.row == node_.last) x = left + room;
            box->include(placed.box, x, baseline + centring(row, placed));
            next = last + 2;
        }
        // A row that ends early still shows the rules of its columns.
        for (std::uint32_t edge = next; edge <= columns_ && next > 0; ++edge) {
            add_separators(box, row, edges_[edge].x, edges_[edge].separators, baseline);
        }
    }

    // How far a \multirow's contents stand above the baseline of their row: they are centred over all of
    // theirs.
    Unit centring(const PlacedRow& row, const PlacedCell& placed) const {
        const std::int32_t count = placed.cell->rows;
        if (count == 1) return 0;
        const auto here = std::int64_t(&row - rows_.data());
        const auto clamp = [&](std::int64_t i) {
            return std::size_t(std::clamp<std::int64_t>(i, 0, std::int64_t(rows_.size()) - 1));
        };
        const PlacedRow& first = rows_[count > 0 ? clamp(here) : clamp(here + count + 1)];
        const PlacedRow& last = rows_[count > 0 ? clamp(here + count - 1) : clamp(here)];
        const Unit middle = (first.y - first.height + last.y + last.depth) / 2;  // from the top, downward
        return row.y - middle - (placed.box->height - placed.box->depth) / 2;
    }

    // \multicolumn{1}{@{}..}: what it puts in place of the column space moves its contents.
    static Unit adjusted(const Separator* separators, const Edge& edge, Unit left, Unit space) {
        for (const Separator* s = separators; s != nullptr; s = s->next) {
            if (s->kind == Separator::Kind::kMaterial && !edge.replaced) return left - space;
        }
        return left;
    }

    void add_separators(Box* box, const PlacedRow& row, Unit x, const Separator* separators, Unit baseline) {
        const Separator* before = nullptr;
        for (const Separator* s = separators; s != nullptr; before = s, s = s->next) {
            if (s->material != nullptr) {
                Box* const material = typeset_list(setter_, s->material, style_);
                box->include(material, x, baseline);
                x += material->width;
                continue;
            }
            if (before != nullptr && before->material == nullptr) x += setter_.u(kDoubleRuleGap);
            add_rule(box, x - setter_.u(kRule) / 2, setter_.u(kRule), baseline - row.depth,
                     row.height + row.depth, s->kind == Separator::Kind::kDashedRule, true, node_.source);
        }
    }

    Setter& setter_;
    const TableNode& node_;
    Style outer_, style_;
    std::uint32_t columns_ = 0;
    std::vector<PlacedCell> cells_;
    std::vector<PlacedRow> rows_;
    std::vector<Edge> edges_;
    std::vector<Unit> widths_, lefts_;  // of the columns' contents
    Unit width_ = 0, total_ = 0;
};

}  // namespace

Box* typeset_table(Setter& setter, const TableNode& node, Style style) {
    return TableSetter(setter, node, style).set();
}

}  // namespace lomo
