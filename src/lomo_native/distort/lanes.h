// Rows of 16-bit integers -> sums, products and bytes of many of them at once: what the kernels are written
// in. Each target_*.cpp includes this once, with LOMO_TARGET naming its namespace, and gets the widest form
// that its compiler flags allow; LOMO_PORTABLE asks for plain C++. Every form computes the same numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if !defined(LOMO_PORTABLE)
#include <immintrin.h>
#endif

namespace lomo::LOMO_TARGET {

#if defined(LOMO_PORTABLE)

struct Shorts {
    static constexpr std::ptrdiff_t kCount = 8;
    std::int16_t v[kCount];
};

template <class Function>
inline Shorts each(Function function) {
    Shorts out;
    for (std::ptrdiff_t i = 0; i < Shorts::kCount; ++i) {
        out.v[i] = static_cast<std::int16_t>(function(i));
    }
    return out;
}
inline std::int32_t low16(std::uint32_t value) {  // wraps, as the instructions do
    return std::int16_t(std::uint16_t(value & 0xFFFF));
}

inline Shorts load(const std::int16_t* from) {
    return each([&](std::ptrdiff_t i) { return from[i]; });
}
inline void store(std::int16_t* to, Shorts a) {
    std::memcpy(to, a.v, sizeof a.v);
}
inline Shorts all(int value) {
    return each([&](std::ptrdiff_t) { return low16(std::uint32_t(value)); });
}
inline Shorts operator+(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(a.v[i] + b.v[i])); });
}
inline Shorts operator-(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(a.v[i] - b.v[i])); });
}
inline Shorts operator*(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(a.v[i] * b.v[i])); });
}
inline Shorts saturated_sum(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) {
        const int sum = a.v[i] + b.v[i];
        return sum < -32768 ? -32768 : sum > 32767 ? 32767 : sum;
    });
}
inline Shorts times15(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t((a.v[i] * b.v[i] + 16384) >> 15)); });
}
inline Shorts high_product(Shorts a, Shorts b) {  // of unsigned numbers
    return each([&](std::ptrdiff_t i) {
        return low16((std::uint32_t(std::uint16_t(a.v[i])) * std::uint16_t(b.v[i])) >> 16);
    });
}
template <int Bits>
inline Shorts up(Shorts a) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(a.v[i]) << Bits); });
}
template <int Bits>
inline Shorts down(Shorts a) {  // unsigned
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(std::uint16_t(a.v[i])) >> Bits); });
}
inline Shorts down_by(Shorts a, int bits) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(std::uint16_t(a.v[i])) >> bits); });
}
inline Shorts lesser(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; });
}
inline Shorts greater(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; });
}
inline Shorts most_where_above(Shorts value, Shorts a, Shorts b) {  // 32767 where a > b, else value >= 0
    return each([&](std::ptrdiff_t i) { return a.v[i] > b.v[i] ? 32767 : value.v[i]; });
}
inline Shorts from_bytes(const std::uint8_t* from) {
    return each([&](std::ptrdiff_t i) { return from[i]; });
}
inline void to_bytes(std::uint8_t* to, Shorts a, Shorts b) {  // values 0 .. 255
    for (std::ptrdiff_t i = 0; i < Shorts::kCount; ++i) {
        to[i] = static_cast<std::uint8_t>(a.v[i]);
        to[i + Shorts::kCount] = static_cast<std::uint8_t>(b.v[i]);
    }
}
// Elements N .. N + kCount - 1 of two neighbouring vectors, N < 8.
template <int N>
inline Shorts following(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return i + N < Shorts::kCount ? a.v[i + N] : b.v[i + N - Shorts::kCount]; });
}

struct Bytes {
    std::uint8_t v[2 * Shorts::kCount];
};

inline Bytes load_bytes(const std::uint8_t* from) {
    Bytes out;
    std::memcpy(out.v, from, sizeof out.v);
    return out;
}
inline void store_bytes(std::uint8_t* to, Bytes a) {
    std::memcpy(to, a.v, sizeof a.v);
}
struct Two {
    Bytes a, b;
};
// Bytes part of the way (1/128) from a to b: (a * (128 - part) + b * part + 64) >> 7, the parts prepared.
inline Two prepared(Bytes parts) {
    return {parts, parts};
}
inline Bytes between(Bytes a, Bytes b, const Two& by) {
    const Bytes& part = by.a;
    for (std::size_t i = 0; i < sizeof a.v; ++i) {
        a.v[i] = static_cast<std::uint8_t>((a.v[i] * (128 - part.v[i]) + b.v[i] * part.v[i] + 64) >> 7);
    }
    return a;
}
inline Bytes all_bytes(int value) {
    Bytes out;
    std::memset(out.v, value, sizeof out.v);
    return out;
}
// a[0] b[0] a[1] b[1] ... as two vectors, in an order that rounded() undoes; and in order, into memory.
inline Two interleaved(Bytes a, Bytes b) {
    Two out;
    for (std::size_t i = 0; i < std::size_t(Shorts::kCount); ++i) {
        out.a.v[2 * i] = a.v[i];
        out.a.v[2 * i + 1] = b.v[i];
        out.b.v[2 * i] = a.v[i + Shorts::kCount];
        out.b.v[2 * i + 1] = b.v[i + Shorts::kCount];
    }
    return out;
}
inline void store_interleaved(std::uint8_t* to, Bytes a, Bytes b) {
    const Two both = interleaved(a, b);
    store_bytes(to, both.a);
    store_bytes(to + sizeof a.v, both.b);
}
inline Bytes all_pairs(int pair) {  // the low byte first
    Bytes out;
    for (std::size_t i = 0; i < sizeof out.v; ++i) {
        out.v[i] = static_cast<std::uint8_t>((i % 2 == 0 ? pair : pair >> 8) & 255);
    }
    return out;
}
// Sums of two neighbours' products: unsigned weights, signed bytes.
inline Shorts products(Bytes weights, Bytes bytes) {
    return each([&](std::ptrdiff_t i) {
        return weights.v[2 * i] * std::int8_t(bytes.v[2 * i]) +
               weights.v[2 * i + 1] * std::int8_t(bytes.v[2 * i + 1]);
    });
}
// (sum + 128) >> 8 as signed bytes: of two vectors of sums, and of the sums of even and of odd places.
inline Bytes rounded(Shorts a, Shorts b) {
    Bytes out;
    for (std::ptrdiff_t i = 0; i < Shorts::kCount; ++i) {
        out.v[i] = static_cast<std::uint8_t>((a.v[i] + 128) >> 8);
        out.v[i + Shorts::kCount] = static_cast<std::uint8_t>((b.v[i] + 128) >> 8);
    }
    return out;
}
inline Bytes joined(Shorts even, Shorts odd) {
    Bytes out;
    for (std::ptrdiff_t i = 0; i < Shorts::kCount; ++i) {
        out.v[2 * i] = static_cast<std::uint8_t>((even.v[i] + 128) >> 8);
        out.v[2 * i + 1] = static_cast<std::uint8_t>((odd.v[i] + 128) >> 8);
    }
    return out;
}
inline Bytes flipped(Bytes a) {  // less 128, as a signed byte, and back
    for (std::uint8_t& value : a.v) {
        value ^= 128;
    }
    return a;
}
inline bool both_white(Bytes a, Bytes b) {  // of flipped bytes
    bool white = true;
    for (std::size_t i = 0; i < sizeof a.v; ++i) {
        white = white && a.v[i] == 127 && b.v[i] == 127;
    }
    return white;
}
// (start + i * step) >> 15 for the first kCount whole i.
inline Shorts ramp15(std::int32_t start, std::int32_t step) {
    return each([&](std::ptrdiff_t i) {
        return low16((std::uint32_t(start) + std::uint32_t(i) * std::uint32_t(step)) >> 15);
    });
}

#elif defined(__AVX512BW__)

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
inline Shorts most_where_above(Shorts value, Shorts a, Shorts b) {
    return {_mm512_mask_mov_epi16(value.v, _mm512_cmpgt_epi16_mask(a.v, b.v), _mm512_set1_epi16(32767))};
}
inline Shorts from_bytes(const std::uint8_t* from) {
    return {_mm512_cvtepu8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)))};
}
inline void to_bytes(std::uint8_t* to, Shorts a, Shorts b) {
    const __m512i order = _mm512_set_epi64(7, 5, 3, 1, 6, 4, 2, 0);
    _mm512_storeu_si512(to, _mm512_permutexvar_epi64(order, _mm512_packus_epi16(a.v, b.v)));
}
template <int N>
inline Shorts following(Shorts a, Shorts b) {
    return {_mm512_alignr_epi8(_mm512_alignr_epi64(b.v, a.v, 2), a.v, 2 * N)};
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
inline void store_interleaved(std::uint8_t* to, Bytes a, Bytes b) {
    const Two both = interleaved(a, b);
    const __m512i first = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0);
    const __m512i second = _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4);
    store_bytes(to, {_mm512_permutex2var_epi64(both.a.v, first, both.b.v)});
    store_bytes(to + 64, {_mm512_permutex2var_epi64(both.a.v, second, both.b.v)});
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
inline bool both_white(Bytes a, Bytes b) {
    return _mm512_cmpneq_epi8_mask(_mm512_and_si512(a.v, b.v), _mm512_set1_epi8(127)) == 0 &&
           _mm512_movepi8_mask(_mm512_or_si512(a.v, b.v)) == 0;
}
inline Shorts ramp15(std::int32_t start, std::int32_t step) {
    const __m512i first = _mm512_set_epi32(27, 26, 25, 24, 19, 18, 17, 16, 11, 10, 9, 8, 3, 2, 1, 0);
    const __m512i steps = _mm512_set1_epi32(step);
    const __m512i low = _mm512_add_epi32(_mm512_set1_epi32(start), _mm512_mullo_epi32(first, steps));
    const __m512i high = _mm512_add_epi32(low, _mm512_slli_epi32(steps, 2));
    return {_mm512_packs_epi32(_mm512_srai_epi32(low, 15), _mm512_srai_epi32(high, 15))};
}

#elif defined(__AVX2__)

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
inline Shorts most_where_above(Shorts value, Shorts a, Shorts b) {
    return {_mm256_or_si256(value.v, _mm256_srli_epi16(_mm256_cmpgt_epi16(a.v, b.v), 1))};
}
inline Shorts from_bytes(const std::uint8_t* from) {
    return {_mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)))};
}
inline void to_bytes(std::uint8_t* to, Shorts a, Shorts b) {
    const __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi16(a.v, b.v), 0xD8);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), packed);
}
template <int N>
inline Shorts following(Shorts a, Shorts b) {
    return {_mm256_alignr_epi8(_mm256_permute2x128_si256(a.v, b.v, 0x21), a.v, 2 * N)};
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
inline void store_interleaved(std::uint8_t* to, Bytes a, Bytes b) {
    const Two both = interleaved(a, b);
    store_bytes(to, {_mm256_permute2x128_si256(both.a.v, both.b.v, 0x20)});
    store_bytes(to + 32, {_mm256_permute2x128_si256(both.a.v, both.b.v, 0x31)});
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
inline bool both_white(Bytes a, Bytes b) {
    const __m256i white = _mm256_set1_epi8(127);
    const __m256i equal = _mm256_and_si256(_mm256_cmpeq_epi8(a.v, white), _mm256_cmpeq_epi8(b.v, white));
    return _mm256_movemask_epi8(equal) == -1;
}
inline Shorts ramp15(std::int32_t start, std::int32_t step) {
    const __m256i steps = _mm256_set1_epi32(step);
    const __m256i first = _mm256_mullo_epi32(_mm256_set_epi32(11, 10, 9, 8, 3, 2, 1, 0), steps);
    const __m256i low = _mm256_add_epi32(_mm256_set1_epi32(start), first);
    const __m256i high = _mm256_add_epi32(low, _mm256_slli_epi32(steps, 2));
    return {_mm256_packs_epi32(_mm256_srai_epi32(low, 15), _mm256_srai_epi32(high, 15))};
}

#else  // SSE2, which every x86-64 has

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
inline Shorts most_where_above(Shorts value, Shorts a, Shorts b) {
    return {_mm_or_si128(value.v, _mm_srli_epi16(_mm_cmpgt_epi16(a.v, b.v), 1))};
}
inline Shorts from_bytes(const std::uint8_t* from) {
    return {_mm_unpacklo_epi8(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)), _mm_setzero_si128())};
}
inline void to_bytes(std::uint8_t* to, Shorts a, Shorts b) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(a.v, b.v));
}
template <int N>
inline Shorts following(Shorts a, Shorts b) {
    return {_mm_or_si128(_mm_srli_si128(a.v, 2 * N), _mm_slli_si128(b.v, 16 - 2 * N))};
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
inline Bytes all_bytes(int value) {
    return {_mm_set1_epi8(static_cast<char>(value))};
}
inline Two prepared(Bytes parts) {
    return {{_mm_unpacklo_epi8(parts.v, _mm_setzero_si128())}, {_mm_unpackhi_epi8(parts.v, _mm_setzero_si128())}};
}
inline Bytes between(Bytes a, Bytes b, const Two& by) {
    const __m128i zero = _mm_setzero_si128();
    const __m128i half = _mm_set1_epi16(64);
    const auto mixed = [&](__m128i from, __m128i to, __m128i part) {
        const __m128i rise = _mm_mullo_epi16(_mm_sub_epi16(to, from), part);
        return _mm_srli_epi16(_mm_add_epi16(_mm_add_epi16(_mm_slli_epi16(from, 7), rise), half), 7);
    };
    return {_mm_packus_epi16(mixed(_mm_unpacklo_epi8(a.v, zero), _mm_unpacklo_epi8(b.v, zero),
                                   by.a.v),
                             mixed(_mm_unpackhi_epi8(a.v, zero), _mm_unpackhi_epi8(b.v, zero),
                                   by.b.v))};
}
inline Two interleaved(Bytes a, Bytes b) {
    return {{_mm_unpacklo_epi8(a.v, b.v)}, {_mm_unpackhi_epi8(a.v, b.v)}};
}
inline void store_interleaved(std::uint8_t* to, Bytes a, Bytes b) {
    const Two both = interleaved(a, b);
    store_bytes(to, both.a);
    store_bytes(to + 16, both.b);
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
inline bool both_white(Bytes a, Bytes b) {
    const __m128i white = _mm_set1_epi8(127);
    const __m128i equal = _mm_and_si128(_mm_cmpeq_epi8(a.v, white), _mm_cmpeq_epi8(b.v, white));
    return _mm_movemask_epi8(equal) == 0xFFFF;
}
inline Shorts ramp15(std::int32_t start, std::int32_t step) {
    const auto at = [&](int i) {
        return static_cast<int>(std::uint32_t(start) + std::uint32_t(i) * std::uint32_t(step));
    };
    const __m128i low = _mm_set_epi32(at(3), at(2), at(1), at(0));
    const __m128i high = _mm_set_epi32(at(7), at(6), at(5), at(4));
    return {_mm_packs_epi32(_mm_srai_epi32(low, 15), _mm_srai_epi32(high, 15))};
}

#endif

inline constexpr std::ptrdiff_t kLanes = Shorts::kCount;
// As many bytes as one vector holds.
inline constexpr std::ptrdiff_t kBlock = 2 * Shorts::kCount;

inline void copy(std::uint8_t* to, const std::uint8_t* from, std::ptrdiff_t count) {
    std::memcpy(to, from, static_cast<std::size_t>(count));
}

}  // namespace lomo::LOMO_TARGET
