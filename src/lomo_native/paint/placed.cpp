#include "paint/placed.h"

#include <algorithm>
#include <array>

#include "paint/glyph_cache.h"
#include "paint/place.h"

namespace lomo {

namespace {

PlacedGlyph placed_at(const Pen& pen, const GlyphBitmap& glyph) {
    return {&glyph, pen.x + glyph.left, -pen.y - glyph.top};
}

}  // namespace

PlacedGlyph placed_glyph(const Layout& layout, const GlyphItem& item) {
    const Pen pen = pen_at(item.x, item.y);
    return placed_at(pen,
                     glyph_bitmap(*layout.faces[item.face], item.glyph, item.size, pen.phase_x, pen.phase_y));
}

PlacedGlyphs::PlacedGlyphs(const Layout& layout) : token_(glyph_cache_token()) {
    glyphs_.reserve(layout.glyphs.size());
    std::array<const GlyphBitmap*, kBatch> kept;
    bool held = true;
    for (std::size_t first = 0; first < layout.glyphs.size(); first += kBatch) {
        const std::size_t count = std::min(kBatch, layout.glyphs.size() - first);
        find_kept(layout, first, count, kept.data());
        for (std::size_t i = 0; i < count; ++i) {
            const GlyphItem& item = layout.glyphs[first + i];
            const bool known = held && kept[i] != nullptr;
            const PlacedGlyph placed =
                known ? placed_at(pen_at(item.x, item.y), *kept[i]) : placed_glyph(layout, item);
            if (!known) held = hold();  // a new bitmap may have taken the place of all others
            box_.add(placed.left, placed.top, placed.bitmap->width, placed.bitmap->height);
            glyphs_.push_back(placed);
        }
    }
}

bool PlacedGlyphs::hold() const {
    return token_ == glyph_cache_token();
}

}  // namespace lomo
