// A passage and a style's widths and bounds -> its wrap width, lines and pages, each page within the limits
// of a picture.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "distort/operation.h"
#include "page/align.h"
#include "page/lines.h"
#include "page/passage.h"
#include "paint/paint.h"
#include "paint/placed.h"
#include "picture/finish.h"
#include "value/layout.h"

namespace lomo {

struct PageFit {
    std::shared_ptr<const Finish> finish;
    std::optional<Unit> width;  // the wrap width; without it, it is chosen:
    Unit least_width = 0;
    Unit most_width = 0;
    Unit most_code_width = 0;
    std::int64_t aspect_over = 1;  // width / height that is aimed at, as a ratio and as a number
    std::int64_t aspect_under = 1;
    double aspect = 1;
    double line_height_px = 0;
    std::int32_t margin_px = 0;
    std::int64_t most_pages = 1;
    Align align = Align::kStart;
    bool budgeted = false;  // tokens are counted: pages cost as little as the text allows
    bool patched = false;   // by a processor of whole patches
};

// `operation` is what the pages will be distorted by, where that makes them larger, else null.

// Of the text, and of lines of code and rows of tables. The text would fill a page of the aspect at its
// width, within its bounds; words are not split and no formula, URL or path is broken while the bounds allow
// it; then the lines are evened out. Code may be wider, so that it keeps its lines. A width whose distorted
// page would leave room for a ribbon only is made smaller.
Widths wrap_widths(const Passage& passage, const PageFit& fit, const Operation* operation, bool paid = true);

// The greatest height in px of a page of this width that fits; at least 1.
std::int64_t page_height(const Finish& finish, const Operation* operation, std::int64_t width);

struct FittedPage {
    std::shared_ptr<Layout> layout;
    SourceRange source;
    PlacedGlyphs placed;  // the layout's, for its painting
    Sheet sheet;
};

struct Fitted {
    std::vector<FittedPage> pages;  // none where the text does not fit
    std::size_t needed = 0;         // how many pages that are too many; 0: a line fits no picture
};

// Throws InputError where a glyph cannot be drawn.
Fitted fitted_pages(const Passage& passage, const PageFit& fit, const Operation* operation);

}  // namespace lomo
