// Places lines below each other and the clusters of a line beside each other.
#include "page/page.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "page/align.h"
#include "page/formula.h"
#include "page/missing_box.h"
#include "text/bidi.h"

namespace lomo {

namespace {

struct LineExtents {
    Unit height = 0;
    Unit depth = 0;
    bool display = false;
    bool formula = false;
    bool blank = false;
    bool continues = false;  // it begins inside a formula
};

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

class PageSetter {
  public:
    PageSetter(const Passage& passage, Align align) : passage_(passage), align_(align) {
        layout_.faces = passage.faces;
        for (std::size_t i = 0; i < layout_.faces.size(); ++i) {
            faces_.emplace(layout_.faces[i]->id(), std::uint32_t(i));
        }
    }

    void set_line(const Line& line, const LineExtents& extents, Unit page_width, Unit baseline) {
        if (line.first == line.last) return;
        const Cluster& head = passage_.clusters[line.first];
        Unit x = line.indent, width = line.width;
        tag_left_.reset();
        beside_ = 0;
        if (extents.display) {
            x = std::max<Unit>(0, (page_width - line.width) / 2);
            if (const Layout* tagged = tagged_formula(line)) {
                const Unit beside = tagged->width - body_end(*tagged);
                const Unit centred = (page_width - (line.width - beside)) / 2;
                if (centred - tagged->tag.width >= passage_.style.text_size) {
                    x = centred;
                    width = page_width - x;
                    tag_left_ = page_width - tagged->tag.width;
                    beside_ = beside;  // what follows the body stands beside it, not beside the tag
                }
            }
        }
        const SourceRange source{head.source.start, passage_.clusters[line.last - 1].source.end};
        layout_.lines.push_back({baseline, extents.height, extents.depth, x, width, source});
        Unit logical = line.indent;  // tab stops are measured along the line as it is read
        advances_.clear();
        levels_.clear();
        for (std::uint32_t i = line.first; i < line.visible; ++i) {
            const Cluster& cluster = passage_.clusters[i];
            advances_.push_back(advance_at(cluster, logical));
            levels_.push_back(cluster.level);
            logical += advances_.back();
        }
        if (!advances_.empty())
            advances_.back() -= space_after(passage_, passage_.clusters[line.visible - 1]);
        if (!extents.display) {
            const Placed placed = align_line(passage_, line, align_, page_width, advances_);
            x = layout_.lines.back().x = placed.x;
            layout_.lines.back().width = placed.width;
        }
        const bool plain =
            std::all_of(levels_.begin(), levels_.end(), [](std::uint8_t level) { return level == 0; });
        if (plain) {
            for (std::size_t i = 0; i < advances_.size(); ++i) x += set_cluster(line.first, i, x, baseline);
        } else {
            for (const std::int32_t i : reorder_line(levels_)) {
                x += set_cluster(line.first, std::size_t(i), x, baseline);
            }
        }
    }

    Layout take(Unit width, Unit height, Unit depth) {
        layout_.width = width;
        layout_.height = height;
        layout_.depth = depth;
        return std::move(layout_);
    }

  private:
    // The layout of the display formula whose tag stands on this line, or null.
    const Layout* tagged_formula(const Line& line) const {
        std::uint32_t end = line.visible;  // punctuation may stand after the formula
        while (passage_.clusters[end - 1].kind != ClusterKind::kDisplay) --end;
        const Cluster& last = passage_.clusters[end - 1];
        const Layout& layout = *passage_.formulas[passage_.pieces[last.first].formula].layout;
        return last_piece(last) && layout.tag.width > 0 ? &layout : nullptr;
    }

    bool last_piece(const Cluster& cluster) const {
        const Formula& formula = passage_.formulas[passage_.pieces[cluster.first].formula];
        return cluster.source.end == formula.source.end;
    }

    Unit set_cluster(std::uint32_t first, std::size_t index, Unit x, Unit y) {
        const Cluster& cluster = passage_.clusters[first + index];
        switch (cluster.kind) {
            case ClusterKind::kText:
                for (std::uint32_t i = 0; i < cluster.count; ++i) {
                    GlyphItem glyph = passage_.glyphs[cluster.first + i];
                    glyph.x += x;
                    glyph.y += y;
                    layout_.glyphs.push_back(glyph);
                }
                break;
            case ClusterKind::kFormula:
            case ClusterKind::kDisplay:
                set_formula(passage_.pieces[cluster.first], x, y);
                if (cluster.kind == ClusterKind::kDisplay && last_piece(cluster))
                    return advances_[index] - beside_;
                break;
            case ClusterKind::kMissing:
                set_missing_box(passage_, cluster, x, y, layout_);
                break;
            case ClusterKind::kSpace:
            case ClusterKind::kTab:
            case ClusterKind::kNewline:
                break;
        }
        return advances_[index];
    }

    void set_formula(const FormulaPiece& piece, Unit x, Unit y) {
        const Formula& formula = passage_.formulas[piece.formula];
        const Layout& box = *formula.layout;
        x -= piece.x;
        const Unit tag_x = tag_left_ ? *tag_left_ - box.tag.x : x;
        std::vector<std::uint32_t> face_of(box.faces.size());
        for (std::size_t i = 0; i < box.faces.size(); ++i) {
            const auto [found, added] =
                faces_.emplace(box.faces[i]->id(), std::uint32_t(layout_.faces.size()));
            if (added) layout_.faces.push_back(box.faces[i]);
            face_of[i] = found->second;
        }
        const auto shifted = [&](SourceRange range) {
            return SourceRange{range.start + formula.tex_start, range.end + formula.tex_start};
        };
        for (std::uint32_t i = piece.first_glyph; i < piece.glyphs_end; ++i) {
            GlyphItem glyph = box.glyphs[i];
            glyph.face = face_of[glyph.face];
            glyph.x += i < box.tag.first_glyph ? x : tag_x, glyph.y += y;
            glyph.source = shifted(glyph.source);
            layout_.glyphs.push_back(glyph);
        }
        for (std::uint32_t i = piece.first_rule; i < piece.rules_end; ++i) {
            RuleItem rule = box.rules[i];
            rule.x += i < box.tag.first_rule ? x : tag_x, rule.y += y;
            rule.source = shifted(rule.source);
            layout_.rules.push_back(rule);
        }
        for (PictureItem picture : box.pictures) {
            picture.x += x, picture.y += y;
            picture.source = shifted(picture.source);
            layout_.pictures.push_back(std::move(picture));
        }
    }

    const Passage& passage_;
    Align align_;
    Layout layout_;
    std::unordered_map<std::uint64_t, std::uint32_t> faces_;
    std::vector<Unit> advances_;
    std::vector<std::uint8_t> levels_;
    // Of the display line being set, where its tag stands apart from its body:
    std::optional<Unit> tag_left_;
    Unit beside_ = 0;  // from the body's end to that of the formula's layout
};

}  // namespace

std::vector<PageLines> paginate(const Passage& passage, const std::vector<Line>& lines, Unit max_height) {
    std::vector<PageLines> pages;
    PageLines page;
    LineExtents above;
    Unit used = 0;  // from the top of the page to the baseline of the line above
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
        const LineExtents extents = extents_of(passage, lines[i]);
        Unit baseline =
            i == page.first ? extents.height : used + baseline_distance(passage.style, above, extents);
        if (i > page.first && baseline + extents.depth > max_height) {
            page.last = i;
            pages.push_back(page);
            page.first = i;
            baseline = extents.height;
        }
        used = baseline;
        above = extents;
    }
    page.last = std::uint32_t(lines.size());
    if (page.last > page.first) pages.push_back(page);
    return pages;
}

Unit widest(const std::vector<Line>& lines) {
    Unit width = 0;
    for (const Line& line : lines) width = std::max(width, line.indent + line.width);
    return width;
}

Layout page_layout(const Passage& passage, const std::vector<Line>& lines, PageLines page, Unit width,
                   Align align) {
    PageSetter setter(passage, align);
    LineExtents above;
    Unit baseline = 0, height = 0, depth = 0;
    for (std::uint32_t i = page.first; i < page.last; ++i) {
        const LineExtents extents = extents_of(passage, lines[i]);
        if (i > page.first) baseline -= baseline_distance(passage.style, above, extents);
        setter.set_line(lines[i], extents, width, baseline);
        height = std::max(height, baseline + extents.height);
        depth = std::max(depth, extents.depth - baseline);
        above = extents;
    }
    return setter.take(width, height, depth);
}

}  // namespace lomo
