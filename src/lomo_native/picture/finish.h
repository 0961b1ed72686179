// Colours, padding and bounds of final pictures: what becomes of a page's picture once it is painted.
#pragma once

#include <cstdint>
#include <functional>

#include "distort/bounds.h"
#include "distort/operation.h"
#include "paint/colour.h"

namespace lomo {

struct Padding {
    std::int64_t least_side = 1;    // px
    std::int64_t most_longer = 1;   // the longest picture, longer / shorter side, is
    std::int64_t most_shorter = 1;  // most_longer / most_shorter
    std::int64_t step = 1;          // sides are multiples of this, px
    std::int64_t least_pixels = 0;
};

struct Finish {
    Colours colours;
    Padding padding;
    std::int64_t most_pixels = 0;         // of the final picture, and of the page before it is distorted
    std::int64_t most_padded_pixels = 0;  // of the final picture alone
    // What a budget of tokens allows of the final picture: a number of pixels, or, where there is one, what
    // the function says of its width and height.
    std::int64_t most_paid_pixels = 0;
    std::function<bool(std::int32_t, std::int32_t)> affordable;

    bool plain() const;  // black on white
};

// The size in px of a picture of this size once it is padded; throws InputError where a side would pass
// 2**31.
Size padded_size(const Padding& padding, std::int32_t width, std::int32_t height);

// Whether a page of this size, distorted by `operation` (or not: null), padded, keeps within the bounds, with
// or without the budget's, and 65,535 px a side.
bool fits(const Finish& finish, const Operation* operation, std::int64_t width, std::int64_t height,
          bool paid = true);

}  // namespace lomo
