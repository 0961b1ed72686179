// Two sorted lists of items without their places: those that the clusters say, and those of the page.
#include "page/item_faults.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "page/formula.h"
#include "page/missing_box.h"
#include "value/error.h"

namespace lomo {

namespace {

// What makes an item the same in a passage and on its page: all but its position. First its source.
using ItemKey = std::tuple<std::int32_t, std::int32_t, int, std::uint64_t, std::int64_t, std::int64_t>;

class Comparison {
  public:
    Comparison(const Passage& passage, const Layout& page, SourceRange source)
        : passage_(passage), page_(page), source_(source) {
        for (const Block& block : passage.markup.blocks) {
            if (block.rule) lines_.push_back(mapped(block.range));
        }
    }

    void add_faults(std::vector<FaultAt>& faults) {
        for (const Cluster& cluster : passage_.clusters) {
            const std::int32_t start = mapped(cluster.source).start;
            if (start >= source_.start && start < source_.end) expect(cluster);
        }
        for (const GlyphItem& item : page_.glyphs) found_.push_back(key(page_, item, item.source));
        for (const RuleItem& item : page_.rules) {
            if (!adorns(item.source)) found_.push_back(key(item, item.source));
        }
        for (const PictureItem& item : page_.pictures) found_.push_back(key(item, item.source));
        std::sort(found_.begin(), found_.end());
        std::sort(expected_.begin(), expected_.end());
        tell(expected_, found_, LedgerFault::kGone, faults);
        tell(found_, expected_, LedgerFault::kStranger, faults);
    }

  private:
    SourceRange mapped(SourceRange range) const {
        return to_source(passage_.markup.stretches, std::int32_t(passage_.text.size()), range);
    }

    static ItemKey key(const Layout& layout, const GlyphItem& item, SourceRange source) {
        return {source.start, source.end, 0, layout.faces[item.face]->id(), item.glyph, item.size};
    }
    static ItemKey key(const RuleItem& item, SourceRange source) {
        return {source.start, source.end, 1, 0, item.width, item.height};
    }
    static ItemKey key(const PictureItem& item, SourceRange source) {
        return {source.start, source.end, 2, 0, item.image->width, item.image->height};
    }

    // Whether a rule is the markup's own: beside its text, or a line across.
    bool adorns(SourceRange source) const {
        if (passage_.markup.plain()) return false;
        return source.start < 0 || std::any_of(
                                       lines_.begin(), lines_.end(),
                                       [&](const SourceRange& line) {
                                           return line.start == source.start && line.end == source.end;
                                       });
    }

    void expect(const Cluster& cluster) {
        switch (cluster.kind) {
            case ClusterKind::kText:
                for (std::uint32_t i = cluster.first; i < cluster.first + cluster.count; ++i) {
                    const GlyphItem& item = passage_.glyphs[i];
                    const SourceRange source = mapped(item.source);
                    expected_.emplace_back(source.start, source.end, 0, passage_.faces[item.face]->id(),
                                           item.glyph, item.size);
                }
                return;
            case ClusterKind::kFormula:
            case ClusterKind::kDisplay:
                return expect(piece_items(passage_, passage_.pieces[cluster.first]));
            case ClusterKind::kMissing: {
                Layout boxes;
                boxes.faces = passage_.faces;
                set_missing_box(passage_, cluster, 0, 0, boxes);
                return expect(boxes);
            }
            case ClusterKind::kSpace:
            case ClusterKind::kTab:
            case ClusterKind::kNewline:
                return;
        }
    }

    void expect(const Layout& set) {
        for (const GlyphItem& item : set.glyphs) expected_.push_back(key(set, item, mapped(item.source)));
        for (const RuleItem& item : set.rules) expected_.push_back(key(item, mapped(item.source)));
        for (const PictureItem& item : set.pictures) expected_.push_back(key(item, mapped(item.source)));
    }

    static void tell(const std::vector<ItemKey>& all, const std::vector<ItemKey>& without, LedgerFault what,
                     std::vector<FaultAt>& faults) {
        std::vector<ItemKey> only;
        std::set_difference(all.begin(), all.end(), without.begin(), without.end(), std::back_inserter(only));
        for (const ItemKey& one : only) faults.push_back({what, {std::get<0>(one), std::get<1>(one)}});
    }

    const Passage& passage_;
    const Layout& page_;
    SourceRange source_;
    std::vector<SourceRange> lines_;  // the sources of the lines across
    std::vector<ItemKey> expected_, found_;
};

}  // namespace

std::vector<FaultAt> item_faults(const Passage& passage, const Layout& page, SourceRange source,
                                 const std::vector<ItemInk>& inks) {
    if (inks.size() != page.glyphs.size() + page.rules.size() + page.pictures.size()) {
        throw InputError("the ink of each item of the page is needed");
    }
    std::vector<FaultAt> faults;
    std::size_t at = 0;
    const auto read = [&](SourceRange range, bool notdef) {
        const ItemInk& ink = inks[at++];
        if (ink.drawn > 0 && !ink.whole()) faults.push_back({LedgerFault::kUnpainted, range});
        if (notdef && ink.drawn > 0) faults.push_back({LedgerFault::kNotdef, range});
    };
    for (const GlyphItem& item : page.glyphs) read(item.source, item.glyph == 0);
    for (const RuleItem& item : page.rules) read(item.source, false);
    for (const PictureItem& item : page.pictures) read(item.source, false);
    Comparison(passage, page, source).add_faults(faults);
    return faults;
}

Layout piece_items(const Passage& passage, const FormulaPiece& piece) {
    const Formula& formula = passage.formulas[piece.formula];
    const Layout& set = *formula.layout;
    Layout items;
    items.faces = set.faces;
    items.glyphs.assign(set.glyphs.begin() + piece.first_glyph, set.glyphs.begin() + piece.glyphs_end);
    items.rules.assign(set.rules.begin() + piece.first_rule, set.rules.begin() + piece.rules_end);
    items.pictures = set.pictures;
    const auto shift = [&](auto& list) {
        for (auto& item : list) item.source.start += formula.tex_start, item.source.end += formula.tex_start;
    };
    shift(items.glyphs);
    shift(items.rules);
    shift(items.pictures);
    return items;
}

}  // namespace lomo
