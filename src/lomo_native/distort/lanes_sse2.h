// The vectors of lanes.h in SSE2. What each function means is said in lanes_portable.h.
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace lomo::LOMO_TARGET {

struct Shorts {
    static constexpr std::ptrdiff_t kCount = 8;
    __m128i v;
};

inline Shorts load(const std::int16_t* from) {
    return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))};
}
inline void store(std::int16_t* to, Shorts a) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), a.v);
}
inline Shorts all(int value) {
    return {_mm_set1_epi16(static_cast<short>(value))};
}
inline Shorts operator+(Shorts a, Shorts b) {
    return {_mm_add_epi16(a.v, b.v)};
}
inline Shorts operator-(Shorts a, Shorts b) {
    return {_mm_sub_epi16(a.v, b.v)};
}
inline Shorts operator*(Shorts a, Shorts b) {
    return {_mm_mullo_epi16(a.v, b.v)};
}
inline Shorts saturated_sum(Shorts a, Shorts b) {
    return {_mm_adds_epi16(a.v, b.v)};
}
inline Shorts saturated_difference(Shorts a, Shorts b) {
    return {_mm_subs_epi16(a.v, b.v)};
}
inline Shorts times15(Shorts a, Shorts b) {  // twice the high half, and the low half's first two bits rounded
    const __m128i low = _mm_srli_epi16(_mm_mullo_epi16(a.v, b.v), 14);
    const __m128i carry = _mm_srli_epi16(_mm_add_epi16(low, _mm_set1_epi16(1)), 1);
    return {_mm_add_epi16(_mm_slli_epi16(_mm_mulhi_epi16(a.v, b.v), 1), carry)};
}
inline Shorts high_product(Shorts a, Shorts b) {
    return {_mm_mulhi_epu16(a.v, b.v)};
}
template <int Bits>
inline Shorts up(Shorts a) {
    return {_mm_slli_epi16(a.v, Bits)};
}
template <int Bits>
inline Shorts down(Shorts a) {
    return {_mm_srli_epi16(a.v, Bits)};
}
inline Shorts down_by(Shorts a, int bits) {
    return {_mm_srl_epi16(a.v, _mm_cvtsi32_si128(bits))};
}
inline Shorts lesser(Shorts a, Shorts b) {
    return {_mm_min_epi16(a.v, b.v)};
}
inline Shorts greater(Shorts a, Shorts b) {
    return {_mm_max_epi16(a.v, b.v)};
}
inline Shorts from_bytes(const std::uint8_t* from) {
    return {_mm_unpacklo_epi8(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)), _mm_setzero_si128())};
}
inline void to_bytes(std::uint8_t* to, Shorts a, Shorts b) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(a.v, b.v));
}
inline void to_half_bytes(std::uint8_t* to, Shorts a) {
    _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(a.v, a.v));
}
inline void triple_each(Shorts a, Shorts (&out)[3]) {
    const __m128i low = _mm_unpacklo_epi16(a.v, a.v), high = _mm_unpackhi_epi16(a.v, a.v);
    const __m128i starts = _mm_shufflehi_epi16(_mm_shufflelo_epi16(a.v, 0x40), 0x40);  // 0001 4445
    const __m128i ends = _mm_shufflehi_epi16(_mm_shufflelo_epi16(a.v, 0xFE), 0xFE);    // 2333 6777
    out[0] = {_mm_unpacklo_epi64(starts, _mm_srli_si128(low, 4))};
    out[1] = {_mm_unpacklo_epi64(ends, _mm_srli_si128(starts, 8))};
    out[2] = {_mm_unpacklo_epi64(_mm_srli_si128(high, 4), _mm_srli_si128(ends, 8))};
}
inline bool none(Shorts a) {
    return _mm_movemask_epi8(_mm_cmpeq_epi8(a.v, _mm_setzero_si128())) == 0xFFFF;
}

struct Bytes {
    __m128i v;
};

inline Bytes load_bytes(const std::uint8_t* from) {
    return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))};
}
inline void store_bytes(std::uint8_t* to, Bytes a) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), a.v);
}
struct Two {
    Bytes a, b;
};
struct Wide {
    Shorts a, b;
};
inline Bytes all_bytes(int value) {
    return {_mm_set1_epi8(static_cast<char>(value))};
}
inline Two prepared(Bytes parts) {
    return {{_mm_unpacklo_epi8(parts.v, _mm_setzero_si128())},
            {_mm_unpackhi_epi8(parts.v, _mm_setzero_si128())}};
}
inline Bytes between(Bytes a, Bytes b, const Two& by) {
    const __m128i zero = _mm_setzero_si128();
    const __m128i half = _mm_set1_epi16(64);
    const auto mixed = [&](__m128i from, __m128i to, __m128i part) {
        const __m128i rise = _mm_mullo_epi16(_mm_sub_epi16(to, from), part);
        return _mm_srli_epi16(_mm_add_epi16(_mm_add_epi16(_mm_slli_epi16(from, 7), rise), half), 7);
    };
    return {_mm_packus_epi16(mixed(_mm_unpacklo_epi8(a.v, zero), _mm_unpacklo_epi8(b.v, zero), by.a.v),
                             mixed(_mm_unpackhi_epi8(a.v, zero), _mm_unpackhi_epi8(b.v, zero), by.b.v))};
}
inline Two interleaved(Bytes a, Bytes b) {
    return {{_mm_unpacklo_epi8(a.v, b.v)}, {_mm_unpackhi_epi8(a.v, b.v)}};
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
    return {_mm_and_si128(a.v, b.v)};
}
inline bool white(Bytes a) {
    return _mm_movemask_epi8(_mm_cmpeq_epi8(a.v, _mm_set1_epi8(-1))) == 0xFFFF;
}
inline Shorts evens(Bytes a) {
    return {_mm_and_si128(a.v, _mm_set1_epi16(255))};
}
inline Shorts odds(Bytes a) {
    return {_mm_srli_epi16(a.v, 8)};
}
inline Shorts pair_sums(Bytes a) {
    return {_mm_add_epi16(_mm_and_si128(a.v, _mm_set1_epi16(255)), _mm_srli_epi16(a.v, 8))};
}
inline Bytes merged(Shorts even, Shorts odd) {
    return {_mm_or_si128(even.v, _mm_slli_epi16(odd.v, 8))};
}
template <int Bits>
inline Bytes merged_down(Shorts even, Shorts odd) {
    return merged(down<Bits>(even), down<Bits>(odd));
}
inline Wide widened(Bytes a) {
    const __m128i zero = _mm_setzero_si128();
    return {{_mm_unpacklo_epi8(a.v, zero)}, {_mm_unpackhi_epi8(a.v, zero)}};
}
inline Wide pair_sums(const Two& a) {
    return {pair_sums(a.a), pair_sums(a.b)};
}
inline Bytes narrowed(const Wide& a) {
    return {_mm_packus_epi16(a.a.v, a.b.v)};
}
inline Bytes all_pairs(int pair) {
    return {_mm_set1_epi16(static_cast<short>(pair))};
}
inline Shorts products(Bytes weights, Bytes bytes) {
    const __m128i even = _mm_mullo_epi16(_mm_and_si128(weights.v, _mm_set1_epi16(255)),
                                         _mm_srai_epi16(_mm_slli_epi16(bytes.v, 8), 8));
    const __m128i odd = _mm_mullo_epi16(_mm_srli_epi16(weights.v, 8), _mm_srai_epi16(bytes.v, 8));
    return {_mm_add_epi16(even, odd)};
}
inline Bytes rounded(Shorts a, Shorts b) {
    const __m128i half = _mm_set1_epi16(128);
    return {_mm_packs_epi16(_mm_srai_epi16(_mm_add_epi16(a.v, half), 8),
                            _mm_srai_epi16(_mm_add_epi16(b.v, half), 8))};
}
inline Bytes joined(Shorts even, Shorts odd) {
    const __m128i half = _mm_set1_epi16(128);
    const __m128i low = _mm_srli_epi16(_mm_add_epi16(even.v, half), 8);
    const __m128i high = _mm_andnot_si128(_mm_set1_epi16(255), _mm_add_epi16(odd.v, half));
    return {_mm_or_si128(low, high)};
}
inline Bytes flipped(Bytes a) {
    return {_mm_xor_si128(a.v, _mm_set1_epi8(-128))};
}
inline Shorts ramp15(std::int32_t start, std::int32_t step) {
    const auto at = [&](int i) {
        return static_cast<int>(std::uint32_t(start) + std::uint32_t(i) * std::uint32_t(step));
    };
    const __m128i low = _mm_set_epi32(at(3), at(2), at(1), at(0));
    const __m128i high = _mm_set_epi32(at(7), at(6), at(5), at(4));
    return {_mm_packs_epi32(_mm_srai_epi32(low, 15), _mm_srai_epi32(high, 15))};
}

}  // namespace lomo::LOMO_TARGET
