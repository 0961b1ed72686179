// An image -> the same image out of focus or moved during exposure: same size, beyond its sides the border
// repeats.
#pragma once

#include <cstdint>

#include "value/image.h"

namespace lomo {

// Gaussian, sigma in 1/64 px (1 .. 512): along rows, then along columns, with the weights of kernel.h; each
// pass rounds to nearest, halves up.
Image blur_gaussian(const Image& image, std::int64_t sigma);

// The mean over a square of side x side pixels (odd, 1 .. 31), rounded once, to nearest, halves up.
Image blur_box(const Image& image, std::int64_t side);

// The mean along a path of length/64 px (64 .. 1984) at any angle (1/1024 degree), with the weights of
// kernel.h, rounded to nearest, halves up.
Image blur_motion(const Image& image, std::int64_t length, std::int64_t angle);

}  // namespace lomo
