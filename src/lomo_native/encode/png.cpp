#include "encode/png.h"

#include <libdeflate.h>

#include <array>
#include <cstring>

#include "encode/deflate.h"
#include "encode/filter.h"
#include "value/error.h"

namespace lomo {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::array<std::uint8_t, 8> kSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr std::size_t kHeader = 13;
constexpr std::size_t kChunk = 12;  // length, name and CRC of a chunk

std::uint8_t* put_32(std::uint8_t* at, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        *at++ = static_cast<std::uint8_t>(value >> shift);
    }
    return at;
}

// Around the `size` bytes of a chunk, which stand at `at` + 8 already; returns its end.
std::uint8_t* close_chunk(std::uint8_t* at, const char* name, std::size_t size) {
    std::uint8_t* const named = put_32(at, static_cast<std::uint32_t>(size));
    std::memcpy(named, name, 4);
    return put_32(named + 4 + size, libdeflate_crc32(0, named, 4 + size));
}

}  // namespace

std::vector<std::uint8_t> encode_png(const ImageView& image) {
    if (image.width < 1 || image.height < 1 || (image.channels != 1 && image.channels != 3)) {
        throw InputError("expected an image of at least 1 x 1 px with 1 or 3 channels");
    }
    const unsigned bits = sample_bits(image);
    const std::size_t row_bytes = scanline_bytes(image, bits);
    const std::size_t size = row_bytes * std::size_t(image.height);
    if (deflate_bound(size) > 0x7fffffff) {
        throw InputError("the image is too large for one PNG chunk");
    }
    thread_local ReusedBytes lines;
    thread_local ReusedBytes made;
    std::uint8_t* const from = lines.at_least(size + kDeflateSlack);
    const bool differences = bits == 8 && image.channels == 1 && rows_are_alike(image);
    if (differences) {
        write_differences(image, from);
    } else {
        write_scanlines(image, bits, from);
    }
    std::memset(from + size, 0, kDeflateSlack);
    std::uint8_t* const file = made.at_least(kSignature.size() + 3 * kChunk + kHeader + deflate_bound(size));
    std::memcpy(file, kSignature.data(), kSignature.size());
    std::uint8_t* at = file + kSignature.size();
    std::uint8_t* field = put_32(at + 8, static_cast<std::uint32_t>(image.width));
    field = put_32(field, static_cast<std::uint32_t>(image.height));
    *field++ = static_cast<std::uint8_t>(bits);
    *field++ = image.channels == 1 ? 0 : 2;  // grey or RGB
    std::memset(field, 0, 3);                // deflate, filter method 0, no interlace
    at = close_chunk(at, "IHDR", kHeader);
    at = close_chunk(at, "IDAT", deflate_page(from, size, row_bytes, differences, at + 8));
    at = close_chunk(at, "IEND", 0);
    Bytes bytes(file, at);
    lines.give_back_large();
    made.give_back_large();
    return bytes;
}

std::vector<std::uint8_t> encode_png(const Image& image) {
    const ImageView view{image.pixels.data(), image.width, image.height, image.channels};
    if (image.width >= 1 && image.height >= 1 && image.pixels.size() != view.size()) {
        throw InputError("the image has not the pixels that its sides tell");
    }
    return encode_png(view);
}

std::string checksum_version() {
    return LIBDEFLATE_VERSION_STRING;
}

}  // namespace lomo
