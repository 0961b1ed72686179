// An image -> the bytes of a PNG file, the same on every CPU.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "value/image.h"

namespace lomo {

// 8-bit grey or RGB, no row filter (the smallest and fastest choice for pages of text), one IDAT chunk
// deflated by libdeflate at `level` 0 .. 12. A grey image whose values all fit 1, 2 or 4 bits (multiples of
// 255, 85 or 17) is stored at that depth, without loss.
std::vector<std::uint8_t> encode_png(const Image& image, std::int64_t level);

// libdeflate, as compiled against: "1.14".
std::string deflate_version();

}  // namespace lomo
