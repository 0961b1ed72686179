#include "encode/scanlines.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace lomo {

namespace {

constexpr std::size_t kKept = std::size_t(8) << 20;

constexpr std::array<std::uint8_t, 256> kBitsOf = [] {
    std::array<std::uint8_t, 256> bits{};
    for (unsigned value = 0; value < 256; ++value) {
        bits[value] = value % 17 != 0 ? 8 : value % 85 != 0 ? 4 : value % 255 != 0 ? 2 : 1;
    }
    return bits;
}();

}  // namespace

std::uint8_t* Scratch::at_least(std::size_t size) {
    if (size > size_) {
        bytes_.reset();
        bytes_ = std::make_unique_for_overwrite<std::uint8_t[]>(size);
        size_ = size;
    }
    return bytes_.get();
}

void Scratch::give_back_large() {
    if (size_ > kKept) {
        bytes_.reset();
        size_ = 0;
    }
}

unsigned sample_bits(const PixelView& image) {
    if (image.channels != 1) {
        return 8;
    }
    unsigned bits = 1;
    const std::size_t size = image.size();
    for (std::size_t at = 0; at < size; ++at) {
        const unsigned more = kBitsOf[image.pixels[at]];
        if (more > bits) {  // on a page in 256 greys the first edge of a letter ends the search
            bits = more;
            if (bits == 8) {
                break;
            }
        }
    }
    return bits;
}

std::size_t scanline_bytes(const PixelView& image, unsigned bits) {
    return 1 + (image.stride() * bits + 7) / 8;
}

void write_scanlines(const PixelView& image, unsigned bits, std::uint8_t* to) {
    const std::size_t samples = image.stride();
    const unsigned in_byte = 8 / bits;
    const unsigned divisor = 255 / ((1U << bits) - 1);
    for (std::int32_t y = 0; y < image.height; ++y) {
        const std::uint8_t* row = image.pixels + samples * std::size_t(y);
        *to++ = 0;
        if (bits == 8) {
            std::memcpy(to, row, samples);
            to += samples;
            continue;
        }
        for (std::size_t left = samples; left > 0;) {
            const unsigned taken = static_cast<unsigned>(std::min<std::size_t>(left, in_byte));
            unsigned packed = 0;
            for (unsigned i = 0; i < taken; ++i) {
                packed = packed << bits | row[i] / divisor;
            }
            *to++ = static_cast<std::uint8_t>(packed << (bits * (in_byte - taken)));
            row += taken;
            left -= taken;
        }
    }
}

void write_differences(const PixelView& image, std::uint8_t* to) {
    const std::size_t samples = image.stride();
    const std::uint8_t* row = image.pixels;
    *to++ = 0;
    std::memcpy(to, row, samples);
    for (std::int32_t y = 1; y < image.height; ++y) {
        const std::uint8_t* const above = row;
        row += samples;
        to += samples;
        *to++ = 2;
        for (std::size_t i = 0; i < samples; ++i) {
            to[i] = static_cast<std::uint8_t>(row[i] - above[i]);
        }
    }
}

}  // namespace lomo
