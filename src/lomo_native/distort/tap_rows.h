// A picture -> its blur along a path, written in lanes.h: see blur.h for what it computes. Pixels are signed
// (less 128) and weights unsigned, so that two products and their sum fit 16 bits.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"
#include "distort/window_rows.h"

namespace lomo::LOMO_TARGET {

// The weights of Taps, each in every place of a vector; and where in a row each pair lies.
struct TapWeights {
    Bytes even[kMostTapPairs];
    Bytes odd[kMostTapPairs];
    std::ptrdiff_t at[kMostTapPairs];
};

// Blocks of a strip and its halo, and four that are never inked.
inline constexpr std::ptrdiff_t kMostBlocks = (kStripBytes + 2 * 3 * (kMostRadius + 1)) / kBlock + 5;

// Count blocks of the output beside each other, so that a weight is loaded once for all of them; from[t] is
// at the pixel that pair t weighs for the first block's first pixel.
template <int Channels, std::ptrdiff_t Count>
inline void weigh_path(const std::uint8_t* const* from, const Taps& taps, const TapWeights& weights,
                       std::ptrdiff_t x, std::uint8_t* to, std::ptrdiff_t left) {
    const auto set = [&](std::ptrdiff_t k, Bytes block) {
        k + 1 < Count ? store_bytes(to + k * kBlock, flipped(block))
                      : put(to + k * kBlock, left - k * kBlock, flipped(block));
    };
    Shorts a[Count], b[Count];
    for (std::ptrdiff_t k = 0; k < Count; ++k) {
        a[k] = b[k] = all(0);
    }
    if constexpr (Channels == 1) {  // neighbours in memory are neighbours in the picture
        std::size_t t = 0;
        for (; t < taps.both; ++t) {
            const Bytes even = kept(weights.even[t]), odd = kept(weights.odd[t]);
            for (std::ptrdiff_t k = 0; k < Count; ++k) {
                const Bytes pair = kept(load_bytes(from[t] + x + k * kBlock));
                a[k] = a[k] + products(even, pair);
                b[k] = b[k] + products(odd, pair);
            }
        }
        for (; t < taps.both + taps.even; ++t) {
            const Bytes even = kept(weights.even[t]);
            for (std::ptrdiff_t k = 0; k < Count; ++k) {
                a[k] = a[k] + products(even, load_bytes(from[t] + x + k * kBlock));
            }
        }
        for (; t < taps.count; ++t) {
            const Bytes odd = kept(weights.odd[t]);
            for (std::ptrdiff_t k = 0; k < Count; ++k) {
                b[k] = b[k] + products(odd, load_bytes(from[t] + x + k * kBlock));
            }
        }
        for (std::ptrdiff_t k = 0; k < Count; ++k) {
            set(k, joined(a[k], b[k]));
        }
        return;
    }
    for (std::size_t t = 0; t < taps.count; ++t) {
        for (std::ptrdiff_t k = 0; k < Count; ++k) {
            const std::uint8_t* const p = from[t] + x + k * kBlock;
            const Two pair = interleaved(load_bytes(p), load_bytes(p + Channels));
            a[k] = a[k] + products(weights.even[t], pair.a);
            b[k] = b[k] + products(weights.even[t], pair.b);
        }
    }
    for (std::ptrdiff_t k = 0; k < Count; ++k) {
        set(k, rounded(a[k], b[k]));
    }
}

template <int Channels>
inline void taps_of(const ImageView& in, const Taps& taps, std::uint8_t* scratch, const Canvas& out) {
    const std::int32_t radius = taps.radius;
    const std::ptrdiff_t halo = (radius + 1) * Channels;
    const auto stride = static_cast<std::ptrdiff_t>(window_stride(static_cast<std::int32_t>(halo)));
    const std::int32_t held = 2 * radius + 1;
    TapWeights weights;
    for (std::size_t t = 0; t < taps.count; ++t) {
        weights.even[t] = all_pairs(taps.pairs[t].even);
        weights.odd[t] = all_pairs(taps.pairs[t].odd);
        weights.at[t] = halo + taps.pairs[t].dx * Channels;
    }
    for (std::ptrdiff_t n = 0; n < strip_count(in); ++n) {
        const Strip strip = strip_at(in, halo, n);
        std::uint8_t inked[2 * kMostRadius + 1][kMostBlocks] = {};  // by slot and block
        std::uint8_t dark[kMostBlocks] = {};                        // how many of the rows held are inked
        const auto take = [&](std::int32_t y, std::int32_t slot) {
            std::uint8_t now[kMostBlocks];
            strip.flipped_row(y, scratch + slot * stride, now);
            for (std::ptrdiff_t b = 0; b * kBlock < strip.wide(); ++b) {
                dark[b] = static_cast<std::uint8_t>(dark[b] + now[b] - inked[slot][b]);
                inked[slot][b] = now[b];
            }
        };
        const auto any = [&](std::ptrdiff_t first, std::ptrdiff_t last) {
            std::ptrdiff_t b = first / kBlock;
            while (dark[b] == 0 && b * kBlock < last) {
                ++b;
            }
            return b * kBlock < last;
        };
        for (std::int32_t k = 0; k + 1 < held; ++k) {
            take(k - radius, k);
        }
        std::int32_t top = 0;  // the slot of row y - radius
        for (std::int32_t y = 0; y < in.height; ++y, top = top + 1 == held ? 0 : top + 1) {
            take(y + radius, top == 0 ? held - 1 : top - 1);
            const std::uint8_t* rows[2 * kMostRadius + 1];
            for (std::int32_t k = 0; k < held; ++k) {
                rows[k] = scratch + (top + k < held ? top + k : top + k - held) * stride;
            }
            const std::uint8_t* from[kMostTapPairs];
            for (std::size_t t = 0; t < taps.count; ++t) {
                from[t] = rows[taps.pairs[t].dy + radius] + weights.at[t];
            }
            std::uint8_t* const to = out.row(y) + strip.first;
            const auto weigh = [&]<std::ptrdiff_t Count>(std::ptrdiff_t x) {
                weigh_path<Channels, Count>(from, taps, weights, x, to + x, strip.bytes - x);
                return Count * kBlock;
            };
            for (std::ptrdiff_t x = 0; x < strip.bytes;) {
                const std::ptrdiff_t left = strip.bytes - x;
                if (!any(x, x + 2 * kBlock + 2 * halo)) {
                    put(to + x, left, all_bytes(255));
                    x += kBlock;
                } else if (left > 3 * kBlock && any(x + 2 * kBlock, x + 4 * kBlock + 2 * halo)) {
                    x += weigh.template operator()<4>(x);
                } else {
                    x += left > kBlock ? weigh.template operator()<2>(x) : weigh.template operator()<1>(x);
                }
            }
        }
    }
}

inline void taps(const ImageView& in, const Taps& taps, std::uint8_t* scratch, const Canvas& out) {
    in.channels == 1 ? taps_of<1>(in, taps, scratch, out) : taps_of<3>(in, taps, scratch, out);
}

}  // namespace lomo::LOMO_TARGET
