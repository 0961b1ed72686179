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

// Bilinear at scale 1, so areas and the mass of the ink keep; white outside. An output pixel's centre is
// carried back exactly, its place rounded to 1/256 px (halves up), the four neighbours weighed in 1/65536 and
// the sum rounded to nearest, halves up. A multiple of 90 degrees is a pure transposition.
Image rotate(const Image& image, std::int64_t angle);

// Points (x, y, x, y, ...) of the source, in px with pixel (0, 0) covering [0, 1) x [0, 1), moved in place.
void rotate_points(std::span<double> xy, std::int32_t width, std::int32_t height, std::int64_t angle);

}  // namespace lomo
