// Layout -> Image: black on white, 8-bit grey, cut to the ink plus a margin.
#pragma once

#include <cstdint>

#include "paint/placed.h"
#include "value/image.h"
#include "value/layout.h"

namespace lomo {

struct Sheet {  // the size of a layout's picture, in px
    std::int32_t width = 0;
    std::int32_t height = 0;
    // Where the layout's origin lies in it: pixels from its left and top edges to the baseline.
    std::int32_t origin_x = 0;
    std::int32_t origin_y = 0;
};

// margin_px (0 .. 4096): white kept around the ink on each side. A layout without ink gives a white square of
// max(1, 2 margin_px). Throws SizeError when the picture would exceed max_pixels.
Sheet sheet_for(const Layout& layout, std::int32_t margin_px, std::int64_t max_pixels);
// The same where the layout's glyphs are known.
Sheet sheet_for(const Layout& layout, const PlacedGlyphs& placed, std::int32_t margin_px,
                std::int64_t max_pixels);

enum class Drawn : std::uint8_t { kAll, kInInk };  // the latter: without glyphs in colours of their own

// Paints a layout on `out`, grey and of the size of `sheet`, which sheet_for gave for the same layout.
void paint(const Layout& layout, const Sheet& sheet, const Canvas& out, Drawn drawn = Drawn::kAll);
// `placed`: the layout's glyphs, where they are known; null, or no longer held: they are looked for again.
void paint(const Layout& layout, const PlacedGlyphs* placed, const Sheet& sheet, const Canvas& out,
           Drawn drawn = Drawn::kAll);

}  // namespace lomo
