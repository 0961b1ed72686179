// Layout -> Image: black on white, 8-bit grey, cut to the ink plus a margin.
#pragma once

#include <cstdint>

#include "value/image.h"
#include "value/layout.h"

namespace lomo {

struct Painted {
    Image image;
    // Where the layout's origin lies in the image: pixels from its left and top edges to the baseline.
    std::int32_t origin_x = 0;
    std::int32_t origin_y = 0;
};

// margin_px (0 .. 4096): white kept around the ink on each side. A layout without ink gives a white square of
// max(1, 2 margin_px). Throws SizeError when the picture would exceed max_pixels.
Painted paint(const Layout& layout, std::int32_t margin_px, std::int64_t max_pixels);

}  // namespace lomo
