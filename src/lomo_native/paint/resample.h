// A picture and the box that it is to fill -> the pixels of the page that it reaches, each the mean of what
// lies under it.
#pragma once

#include <cstdint>
#include <vector>

#include "paint/colour_pixel.h"
#include "paint/png_read.h"
#include "value/units.h"

namespace lomo {

struct ColourMap {  // pixels of a page, rows from the top, y upward; top: of the first row's upper edge
    std::int64_t left = 0;
    std::int64_t top = 0;
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::vector<ColourPixel> pixels;
};

struct UnitBox {  // y upward
    Unit x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

// The box's edges may lie between pixels: those are covered in part. Exact in integers but for the last
// rounding. Empty for an empty box; the caller bounds its size.
ColourMap resample(const PngPixels& picture, const UnitBox& box);

}  // namespace lomo
