// Glyphs in colour are laid on the paper, and what is drawn in ink over both: nothing hides a letter.
#include "paint/paint_in_colour.h"

#include <algorithm>
#include <cstring>

#include "paint/glyph_cache.h"
#include "paint/place.h"
#include "value/error.h"

namespace lomo {

namespace {

void lay_glyph(const FontFile& face, const GlyphItem& item, const Sheet& sheet, const Colours& colours,
               const Canvas& out) {
    const Pen pen = pen_at(item.x, item.y);
    const GlyphBitmap& glyph = glyph_bitmap(face, item.glyph, item.size, pen.phase_x, pen.phase_y);
    const std::int64_t left = sheet.origin_x + pen.x + glyph.left;
    const std::int64_t top = sheet.origin_y - pen.y - glyph.top;
    const ColourPixel* pixel = glyph.colours;
    for (std::int32_t y = 0; y < glyph.height; ++y) {
        std::uint8_t* to = out.row(std::int32_t(top) + y) + 3 * left;
        for (std::int32_t x = 0; x < glyph.width; ++x, ++pixel, to += 3) {
            for (std::size_t c = 0; c < 3; ++c) to[c] = on_page(*pixel, c, colours.ink[c], item.ink, to[c]);
        }
    }
}

}  // namespace

bool in_colour(const Layout& layout) {
    return std::any_of(layout.glyphs.begin(), layout.glyphs.end(),
                       [&](const GlyphItem& item) { return layout.faces[item.face]->in_colour(); });
}

void paint_in_colour(const Layout& layout, const Sheet& sheet, const Colours& colours, const Canvas& out) {
    if (out.width != sheet.width || out.height != sheet.height || out.channels != 3) {
        throw InputError("the canvas is not RGB and of the sheet's size");
    }
    Image text(sheet.width, sheet.height, 1, 255);
    paint(layout, sheet, canvas(text), Drawn::kInInk);
    const std::size_t pixels = text.pixels.size();
    for (std::size_t i = 0; i < pixels; ++i) std::memcpy(out.pixels + 3 * i, colours.paper.data(), 3);
    for (const GlyphItem& item : layout.glyphs) {
        const FontFile& face = *layout.faces[item.face];
        if (face.in_colour()) lay_glyph(face, item, sheet, colours, out);
    }
    for (std::size_t i = 0; i < pixels; ++i) {
        std::uint8_t* const to = out.pixels + 3 * i;
        for (std::size_t c = 0; c < 3; ++c) to[c] = between(colours.ink[c], to[c], text.pixels[i]);
    }
}

}  // namespace lomo
