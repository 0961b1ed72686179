// What sets a passage apart from plain text: which characters of the source its text stands for, runs of
// other faces and sizes, the blocks that its lines stand in, and the frames behind them. Empty for plain
// text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "value/layout.h"

namespace lomo {

// Characters of the passage's text from `start` on, up to the next stretch's. Where as many characters of the
// source stand against them, one stands for one; else each stands for the whole range.
struct Stretch {
    std::int32_t start = 0;
    SourceRange source;
};

struct StyledRun {
    SourceRange range;       // of the passage's text, as all below
    std::uint16_t face = 0;  // indices into Passage::faces: tried first and second, then as in plain text
    std::uint16_t second = 0;
    Unit size = 0;
    Unit rise = 0;           // of its baseline above the line's
    std::uint8_t ink = 255;  // 255: black
    bool strike = false;     // a line through it
    bool underline = false;  // a line below it
    std::uint8_t shade = 0;  // the ink of a box behind it
};

enum class CellAlign : std::uint8_t { kLeft, kCentre, kRight };

// Whole hard lines. A table's cells are blocks, row by row; all of a row stand beside each other.
struct Block {
    SourceRange range;
    Unit left = 0;  // from the page's (a cell: the column's) edges to the lines
    Unit right = 0;
    std::int32_t label_end = 0;  // the text up to here hangs out to the left of the first line
    Unit above = 0;              // space above, but at the top of a page
    Unit pad = 0;                // white inside the frame, above and below; of a cell: on each side
    std::int32_t table = -1;     // which one its cell belongs to
    std::int32_t column = 0;
    CellAlign align = CellAlign::kLeft;  // of a cell
    bool rule = false;                   // nothing but a line across
    bool keep = false;                   // no page ends below it
    // Its first strong letter reads right to left: it is the mirror image of others, with `left` and `right`
    // changed and the label at the right. Found when the passage is built.
    bool leftward = false;
};

// Drawn behind the lines of whole blocks, from the first one's top to the last one's foot: a bar of a width
// at the left edge, or a box from there to `right` from the right edge.
struct Frame {
    SourceRange range;
    Unit left = 0;
    Unit right = 0;
    Unit width = 0;  // 0: a box
    std::uint8_t ink = 255;
    bool leftward = false;  // as its first block
};

struct Markup {
    std::vector<Stretch> stretches;
    std::vector<StyledRun> runs;  // in order, disjoint
    std::vector<Block> blocks;    // in order, covering the text; none: plain text
    std::vector<Frame> frames;    // by start; those around others first

    bool plain() const { return blocks.empty(); }
};

// Throws InputError for a markup that does not fit the text or the faces.
void check_markup(const Markup& markup, std::u32string_view text, std::size_t faces);

// A range of a text of that length -> that of the source; the same for all items of a layout.
SourceRange to_source(const std::vector<Stretch>& stretches, std::int32_t text_length, SourceRange range);
void to_source(const std::vector<Stretch>& stretches, std::int32_t text_length, Layout& layout);

}  // namespace lomo
