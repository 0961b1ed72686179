// An image -> the same image with shadows that fall in from its edges: same size and channels.
#pragma once

#include <cstdint>
#include <span>

#include "value/image.h"

namespace lomo {

struct EdgeShadow {
    std::int64_t edge = 0;   // 0 left, 1 top, 2 right, 3 bottom
    std::int64_t depth = 0;  // reach in the middle of the edge, as a share (1/65536) of the width (left and
                             // right) or the height (top and bottom): 1 .. 65536
    std::int64_t slant = 0;  // how much deeper at the far end of the edge than at its near end, as a share of
                             // the depth: -65536 .. 65536 (the end nearer to the origin is the near one)
    std::int64_t darkening = 0;  // share of the light lost at the edge: 0 .. 65536
};

// One to four shadows, onto `out` of the image's size and channels. The shade of a pixel's centre falls
// linearly from 1 at the edge to 0 at the depth, is made smooth by 3s^2 - 2s^3 and scaled by the darkening;
// several shades d, e combine as d + e - de; a pixel p becomes p - p * shade. The line is 2**30 at the middle
// of the edge, falls by floor(2**45 / (depth * side)) a half pixel and rises along the edge by slant * 2**13
// / side (cut towards 0) a half pixel; it is then cut to 15 bits, as shares are (at most 32767/32768). From
// there the arithmetic is that of fifteen.h. Where the line changes along both x and y, its step of a pixel
// along x is cut towards 0 to four times a whole number, and what y adds is rounded down to a multiple of
// that number: rows are the first one, moved by quarters of a pixel.
void shadow(const ImageView& image, std::span<const EdgeShadow> shadows, const Canvas& out);

}  // namespace lomo
