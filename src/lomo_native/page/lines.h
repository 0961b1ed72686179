// Clusters and a width -> lines: breaks at UAX #14 opportunities, at mandatory breaks, inside a formula that
// is wider than the line, and, where a run has no opportunity, between any two clusters.
#pragma once

#include <cstdint>
#include <vector>

#include "page/passage.h"

namespace lomo {

struct Line {
    std::uint32_t first = 0;  // clusters [first, last)
    std::uint32_t last = 0;
    std::uint32_t visible = 0;  // clusters [first, visible): without the white space that hangs at the end
    Unit width = 0;             // of [first, visible), without the white space that the last one ends with
    Unit left = 0;              // where it may begin on the page, and how far it may reach from there
    Unit room = 0;
    std::uint32_t block = 0;  // of the markup
};

std::vector<Line> break_lines(const Passage& passage, Unit width);

// `width` where that is not positive, else the narrowest width that needs no more lines than `width` does
// and, where `width` allows it, splits no word and breaks no formula: evens out the lines of a paragraph.
Unit balanced_width(const Passage& passage, Unit width);

// The advance of a cluster that starts at x on its line: a tab reaches to the next stop.
Unit advance_at(const Passage& passage, const Cluster& cluster, Unit x);

}  // namespace lomo
