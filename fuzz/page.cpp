// Bytes -> a text, code, formulas, a style and widths -> passage, lines, pages, picture: no crash, and
// nothing is lost on the way from characters to clusters, lines and pages.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "packaged_faces.h"
#include "page/formula.h"
#include "page/ledger.h"
#include "page/line_count.h"
#include "page/lines.h"
#include "page/page.h"
#include "page/passage.h"
#include "paint/item_ink.h"
#include "paint/paint.h"
#include "value/error.h"

namespace {

using namespace lomo;

void require(bool promise) {
    if (!promise) __builtin_trap();
}

// Characters whose shaping, breaking or direction differs; the other values are raw.
constexpr char32_t kPicked[] = {
    U' ',   U' ',   U'\n',  U'\r',  U'\t',  U'a',    U'B',    U'f',    U'i',   U'1',   U',',   U'-',
    U'(',   U')',   U'$',   0x301,  0x323,  0x200D,  0x200B,  0x2060,  0xFE0F, 0xA0,   0xAD,   0x85,
    0x2028, 0x00,   0x1B,   0x7F,   0x9F,   0x1F600, 0x1F3FB, 0x1F1E6, 0x5D0,  0x5B4,  0x627,  0x644,
    0x651,  0x660,  0x915,  0x93F,  0x94D,  0x930,   0x25CC,  0x1780,  0x17D2, 0x17C1, 0x1000, 0x1039,
    0x1031, 0xE01,  0xE33,  0xAC00, 0x1100, 0x4E00,  0x3042,  0xD800,  0xFFFC, 0xFFFD, 0xFFFF, 0xE000,
    0x202E, 0x202C, 0x2067, 0x2069, 0x222B, 0x1D400, 0xE0001, 0x10FFFF};

struct Input {
    const std::uint8_t* data;
    std::size_t left;

    std::uint8_t byte() {
        if (left == 0) return 0;
        --left;
        return *data++;
    }
    // Mostly 0 .. most, now and then anything at all.
    std::int64_t number(std::int64_t most) {
        const std::uint8_t kind = byte();
        std::uint64_t value = 0;
        for (int i = 0; i < (kind >= 250 ? 8 : 4); ++i) value = value << 8 | byte();
        return kind >= 250 ? std::int64_t(value) : std::int64_t(value % std::uint64_t(most + 1));
    }
    std::u32string text() {
        std::u32string text;
        while (left > 0) {
            const std::uint8_t kind = byte();
            if (kind < 0xE0) {
                text += kPicked[kind % std::size(kPicked)];
            } else {
                const std::size_t times = kind < 0xF0 ? 1 : kind < 0xFC ? 3 : 200;
                text.append(times, char32_t(number(0x10FFFF)));
            }
        }
        return text;
    }
};

// Cuts the layout into parts, mostly in order, each with a rule of its own; a tag, of all items after them.
void draw_parts(Input& in, Layout& layout) {
    if (in.byte() < 250) layout.pictures.clear();
    LayoutPart part;
    part.glyphs_end = 1;
    for (int count = 1 + in.byte() % 6; count >= 0; --count) {
        part.x += part.width + in.number(px(20));
        part.width = in.number(px(120)), part.height = in.number(px(40)), part.depth = in.number(px(40));
        part.source_end += in.byte() % 4 - (in.byte() > 250 ? 1 : 0);
        part.end = count == 0 ? PartEnd::kEnd : PartEnd(in.byte() % (in.byte() < 250 ? 2 : 4));
        part.rules_end = std::uint32_t(layout.rules.size());
        layout.parts.push_back(part);
        layout.rules.push_back({part.x, 0, part.width, px(2), {0, part.source_end}});
    }
    layout.width = part.x + part.width;
    if (in.byte() < 64) {
        layout.tag.x = layout.width + in.number(px(60)), layout.tag.width = in.number(px(50));
        layout.tag.body_end = in.byte() < 128 ? 0 : layout.width;
        layout.tag.first_glyph = in.byte() < 250 ? 1 : 9;
        layout.tag.first_rule = part.rules_end;
        layout.width = layout.tag.x + layout.tag.width;
        if (in.byte() < 32) layout.parts.clear();
    } else {
        layout.parts.back().rules_end = std::uint32_t(layout.rules.size());
    }
}

std::shared_ptr<const Layout> draw_formula(Input& in) {
    auto layout = std::make_shared<Layout>();
    layout->width = in.number(px(300)), layout->height = in.number(px(60)), layout->depth = in.number(px(60));
    layout->faces = {packaged_faces()[in.byte() % packaged_faces().size()]};
    layout->glyphs.push_back({in.byte() < 250 ? 0u : 1u,
                              std::uint32_t(in.number(300)),
                              px(10 + in.byte()),
                              in.number(px(300)),
                              in.number(px(60)),
                              {0, 1}});
    layout->rules.push_back(
        {in.number(px(300)), in.number(px(60)), in.number(px(300)), in.number(px(3)), {0, in.byte() % 9}});
    if (in.byte() < 64) {
        const auto image = std::make_shared<const Image>(1 + in.byte() % 32, 1 + in.byte() % 32,
                                                         in.byte() < 250 ? 1 : 3, std::uint8_t{9});
        layout->pictures.push_back({in.number(px(300)), in.number(px(60)), image, {0, 1}});
    }
    if (in.byte() < 128) draw_parts(in, *layout);
    return layout;
}

struct Ranges {  // in order and disjoint, but for the odd wild one
    std::vector<SourceRange> code;
    std::vector<Formula> formulas;
};

Ranges draw_ranges(Input& in) {
    Ranges ranges;
    std::int32_t at = 0;
    for (int count = in.byte() % 6; count > 0; --count) {
        const std::uint8_t kind = in.byte();
        at += in.byte() % 24;
        const SourceRange range{at, at + 1 + in.byte() % 12};
        at = kind < 248 ? range.end : at - 5;
        if (kind % 2 == 0) {
            ranges.code.push_back(range);
        } else {
            ranges.formulas.push_back({range, std::int32_t(in.number(30)), draw_formula(in), kind % 4 == 1});
        }
    }
    return ranges;
}

// The pieces of a formula take all of its items, in order, and its source.
void check_piece(const Passage& passage, const Cluster& cluster) {
    require(cluster.first < passage.pieces.size());
    const FormulaPiece& piece = passage.pieces[cluster.first];
    require(piece.formula < passage.formulas.size());
    const Formula& formula = passage.formulas[piece.formula];
    const bool begins = cluster.first == 0 || passage.pieces[cluster.first - 1].formula != piece.formula;
    const bool ends = cluster.first + 1 == passage.pieces.size() ||
                      passage.pieces[cluster.first + 1].formula != piece.formula;
    require(begins == (cluster.source.start == formula.source.start));
    require(ends == (cluster.source.end == formula.source.end));
    require(piece.first_glyph == (begins ? 0 : passage.pieces[cluster.first - 1].glyphs_end));
    require(piece.first_rule == (begins ? 0 : passage.pieces[cluster.first - 1].rules_end));
    require(!ends || piece.glyphs_end == formula.layout->glyphs.size());
    require(!ends || piece.rules_end == formula.layout->rules.size());
    require(piece.space >= 0 && (!ends || piece.space == 0));
}

void check_clusters(const Passage& passage) {
    std::int32_t at = 0;
    std::size_t missing = 0;
    for (const Cluster& cluster : passage.clusters) {
        require(cluster.source.start == at && cluster.source.end > at);
        at = cluster.source.end;
        if (cluster.kind == ClusterKind::kText) {
            require(std::size_t(cluster.first) + cluster.count <= passage.glyphs.size());
        } else if (cluster.kind == ClusterKind::kMissing) {
            missing += std::size_t(cluster.source.end - cluster.source.start);
        } else if (cluster.kind == ClusterKind::kFormula || cluster.kind == ClusterKind::kDisplay) {
            check_piece(passage, cluster);
        }
    }
    require(std::size_t(at) == passage.text.size());
    require(missing == passage.missing.size());
    for (const GlyphItem& glyph : passage.glyphs) require(glyph.face < passage.faces.size());
}

void check_lines(const Passage& passage, const std::vector<Line>& lines, Unit width) {
    std::uint32_t at = 0;
    for (const Line& line : lines) {
        require(line.first == at && line.last > at);
        require(line.visible >= line.first && line.visible <= line.last);
        bool held = false, opportunity = false, negative = false;
        for (std::uint32_t i = line.first; i < line.last; ++i) {
            const Cluster& cluster = passage.clusters[i];
            negative |= cluster.advance < 0;
            held |= is_formula(cluster) || (i > line.first && cluster.break_before == BreakBefore::kNever);
            if (i == line.first) {
                // Inside a formula begins only a line whose formula is wider than it.
                require(cluster.break_before < BreakBefore::kAfterBinary ||
                        cluster.break_before > BreakBefore::kAfterRelation ||
                        breaks_formula(passage, cluster, width));
                continue;
            }
            require(cluster.break_before != BreakBefore::kMandatory);
            opportunity |= i < line.visible && (cluster.break_before == BreakBefore::kAllowed ||
                                                breaks_formula(passage, cluster, width));
        }
        // A line is wider only when it can end nowhere else.
        require(line.width <= std::max<Unit>(width, 0) || line.visible == line.first + 1 ||
                (held && (negative || !opportunity)));
        at = line.last;
    }
    require(at == passage.clusters.size());
}

// Every item is painted, and of a text without formulas every character is accounted for.
void account(const Passage& passage, const Layout& layout, SourceRange source, const Image& image,
             const Sheet& sheet) {
    const std::vector<ItemInk> inks = item_ink(layout, view(image), sheet.origin_x, sheet.origin_y);
    const Ledger made = ledger(passage, layout, source, inks, {});
    require(made.fates.size() == std::size_t(source.end - source.start));
    for (const FaultAt& fault : made.faults) {
        require(fault.fault == LedgerFault::kNoInk || fault.fault == LedgerFault::kNotdef);
        require(!passage.formulas.empty());
    }
}

void paint_pages(const Passage& passage, const std::vector<Line>& lines, Unit max_height) {
    std::uint32_t at = 0;
    std::int32_t source = 0;
    for (const PageLines page : paginate(passage, lines, max_height)) {
        require(page.first == at && page.last > at);
        at = page.last;
        const Layout layout = page_layout(passage, lines, page, widest(passage, lines), Align::kJustified);
        require(layout.lines.size() == page.last - page.first);
        const std::int32_t start = source;
        for (const LineBox& line : layout.lines) {
            require(line.source.start == source);
            source = line.source.end;
        }
        for (const GlyphItem& glyph : layout.glyphs) require(glyph.face < layout.faces.size());
        try {
            const Sheet sheet = sheet_for(layout, 3, 1 << 22);
            Image image(sheet.width, sheet.height, 1, 0);
            paint(layout, sheet, canvas(image));
            account(passage, layout, {start, source}, image, sheet);
        } catch (const SizeError&) {
        } catch (const InputError&) {
            // A formula's glyph index or size that no face has.
            require(!passage.formulas.empty());
        }
    }
    require(at == lines.size() && std::size_t(source) == passage.text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input in{data, size};
    PassageStyle style;
    style.text_size = px(4 + in.byte() % 60);
    style.line_height = px(4 + in.byte() % 60);
    if (in.byte() == 255) style.text_size = in.number(px(3000));
    if (in.byte() == 255) style.line_height = in.number(px(3000));
    style.tab_width = in.byte() < 250 ? 1 + in.byte() % 16 : std::int32_t(in.number(2000));
    style.missing = in.byte() % 4 == 0 ? MissingGlyph::kSkip : MissingGlyph::kBox;
    const Unit width = in.number(px(1000)), max_height = in.number(px(800));
    Ranges ranges = draw_ranges(in);
    try {
        std::u32string text = in.text();
        if (style.text_size > px(100)) text.resize(std::min<std::size_t>(text.size(), 8));  // slow to draw
        const Passage passage(packaged_faces(), std::move(text), std::move(ranges.code),
                              std::move(ranges.formulas), style);
        check_clusters(passage);
        const std::vector<Line> lines = break_lines(passage, {width, width});
        check_lines(passage, lines, width);
        if (const auto count = LineCount::of(passage, width); count && width > 0 && width < px(1 << 20)) {
            for (const Unit wider : {width, width + width / 3}) {
                require(count->at(wider) == break_lines(passage, {wider, wider}).size());
            }
        }
        const Unit balanced = balanced_width(passage, {width, width});
        require(balanced <= width && break_lines(passage, {balanced, width}).size() <= lines.size());
        paint_pages(passage, lines, max_height);
    } catch (const InputError&) {
        // A style, range or formula that the constructor refuses.
    }
    return 0;
}
