#include "distort/turned_planes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "distort/target.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace lomo {

namespace {

constexpr std::int32_t kTile = 8;

// Eight rows of eight bytes -> the same transposed, and each byte changed by `mask`.
#if defined(__SSE2__)
void transpose(const std::uint8_t* const (&from)[kTile], std::uint8_t* const (&to)[kTile],
               std::uint64_t mask) {
    const auto row = [&](int k) { return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from[k])); };
    const __m128i flip = _mm_set1_epi64x(static_cast<long long>(mask));
    __m128i pairs[4], fours[4];
    for (int k = 0; k < 4; ++k) {  // two rows' bytes by turns
        pairs[k] = _mm_xor_si128(_mm_unpacklo_epi8(row(2 * k), row(2 * k + 1)), flip);
    }
    for (int k = 0; k < 2; ++k) {
        fours[2 * k] = _mm_unpacklo_epi16(pairs[2 * k], pairs[2 * k + 1]);
        fours[2 * k + 1] = _mm_unpackhi_epi16(pairs[2 * k], pairs[2 * k + 1]);
    }
    for (int k = 0; k < 4; ++k) {
        const __m128i both = k % 2 == 0 ? _mm_unpacklo_epi32(fours[k / 2], fours[k / 2 + 2])
                                        : _mm_unpackhi_epi32(fours[k / 2], fours[k / 2 + 2]);
        _mm_storel_epi64(reinterpret_cast<__m128i*>(to[2 * k]), both);
        _mm_storel_epi64(reinterpret_cast<__m128i*>(to[2 * k + 1]), _mm_unpackhi_epi64(both, both));
    }
}
#else
void transpose(const std::uint8_t* const (&from)[kTile], std::uint8_t* const (&to)[kTile],
               std::uint64_t mask) {
    std::uint64_t rows[kTile];
    for (int k = 0; k < kTile; ++k) {
        std::memcpy(&rows[k], from[k], kTile);
    }
    // Halves of halves change places.
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
    for (int k = 0; k < kTile; ++k) {
        rows[k] ^= mask;
        std::memcpy(to[k], &rows[k], kTile);
    }
}
#endif

// One channel turned counter-clockwise by a quarter (the first column from the last one) or clockwise, into
// rows `stride` apart; each byte changed by `mask`.
void transpose_plane(const ImageView& in, bool clockwise, std::uint8_t mask, std::uint8_t* out,
                     std::ptrdiff_t stride) {
    constexpr std::int32_t kPatch = 64;  // its lines stay in the cache until they are full
    const std::uint64_t masks = mask * std::uint64_t{0x0101010101010101};
    const auto place = [&](std::int32_t x, std::int32_t y) {
        return clockwise ? out + x * stride + (in.height - 1 - y) : out + (in.width - 1 - x) * stride + y;
    };
    const auto tile = [&](std::int32_t left, std::int32_t top) {
        const std::uint8_t* from[kTile];
        std::uint8_t* to[kTile];
        for (std::int32_t k = 0; k < kTile; ++k) {
            // Clockwise, the lowest row becomes the first column.
            from[k] = in.row(top + (clockwise ? kTile - 1 - k : k)) + left;
            to[k] = place(left + k, clockwise ? top + kTile - 1 : top);
        }
        transpose(from, to, masks);
    };
    for (std::int32_t top = 0; top < in.height; top += kPatch) {
        for (std::int32_t left = 0; left < in.width; left += kPatch) {
            const std::int32_t low = std::min(top + kPatch, in.height);
            const std::int32_t right = std::min(left + kPatch, in.width);
            const std::int32_t whole_low = top + (low - top) / kTile * kTile;
            const std::int32_t whole_right = left + (right - left) / kTile * kTile;
            for (std::int32_t y = top; y < whole_low; y += kTile) {
                for (std::int32_t x = left; x < whole_right; x += kTile) {
                    tile(x, y);
                }
            }
            for (std::int32_t y = top; y < low; ++y) {
                for (std::int32_t x = y < whole_low ? whole_right : left; x < right; ++x) {
                    *place(x, y) = static_cast<std::uint8_t>(in.row(y)[x] ^ mask);
                }
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
    std::unique_ptr<Scratch>
        before;  // the image turned by a half, or an RGB image's planes, not yet transposed
    ImageView source = image;
    if (quarters == 2) {
        before = std::make_unique<Scratch>(image.size());
        quarter_turn(image, quarters, {before->get(), size.width, size.height, image.channels});
        source.pixels = before->get();
    } else if (transposed && channels == 3) {
        before = std::make_unique<Scratch>(image.size());
        const std::size_t plane = image.size() / channels;
        std::uint8_t* rows_of[3] = {before->get(), before->get() + plane, before->get() + 2 * plane};
        rows().ink(image.pixels, static_cast<std::ptrdiff_t>(plane), image.channels, rows_of);
        source = {before->get(), image.width, image.height, 1};
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
        if (transposed) {
            transpose_plane(source, quarters == 3, channels == 1 ? 255 : 0, inked[c], planes.stride);
            source.pixels += source.size();
        }
        std::memset(start, 0, kPlaneBorder * stride);
        for (std::int32_t y = 0; y < size.height; ++y) {
            std::uint8_t* const row = inked[c] + std::size_t(y) * stride;
            std::memset(row - kPlaneBorder, 0, kPlaneBorder);
            std::memset(row + size.width, 0, stride - kPlaneBorder - std::size_t(size.width));
        }
        std::memset(start + plane - kPlaneBorder * stride, 0, kPlaneBorder * stride);
    }
    for (std::int32_t y = 0; y < size.height && !transposed; ++y) {
        rows().ink(source.row(y), size.width, image.channels, inked);
        for (std::size_t c = 0; c < channels; ++c) {
            inked[c] += stride;
        }
    }
}

}  // namespace lomo
