#include "distort/shift.h"

#include <algorithm>
#include <cstring>

namespace lomo {

namespace {

// a * (256 - part) + b * part, rounded, for neighbours a (nearer) and b of `count` bytes.
void blend(const std::uint8_t* a, const std::uint8_t* b, std::int32_t part, std::size_t count,
           std::uint8_t* out) {
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = static_cast<std::uint8_t>((a[i] * (256 - part) + b[i] * part + 128) >> 8);
    }
}

}  // namespace

Image shift_rows(const Image& image, std::span<const std::int32_t> displacements, std::int32_t before,
                 std::int32_t after) {
    Image out(image.width + before + after, image.height, image.channels, 255);
    const auto pixel = std::size_t(image.channels);
    // White, the row, white: wide enough for any displacement within the canvas and one neighbour.
    const std::size_t side = std::size_t(before + after + 1) * pixel;
    std::vector<std::uint8_t> wide(image.stride() + 2 * side, 255);
    for (std::int32_t y = 0; y < image.height; ++y) {
        std::memcpy(wide.data() + side, image.row(y), image.stride());
        const std::int32_t whole = displacements[std::size_t(y)] >> 8;
        const std::int32_t part = displacements[std::size_t(y)] & 255;
        const std::uint8_t* nearer = wide.data() + side - std::ptrdiff_t(before + whole) * image.channels;
        blend(nearer, nearer - pixel, part, out.stride(), out.row(y));
    }
    return out;
}

Image shift_columns(const Image& image, std::span<const std::int32_t> displacements, std::int32_t before,
                    std::int32_t after) {
    Image out(image.width, image.height + before + after, image.channels, 255);
    const std::int32_t side = before + after + 1;
    Image tall(image.width, image.height + 2 * side, image.channels, 255);
    std::memcpy(tall.row(side), image.pixels.data(), image.pixels.size());
    const auto pixel = std::size_t(image.channels);
    const std::size_t stride = tall.stride();
    // Runs of columns that move by the same whole number of pixels read the same two rows.
    std::vector<std::uint16_t> parts(stride);
    for (std::size_t i = 0; i < stride; ++i) {
        parts[i] = static_cast<std::uint16_t>(displacements[i / pixel] & 255);
    }
    for (std::int32_t y = 0; y < out.height; ++y) {
        std::uint8_t* to = out.row(y);
        for (std::size_t first = 0; first < std::size_t(image.width);) {
            const std::int32_t whole = displacements[first] >> 8;
            std::size_t last = first + 1;
            while (last < std::size_t(image.width) && displacements[last] >> 8 == whole) {
                ++last;
            }
            const std::uint8_t* nearer = tall.row(y + side - before - whole);
            const std::uint8_t* beyond = nearer - stride;
            for (std::size_t i = first * pixel; i < last * pixel; ++i) {
                to[i] = static_cast<std::uint8_t>(
                    (nearer[i] * (256 - parts[i]) + beyond[i] * parts[i] + 128) >> 8);
            }
            first = last;
        }
    }
    return out;
}

}  // namespace lomo
