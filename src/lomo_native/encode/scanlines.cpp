#include "encode/scanlines.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "encode/bits.h"

namespace lomo {

namespace {

constexpr std::array<std::uint8_t, 256> kBitsOf = [] {
    std::array<std::uint8_t, 256> bits{};
    for (unsigned value = 0; value < 256; ++value) {
        bits[value] = value % 17 != 0 ? 8 : value % 85 != 0 ? 4 : value % 255 != 0 ? 2 : 1;
    }
    return bits;
}();

}  // namespace

ReusedBytes::~ReusedBytes() {
    give_back();
}

void ReusedBytes::give_back() {
    if (buffer_.memory != nullptr) {
        give_buffer(buffer_);
        buffer_ = {};
    }
}

std::uint8_t* ReusedBytes::at_least(std::size_t size) {
    if (size > buffer_.bytes) {
        give_back();
        buffer_ = take_buffer(size);
    }
    return buffer_.memory;
}

void ReusedBytes::give_back_large() {
    if (buffer_.bytes >= kLargeBuffer) {
        give_back();
    }
}

unsigned sample_bits(const ImageView& image) {
    if (image.channels != 1) {
        return 8;
    }
    unsigned bits = 1;
    const std::size_t size = image.size();
    std::uint64_t before = 0;                           // 0 takes 1 bit
    for (std::size_t at = 0; at < size && bits < 8;) {  // the first edge of a letter in 256 greys ends it
        const std::size_t end = std::min(at + 8, size);
        if (end == at + 8) {
            const std::uint64_t word = load_64(image.pixels + at);
            if (word == before) {
                at = end;
                continue;
            }
            before = word;
        }
        for (; at < end; ++at) {
            bits = std::max<unsigned>(bits, kBitsOf[image.pixels[at]]);
        }
    }
    return bits;
}

std::size_t scanline_bytes(const ImageView& image, unsigned bits) {
    return 1 + (image.stride() * bits + 7) / 8;
}

void write_scanlines(const ImageView& image, unsigned bits, std::uint8_t* to) {
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

void write_differences(const ImageView& image, std::uint8_t* to) {
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
