// An image -> the box of its ink, and the image cut or widened to that box and an exact white margin.
#pragma once

#include <cstdint>
#include <optional>

#include "value/image.h"

namespace lomo {

struct InkBox {  // right and bottom exclusive
    std::int32_t left = 0;
    std::int32_t top = 0;
    std::int32_t right = 0;
    std::int32_t bottom = 0;
};

// The smallest box that holds every pixel that is not white; none for a white image.
std::optional<InkBox> trim_box(const Image& image);

struct Trimmed {
    Image image;
    std::int32_t x = 0;  // of the trimmed image's corner in the source; negative where white was added
    std::int32_t y = 0;
};

// Every drawn pixel and exactly `margin` (0 .. 4096) px of white around them. A white image becomes a white
// square of 2 * margin + 1 px, as if its first pixel were ink.
Trimmed trim(const Image& image, std::int64_t margin);

}  // namespace lomo
