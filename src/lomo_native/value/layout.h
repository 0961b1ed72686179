// The waist between typesetting and painting: glyphs, rules and pictures at exact positions, each knowing
// which source characters it stands for. Origin on the (first) baseline at the left, y upward.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "value/image.h"
#include "value/units.h"

namespace lomo {

class FontFile;  // text/font.h; a Layout only keeps it alive

struct SourceRange {  // code points of the text that was set; end exclusive
    std::int32_t start = 0;
    std::int32_t end = 0;
};

struct GlyphItem {
    std::uint32_t face = 0;  // index into Layout::faces
    std::uint32_t glyph = 0;
    Unit size = 0;  // em size
    Unit x = 0;
    Unit y = 0;
    SourceRange source;
};

struct RuleItem {  // y is the lower edge
    Unit x = 0;
    Unit y = 0;
    Unit width = 0;
    Unit height = 0;
    SourceRange source;
};

struct PictureItem {  // an opaque picture (the LaTeX engine's); x, y is its lower left corner
    Unit x = 0;
    Unit y = 0;
    std::shared_ptr<const Image> image;
    SourceRange source;
};

struct LineBox {  // one line of a page: the top and bottom of its box, and what it sets
    Unit baseline = 0;
    Unit height = 0;
    Unit depth = 0;
    Unit x = 0;
    Unit width = 0;
    SourceRange source;
};

struct Layout {
    Unit width = 0;
    Unit height = 0;  // above the baseline
    Unit depth = 0;   // below the baseline
    std::vector<std::shared_ptr<const FontFile>> faces;
    std::vector<GlyphItem> glyphs;
    std::vector<RuleItem> rules;
    std::vector<PictureItem> pictures;
    std::vector<LineBox> lines;  // empty for a formula
};

// No length or position of a formula's layout is greater: 16 million px. Sums of them stay far inside a Unit.
inline constexpr Unit kGreatestLength = Unit{1} << 40;
inline constexpr std::int32_t kGreatestOffset = 1 << 30;  // of a SourceRange

// Throws InputError for a layout made elsewhere that no page could hold: a length or a source offset that is
// too great, an item without its face or image.
void check_layout(const Layout& layout);

}  // namespace lomo
