// The vectors of lanes.h in AVX2. What each function means is said in lanes_portable.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace lomo::LOMO_TARGET {

struct Shorts {
    static constexpr std::ptrdiff_t kCount = 16;
    __m256i v;
};

inline Shorts load(const std::int16_t* from) {
    return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))};
}
inline void store(std::int16_t* to, Shorts a) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), a.v);
}
inline Shorts all(int value) {
    return {_mm256_set1_epi16(static_cast<short>(value))};
}
inline Shorts operator+(Shorts a, Shorts b) {
    return {_mm256_add_epi16(a.v, b.v)};
}
inline Shorts operator-(Shorts a, Shorts b) {
    return {_mm256_sub_epi16(a.v, b.v)};
}
inline Shorts operator*(Shorts a, Shorts b) {
    return {_mm256_mullo_epi16(a.v, b.v)};
}
inline Shorts saturated_sum(Shorts a, Shorts b) {
    return {_mm256_adds_epi16(a.v, b.v)};
}
inline Shorts saturated_difference(Shorts a, Shorts b) {
    return {_mm256_subs_epi16(a.v, b.v)};
}
inline Shorts times15(Shorts a, Shorts b) {
    return {_mm256_mulhrs_epi16(a.v, b.v)};
}
inline Shorts high_product(Shorts a, Shorts b) {
    return {_mm256_mulhi_epu16(a.v, b.v)};
}
template <int Bits>
inline Shorts up(Shorts a) {
    return {_mm256_slli_epi16(a.v, Bits)};
}
template <int Bits>
inline Shorts down(Shorts a) {
    return {_mm256_srli_epi16(a.v, Bits)};
}
inline Shorts down_by(Shorts a, int bits) {
    return {_mm256_srl_epi16(a.v, _mm_cvtsi32_si128(bits))};
}
inline Shorts lesser(Shorts a, Shorts b) {
    return {_mm256_min_epi16(a.v, b.v)};
}
inline Shorts greater(Shorts a, Shorts b) {
    return {_mm256_max_epi16(a.v, b.v)};
}
inline Shorts from_bytes(const std::uint8_t* from) {
    return {_mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)))};
}
inline void to_bytes(std::uint8_t* to, Shorts a, Shorts b) {
    const __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi16(a.v, b.v), 0xD8);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), packed);
}
inline void to_half_bytes(std::uint8_t* to, Shorts a) {
    const __m128i packed = _mm_packus_epi16(_mm256_castsi256_si128(a.v), _mm256_extracti128_si256(a.v, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), packed);
}
inline void triple_each(Shorts a, Shorts (&out)[3]) {
    const __m128i first = _mm_set_epi8(5, 4, 5, 4, 3, 2, 3, 2, 3, 2, 1, 0, 1, 0, 1, 0);
    const __m128i second = _mm_set_epi8(11, 10, 9, 8, 9, 8, 9, 8, 7, 6, 7, 6, 7, 6, 5, 4);
    const __m128i third = _mm_set_epi8(15, 14, 15, 14, 15, 14, 13, 12, 13, 12, 13, 12, 11, 10, 11, 10);
    const auto from = [](__m256i b, __m128i low, __m128i high) {
        return Shorts{_mm256_shuffle_epi8(b, _mm256_set_m128i(high, low))};
    };
    out[0] = from(_mm256_permute2x128_si256(a.v, a.v, 0x00), first, second);
    out[1] = from(a.v, third, first);
    out[2] = from(_mm256_permute2x128_si256(a.v, a.v, 0x11), second, third);
}
inline bool none(Shorts a) {
    return _mm256_testz_si256(a.v, a.v) != 0;
}

struct Bytes {
    __m256i v;
};

inline Bytes load_bytes(const std::uint8_t* from) {
    return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))};
}
inline void store_bytes(std::uint8_t* to, Bytes a) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), a.v);
}
struct Two {
    Bytes a, b;
};
struct Wide {
    Shorts a, b;
};
inline Bytes all_bytes(int value) {
    return {_mm256_set1_epi8(static_cast<char>(value))};
}
// part - 128 and -part, so that 128 has a place among signed bytes, give the negated sum.
inline Two prepared(Bytes parts) {
    const __m256i first = _mm256_xor_si256(parts.v, _mm256_set1_epi8(-128));
    const __m256i second = _mm256_sub_epi8(_mm256_setzero_si256(), parts.v);
    return {{_mm256_unpacklo_epi8(first, second)}, {_mm256_unpackhi_epi8(first, second)}};
}
inline Bytes between(Bytes a, Bytes b, const Two& by) {
    const __m256i half = _mm256_set1_epi16(64);
    const __m256i low = _mm256_maddubs_epi16(_mm256_unpacklo_epi8(a.v, b.v), by.a.v);
    const __m256i high = _mm256_maddubs_epi16(_mm256_unpackhi_epi8(a.v, b.v), by.b.v);
    return {_mm256_packus_epi16(_mm256_srli_epi16(_mm256_sub_epi16(half, low), 7),
                                _mm256_srli_epi16(_mm256_sub_epi16(half, high), 7))};
}
inline Two interleaved(Bytes a, Bytes b) {
    return {{_mm256_unpacklo_epi8(a.v, b.v)}, {_mm256_unpackhi_epi8(a.v, b.v)}};
}
inline Bytes kept(Bytes a) {
    asm("" : "+x"(a.v));
    return a;
}
inline Shorts kept(Shorts a) {
    asm("" : "+x"(a.v));
    return a;
}
inline Bytes darker(Bytes a, Bytes b) {
    return {_mm256_and_si256(a.v, b.v)};
}
inline bool white(Bytes a) {
    return _mm256_movemask_epi8(_mm256_cmpeq_epi8(a.v, _mm256_set1_epi8(-1))) == -1;
}
inline Shorts evens(Bytes a) {
    return {_mm256_and_si256(a.v, _mm256_set1_epi16(255))};
}
inline Shorts odds(Bytes a) {
    return {_mm256_srli_epi16(a.v, 8)};
}
inline Shorts pair_sums(Bytes a) {
    return {_mm256_maddubs_epi16(a.v, _mm256_set1_epi8(1))};
}
inline Bytes merged(Shorts even, Shorts odd) {
    return {_mm256_or_si256(even.v, _mm256_slli_epi16(odd.v, 8))};
}
template <int Bits>
inline Bytes merged_down(Shorts even, Shorts odd) {
    const __m256i low = _mm256_srli_epi16(even.v, Bits), high = _mm256_slli_epi16(odd.v, 8 - Bits);
    return {_mm256_blendv_epi8(low, high, _mm256_set1_epi16(-256))};
}
inline Wide widened(Bytes a) {
    const __m256i zero = _mm256_setzero_si256();
    return {{_mm256_unpacklo_epi8(a.v, zero)}, {_mm256_unpackhi_epi8(a.v, zero)}};
}
inline Wide pair_sums(const Two& a) {
    return {pair_sums(a.a), pair_sums(a.b)};
}
inline Bytes narrowed(const Wide& a) {
    return {_mm256_packus_epi16(a.a.v, a.b.v)};
}
inline Bytes all_pairs(int pair) {
    return {_mm256_set1_epi16(static_cast<short>(pair))};
}
inline Shorts products(Bytes weights, Bytes bytes) {
    return {_mm256_maddubs_epi16(weights.v, bytes.v)};
}
inline Bytes rounded(Shorts a, Shorts b) {
    const __m256i half = _mm256_set1_epi16(128);
    return {_mm256_packs_epi16(_mm256_srai_epi16(_mm256_add_epi16(a.v, half), 8),
                               _mm256_srai_epi16(_mm256_add_epi16(b.v, half), 8))};
}
inline Bytes joined(Shorts even, Shorts odd) {
    const __m256i half = _mm256_set1_epi16(128);
    const __m256i low = _mm256_srli_epi16(_mm256_add_epi16(even.v, half), 8);
    const __m256i high = _mm256_andnot_si256(_mm256_set1_epi16(255), _mm256_add_epi16(odd.v, half));
    return {_mm256_or_si256(low, high)};
}
inline Bytes flipped(Bytes a) {
    return {_mm256_xor_si256(a.v, _mm256_set1_epi8(-128))};
}
inline Shorts ramp15(std::int32_t start, std::int32_t step) {
    const __m256i steps = _mm256_set1_epi32(step);
    const __m256i first = _mm256_mullo_epi32(_mm256_set_epi32(11, 10, 9, 8, 3, 2, 1, 0), steps);
    const __m256i low = _mm256_add_epi32(_mm256_set1_epi32(start), first);
    const __m256i high = _mm256_add_epi32(low, _mm256_slli_epi32(steps, 2));
    return {_mm256_packs_epi32(_mm256_srai_epi32(low, 15), _mm256_srai_epi32(high, 15))};
}

}  // namespace lomo::LOMO_TARGET
