// Rows of pixels -> rows of their ink (255 - p), a channel each; channels or grey pixels -> RGB; sixteen
// pixels at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "distort/lanes.h"

namespace lomo::LOMO_TARGET {

inline void ink_pixels(const std::uint8_t* pixels, std::ptrdiff_t first, std::ptrdiff_t last, int channels,
                       std::uint8_t* const* planes) {
    if (channels == 1) {  // compilers find vectors in this loop
        std::uint8_t* const to = planes[0];
        for (std::ptrdiff_t x = first; x < last; ++x) {
            to[x] = static_cast<std::uint8_t>(~pixels[x]);
        }
        return;
    }
    for (int c = 0; c < channels; ++c) {
        for (std::ptrdiff_t x = first; x < last; ++x) {
            planes[c][x] = static_cast<std::uint8_t>(~pixels[channels * x + c]);
        }
    }
}

inline void triple_pixels(const std::uint8_t* grey, std::ptrdiff_t first, std::ptrdiff_t last,
                          std::uint8_t* rgb) {
    for (std::ptrdiff_t i = first; i + 1 < last;
         ++i) {  // four bytes at once, the last one for the next pixel
        const std::uint32_t pixel = grey[i] * std::uint32_t{0x01010101};
        std::memcpy(rgb + 3 * i, &pixel, sizeof pixel);
    }
    if (first < last) {
        std::memset(rgb + 3 * (last - 1), grey[last - 1], 3);
    }
}

#if defined(LOMO_PORTABLE) || !defined(__AVX2__)

inline void triple(const std::uint8_t* grey, std::ptrdiff_t count, std::uint8_t* rgb) {
    triple_pixels(grey, 0, count, rgb);
}

inline void ink(const std::uint8_t* pixels, std::ptrdiff_t count, int channels, std::uint8_t* const* planes) {
    ink_pixels(pixels, 0, count, channels, planes);
}

#else

// What a shuffle takes from the vector `from` for the vector `to`; 128 where the byte is of another one.
struct Shuffles {
    alignas(16) std::uint8_t apart[3][3][16] = {};     // pixels -> channels: [to][from]
    alignas(16) std::uint8_t together[3][3][16] = {};  // channels -> pixels
    constexpr Shuffles() {
        for (int channel = 0; channel < 3; ++channel) {
            for (int vector = 0; vector < 3; ++vector) {
                for (int k = 0; k < 16; ++k) {
                    const int apart_at = 3 * k + channel - 16 * vector, byte = 16 * vector + k;
                    apart[channel][vector][k] =
                        static_cast<std::uint8_t>(apart_at >= 0 && apart_at < 16 ? apart_at : 128);
                    together[vector][channel][k] =
                        static_cast<std::uint8_t>(byte % 3 == channel ? byte / 3 : 128);
                }
            }
        }
    }
};
inline constexpr Shuffles kShuffles{};

inline __m128i shuffled(const std::uint8_t (&by)[3][16], const __m128i (&from)[3]) {
    const auto part = [&](int k) {
        return _mm_shuffle_epi8(from[k], _mm_load_si128(reinterpret_cast<const __m128i*>(by[k])));
    };
    return _mm_or_si128(_mm_or_si128(part(0), part(1)), part(2));
}

inline void store_rgb(std::uint8_t* out, const __m128i (&planes)[3]) {
    for (int k = 0; k < 3; ++k) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out + 16 * k), shuffled(kShuffles.together[k], planes));
    }
}

inline void ink(const std::uint8_t* pixels, std::ptrdiff_t count, int channels, std::uint8_t* const* planes) {
    std::ptrdiff_t x = 0;
    for (; channels == 3 && x + 16 <= count; x += 16) {
        __m128i loaded[3];
        for (int k = 0; k < 3; ++k) {
            const __m128i* const from = reinterpret_cast<const __m128i*>(pixels + 3 * x + 16 * k);
            loaded[k] = _mm_xor_si128(_mm_loadu_si128(from), _mm_set1_epi8(-1));
        }
        for (int c = 0; c < 3; ++c) {
            _mm_storeu_si128(reinterpret_cast<__m128i*>(planes[c] + x), shuffled(kShuffles.apart[c], loaded));
        }
    }
    ink_pixels(pixels, x, count, channels, planes);
}

inline void triple(const std::uint8_t* grey, std::ptrdiff_t count, std::uint8_t* rgb) {
    const __m128i thirds[3] = {_mm_set_epi8(5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0, 0, 0),
                               _mm_set_epi8(10, 10, 9, 9, 9, 8, 8, 8, 7, 7, 7, 6, 6, 6, 5, 5),
                               _mm_set_epi8(15, 15, 15, 14, 14, 14, 13, 13, 13, 12, 12, 12, 11, 11, 11, 10)};
    std::ptrdiff_t i = 0;
    for (; i + 16 <= count; i += 16) {
        const __m128i pixels = _mm_loadu_si128(reinterpret_cast<const __m128i*>(grey + i));
        for (int k = 0; k < 3; ++k) {
            _mm_storeu_si128(reinterpret_cast<__m128i*>(rgb + 3 * i + 16 * k),
                             _mm_shuffle_epi8(pixels, thirds[k]));
        }
    }
    triple_pixels(grey, i, count, rgb);
}

#endif

}  // namespace lomo::LOMO_TARGET
