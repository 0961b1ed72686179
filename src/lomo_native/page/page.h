// Lines -> pages, and a page's lines -> its Layout.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "page/align.h"
#include "page/lines.h"
#include "page/passage.h"
#include "value/layout.h"

namespace lomo {

struct PageLines {  // lines [first, last)
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

// Fills pages from the top; a line that alone is taller than max_height gets a page of its own.
std::vector<PageLines> paginate(const Passage& passage, const std::vector<Line>& lines, Unit max_height);

// The width of the widest line with what stands beside it: that of every page.
Unit widest(const Passage& passage, const std::vector<Line>& lines);

// Baselines stand style.line_height apart; a formula or a tall script pushes them further apart where needed.
// Lines stand in `width` as `align` says; display formulas are centred in it.
Layout page_layout(const Passage& passage, const std::vector<Line>& lines, PageLines page, Unit width,
                   Align align);

// Each page's Layout, with the part of the source that it stands for.
struct CutPage {
    std::shared_ptr<Layout> layout;
    SourceRange source;
};
std::vector<CutPage> cut_pages(const Passage& passage, const std::vector<Line>& lines, Unit max_height,
                               Unit width, Align align);

}  // namespace lomo
