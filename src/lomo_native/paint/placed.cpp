#include "paint/placed.h"

#include "paint/glyph_cache.h"
#include "paint/place.h"

namespace lomo {

PlacedGlyph placed_glyph(const Layout& layout, const GlyphItem& item) {
    const Pen pen = pen_at(item.x, item.y);
    const GlyphBitmap& glyph =
        glyph_bitmap(*layout.faces[item.face], item.glyph, item.size, pen.phase_x, pen.phase_y);
    return {&glyph, pen.x + glyph.left, -pen.y - glyph.top};
}

PlacedGlyphs::PlacedGlyphs(const Layout& layout) : token_(glyph_cache_token()) {
    glyphs_.reserve(layout.glyphs.size());
    for (const GlyphItem& item : layout.glyphs) {
        const PlacedGlyph placed = placed_glyph(layout, item);
        box_.add(placed.left, placed.top, placed.bitmap->width, placed.bitmap->height);
        glyphs_.push_back(placed);
    }
}

bool PlacedGlyphs::hold() const {
    return token_ == glyph_cache_token();
}

}  // namespace lomo
