#include "distort/turned_planes.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "distort/target.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace lomo {

namespace {

constexpr std::int32_t kTile = 16;

// Sixteen rows of sixteen bytes -> the same transposed, and each byte changed by `mask`.
#if defined(__SSE2__)
void transpose(const std::uint8_t* const (&from)[kTile], std::uint8_t* const (&to)[kTile],
               std::uint8_t mask) {
    const __m128i flip = _mm_set1_epi8(static_cast<char>(mask));
    __m128i rows[kTile], next[kTile];
    for (int k = 0; k < kTile; ++k) {
        rows[k] = _mm_xor_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from[k])), flip);
    }
    for (int step = 0; step < 4; ++step) {  // each moves the highest bit of a byte's number to its end
        for (int k = 0; k < kTile / 2; ++k) {
            next[2 * k] = _mm_unpacklo_epi8(rows[k], rows[k + kTile / 2]);
            next[2 * k + 1] = _mm_unpackhi_epi8(rows[k], rows[k + kTile / 2]);
        }
        std::copy(next, next + kTile, rows);
    }
    for (int k = 0; k < kTile; ++k) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to[k]), rows[k]);
    }
}
#else
void transpose(const std::uint8_t* const (&from)[kTile], std::uint8_t* const (&to)[kTile],
               std::uint8_t mask) {
    for (int y = 0; y < kTile; ++y) {
        for (int x = 0; x < kTile; ++x) {
            to[x][y] = static_cast<std::uint8_t>(from[y][x] ^ mask);
        }
    }
}
#endif

// One channel turned counter-clockwise by a quarter (the first column from the last one) or clockwise, into
// rows `stride` apart; each byte changed by `mask`.
void transpose_plane(const ImageView& in, bool clockwise, std::uint8_t mask, std::uint8_t* out,
                     std::ptrdiff_t stride) {
    constexpr std::int32_t kPatch = 64;  // its lines stay in the cache until they are full
    const auto place = [&](std::int32_t x, std::int32_t y) {
        return clockwise ? out + x * stride + (in.height - 1 - y) : out + (in.width - 1 - x) * stride + y;
    };
    if (in.width < kTile || in.height < kTile) {
        for (std::int32_t y = 0; y < in.height; ++y) {
            for (std::int32_t x = 0; x < in.width; ++x) {
                *place(x, y) = static_cast<std::uint8_t>(in.row(y)[x] ^ mask);
            }
        }
        return;
    }
    const auto tile = [&](std::int32_t left, std::int32_t top) {
        const std::uint8_t* from[kTile];
        std::uint8_t* to[kTile];
        for (std::int32_t k = 0; k < kTile; ++k) {
            // Clockwise, the lowest row becomes the first column.
            from[k] = in.row(top + (clockwise ? kTile - 1 - k : k)) + left;
            to[k] = place(left + k, clockwise ? top + kTile - 1 : top);
        }
        transpose(from, to, mask);
    };
    for (std::int32_t top = 0; top < in.height; top += kPatch) {
        for (std::int32_t left = 0; left < in.width; left += kPatch) {
            // The last tiles end where the picture does: what is written twice is the same.
            for (std::int32_t y = top; y < std::min(top + kPatch, in.height); y += kTile) {
                for (std::int32_t x = left; x < std::min(left + kPatch, in.width); x += kTile) {
                    tile(std::min(x, in.width - kTile), std::min(y, in.height - kTile));
                }
            }
        }
    }
}

// The ink of an RGB image, transposed into planes by bands of rows that the cache holds apart in between.
void transpose_bands(const ImageView& in, bool clockwise, std::uint8_t* const (&out)[3],
                     std::ptrdiff_t stride) {
    constexpr std::int32_t kBand = 64;
    const std::int32_t bands = std::max(1, in.height / kBand);
    const auto width = std::size_t(in.width);
    const Scratch apart(3 * width * (2 * kBand));
    for (std::int32_t band = 0; band < bands; ++band) {
        const auto start = [&](std::int32_t k) {
            return static_cast<std::int32_t>(std::int64_t{in.height} * k / bands);
        };
        const std::int32_t top = start(band), height = start(band + 1) - top;
        const std::size_t plane = width * std::size_t(height);
        std::uint8_t* planes[3] = {apart.get(), apart.get() + plane, apart.get() + 2 * plane};
        rows().ink(in.row(top), static_cast<std::ptrdiff_t>(plane), in.channels, planes);
        for (std::size_t c = 0; c < 3; ++c) {
            transpose_plane({planes[c], in.width, height, 1}, clockwise, 0,
                            out[c] + (clockwise ? in.height - top - height : top), stride);
        }
    }
}

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
        transpose_plane(image, quarters == 3, 0, out.pixels, std::ptrdiff_t(out.stride()));
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
    const bool transposed = quarters % 2 == 1;
    if (transposed) {
        std::swap(size.width, size.height);
    }
    const auto channels = std::size_t(image.channels);
    std::unique_ptr<Scratch> before;  // the image turned by a half
    ImageView source = image;
    if (quarters == 2) {
        before = std::make_unique<Scratch>(image.size());
        quarter_turn(image, quarters, {before->get(), size.width, size.height, image.channels});
        source.pixels = before->get();
    }
    const std::size_t stride = (std::size_t(size.width) + 2 * kPlaneBorder + 31) / 32 * 32;
    const std::size_t plane = stride * (std::size_t(size.height) + 2 * kPlaneBorder);
    memory_ = std::make_unique<Scratch>(plane * channels);
    planes.stride = std::ptrdiff_t(stride);
    std::uint8_t* inked[3];
    for (std::size_t c = 0; c < channels; ++c) {
        std::uint8_t* const start = memory_->get() + c * plane;
        inked[c] = start + kPlaneBorder * stride + kPlaneBorder;
        planes.origin[c] = inked[c];
        std::memset(start, 0, kPlaneBorder * stride);
        for (std::int32_t y = 0; y < size.height; ++y) {
            std::uint8_t* const row = inked[c] + std::size_t(y) * stride;
            std::memset(row - kPlaneBorder, 0, kPlaneBorder);
            std::memset(row + size.width, 0, stride - kPlaneBorder - std::size_t(size.width));
        }
        std::memset(start + plane - kPlaneBorder * stride, 0, kPlaneBorder * stride);
    }
    if (transposed && channels == 1) {
        transpose_plane(source, quarters == 3, 255, inked[0], planes.stride);
    } else if (transposed) {
        transpose_bands(source, quarters == 3, inked, planes.stride);
    }
    for (std::int32_t y = 0; y < size.height && !transposed; ++y) {
        rows().ink(source.row(y), size.width, image.channels, inked);
        for (std::size_t c = 0; c < channels; ++c) {
            inked[c] += stride;
        }
    }
}

}  // namespace lomo
