// An image and an angle -> the image turned counter-clockwise about its centre, on a canvas grown to hold all
// of it.
#pragma once

#include <cstdint>
#include <span>

#include "distort/bounds.h"
#include "value/image.h"

namespace lomo {

// Angles are in 1/1024 degree, -360 to 360 degrees, counter-clockwise as seen.

// The canvas: the smallest (in whole pixels, about the same centre) outside of which the bilinear image is
// white.
Size rotated_size(std::int32_t width, std::int32_t height, std::int64_t angle);

// The image is transposed by whole quarter turns until at most 45 degrees are left; `out` has the canvas's
// size and the image's channels. Then bilinear at scale 1, so areas and the mass of the ink keep; white
// outside. With sine and cosine in 1/2**26 an output pixel's centre is carried back exactly, its place
// rounded to 1/128 px (halves up). Its neighbours are blended along rows in 1/128, then these two values v, w
// by v + (w - v) * part, rounded to 1/128, and the end is rounded to a whole value, halves up each time.
void rotate(const ImageView& image, std::int64_t angle, const Canvas& out);

// Points (x, y, x, y, ...) of the source, in px with pixel (0, 0) covering [0, 1) x [0, 1), moved in place.
void rotate_points(std::span<double> xy, std::int32_t width, std::int32_t height, std::int64_t angle);

}  // namespace lomo
