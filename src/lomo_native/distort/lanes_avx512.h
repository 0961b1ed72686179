// The vectors of lanes.h in AVX-512BW, with VBMI beside it. What each function means is said in
// lanes_portable.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace lomo::LOMO_TARGET {

struct Shorts {
    static constexpr std::ptrdiff_t kCount = 32;
    __m512i v;
};

inline Shorts load(const std::int16_t* from) {
    return {_mm512_loadu_si512(from)};
}
inline void store(std::int16_t* to, Shorts a) {
    _mm512_storeu_si512(to, a.v);
}
inline Shorts all(int value) {
    return {_mm512_set1_epi16(static_cast<short>(value))};
}
inline Shorts operator+(Shorts a, Shorts b) {
    return {_mm512_add_epi16(a.v, b.v)};
}
inline Shorts operator-(Shorts a, Shorts b) {
    return {_mm512_sub_epi16(a.v, b.v)};
}
inline Shorts operator*(Shorts a, Shorts b) {
    return {_mm512_mullo_epi16(a.v, b.v)};
}
inline Shorts saturated_sum(Shorts a, Shorts b) {
    return {_mm512_adds_epi16(a.v, b.v)};
}
inline Shorts saturated_difference(Shorts a, Shorts b) {
    return {_mm512_subs_epi16(a.v, b.v)};
}
inline Shorts times15(Shorts a, Shorts b) {
    return {_mm512_mulhrs_epi16(a.v, b.v)};
}
inline Shorts high_product(Shorts a, Shorts b) {
    return {_mm512_mulhi_epu16(a.v, b.v)};
}
template <int Bits>
inline Shorts up(Shorts a) {
    return {_mm512_slli_epi16(a.v, Bits)};
}
template <int Bits>
inline Shorts down(Shorts a) {
    return {_mm512_srli_epi16(a.v, Bits)};
}
inline Shorts down_by(Shorts a, int bits) {
    return {_mm512_srl_epi16(a.v, _mm_cvtsi32_si128(bits))};
}
inline Shorts lesser(Shorts a, Shorts b) {
    return {_mm512_min_epi16(a.v, b.v)};
}
inline Shorts greater(Shorts a, Shorts b) {
    return {_mm512_max_epi16(a.v, b.v)};
}
inline Shorts from_bytes(const std::uint8_t* from) {
    return {_mm512_cvtepu8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)))};
}
inline void to_bytes(std::uint8_t* to, Shorts a, Shorts b) {
    const __m512i order = _mm512_set_epi64(7, 5, 3, 1, 6, 4, 2, 0);
    _mm512_storeu_si512(to, _mm512_permutexvar_epi64(order, _mm512_packus_epi16(a.v, b.v)));
}
inline void to_half_bytes(std::uint8_t* to, Shorts a) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtepi16_epi8(a.v));
}
struct Thirds {
    alignas(64) std::int16_t from[3][32] = {};
    constexpr Thirds() {
        for (int i = 0; i < 96; ++i) {
            from[i / 32][i % 32] = static_cast<std::int16_t>(i / 3);
        }
    }
};
inline constexpr Thirds kThirds{};
inline void triple_each(Shorts a, Shorts (&out)[3]) {
    for (int k = 0; k < 3; ++k) {
        out[k] = {_mm512_permutexvar_epi16(_mm512_load_si512(kThirds.from[k]), a.v)};
    }
}
inline bool none(Shorts a) {
    return _mm512_test_epi16_mask(a.v, a.v) == 0;
}

struct Bytes {
    __m512i v;
};

inline Bytes load_bytes(const std::uint8_t* from) {
    return {_mm512_loadu_si512(from)};
}
inline void store_bytes(std::uint8_t* to, Bytes a) {
    _mm512_storeu_si512(to, a.v);
}
struct Two {
    Bytes a, b;
};
struct Wide {
    Shorts a, b;
};
inline Bytes all_bytes(int value) {
    return {_mm512_set1_epi8(static_cast<char>(value))};
}
// part - 128 and -part, so that 128 has a place among signed bytes, give the negated sum.
inline Two prepared(Bytes parts) {
    const __m512i first = _mm512_xor_si512(parts.v, _mm512_set1_epi8(-128));
    const __m512i second = _mm512_sub_epi8(_mm512_setzero_si512(), parts.v);
    return {{_mm512_unpacklo_epi8(first, second)}, {_mm512_unpackhi_epi8(first, second)}};
}
inline Bytes between(Bytes a, Bytes b, const Two& by) {
    const __m512i half = _mm512_set1_epi16(64);
    const __m512i low = _mm512_maddubs_epi16(_mm512_unpacklo_epi8(a.v, b.v), by.a.v);
    const __m512i high = _mm512_maddubs_epi16(_mm512_unpackhi_epi8(a.v, b.v), by.b.v);
    return {_mm512_packus_epi16(_mm512_srli_epi16(_mm512_sub_epi16(half, low), 7),
                                _mm512_srli_epi16(_mm512_sub_epi16(half, high), 7))};
}
inline Two interleaved(Bytes a, Bytes b) {
    return {{_mm512_unpacklo_epi8(a.v, b.v)}, {_mm512_unpackhi_epi8(a.v, b.v)}};
}
inline Bytes kept(Bytes a) {
    asm("" : "+v"(a.v));
    return a;
}
inline Shorts kept(Shorts a) {
    asm("" : "+v"(a.v));
    return a;
}
inline Bytes darker(Bytes a, Bytes b) {
    return {_mm512_and_si512(a.v, b.v)};
}
inline bool white(Bytes a) {
    return _mm512_cmpneq_epi8_mask(a.v, _mm512_set1_epi8(-1)) == 0;
}
inline Shorts evens(Bytes a) {
    return {_mm512_and_si512(a.v, _mm512_set1_epi16(255))};
}
inline Shorts odds(Bytes a) {
    return {_mm512_srli_epi16(a.v, 8)};
}
inline Shorts pair_sums(Bytes a) {
    return {_mm512_maddubs_epi16(a.v, _mm512_set1_epi8(1))};
}
inline Bytes merged(Shorts even, Shorts odd) {
    return {_mm512_or_si512(even.v, _mm512_slli_epi16(odd.v, 8))};
}
template <int Bits>
inline Bytes merged_down(Shorts even, Shorts odd) {
    const __m512i low = _mm512_srli_epi16(even.v, Bits), high = _mm512_slli_epi16(odd.v, 8 - Bits);
    return {_mm512_mask_blend_epi8(0xAAAAAAAAAAAAAAAA, low, high)};
}
inline Wide widened(Bytes a) {
    const __m512i zero = _mm512_setzero_si512();
    return {{_mm512_unpacklo_epi8(a.v, zero)}, {_mm512_unpackhi_epi8(a.v, zero)}};
}
inline Wide pair_sums(const Two& a) {
    return {pair_sums(a.a), pair_sums(a.b)};
}
inline Bytes narrowed(const Wide& a) {
    return {_mm512_packus_epi16(a.a.v, a.b.v)};
}
inline Bytes all_pairs(int pair) {
    return {_mm512_set1_epi16(static_cast<short>(pair))};
}
inline Shorts products(Bytes weights, Bytes bytes) {
    return {_mm512_maddubs_epi16(weights.v, bytes.v)};
}
inline Bytes rounded(Shorts a, Shorts b) {
    const __m512i half = _mm512_set1_epi16(128);
    return {_mm512_packs_epi16(_mm512_srai_epi16(_mm512_add_epi16(a.v, half), 8),
                               _mm512_srai_epi16(_mm512_add_epi16(b.v, half), 8))};
}
inline Bytes joined(Shorts even, Shorts odd) {
    const __m512i half = _mm512_set1_epi16(128);
    const __m512i low = _mm512_srli_epi16(_mm512_add_epi16(even.v, half), 8);
    const __m512i high = _mm512_andnot_si512(_mm512_set1_epi16(255), _mm512_add_epi16(odd.v, half));
    return {_mm512_or_si512(low, high)};
}
inline Bytes flipped(Bytes a) {
    return {_mm512_xor_si512(a.v, _mm512_set1_epi8(-128))};
}
inline Shorts ramp15(std::int32_t start, std::int32_t step) {
    const __m512i first = _mm512_set_epi32(27, 26, 25, 24, 19, 18, 17, 16, 11, 10, 9, 8, 3, 2, 1, 0);
    const __m512i steps = _mm512_set1_epi32(step);
    const __m512i low = _mm512_add_epi32(_mm512_set1_epi32(start), _mm512_mullo_epi32(first, steps));
    const __m512i high = _mm512_add_epi32(low, _mm512_slli_epi32(steps, 2));
    return {_mm512_packs_epi32(_mm512_srai_epi32(low, 15), _mm512_srai_epi32(high, 15))};
}

}  // namespace lomo::LOMO_TARGET
