// Pixels beside each other -> their sums, and the sums over a square -> its mean, a block at a time, written
// in lanes.h: see blur.h. In which order a block's sums stand is known to this file only.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"

namespace lomo::LOMO_TARGET {

// The bytes of a block's windows: `from` is the first window's first pixel.
struct Inner {
    const std::uint8_t* from;
    Bytes at(std::int32_t k) const { return load_bytes(from + k); }
};

// Side is 0 where any_side tells it. In this order the sums of a grey block are those at even and at odd
// places, of an RGB block those of interleaved().
template <int Side, int Channels, class Windows>
inline Wide sums_by_pairs(const Windows& windows, std::int32_t any_side) {
    const std::int32_t side = Side > 0 ? Side : any_side;
    const auto at = [&](std::int32_t k) { return windows.at(k * Channels); };
    if constexpr (Channels == 1) {  // neighbours in memory are neighbours in the picture
        const Bytes first = at(0), last = at(side - 1);
        Shorts shared = all(0);
        for (std::int32_t k = 2; k + 1 < side; k += 2) {
            shared = shared + pair_sums(at(k));
        }
        return {pair_sums(first) + shared + evens(last), odds(first) + shared + pair_sums(last)};
    }
    Wide sums = widened(at(side - 1));
    for (std::int32_t k = 0; k + 1 < side; k += 2) {
        const Wide pair = pair_sums(interleaved(at(k), at(k + 1)));
        sums = {sums.a + pair.a, sums.b + pair.b};
    }
    return sums;
}

#if !defined(LOMO_PORTABLE) && defined(__AVX512VBMI__)

// The same where the picture begins or ends inside the first or last window, `halo` bytes from its middle:
// what is outside repeats. Grey only.
struct AtBeginning {
    const std::uint8_t* from;
    std::int32_t halo;
    Bytes at(std::int32_t k) const {
        const std::int32_t missing = halo - k;
        return missing > 0 ? Bytes{_mm512_mask_loadu_epi8(all_bytes(from[halo]).v,
                                                          ~std::uint64_t{0} << missing, from + k)}
                           : load_bytes(from + k);
    }
};
struct AtEnd {
    const std::uint8_t* from;
    std::int32_t halo;
    Bytes at(std::int32_t k) const {
        const std::int32_t missing = k - halo;
        return missing > 0 ? Bytes{_mm512_mask_loadu_epi8(all_bytes(from[kBlock - 1 + halo]).v,
                                                          ~std::uint64_t{0} >> missing, from + k)}
                           : load_bytes(from + k);
    }
};
inline constexpr bool kLoadsPartly = true;

// Grey sums of four bytes and more stand by fours: of eight places, the sums of the first four in the first
// half and of the others in the second.
constexpr bool by_fours(int side, int channels) {
    return channels == 1 && side != 3;
}

inline Shorts four_sums(Bytes a) {
    return {_mm512_dbsad_epu8(_mm512_setzero_si512(), a.v, 0xE4)};
}
// Of each eight bytes, four from the First one on.
template <int First>
inline Shorts four_bytes(Bytes a) {
    constexpr std::int64_t kLow = std::int64_t(0x8003'8002'8001'8000) + First * 0x0001'0001'0001'0001;
    constexpr std::int64_t kHigh = kLow + 0x0008'0008'0008'0008;
    const __m512i places = _mm512_set_epi64(kHigh, kLow, kHigh, kLow, kHigh, kLow, kHigh, kLow);
    return {_mm512_shuffle_epi8(a.v, places)};
}

template <int Side, class Windows>
inline Wide sums_by_fours(const Windows& windows, std::int32_t any_side) {
    const std::int32_t side = Side > 0 ? Side : any_side;
    const bool five = side % 4 == 1;  // the last window of four takes one byte more, or one that has been
    const std::int32_t last = five ? side - 5 : side - 4;
    const Bytes a = windows.at(last), b = windows.at(last + 4);
    Wide sums{four_sums(a), four_sums(b)};
    sums = five ? Wide{sums.a + four_bytes<4>(a), sums.b + four_bytes<4>(b)}
                : Wide{sums.a - four_bytes<0>(a), sums.b - four_bytes<0>(b)};
    for (std::int32_t k = 0; k < last; k += 4) {
        sums.a = sums.a + four_sums(windows.at(k));
        sums.b = sums.b + four_sums(windows.at(k + 4));
    }
    return sums;
}

inline Bytes bits_by_fours(std::int32_t shift) {
    return {_mm512_set1_epi64(0x3020'1000'3020'1000 + shift * 0x0101'0101'0101'0101)};
}
inline Bytes narrowed_by_fours(const Wide& a, Bytes bits) {
    const __m512i first = _mm512_multishift_epi64_epi8(bits.v, a.a.v);
    return {_mm512_mask_multishift_epi64_epi8(first, 0xF0F0F0F0F0F0F0F0, bits.v, a.b.v)};
}

#else

using AtBeginning = Inner;
using AtEnd = Inner;
inline constexpr bool kLoadsPartly = false;

constexpr bool by_fours(int /*side*/, int /*channels*/) {
    return false;
}
template <int Side, class Windows>
inline Wide sums_by_fours(const Windows& windows, std::int32_t any_side) {
    return sums_by_pairs<Side, 1>(windows, any_side);
}
inline Bytes bits_by_fours(std::int32_t /*shift*/) {
    return all_bytes(0);
}
inline Bytes narrowed_by_fours(const Wide& a, Bytes /*bits*/) {
    return narrowed(a);
}

#endif

template <int Side, int Channels, class Windows>
inline Wide row_sums(const Windows& windows, std::int32_t any_side) {
    if constexpr (by_fours(Side, Channels)) {
        return sums_by_fours<Side>(windows, any_side);
    }
    return sums_by_pairs<Side, Channels>(windows, any_side);
}

// The pixels from their sums over a square, half of its area added.
template <int Side, int Channels>
struct Means {
    Shorts factor;
    Bytes bits;
    std::int32_t shift;

    explicit Means(const Division& by)  // what is written might be `by`, as far as a compiler knows
        : factor(kept(all(by.factor))), bits(kept(bits_by_fours(by.shift))), shift(by.shift) {}

    Bytes of(const Wide& sums) const {
        const Wide high{high_product(sums.a, factor), high_product(sums.b, factor)};
        if constexpr (by_fours(Side, Channels)) {
            return narrowed_by_fours(high, bits);
        } else if constexpr (Side > 0 && Channels == 1) {
            return merged_down<box_shift(Side)>(high.a, high.b);
        } else if constexpr (Side > 0) {
            return narrowed({down<box_shift(Side)>(high.a), down<box_shift(Side)>(high.b)});
        }
        const Wide low{down_by(high.a, shift), down_by(high.b, shift)};
        return Channels == 1 ? merged(low.a, low.b) : narrowed(low);
    }
};

}  // namespace lomo::LOMO_TARGET
