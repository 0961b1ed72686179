// Places along a turned row and rows of its source -> their columns, lines and neighbours, eight pixels in
// each 16 bytes of a vector: what turn_rows.h adds to lanes.h. Only for AVX2 and wider.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

#include "distort/lanes.h"
#include "distort/rows.h"

namespace lomo::LOMO_TARGET {

inline constexpr int kGroups = static_cast<int>(kLanes) / 8;  // of eight pixels

inline __m128i sixteen(const std::uint8_t* bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
}

// Places of kLanes pixels after the first one's, in 1/2**27 px: of the first and of the last four of each
// group.
#if defined(__AVX512BW__)

struct Places {
    __m512i first;
    __m512i second;
};
inline Places places(std::int32_t step) {
    const __m512i each = _mm512_set1_epi32(step);
    const __m512i first = _mm512_set_epi32(27, 26, 25, 24, 19, 18, 17, 16, 11, 10, 9, 8, 3, 2, 1, 0);
    const __m512i begin = _mm512_mullo_epi32(each, first);
    return {begin, _mm512_add_epi32(begin, _mm512_slli_epi32(each, 2))};
}
// In 1/128 px, modulo 32 px.
inline Shorts placed(const Places& by, std::int64_t start) {
    const __m512i from = _mm512_set1_epi32(static_cast<std::int32_t>(start));
    return {_mm512_packs_epi32(_mm512_srai_epi32(_mm512_add_epi32(by.first, from), kPlaceBits - 7),
                               _mm512_srai_epi32(_mm512_add_epi32(by.second, from), kPlaceBits - 7))};
}
inline Shorts whole_part(Shorts a) {
    return {_mm512_srai_epi16(a.v, 7)};
}
inline Shorts both(Shorts a, Shorts b) {
    return {_mm512_and_si512(a.v, b.v)};
}
inline Bytes both(Bytes a, Bytes b) {
    return {_mm512_and_si512(a.v, b.v)};
}
inline Bytes either(Bytes a, Bytes b) {
    return {_mm512_or_si512(a.v, b.v)};
}
inline bool none(Bytes a) {
    return _mm512_test_epi8_mask(a.v, a.v) == 0;
}
inline Bytes bytewise_sum(Bytes a, Bytes b) {
    return {_mm512_add_epi8(a.v, b.v)};
}
// Bytes of each group by their numbers in the same group of `pick`.
inline Bytes shuffled(Bytes a, Bytes pick) {
    return {_mm512_shuffle_epi8(a.v, pick.v)};
}
inline Bytes in_every_group(__m128i group) {
    return {_mm512_broadcast_i32x4(group)};
}
// Groups from their places in memory, each `offset` further on.
inline Bytes gathered(const std::uint8_t* const (&at)[kGroups], std::ptrdiff_t offset) {
    const auto group = [&](int g) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at[g] + offset));
    };
    const __m256i low = _mm256_inserti128_si256(_mm256_castsi128_si256(group(0)), group(1), 1);
    const __m256i high = _mm256_inserti128_si256(_mm256_castsi128_si256(group(2)), group(3), 1);
    return {_mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1)};
}
// Where bytes are above a number, and a vector with bytes taken anew there.
using Where = __mmask64;
inline Where above(Bytes a, int k) {
    return _mm512_cmpgt_epi8_mask(a.v, _mm512_set1_epi8(static_cast<char>(k)));
}
inline Bytes shuffled_where(Where where, Bytes before, Bytes a, Bytes pick) {
    return {_mm512_mask_shuffle_epi8(before.v, where, a.v, pick.v)};
}
#else

struct Places {
    __m256i first;
    __m256i second;
};
inline Places places(std::int32_t step) {
    const __m256i each = _mm256_set1_epi32(step);
    const __m256i begin = _mm256_mullo_epi32(each, _mm256_set_epi32(11, 10, 9, 8, 3, 2, 1, 0));
    return {begin, _mm256_add_epi32(begin, _mm256_slli_epi32(each, 2))};
}
inline Shorts placed(const Places& by, std::int64_t start) {
    const __m256i from = _mm256_set1_epi32(static_cast<std::int32_t>(start));
    return {_mm256_packs_epi32(_mm256_srai_epi32(_mm256_add_epi32(by.first, from), kPlaceBits - 7),
                               _mm256_srai_epi32(_mm256_add_epi32(by.second, from), kPlaceBits - 7))};
}
inline Shorts whole_part(Shorts a) {
    return {_mm256_srai_epi16(a.v, 7)};
}
inline Shorts both(Shorts a, Shorts b) {
    return {_mm256_and_si256(a.v, b.v)};
}
inline Bytes both(Bytes a, Bytes b) {
    return {_mm256_and_si256(a.v, b.v)};
}
inline Bytes either(Bytes a, Bytes b) {
    return {_mm256_or_si256(a.v, b.v)};
}
inline bool none(Bytes a) {
    return _mm256_testz_si256(a.v, a.v) != 0;
}
inline Bytes bytewise_sum(Bytes a, Bytes b) {
    return {_mm256_add_epi8(a.v, b.v)};
}
inline Bytes shuffled(Bytes a, Bytes pick) {
    return {_mm256_shuffle_epi8(a.v, pick.v)};
}
inline Bytes in_every_group(__m128i group) {
    return {_mm256_broadcastsi128_si256(group)};
}
inline Bytes gathered(const std::uint8_t* const (&at)[kGroups], std::ptrdiff_t offset) {
    const auto group = [&](int g) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at[g] + offset));
    };
    return {_mm256_inserti128_si256(_mm256_castsi128_si256(group(0)), group(1), 1)};
}
using Where = __m256i;
inline Where above(Bytes a, int k) {
    return _mm256_cmpgt_epi8(a.v, _mm256_set1_epi8(static_cast<char>(k)));
}
inline Bytes shuffled_where(Where where, Bytes before, Bytes a, Bytes pick) {
    return {_mm256_blendv_epi8(before.v, _mm256_shuffle_epi8(a.v, pick.v), where)};
}

#endif

}  // namespace lomo::LOMO_TARGET
