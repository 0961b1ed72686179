// Places lines below each other and the clusters of a line beside each other.
#include "page/page.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "page/adorn.h"
#include "page/align.h"
#include "page/bands.h"
#include "page/formula.h"
#include "page/missing_box.h"
#include "text/bidi.h"

namespace lomo {

namespace {

class PageSetter {
  public:
    PageSetter(const Passage& passage, Unit page_width, Align align)
        : passage_(passage), page_width_(page_width), align_(align), adornments_(passage, page_width) {
        layout_.faces = passage.faces;
    }

    void expect_all() {
        std::size_t glyphs = passage_.glyphs.size();
        for (const FormulaPiece& piece : passage_.pieces) glyphs += piece.glyphs_end - piece.first_glyph;
        layout_.glyphs.reserve(glyphs);
    }

    void set_band(const std::vector<Line>& lines, const Band& band, Unit baseline) {
        adornments_.add_band(lines, band, baseline);
        if (!band.row()) return set_line(lines[band.first], band.extents, baseline);
        const std::vector<Unit> drops = drops_of(passage_, lines, band);
        for (std::uint32_t i = band.first; i < band.last; ++i) {
            set_line(lines[i], extents_of(passage_, lines[i]), baseline - drops[i - band.first]);
        }
    }

    void set_line(const Line& line, const LineExtents& extents, Unit baseline) {
        if (line.first == line.last) return;
        const Cluster& head = passage_.clusters[line.first];
        const Block* block = passage_.markup.plain() ? nullptr : &passage_.markup.blocks[line.block];
        const bool cell = block && block->table >= 0;
        const Unit edge = cell ? line.left + line.room : page_width_ - right_of(passage_, line);
        Unit x = line.left + line.indent, width = line.width;
        tag_left_.reset();
        beside_ = 0;
        if (extents.display) {
            x = line.left + std::max<Unit>(0, (edge - line.left - line.width) / 2);
            if (const Layout* tagged = tagged_formula(line)) {
                const Unit beside = tagged->width - body_end(*tagged);
                const Unit centred = line.left + (edge - line.left - (line.width - beside)) / 2;
                if (centred - line.left - tagged->tag.width >= passage_.style.text_size) {
                    x = centred;
                    width = edge - x;
                    tag_left_ = edge - tagged->tag.width;
                    beside_ = beside;  // what follows the body stands beside it, not beside the tag
                }
            }
        }
        const SourceRange source{head.source.start, passage_.clusters[line.last - 1].source.end};
        layout_.lines.push_back({baseline, extents.height, extents.depth, x, width, source});
        Unit logical = line.indent;  // tab stops are measured along the line as it is read
        advances_.resize(line.visible - line.first);
        std::uint8_t levels = 0;
        for (std::uint32_t i = line.first; i < line.visible; ++i) {
            const Cluster& cluster = passage_.clusters[i];
            const Unit advance = advance_at(passage_, cluster, logical);
            advances_[i - line.first] = advance;
            levels |= cluster.level;
            logical += advance;
        }
        if (!advances_.empty())
            advances_.back() -= space_after(passage_, passage_.clusters[line.visible - 1]);
        if (!extents.display) {
            const Placed placed = align_line(passage_, line, align_of(line), edge - line.left, advances_);
            x = layout_.lines.back().x = line.left + placed.x;
            layout_.lines.back().width = placed.width;
        }
        if (levels == 0) {
            for (std::size_t i = 0; i < advances_.size(); ++i) x += set_cluster(line.first, i, x, baseline);
        } else {
            levels_.clear();
            for (std::uint32_t i = line.first; i < line.visible; ++i) {
                levels_.push_back(passage_.clusters[i].level);
            }
            for (const std::int32_t i : reorder_line(levels_)) {
                x += set_cluster(line.first, std::size_t(i), x, baseline);
            }
        }
    }

    Layout take(Unit width, Unit height, Unit depth) {
        adornments_.draw(layout_);
        layout_.width = width;
        layout_.height = height;
        layout_.depth = depth;
        return std::move(layout_);
    }

  private:
    // Cells have their own alignment; lists and quotes stand at their indentation.
    Align align_of(const Line& line) const {
        if (passage_.markup.plain()) return align_;
        const Block& block = passage_.markup.blocks[line.block];
        if (block.table >= 0) {
            const bool leftward = passage_.clusters[line.first].base_level % 2 == 1;
            if (block.align == CellAlign::kCentre) return Align::kCentre;
            return block.align == CellAlign::kRight && !leftward ? Align::kEnd : Align::kStart;
        }
        const Unit indent = block.leftward ? block.right : block.left;
        return indent > 0 && align_ != Align::kJustified ? Align::kStart : align_;
    }

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
        if (cluster.run >= 0) adornments_.add_cluster(cluster, x, y, advances_[index]);
        switch (cluster.kind) {
            case ClusterKind::kText:
                for (std::uint32_t i = 0; i < cluster.count; ++i) {
                    layout_.glyphs.push_back(passage_.glyphs[cluster.first + i]);
                    GlyphItem& glyph = layout_.glyphs.back();
                    glyph.x += x;
                    glyph.y += y;
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

    std::uint32_t number_of(const std::shared_ptr<const FontFile>& face) {
        std::vector<std::shared_ptr<const FontFile>>& faces = layout_.faces;
        if (faces_.empty()) {  // for the first formula: most pages have none
            for (std::size_t i = 0; i < faces.size(); ++i) faces_.emplace(faces[i].get(), std::uint32_t(i));
        }
        const auto [found, added] = faces_.emplace(face.get(), std::uint32_t(faces.size()));
        if (added) faces.push_back(face);
        return found->second;
    }

    void set_formula(const FormulaPiece& piece, Unit x, Unit y) {
        const Formula& formula = passage_.formulas[piece.formula];
        const Layout& box = *formula.layout;
        x -= piece.x;
        const Unit tag_x = tag_left_ ? *tag_left_ - box.tag.x : x;
        std::vector<std::uint32_t> face_of(box.faces.size());
        for (std::size_t i = 0; i < box.faces.size(); ++i) {
            face_of[i] = number_of(box.faces[i]);
        }
        const auto shifted = [&](SourceRange range) {
            return SourceRange{range.start + formula.tex_start, range.end + formula.tex_start};
        };
        for (std::uint32_t i = piece.first_glyph; i < piece.glyphs_end; ++i) {
            layout_.glyphs.push_back(box.glyphs[i]);
            GlyphItem& glyph = layout_.glyphs.back();
            glyph.face = face_of[glyph.face];
            glyph.x += i < box.tag.first_glyph ? x : tag_x, glyph.y += y;
            glyph.source = shifted(glyph.source);
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
    Unit page_width_;
    Align align_;
    Adornments adornments_;
    Layout layout_;
    std::unordered_map<const FontFile*, std::uint32_t> faces_;  // numbers in the layout
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
    Band above;
    Unit used = 0;           // from the top of the page to the baseline of the band above
    std::uint32_t kept = 0;  // the first of the bands above that no page ends below
    for (std::uint32_t i = 0; i < lines.size();) {
        Band band = band_at(passage, lines, i);
        Unit baseline =
            i == page.first ? band.extents.height + band.pad : used + band_distance(passage, above, band);
        if (i > page.first && baseline + band.extents.depth + band.pad > max_height) {
            const bool keeps = above.block && above.block->keep && kept > page.first;
            page.last = keeps ? kept : i;
            pages.push_back(page);
            page.first = i = page.last;
            continue;
        }
        if (!above.block || !above.block->keep || i == page.first) kept = i;
        used = baseline;
        above = band;
        i = band.last;
    }
    page.last = std::uint32_t(lines.size());
    if (page.last > page.first) pages.push_back(page);
    return pages;
}

Unit widest(const Passage& passage, const std::vector<Line>& lines) {
    Unit width = 0;
    for (const Line& line : lines) {
        const Unit reach = line.left + line.indent + line.width;
        if (passage.markup.plain()) {
            width = std::max(width, reach);
            continue;
        }
        const Block& block = passage.markup.blocks[line.block];
        width = std::max(
            width, block.table >= 0 ? line.left + line.room + block.pad : reach + right_of(passage, line));
    }
    return width;
}

Layout page_layout(const Passage& passage, const std::vector<Line>& lines, PageLines page, Unit width,
                   Align align) {
    PageSetter setter(passage, width, align);
    if (page.first == 0 && page.last == lines.size()) setter.expect_all();
    Band above;
    Unit baseline = 0, height = 0, depth = 0;
    for (std::uint32_t i = page.first; i < page.last;) {
        const Band band = band_at(passage, lines, i);
        if (i > page.first) baseline -= band_distance(passage, above, band);
        setter.set_band(lines, band, baseline);
        height = std::max(height, baseline + band.extents.height + band.pad);
        depth = std::max(depth, band.extents.depth + band.pad - baseline);
        above = band;
        i = band.last;
    }
    Layout layout = setter.take(width, height, depth);
    to_source(passage.markup.stretches, std::int32_t(passage.text.size()), layout);
    return layout;
}

std::vector<CutPage> cut_pages(const Passage& passage, const std::vector<Line>& lines, Unit max_height,
                               Unit width, Align align) {
    std::vector<CutPage> pages;
    for (const PageLines page : paginate(passage, lines, max_height)) {
        const SourceRange source{passage.clusters[lines[page.first].first].source.start,
                                 passage.clusters[lines[page.last - 1].last - 1].source.end};
        pages.push_back({std::make_shared<Layout>(page_layout(passage, lines, page, width, align)),
                         to_source(passage.markup.stretches, std::int32_t(passage.text.size()), source)});
    }
    return pages;
}

}  // namespace lomo
