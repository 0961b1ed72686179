// Clusters and widths -> lines: breaks at mandatory breaks, at the opportunities between words, inside a
// formula, URL or path that is wider than the line, and, where a run has no opportunity, between any two
// clusters.
#pragma once

#include <cstdint>
#include <vector>

#include "page/passage.h"

namespace lomo {

struct Widths {  // what a line may be wide
    Unit text = 0;
    Unit code = 0;  // of a hard line of code; at least `text`
};

struct Line {
    std::uint32_t first = 0;  // clusters [first, last)
    std::uint32_t last = 0;
    std::uint32_t visible = 0;  // clusters [first, visible): without the white space that hangs at the end
    Unit width = 0;             // of [first, visible), without the white space that the last one ends with
    Unit indent = 0;            // where it starts: a line that goes on with one of code is indented like it
    Unit left = 0;              // from where that counts, and how far the line may reach from there
    Unit room = 0;
    std::uint32_t block = 0;  // of the markup
};

std::vector<Line> break_lines(const Passage& passage, Widths widths);

// From where the line may reach to the page's right edge, outside tables.
Unit right_of(const Passage& passage, const Line& line);

// `widths.text` where that is not positive, else the narrowest width that needs no more lines than it does
// and, where it allows it, splits no word and breaks no formula, URL or path: evens out the lines of a
// paragraph.
Unit balanced_width(const Passage& passage, Widths widths);

// The advance of a cluster that starts at x on its line: a tab reaches to the next stop that is a space away.
Unit advance_at(const Passage& passage, const Cluster& cluster, Unit x);

// White space: at the end of a line it takes no room.
bool hangs(const Cluster& cluster);

}  // namespace lomo
