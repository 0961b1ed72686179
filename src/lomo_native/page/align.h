// A line and the page's width -> where the line starts, and how wide its white space is.
#pragma once

#include <cstdint>
#include <vector>

#include "page/lines.h"
#include "page/passage.h"

namespace lomo {

// kStart: at the left for lines of left-to-right paragraphs, at the right for others. kEnd: the other side.
enum class Align : std::uint8_t { kStart, kJustified, kCentre, kEnd };

struct Placed {
    Unit x = 0;
    Unit width = 0;
};

// `advances`: of the clusters [line.first, line.visible). Justified lines reach from side to side where they
// end no paragraph and hold no tab: what is left goes to the white space between words or,
// where there is none, between characters that a line may end between; not more than an em or a
// quarter of an em each, else the line stays as it is. Code stands at the left whatever the alignment,
// and lists and indented lines at their start unless they are justified.
Placed align_line(const Passage& passage, const Line& line, Align align, Unit page_width,
                  std::vector<Unit>& advances);

}  // namespace lomo
