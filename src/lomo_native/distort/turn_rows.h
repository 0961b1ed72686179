// A picture's planes -> the picture turned by at most 45 degrees; see rotate.h for what is computed.
#pragma once

#include <cstddef>
#include <cstdint>

#include "distort/ink_rows.h"
#include "distort/lanes.h"
#include "distort/rows.h"

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

// Sixteen pixels at a time, eight in either half of a vector. The eight lie in at most ten columns and Steps
// + 1 rows of the source, so that a shuffle of 16 bytes of each row finds the neighbours of all.
inline constexpr std::int32_t kSpan = 16;

struct Places {
    __m256i first;   // of pixels 0-3 and 8-11 from the span's first, in 1/2**27 px
    __m256i second;  // of pixels 4-7 and 12-15
};

inline Places places(std::int32_t step) {
    const __m256i each = _mm256_set1_epi32(step);
    return {_mm256_mullo_epi32(each, _mm256_set_epi32(11, 10, 9, 8, 3, 2, 1, 0)),
            _mm256_mullo_epi32(each, _mm256_set_epi32(15, 14, 13, 12, 7, 6, 5, 4))};
}

// In 1/128 px.
inline __m256i placed(const Places& by, std::int32_t start) {
    const __m256i from = _mm256_set1_epi32(start);
    return _mm256_packs_epi32(_mm256_srai_epi32(_mm256_add_epi32(by.first, from), kPlaceBits - 7),
                              _mm256_srai_epi32(_mm256_add_epi32(by.second, from), kPlaceBits - 7));
}

inline __m256i halves(const std::uint8_t* low, const std::uint8_t* high) {
    return _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(low))),
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(high)), 1);
}

template <int Steps, int Channels>
inline void turn_spans(const Planes& source, const TurnedRow* rows, std::int64_t wide_step_x,
                       std::int64_t wide_step_y, const Canvas& out) {
    constexpr std::int32_t kStrip = 256;  // pixels, so that what a row of them crosses stays in the cache
    const auto step_x = static_cast<std::int32_t>(wide_step_x);
    const auto step_y = static_cast<std::int32_t>(wide_step_y);
    const Places by_x = places(step_x), by_y = places(step_y);
    const bool falls = step_y < 0;  // the topmost of eight pixels is the last
    const std::int32_t top_low = falls ? 7 * step_y : 0;
    const std::int32_t top_high = (falls ? 15 : 8) * step_y;
    const __m256i leftmost = _mm256_set1_epi16(0x0100);
    const __m256i topmost = falls ? _mm256_set1_epi16(0x0F0E) : _mm256_set1_epi16(0x0100);
    const __m256i twice =
        _mm256_broadcastsi128_si256(_mm_set_epi8(14, 14, 12, 12, 10, 10, 8, 8, 6, 6, 4, 4, 2, 2, 0, 0));
    const __m256i next = _mm256_set1_epi16(0x0100);
    const __m256i part = _mm256_set1_epi16(127);
    const __m256i one = _mm256_set1_epi16(128);
    const __m256i base = _mm256_set1_epi16(255 * 128 + 64);
    const std::ptrdiff_t stride = source.stride;
    for (std::int32_t strip = 0; strip < out.width; strip += kStrip) {
        for (std::int32_t j = 0; j < out.height; ++j) {
            const TurnedRow& row = rows[j];
            std::int32_t i = row.first > strip ? row.first : strip;
            const std::int32_t last = row.last < strip + kStrip ? row.last : strip + kStrip;
            std::int64_t x = row.x + i * wide_step_x;
            std::int64_t y = row.y + i * wide_step_y;
            for (; i < last; i += kSpan, x += kSpan * wide_step_x, y += kSpan * wide_step_y) {
                const auto part_x = static_cast<std::int32_t>(x & kFraction);
                const auto part_y = static_cast<std::int32_t>(y & kFraction);
                const std::ptrdiff_t at = (y >> kPlaceBits) * stride + (x >> kPlaceBits);
                const std::ptrdiff_t low = at + ((part_y + top_low) >> kPlaceBits) * stride;
                const std::ptrdiff_t high =
                    at + ((part_y + top_high) >> kPlaceBits) * stride + ((part_x + 8 * step_x) >> kPlaceBits);
                std::uint8_t rest[3 * kSpan];
                const bool whole = i + kSpan <= last;
                std::uint8_t* to = whole ? out.row(j) + i * Channels : rest;

                __m256i loaded[Steps + 1];
                const auto load_plane = [&](int c) {
                    const std::uint8_t* const plane = source.origin[c];
                    __m256i ink = _mm256_setzero_si256();
                    for (int k = 0; k <= Steps; ++k) {
                        loaded[k] = halves(plane + low + k * stride, plane + high + k * stride);
                        ink = _mm256_or_si256(ink, loaded[k]);
                    }
                    return ink;
                };
                const __m256i ink = load_plane(0);
                if constexpr (Channels == 1) {
                    if (_mm256_testz_si256(ink, ink) != 0) {
                        _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_set1_epi8(-1));
                        if (!whole) {
                            copy(out.row(j) + i, rest, last - i);
                        }
                        continue;
                    }
                }
                const __m256i place_x = placed(by_x, part_x);
                const __m256i place_y = placed(by_y, part_y);
                const __m256i whole_x = _mm256_srai_epi16(place_x, 7);
                const __m256i whole_y = _mm256_srai_epi16(place_y, 7);
                const __m256i column = _mm256_sub_epi16(whole_x, _mm256_shuffle_epi8(whole_x, leftmost));
                const __m256i line = _mm256_sub_epi16(whole_y, _mm256_shuffle_epi8(whole_y, topmost));
                const __m256i pick = _mm256_add_epi8(_mm256_shuffle_epi8(column, twice), next);
                const __m256i right = _mm256_and_si256(place_x, part);
                // right - 128 and -right, so that 128 has a place among signed bytes.
                const __m256i weights =
                    _mm256_sub_epi16(_mm256_add_epi16(right, one), _mm256_slli_epi16(right, 8));
                const __m256i lower = _mm256_slli_epi16(_mm256_and_si256(place_y, part), 8);
                __m256i beyond[Steps];  // whether a pixel's upper neighbours lie in a row after this one
                for (int k = 0; k + 1 < Steps; ++k) {
                    beyond[k] = _mm256_cmpgt_epi16(line, _mm256_set1_epi16(static_cast<short>(k)));
                }
                __m128i done[3];
                for (int c = 0; c < Channels; ++c) {
                    if (c > 0) {
                        load_plane(c);
                    }
                    __m256i top = _mm256_shuffle_epi8(loaded[0], pick);
                    __m256i bottom = _mm256_shuffle_epi8(loaded[1], pick);
                    for (int k = 1; k < Steps; ++k) {
                        const __m256i after = _mm256_shuffle_epi8(loaded[k + 1], pick);
                        top = _mm256_blendv_epi8(top, _mm256_shuffle_epi8(loaded[k], pick), beyond[k - 1]);
                        bottom = _mm256_blendv_epi8(bottom, after, beyond[k - 1]);
                    }
                    const __m256i above = _mm256_maddubs_epi16(top, weights);
                    const __m256i below = _mm256_maddubs_epi16(bottom, weights);
                    const __m256i rise = _mm256_mulhrs_epi16(_mm256_sub_epi16(below, above), lower);
                    const __m256i sum = _mm256_add_epi16(_mm256_add_epi16(above, rise), base);
                    const __m256i value = _mm256_srli_epi16(sum, 7);
                    done[c] =
                        _mm_packus_epi16(_mm256_castsi256_si128(value), _mm256_extracti128_si256(value, 1));
                }
                if constexpr (Channels == 1) {
                    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), done[0]);
                } else {
                    store_rgb(to, done);
                }
                if (!whole) {
                    copy(out.row(j) + i * Channels, rest, (last - i) * Channels);
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
