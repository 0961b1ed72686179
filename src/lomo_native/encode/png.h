// A picture -> the bytes of a PNG file, the same on every CPU.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "encode/scanlines.h"
#include "value/image.h"

namespace lomo {

// Grey or RGB, one IDAT chunk deflated by `deflate_page`. Rows stand unfiltered: letters repeat byte for
// byte, which a filter would hide, and readers are fastest without; only where `rows_are_alike` are they
// written as differences. A grey picture whose values all fit 1, 2 or 4 bits (multiples of 255, 85 or 17) is
// stored at that depth, without loss.
std::vector<std::uint8_t> encode_png(const ImageView& image);
std::vector<std::uint8_t> encode_png(const Image& image);

// The version of libdeflate, whose checksums the file carries.
std::string checksum_version();

}  // namespace lomo
