// An image -> the same image out of focus or moved during exposure: same size, beyond its sides the border
// repeats.
#pragma once

#include <cstdint>

#include "value/image.h"

namespace lomo {

// Each writes `out`, which has the image's size and channels and does not overlap it.

// Gaussian, sigma in 1/64 px (1 .. 512): along columns, then along rows, with the weights of kernel.h in
// 1/256 (see there); each pass rounds to nearest, halves up.
void blur_gaussian(const ImageView& image, std::int64_t sigma, const Canvas& out);

// The mean over a square of side x side pixels (odd, 1 .. 31), rounded once, to nearest, halves up.
void blur_box(const ImageView& image, std::int64_t side, const Canvas& out);

// The mean along a path of length/64 px (64 .. 1984) at any angle (1/1024 degree), with the weights of
// kernel.h in 1/256, rounded to nearest, halves up.
void blur_motion(const ImageView& image, std::int64_t length, std::int64_t angle, const Canvas& out);

}  // namespace lomo
