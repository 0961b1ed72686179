// A picture's planes -> the picture turned by at most 45 degrees; see rotate.h for what is computed.
#pragma once

#include <cstddef>
#include <cstdint>

#include "distort/ink_rows.h"
#include "distort/lanes.h"
#include "distort/rows.h"
#if !defined(LOMO_PORTABLE) && defined(__AVX2__)
#include "distort/turn_lanes.h"
#endif

namespace lomo::LOMO_TARGET {

inline constexpr std::int32_t kFraction = (1 << kPlaceBits) - 1;

inline std::uint8_t bilinear(const std::uint8_t* top, std::ptrdiff_t stride, std::int32_t right,
                             std::int32_t low) {
    const std::int32_t above = top[0] * (128 - right) + top[1] * right;
    const std::int32_t below = top[stride] * (128 - right) + top[stride + 1] * right;
    // Of ink; the rounding is that of the pixels themselves.
    return static_cast<std::uint8_t>(255 + ((-above + (((above - below) * low + 64) >> 7) + 64) >> 7));
}

inline void turn_pixels(const Planes& source, const TurnedRow& row, std::int64_t step_x, std::int64_t step_y,
                        std::int32_t channels, std::uint8_t* out) {
    for (std::int32_t i = row.first; i < row.last; ++i) {
        const std::int64_t x = (row.x + i * step_x) >> (kPlaceBits - 7);
        const std::int64_t y = (row.y + i * step_y) >> (kPlaceBits - 7);
        const std::ptrdiff_t at = (y >> 7) * source.stride + (x >> 7);
        for (std::int32_t c = 0; c < channels; ++c) {
            out[i * channels + c] =
                bilinear(source.origin[c] + at, source.stride, std::int32_t(x & 127), std::int32_t(y & 127));
        }
    }
}

#if defined(LOMO_PORTABLE) || !defined(__AVX2__)

inline void turn(const Planes& source, const TurnedRow* rows, std::int64_t step_x, std::int64_t step_y,
                 const Canvas& out) {
    for (std::int32_t j = 0; j < out.height; ++j) {
        turn_pixels(source, rows[j], step_x, step_y, out.channels, out.row(j));
    }
}

#else

// Eight pixels lie in at most ten columns and Steps + 1 rows of the source, so that a shuffle of 16 bytes of
// each row finds the neighbours of all.
template <int Steps, int Channels>
inline void turn_spans(const Planes& source, const TurnedRow* rows, std::int64_t step_x, std::int64_t step_y,
                       const Canvas& out) {
    constexpr std::int32_t kStrip = 256;  // pixels, so that what a row of them crosses stays in the cache
    constexpr auto kSpan = static_cast<std::int32_t>(kLanes);
    const Places by_x = places(static_cast<std::int32_t>(step_x));
    const Places by_y = places(static_cast<std::int32_t>(step_y));
    const bool falls = step_y < 0;  // the topmost of eight pixels is the last
    const Bytes leftmost = in_every_group(_mm_set1_epi16(0x0100));
    const Bytes topmost = in_every_group(_mm_set1_epi16(falls ? 0x0F0E : 0x0100));
    const Bytes twice = in_every_group(_mm_set_epi8(14, 14, 12, 12, 10, 10, 8, 8, 6, 6, 4, 4, 2, 2, 0, 0));
    const Bytes next = in_every_group(_mm_set1_epi16(0x0100));
    const Bytes cycle = all_bytes(31);  // of places
    const Shorts part = all(127), one = all(128), base = all(255 * 128 + 64);
    // Stores of bytes may change anything that is not a local variable, for all that a compiler knows.
    const Planes from = source;
    const std::ptrdiff_t stride = from.stride;
    const Canvas to = out;
    const auto to_stride = static_cast<std::ptrdiff_t>(to.stride());
    for (std::int32_t strip = 0; strip < to.width; strip += kStrip) {
        for (std::int32_t j = 0; j < to.height; ++j) {
            const TurnedRow row = rows[j];
            const std::int32_t before = strip > row.first ? strip - row.first : 0;
            std::int32_t i = row.first + (before + kSpan - 1) / kSpan * kSpan;
            const std::int32_t last = row.last < strip + kStrip ? row.last : strip + kStrip;
            std::uint8_t* at = to.pixels + j * to_stride + i * Channels;
            std::int64_t x = row.x + i * step_x;
            std::int64_t y = row.y + i * step_y;
            for (; i < last; i += kSpan, at += kSpan * Channels, x += kSpan * step_x, y += kSpan * step_y) {
                std::ptrdiff_t starts[kGroups];
                for (int g = 0; g < kGroups; ++g) {
                    const std::int64_t top = y + (8 * g + (falls ? 7 : 0)) * step_y;
                    starts[g] = (top >> kPlaceBits) * stride + ((x + 8 * g * step_x) >> kPlaceBits);
                }
                // Pixels past the row's last come out white.
                std::uint8_t rest[3 * kSpan];
                const bool whole = i + kSpan <= to.width;
                std::uint8_t* const span = whole ? at : rest;

                Bytes loaded[Steps + 1];
                const auto load_plane = [&](int c) {
                    const std::uint8_t* groups[kGroups];
                    for (int g = 0; g < kGroups; ++g) {
                        groups[g] = from.origin[c] + starts[g];
                    }
                    Bytes ink = all_bytes(0);
                    for (int k = 0; k <= Steps; ++k) {
                        loaded[k] = gathered(groups, k * stride);
                        ink = either(ink, loaded[k]);
                    }
                    return ink;
                };
                const Bytes ink = load_plane(0);
                if (Channels == 1 && none(ink)) {
                    std::memset(span, 255, kSpan);
                    if (!whole) {
                        copy(at, rest, to.width - i);
                    }
                    continue;
                }
                const Shorts place_x = placed(by_x, x), place_y = placed(by_y, y);
                const Shorts whole_x = whole_part(place_x), whole_y = whole_part(place_y);
                const Shorts column = whole_x - Shorts{shuffled({whole_x.v}, leftmost).v};
                const Shorts line = whole_y - Shorts{shuffled({whole_y.v}, topmost).v};
                const Bytes pick = bytewise_sum(both(shuffled({column.v}, twice), cycle), next);
                const Bytes lines = both(shuffled({line.v}, twice), cycle);
                const Shorts right = both(place_x, part);
                // right - 128 and -right, so that 128 has a place among signed bytes.
                const Bytes weights = {(right + one - up<8>(right)).v};
                const Shorts lower = up<8>(both(place_y, part));
                Where after[Steps];
                for (int k = 0; k + 1 < Steps; ++k) {
                    after[k] = above(lines, k);
                }
                std::uint8_t done[3][kSpan];
                for (int c = 0; c < Channels; ++c) {
                    if (c > 0) {
                        load_plane(c);
                    }
                    Bytes top = shuffled(loaded[0], pick);
                    Bytes bottom = shuffled(loaded[1], pick);
                    for (int k = 1; k < Steps; ++k) {
                        top = shuffled_where(after[k - 1], top, loaded[k], pick);
                        bottom = shuffled_where(after[k - 1], bottom, loaded[k + 1], pick);
                    }
                    const Shorts upper = products(top, weights);
                    const Shorts rise = times15(products(bottom, weights) - upper, lower);
                    to_half_bytes(Channels == 1 ? span : done[c], down<7>(upper + rise + base));
                }
                if constexpr (Channels == 3) {
                    for (std::int32_t k = 0; k < kSpan; k += 16) {
                        store_rgb(span + 3 * k,
                                  {sixteen(done[0] + k), sixteen(done[1] + k), sixteen(done[2] + k)});
                    }
                }
                if (!whole) {
                    copy(at, rest, (to.width - i) * Channels);
                }
            }
        }
    }
}

template <int Steps>
inline void turn_steps(const Planes& source, const TurnedRow* rows, std::int64_t step_x, std::int64_t step_y,
                       const Canvas& out) {
    if (out.channels == 1) {
        turn_spans<Steps, 1>(source, rows, step_x, step_y, out);
    } else {
        turn_spans<Steps, 3>(source, rows, step_x, step_y, out);
    }
}

inline void turn(const Planes& source, const TurnedRow* rows, std::int64_t step_x, std::int64_t step_y,
                 const Canvas& out) {
    const std::int64_t size = step_y < 0 ? -step_y : step_y;
    switch ((7 * size + kFraction) >>
            kPlaceBits) {  // the rows that eight pixels' upper neighbours span, less 1
        case 0:
        case 1:
            turn_steps<2>(source, rows, step_x, step_y, out);
            break;
        case 2:
            turn_steps<3>(source, rows, step_x, step_y, out);
            break;
        case 3:
            turn_steps<4>(source, rows, step_x, step_y, out);
            break;
        case 4:
            turn_steps<5>(source, rows, step_x, step_y, out);
            break;
        default:
            turn_steps<6>(source, rows, step_x, step_y, out);
    }
}

#endif

}  // namespace lomo::LOMO_TARGET
