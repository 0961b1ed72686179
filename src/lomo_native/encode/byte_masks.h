// 64 bytes and 64 others -> a bit for each pair that compares so, the first lowest; in the vectors of the
// target, the same bits in all.
#pragma once

#if !defined(LOMO_PORTABLE)
#include <immintrin.h>
#endif

#include <cstddef>
#include <cstdint>

#include "encode/bits.h"

namespace lomo::LOMO_TARGET {

#if defined(LOMO_PORTABLE)

// A bit for each byte's highest.
inline std::uint64_t gathered(std::uint64_t word) {
    return (word >> 7 & 0x0101010101010101) * 0x0102040810204080 >> 56;
}

template <class Compare>
std::uint64_t by_words(const std::uint8_t* a, const std::uint8_t* b, Compare compare) {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < 64; i += 8) {
        mask |= gathered(compare(load_64(a + i), load_64(b + i))) << i;
    }
    return mask;
}

inline std::uint64_t equal_64(const std::uint8_t* a, const std::uint8_t* b) {
    return by_words(a, b, [](std::uint64_t x, std::uint64_t y) {
        constexpr std::uint64_t kLow = 0x7f7f7f7f7f7f7f7f;
        return ~((((x ^ y) & kLow) + kLow) | (x ^ y));
    });
}

// Where a's byte is not below b's.
inline std::uint64_t at_least_64(const std::uint8_t* a, const std::uint8_t* b) {
    return by_words(a, b, [](std::uint64_t x, std::uint64_t y) {
        constexpr std::uint64_t kHigh = 0x8080808080808080;
        return (x & ~y) | (~(x ^ y) & ((x | kHigh) - (y & ~kHigh)));
    });
}

#elif defined(__AVX2__)

inline __m256i load_vector(const std::uint8_t* from) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}
inline std::uint64_t joined(__m256i first, __m256i second) {
    const auto high = static_cast<std::uint32_t>(_mm256_movemask_epi8(second));
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(first)) | std::uint64_t{high} << 32;
}
inline std::uint64_t equal_64(const std::uint8_t* a, const std::uint8_t* b) {
    return joined(_mm256_cmpeq_epi8(load_vector(a), load_vector(b)),
                  _mm256_cmpeq_epi8(load_vector(a + 32), load_vector(b + 32)));
}
inline __m256i at_least(__m256i a, __m256i b) {
    return _mm256_cmpeq_epi8(_mm256_max_epu8(a, b), a);
}
inline std::uint64_t at_least_64(const std::uint8_t* a, const std::uint8_t* b) {
    return joined(at_least(load_vector(a), load_vector(b)),
                  at_least(load_vector(a + 32), load_vector(b + 32)));
}

#else

inline __m128i load_vector(const std::uint8_t* from) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}
template <class Compare>
std::uint64_t by_vectors(const std::uint8_t* a, const std::uint8_t* b, Compare compare) {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < 64; i += 16) {
        const int bits = _mm_movemask_epi8(compare(load_vector(a + i), load_vector(b + i)));
        mask |= static_cast<std::uint64_t>(bits) << i;
    }
    return mask;
}
inline std::uint64_t equal_64(const std::uint8_t* a, const std::uint8_t* b) {
    return by_vectors(a, b, [](__m128i x, __m128i y) { return _mm_cmpeq_epi8(x, y); });
}
inline std::uint64_t at_least_64(const std::uint8_t* a, const std::uint8_t* b) {
    return by_vectors(a, b, [](__m128i x, __m128i y) { return _mm_cmpeq_epi8(_mm_max_epu8(x, y), x); });
}

#endif

}  // namespace lomo::LOMO_TARGET
