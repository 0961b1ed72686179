// Cuts a formula's layout at its parts.
#include "page/formula.h"

#include <algorithm>

namespace lomo {

namespace {

// The tag stands on the last line of a broken formula; its box is that of text at its size.
void make_room_for_tag(const Layout& layout, Cluster& cluster) {
    if (layout.tag.width == 0) return;
    for (std::size_t i = layout.tag.first_glyph; i < layout.glyphs.size(); ++i) {
        const GlyphItem& glyph = layout.glyphs[i];
        cluster.height = std::max(cluster.height, glyph.y + scale(glyph.size, 3, 4));
        cluster.depth = std::max(cluster.depth, scale(glyph.size, 1, 4) - glyph.y);
    }
}

BreakBefore break_after(const LayoutPart& part) {
    return part.end == PartEnd::kRelation ? BreakBefore::kAfterRelation : BreakBefore::kAfterBinary;
}

}  // namespace

void add_formula(Passage& passage, std::uint32_t formula, std::uint8_t level, std::uint8_t base_level) {
    const Formula& box = passage.formulas[formula];
    const Layout& layout = *box.layout;
    const std::size_t first_cluster = passage.clusters.size();
    FormulaPiece piece;
    piece.formula = formula;
    Cluster cluster;
    cluster.source = box.source;
    cluster.kind = box.display ? ClusterKind::kDisplay : ClusterKind::kFormula;
    cluster.level = level;
    cluster.base_level = base_level;
    cluster.count = 1;
    const auto finish = [&](Unit end) {
        cluster.advance = end - piece.x;
        cluster.first = std::uint32_t(passage.pieces.size());
        passage.clusters.push_back(cluster);
        passage.pieces.push_back(piece);
    };
    for (std::size_t i = 0; i + 1 < layout.parts.size(); ++i) {
        const LayoutPart& part = layout.parts[i];
        const LayoutPart& following = layout.parts[i + 1];
        cluster.height = std::max(cluster.height, part.height);
        cluster.depth = std::max(cluster.depth, part.depth);
        cluster.source.end = box.tex_start + part.source_end;
        const bool empty = cluster.source.end <= cluster.source.start || cluster.source.end >= box.source.end;
        if (empty || following.source_end <= part.source_end) continue;
        piece.glyphs_end = part.glyphs_end;
        piece.rules_end = part.rules_end;
        piece.space = std::max<Unit>(0, following.x - part.x - part.width);
        finish(following.x);
        piece.first_glyph = piece.glyphs_end;
        piece.first_rule = piece.rules_end;
        piece.space = 0;
        piece.x = following.x;
        cluster.source.start = cluster.source.end;
        cluster.break_before = break_after(part);
        cluster.height = cluster.depth = 0;
    }
    cluster.source.end = box.source.end;
    piece.glyphs_end = std::uint32_t(layout.glyphs.size());
    piece.rules_end = std::uint32_t(layout.rules.size());
    if (passage.clusters.size() == first_cluster) {
        cluster.height = layout.height;
        cluster.depth = layout.depth;
    } else {
        cluster.height = std::max(cluster.height, layout.parts.back().height);
        cluster.depth = std::max(cluster.depth, layout.parts.back().depth);
        make_room_for_tag(layout, cluster);
    }
    finish(layout.width);
    // The pieces of a formula stand from left to right in any text.
    if (passage.clusters.size() > first_cluster + 1 && level % 2 == 1) {
        for (std::size_t i = first_cluster; i < passage.clusters.size(); ++i) ++passage.clusters[i].level;
    }
}

bool is_formula(const Cluster& cluster) {
    return cluster.kind == ClusterKind::kFormula || cluster.kind == ClusterKind::kDisplay;
}

Unit space_after(const Passage& passage, const Cluster& cluster) {
    return is_formula(cluster) ? passage.pieces[cluster.first].space : 0;
}

bool breaks_formula(const Passage& passage, const Cluster& cluster, Unit width) {
    if (cluster.break_before != BreakBefore::kAfterRelation &&
        cluster.break_before != BreakBefore::kAfterBinary) {
        return false;
    }
    return passage.formulas[passage.pieces[cluster.first].formula].layout->width > width;
}

Unit body_end(const Layout& layout) {
    if (!layout.parts.empty()) return layout.parts.back().x + layout.parts.back().width;
    if (layout.tag.width == 0) return layout.width;
    return layout.tag.body_end > 0 ? layout.tag.body_end : layout.tag.x;
}

}  // namespace lomo
