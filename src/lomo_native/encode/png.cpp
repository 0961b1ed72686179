#include "encode/png.h"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <string>

#include "encode/deflate.h"
#include "value/error.h"

namespace lomo {

namespace {

using Bytes = std::vector<std::uint8_t>;

struct FreeCompressor {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

// A compressor for each level and thread: making one costs as much as a small page, and it keeps no state.
libdeflate_compressor* compressor_for(std::size_t level) {
    thread_local std::array<std::unique_ptr<libdeflate_compressor, FreeCompressor>, 13> compressors;
    if (!compressors[level]) {
        compressors[level].reset(libdeflate_alloc_compressor(static_cast<int>(level)));
        if (!compressors[level]) {
            throw std::bad_alloc();
        }
    }
    return compressors[level].get();
}

void put_32(std::uint8_t* at, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        *at++ = static_cast<std::uint8_t>(value >> shift);
    }
}

// Fills in the length and the CRC of the chunk whose length field starts at `start` and whose data ends the
// file.
void close_chunk(Bytes& file, std::size_t start) {
    const std::size_t length = file.size() - start - 8;
    put_32(file.data() + start, static_cast<std::uint32_t>(length));
    const std::uint32_t crc = libdeflate_crc32(0, file.data() + start + 4, length + 4);
    file.resize(file.size() + 4);
    put_32(file.data() + file.size() - 4, crc);
}

std::size_t open_chunk(Bytes& file, const char* name) {
    const std::size_t start = file.size();
    file.resize(start + 8);
    std::memcpy(file.data() + start + 4, name, 4);
    return start;
}

// The fewest bits a sample that hold every value of a grey image exactly.
unsigned depth_of(const Image& image) {
    if (image.channels != 1) {
        return 8;
    }
    std::array<bool, 256> used{};
    for (const std::uint8_t value : image.pixels) {
        used[value] = true;
    }
    unsigned depth = 1;
    for (unsigned value = 0; value < 256; ++value) {
        if (used[value]) {
            depth = std::max(depth, value % 17 != 0 ? 8U : value % 85 != 0 ? 4U : value % 255 != 0 ? 2U : 1U);
        }
    }
    return depth;
}

// Rows as PNG deflates them: a filter byte (0, none), then the samples, the first in the highest bits.
Bytes scanlines(const Image& image, unsigned depth) {
    const std::size_t samples = image.stride();
    const std::size_t row_bytes = 1 + (samples * depth + 7) / 8;
    Bytes lines(row_bytes * std::size_t(image.height) + 16, 0);
    const unsigned divisor = 255 / ((1U << depth) - 1);
    for (std::int32_t y = 0; y < image.height; ++y) {
        const std::uint8_t* row = image.row(y);
        std::uint8_t* out = lines.data() + row_bytes * std::size_t(y) + 1;
        if (depth == 8) {
            std::memcpy(out, row, samples);
            continue;
        }
        for (std::size_t i = 0; i < samples; ++i) {
            const std::size_t bit = i * depth;
            const unsigned shift = 8 - depth - unsigned(bit % 8);
            out[bit / 8] = static_cast<std::uint8_t>(out[bit / 8] | ((row[i] / divisor) << shift));
        }
    }
    return lines;
}

}  // namespace

std::vector<std::uint8_t> encode_png(const Image& image, std::int64_t level) {
    if (level < 0 || level > 12) {
        throw InputError("level must be in 0 .. 12, not " + std::to_string(level));
    }
    if (image.width < 1 || image.height < 1 || (image.channels != 1 && image.channels != 3) ||
        image.pixels.size() != image.stride() * std::size_t(image.height)) {
        throw InputError("expected an image of at least 1 x 1 px with 1 or 3 channels");
    }
    const unsigned depth = depth_of(image);
    const Bytes lines = scanlines(image, depth);
    const std::size_t bound = deflate_bound(lines.size()-16);
    if (bound > 0x7fffffff) {
        throw InputError("the image is too large for one PNG chunk");
    }

    constexpr std::array<std::uint8_t, 8> kSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    Bytes file(kSignature.begin(), kSignature.end());
    const std::size_t header = open_chunk(file, "IHDR");
    file.resize(file.size() + 13);
    std::uint8_t* at = file.data() + header + 8;
    put_32(at, static_cast<std::uint32_t>(image.width));
    put_32(at + 4, static_cast<std::uint32_t>(image.height));
    at[8] = static_cast<std::uint8_t>(depth);
    at[9] = image.channels == 1 ? 0 : 2;  // grey or RGB; deflate, filter method 0 and no interlace are 0
    close_chunk(file, header);

    const std::size_t data = open_chunk(file, "IDAT");
    const std::size_t begin = file.size();
    file.resize(begin + bound);
    const std::size_t size = deflate_page(lines.data(), lines.size()-16, (lines.size()-16)/std::size_t(image.height), file.data()+begin);
    file.resize(begin + size);
    close_chunk(file, data);
    close_chunk(file, open_chunk(file, "IEND"));
    return file;
}

std::string deflate_version() {
    return LIBDEFLATE_VERSION_STRING;
}

}  // namespace lomo
