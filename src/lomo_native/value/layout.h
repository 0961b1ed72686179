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

struct SourceRange {  // code points of the text that was set; end exclusive. -1, -1: of no character
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
    std::uint8_t ink = 255;  // of 255: how dark it is drawn
};

struct RuleItem {  // y is the lower edge
    Unit x = 0;
    Unit y = 0;
    Unit width = 0;
    Unit height = 0;
    SourceRange source;
    std::uint8_t ink = 255;
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

enum class PartEnd : std::uint8_t { kRelation, kBinary, kEnd };

// A stretch of a formula's outermost list that no line ends inside: its items come after those of the part
// before it. The white space between two parts belongs to neither.
struct LayoutPart {
    Unit x = 0;
    Unit width = 0;
    Unit height = 0;
    Unit depth = 0;
    std::uint32_t glyphs_end = 0;  // items [previous part's end, this one's) of Layout::glyphs
    std::uint32_t rules_end = 0;
    std::int32_t source_end = 0;  // code points of the source up to here belong to this part or one before it
    PartEnd end =
        PartEnd::kEnd;  // what stands last: a line ends rather after a relation than after an operator
};

// An equation's number. Its items are the last ones of the layout, and none of them lies in a part.
struct LayoutTag {
    Unit x = 0;
    Unit width = 0;  // 0: there is none
    std::uint32_t first_glyph = 0;
    std::uint32_t first_rule = 0;
    Unit body_end = 0;  // where the formula before it ends; 0: at x
};

struct Layout {
    Unit width = 0;   // of a formula with a tag: up to the tag's right edge
    Unit height = 0;  // above the baseline
    Unit depth = 0;   // below the baseline
    std::vector<std::shared_ptr<const FontFile>> faces;
    std::vector<GlyphItem> glyphs;
    std::vector<RuleItem> rules;
    std::vector<PictureItem> pictures;
    std::vector<LineBox> lines;     // empty for a formula
    std::vector<LayoutPart> parts;  // of a formula that a line may end inside: at least two, else none
    LayoutTag tag;                  // of a formula
    // Of a formula that lomo typeset: the length of its source, and the ranges that say how and are not
    // drawn. -1: the layout cannot tell (another engine's, or a page).
    std::int32_t source_length = -1;
    std::vector<SourceRange> declared;
};

// No length or position of a formula's layout is greater: 16 million px. Sums of them stay far inside a Unit.
inline constexpr Unit kGreatestLength = Unit{1} << 40;
inline constexpr std::int32_t kGreatestOffset = 1 << 30;  // of a SourceRange

// Throws InputError for a layout made elsewhere that no page could hold: a length or a source offset that is
// too great, an item without its face or image, parts or a tag out of order.
void check_layout(const Layout& layout);

}  // namespace lomo
