#include "distort/turned_planes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace lomo {

namespace {

constexpr std::int32_t kTile = 8;

// Eight rows of eight bytes, a row a number, transposed: halves of halves change places.
void transpose(std::uint64_t (&rows)[kTile]) {
    constexpr std::uint64_t kEven[] = {0x00000000FFFFFFFF, 0x0000FFFF0000FFFF, 0x00FF00FF00FF00FF};
    for (int step = 4, k = 0; step > 0; step /= 2, ++k) {
        for (int i = 0; i < kTile; ++i) {
            if ((i & step) == 0) {
                const std::uint64_t swapped = ((rows[i] >> (8 * step)) ^ rows[i + step]) & kEven[k];
                rows[i] ^= swapped << (8 * step);
                rows[i + step] ^= swapped;
            }
        }
    }
}

// One channel, counter-clockwise by a quarter (first column from the last one) or clockwise.
void transpose_plane(const ImageView& in, bool clockwise, const Canvas& out) {
    const std::int32_t width = in.width;
    const std::int32_t height = in.height;
    for (std::int32_t top = 0; top < height; top += kTile) {
        for (std::int32_t left = 0; left < width; left += kTile) {
            const std::int32_t across = std::min(kTile, width - left);
            const std::int32_t down = std::min(kTile, height - top);
            std::uint64_t tile[kTile] = {};
            if (across == kTile && down == kTile) {  // of known size, so that no copy is a call
                for (std::int32_t k = 0; k < kTile; ++k) {
                    const std::int32_t y = top + (clockwise ? kTile - 1 - k : k);
                    std::memcpy(&tile[k], in.row(y) + left, kTile);
                }
                transpose(tile);
                for (std::int32_t k = 0; k < kTile; ++k) {
                    const std::int32_t y = clockwise ? left + k : width - 1 - left - k;
                    std::memcpy(out.row(y) + (clockwise ? height - top - kTile : top), &tile[k], kTile);
                }
                continue;
            }
            for (std::int32_t k = 0; k < down; ++k) {
                // Clockwise, the lowest row becomes the first column.
                const std::int32_t y = top + (clockwise ? down - 1 - k : k);
                std::memcpy(&tile[k], in.row(y) + left, std::size_t(across));
            }
            transpose(tile);
            for (std::int32_t k = 0; k < across; ++k) {
                const std::int32_t y = clockwise ? left + k : width - 1 - left - k;
                std::memcpy(out.row(y) + (clockwise ? height - top - down : top), &tile[k],
                            std::size_t(down));
            }
        }
    }
}

static_assert(std::endian::native == std::endian::little);

}  // namespace

void quarter_turn(const ImageView& image, std::int32_t quarters, const Canvas& out) {
    const auto pixel = std::size_t(image.channels);
    if (quarters == 0) {
        std::memcpy(out.pixels, image.pixels, image.size());
    } else if (quarters == 2) {
        for (std::int32_t y = 0; y < image.height; ++y) {
            const std::uint8_t* from = image.row(y);
            std::uint8_t* to = out.row(image.height - 1 - y) + out.stride() - pixel;
            for (std::int32_t x = 0; x < image.width; ++x, from += pixel, to -= pixel) {
                std::memcpy(to, from, pixel);
            }
        }
    } else if (image.channels == 1) {
        transpose_plane(image, quarters == 3, out);
    } else {
        for (std::int32_t y = 0; y < out.height; ++y) {
            std::uint8_t* to = out.row(y);
            for (std::int32_t x = 0; x < out.width; ++x, to += pixel) {
                const std::int32_t from_x = quarters == 1 ? image.width - 1 - y : y;
                const std::int32_t from_y = quarters == 1 ? x : image.height - 1 - x;
                std::memcpy(to, image.row(from_y) + std::size_t(from_x) * pixel, pixel);
            }
        }
    }
}

TurnedPlanes::TurnedPlanes(const ImageView& image, std::int32_t quarters) : size{image.width, image.height} {
    if (quarters % 2 == 1) {
        std::swap(size.width, size.height);
    }
    std::unique_ptr<std::uint8_t[]> turned;
    ImageView source = image;
    if (quarters != 0) {
        turned = scratch<std::uint8_t>(image.size());
        source = {turned.get(), size.width, size.height, image.channels};
        quarter_turn(image, quarters, {turned.get(), size.width, size.height, image.channels});
    }
    const std::size_t stride = (std::size_t(size.width) + 2 * kPlaneBorder + 31) / 32 * 32;
    const std::size_t plane = stride * (std::size_t(size.height) + 2 * kPlaneBorder);
    memory_ = scratch<std::uint8_t>(plane * std::size_t(image.channels));
    planes.stride = std::ptrdiff_t(stride);
    for (std::size_t c = 0; c < std::size_t(image.channels); ++c) {
        std::uint8_t* const start = memory_.get() + c * plane;
        std::uint8_t* to = start + kPlaneBorder * stride;
        planes.origin[c] = to + kPlaneBorder;
        std::memset(start, 0, kPlaneBorder * stride);
        for (std::int32_t y = 0; y < size.height; ++y, to += stride) {
            const std::uint8_t* from = source.row(y) + c;
            std::memset(to, 0, kPlaneBorder);
            std::uint8_t* row = to + kPlaneBorder;
            if (image.channels == 1) {
                for (std::size_t x = 0; x < std::size_t(size.width); ++x) {
                    row[x] = static_cast<std::uint8_t>(~from[x]);
                }
            } else {
                for (std::size_t x = 0; x < std::size_t(size.width); ++x) {
                    row[x] = static_cast<std::uint8_t>(~from[3 * x]);
                }
            }
            std::memset(row + size.width, 0, stride - kPlaneBorder - std::size_t(size.width));
        }
        std::memset(to, 0, kPlaneBorder * stride);
    }
}

}  // namespace lomo
