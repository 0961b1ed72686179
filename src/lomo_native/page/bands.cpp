// As TeX stacks lines; rows of a table touch each other.
#include "page/bands.h"

#include <algorithm>

#include "page/formula.h"

namespace lomo {

namespace {

// Of an empty cell, in hundredths of the em size.
constexpr Unit kStrutHeight = 76, kStrutDepth = 24;

// The distance from one baseline to the next, as TeX's \baselineskip, \lineskip and \lineskiplimit. Boxes of
// text may overlap by a tenth of an em before lines move apart, since an accent seldom stands below a
// descender. A blank line beside a display formula is itself the skip that TeX puts there.
Unit baseline_distance(const PassageStyle& style, const LineExtents& above, const LineExtents& below) {
    const Unit lineskip = px(2);
    if (above.blank && below.display) return px(ceil_px(std::max<Unit>(0, below.height) + lineskip));
    if (above.display && below.blank) {
        return px(ceil_px(std::max<Unit>(0, above.depth) + style.line_height / 2));
    }
    const Unit limit = above.formula || below.formula ? 0 : -style.text_size / 10;
    const bool skips = (above.display || below.display) && !below.continues;
    const Unit displayskip = skips ? style.line_height / 3 : 0;
    const Unit boxes = above.depth + below.height;
    const Unit distance =
        (style.line_height - boxes >= limit ? style.line_height : boxes + lineskip) + displayskip;
    return px(ceil_px(distance));  // whole pixels: every line of a page is rasterised alike
}

LineExtents cell_extents(const Passage& passage, const Line& line) {
    LineExtents extents = extents_of(passage, line);
    extents.height = std::max(extents.height, scale(passage.style.text_size, kStrutHeight, 100));
    extents.depth = std::max(extents.depth, scale(passage.style.text_size, kStrutDepth, 100));
    return extents;
}

Unit whole(Unit length) {
    return px(ceil_px(length));
}

}  // namespace

LineExtents extents_of(const Passage& passage, const Line& line) {
    LineExtents extents;
    for (std::uint32_t i = line.first; i < line.visible; ++i) {
        const Cluster& cluster = passage.clusters[i];
        extents.height = std::max(extents.height, cluster.height);
        extents.depth = std::max(extents.depth, cluster.depth);
        extents.display |= cluster.kind == ClusterKind::kDisplay;
        extents.formula |= is_formula(cluster);
    }
    extents.blank = line.visible == line.first;
    if (!extents.blank && is_formula(passage.clusters[line.first])) {
        const FormulaPiece& head = passage.pieces[passage.clusters[line.first].first];
        extents.continues =
            passage.clusters[line.first].source.start > passage.formulas[head.formula].source.start;
    }
    return extents;
}

Band band_at(const Passage& passage, const std::vector<Line>& lines, std::uint32_t first) {
    Band band{first, first + 1, {}, nullptr, 0};
    if (passage.markup.plain()) {
        band.extents = extents_of(passage, lines[first]);
        return band;
    }
    const std::vector<Block>& blocks = passage.markup.blocks;
    band.block = &blocks[lines[first].block];
    if (!band.row()) {
        band.extents = extents_of(passage, lines[first]);
        band.pad = band.block->pad;
        return band;
    }
    const auto continues = [&](std::uint32_t i) {
        const Block& block = blocks[lines[i].block];
        return &block == band.block || (block.table == band.block->table && block.column > 0);
    };
    while (band.last < lines.size() && continues(band.last)) ++band.last;
    const std::vector<Unit> drops = drops_of(passage, lines, band);
    for (std::uint32_t i = band.first; i < band.last; ++i) {
        const LineExtents extents = cell_extents(passage, lines[i]);
        const Unit drop = drops[i - band.first];
        band.extents.height = std::max(band.extents.height, extents.height - drop);
        band.extents.depth = std::max(band.extents.depth, extents.depth + drop);
    }
    band.extents.height = whole(band.extents.height + band.block->pad);
    band.extents.depth = whole(band.extents.depth + band.block->pad);
    return band;
}

Unit band_distance(const Passage& passage, const Band& above, const Band& below) {
    if (above.block == below.block) return baseline_distance(passage.style, above.extents, below.extents);
    if (above.row() && below.row() && above.block->table == below.block->table) {
        return above.extents.depth + below.extents.height;
    }
    const Unit between = whole(above.pad + below.pad + below.block->above);
    if (above.row() || below.row()) return whole(above.extents.depth + below.extents.height + between);
    return baseline_distance(passage.style, above.extents, below.extents) + between;
}

std::vector<Unit> drops_of(const Passage& passage, const std::vector<Line>& lines, const Band& row) {
    std::vector<Unit> drops;
    LineExtents above;
    for (std::uint32_t i = row.first; i < row.last; ++i) {
        const LineExtents extents = cell_extents(passage, lines[i]);
        const bool starts = i == row.first || lines[i].block != lines[i - 1].block;
        drops.push_back(starts ? 0 : drops.back() + baseline_distance(passage.style, above, extents));
        above = extents;
    }
    return drops;
}

}  // namespace lomo
