// A layout and the picture painted from it -> the ink of each item, read from the picture's pixels.
#pragma once

#include <cstdint>
#include <vector>

#include "value/image.h"
#include "value/ink.h"
#include "value/layout.h"

namespace lomo {

// Glyphs, then rules, then pictures, each in the layout's order. image: 8-bit grey, black on white, with the
// layout's origin at pixel (origin_x, origin_y). What lies outside the picture is not seen. Throws InputError
// for a picture in colour.
std::vector<ItemInk> item_ink(const Layout& layout, const ImageView& image, std::int64_t origin_x,
                              std::int64_t origin_y);

}  // namespace lomo
