// The blocks of a passage and the width of a page -> where the lines of each block may stand; a table's
// columns share the width.
#pragma once

#include <vector>

#include "page/lines.h"
#include "page/passage.h"

namespace lomo {

struct Room {
    Unit left = 0;   // where its lines begin
    Unit width = 0;  // how wide they may be, and those of code
    Unit code_width = 0;
    Unit label = 0;  // by how much the first line begins before that, on the side where reading starts
};

// Fills Passage::sizes, and makes the passage's longest pieces those of its blocks with what stands beside
// them.
void measure_blocks(Passage& passage);

// One for each block of the markup; one for plain text.
std::vector<Room> rooms_of(const Passage& passage, Widths widths);

}  // namespace lomo
