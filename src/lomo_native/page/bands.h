// Lines -> bands, which stand below each other: a line, or the lines of a table's row, whose cells stand
// beside each other; and how far apart the baselines of two bands are.
#pragma once

#include <cstdint>
#include <vector>

#include "page/lines.h"
#include "page/passage.h"

namespace lomo {

struct LineExtents {
    Unit height = 0;
    Unit depth = 0;
    bool display = false;
    bool formula = false;
    bool blank = false;
    bool continues = false;  // it begins inside a formula
};

LineExtents extents_of(const Passage& passage, const Line& line);

struct Band {  // lines [first, last)
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    LineExtents extents;           // of a row: about the baseline of its cells' first lines, padding included
    const Block* block = nullptr;  // of its first line; null in plain text
    Unit pad = 0;                  // of the frame that it stands in

    bool row() const { return block && block->table >= 0; }
};

// The band that starts with this line.
Band band_at(const Passage& passage, const std::vector<Line>& lines, std::uint32_t first);

// The distance from one band's baseline to the next one's, in whole pixels.
Unit band_distance(const Passage& passage, const Band& above, const Band& below);

// How far below the row's baseline each line of a row has its own.
std::vector<Unit> drops_of(const Passage& passage, const std::vector<Line>& lines, const Band& row);

}  // namespace lomo
