// The text of a span, its formulas and its faces -> clusters in logical order: the smallest pieces that a
// line can be cut between, each with its glyphs, advance and extents. Lines and pages are made of these.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "page/markup.h"
#include "text/font.h"
#include "value/layout.h"

namespace lomo {

enum class MissingGlyph : std::uint8_t { kBox, kSkip };

struct PassageStyle {
    Unit text_size = px(20);
    Unit line_height = px(22);
    std::int32_t tab_width = 4;  // in spaces
    MissingGlyph missing = MissingGlyph::kBox;
};

struct Formula {  // a box in the text; display: on a centred line of its own
    SourceRange source;
    std::int32_t tex_start = 0;  // where the formula's own offset 0 lies in the text
    std::shared_ptr<const Layout> layout;
    bool display = false;
};

enum class ClusterKind : std::uint8_t { kText, kSpace, kTab, kNewline, kFormula, kDisplay, kMissing };

// kNever: inside a grapheme cluster, where UAX #14 may allow what UAX #29 does not. kInToken: inside a URL or
// path, for one that is wider than its line. kAfterBinary and kAfterRelation: the same inside a formula.
enum class BreakBefore : std::uint8_t {
    kNever,
    kLastResort,
    kInToken,
    kAfterBinary,
    kAfterRelation,
    kAllowed,
    kMandatory
};

struct Cluster {
    SourceRange source;
    Unit advance = 0;  // kTab: the distance of the tab stops
    Unit height = 0;   // of its box above the baseline
    Unit depth = 0;
    std::uint32_t first = 0;  // kText: index into Passage::glyphs; formulas: into Passage::pieces
    std::uint32_t count = 0;
    ClusterKind kind = ClusterKind::kText;
    BreakBefore break_before = BreakBefore::kLastResort;
    std::uint8_t level = 0;       // bidi embedding level
    std::uint8_t base_level = 0;  // of its paragraph
    std::int32_t run = -1;        // index into the markup's runs; -1: plain
};

struct FormulaPiece {  // what no line ends inside; its items are [first, end) of the formula's layout
    std::uint32_t formula = 0;  // index into Passage::formulas
    std::uint32_t first_glyph = 0;
    std::uint32_t glyphs_end = 0;
    std::uint32_t first_rule = 0;
    std::uint32_t rules_end = 0;
    Unit x = 0;      // in the layout, of the cluster's pen
    Unit space = 0;  // the end of the cluster's advance, which vanishes at the end of a line
};

struct HardLine {             // what stands between two line ends of the text
    std::uint32_t first = 0;  // its first cluster
    bool code = false;        // all that it shows is code or a table's row: it keeps its indentation
    Unit indent = 0;          // of code: the white space that it starts with
    bool kept = false;        // its paragraph keeps to the side where reading starts
};

struct BlockSize {
    Unit line = 0;   // its widest hard line, unbroken, without the label
    Unit whole = 0;  // the widest piece between two opportunities
    Unit word = 0;   // the widest piece that a line ends inside only at last
    Unit label = 0;  // the label's advance
};

struct Passage {
    // faces: [0] the text face, [1] the mono face, then the fallbacks in order. code: ranges set in the mono
    // face. formulas and code: in order, disjoint. Throws InputError when a range lies outside the text.
    Passage(std::vector<std::shared_ptr<const FontFile>> faces, std::u32string text,
            std::vector<SourceRange> code, std::vector<Formula> formulas, const PassageStyle& style,
            Markup markup = {});

    Unit size_of(const Cluster& cluster) const {  // em size
        return cluster.run < 0 ? style.text_size : markup.runs[std::size_t(cluster.run)].size;
    }

    std::vector<std::shared_ptr<const FontFile>> faces;
    std::u32string text;
    std::vector<SourceRange> code;
    std::vector<Formula> formulas;
    PassageStyle style;
    Markup markup;
    std::vector<BlockSize> sizes;  // of the markup's blocks
    std::vector<Cluster> clusters;
    std::vector<HardLine> hard_lines;
    std::vector<FormulaPiece> pieces;
    std::vector<GlyphItem> glyphs;      // x and y relative to the cluster's pen
    std::vector<std::int32_t> missing;  // offsets of the characters that no face covers
    Unit total_advance = 0;             // of all hard lines, end to end
    Unit longest_word = 0;              // widest piece outside code that no line can end inside
    Unit longest_whole = 0;             // the same when no formula, URL or path is broken
    Unit longest_code = 0;              // widest hard line of code
};

}  // namespace lomo
