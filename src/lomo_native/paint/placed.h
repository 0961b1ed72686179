// A layout -> the bitmap of each of its glyphs and where its ink lies, found once for the box and the
// painting.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "paint/glyph_bitmap.h"
#include "value/layout.h"

namespace lomo {

// Whole pixels from the layout's origin, y downward; x1 and y1 exclusive.
struct PixelBox {
    std::int64_t x0 = std::numeric_limits<std::int64_t>::max();
    std::int64_t y0 = std::numeric_limits<std::int64_t>::max();
    std::int64_t x1 = std::numeric_limits<std::int64_t>::min();
    std::int64_t y1 = std::numeric_limits<std::int64_t>::min();

    void add(std::int64_t x, std::int64_t y, std::int64_t width, std::int64_t height) {
        if (width <= 0 || height <= 0) return;
        x0 = std::min(x0, x), y0 = std::min(y0, y);
        x1 = std::max(x1, x + width), y1 = std::max(y1, y + height);
    }
    bool empty() const { return x0 >= x1; }
};

struct PlacedGlyph {
    const GlyphBitmap* bitmap;
    std::int64_t left, top;  // of its ink, as in PixelBox
};

PlacedGlyph placed_glyph(const Layout& layout, const GlyphItem& item);

class PlacedGlyphs {
  public:
    explicit PlacedGlyphs(const Layout& layout);

    const std::vector<PlacedGlyph>& glyphs() const { return glyphs_; }  // the layout's, in order
    const PixelBox& box() const { return box_; }                        // of all of them

    // Whether the bitmaps are still there: for the thread that found them, until it forgets what it has kept.
    bool hold() const;

  private:
    std::uint64_t token_;
    std::vector<PlacedGlyph> glyphs_;
    PixelBox box_;
};

}  // namespace lomo
