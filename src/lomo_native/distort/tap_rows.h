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

// Blocks of a strip and its halo, and two that are never inked.
inline constexpr std::ptrdiff_t kMostBlocks = (kStripBytes + 2 * 3 * (kMostRadius + 1)) / kBlock + 3;

// Two blocks of the output; from[t] is at the pixel that pair t weighs for the first block's first pixel.
template <int Channels>
inline void weigh_path(const std::uint8_t* const* from, const Taps& taps, const TapWeights& weights,
                       std::ptrdiff_t x, Bytes (&out)[2]) {
    Shorts a[2] = {all(0), all(0)};
    Shorts b[2] = {all(0), all(0)};
    if constexpr (Channels == 1) {  // neighbours in memory are neighbours in the picture
        std::size_t t = 0;
        for (; t < taps.both; ++t) {
            const Bytes even = kept(weights.even[t]), odd = kept(weights.odd[t]);
            for (std::ptrdiff_t k = 0; k < 2; ++k) {
                const Bytes pair = kept(load_bytes(from[t] + x + k * kBlock));
                a[k] = a[k] + products(even, pair);
                b[k] = b[k] + products(odd, pair);
            }
        }
        for (; t < taps.both + taps.even; ++t) {
            for (std::ptrdiff_t k = 0; k < 2; ++k) {
                a[k] = a[k] + products(weights.even[t], load_bytes(from[t] + x + k * kBlock));
            }
        }
        for (; t < taps.count; ++t) {
            for (std::ptrdiff_t k = 0; k < 2; ++k) {
                b[k] = b[k] + products(weights.odd[t], load_bytes(from[t] + x + k * kBlock));
            }
        }
        out[0] = joined(a[0], b[0]);
        out[1] = joined(a[1], b[1]);
        return;
    }
    for (std::size_t t = 0; t < taps.count; ++t) {
        for (std::ptrdiff_t k = 0; k < 2; ++k) {
            const std::uint8_t* const p = from[t] + x + k * kBlock;
            const Two pair = interleaved(load_bytes(p), load_bytes(p + Channels));
            a[k] = a[k] + products(weights.even[t], pair.a);
            b[k] = b[k] + products(weights.even[t], pair.b);
        }
    }
    out[0] = rounded(a[0], b[0]);
    out[1] = rounded(a[1], b[1]);
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
            std::uint8_t* const row = scratch + slot * stride;
            strip.flipped_row(y, row);
            for (std::ptrdiff_t b = 0; b * kBlock < strip.wide(); ++b) {
                const std::uint8_t now = white(flipped(load_bytes(row + b * kBlock))) ? 0 : 1;
                dark[b] = static_cast<std::uint8_t>(dark[b] + now - inked[slot][b]);
                inked[slot][b] = now;
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
            const std::uint8_t* from[kMostTapPairs];
            for (std::size_t t = 0; t < taps.count; ++t) {
                const std::int32_t slot = top + taps.pairs[t].dy + radius;
                from[t] = scratch + (slot < held ? slot : slot - held) * stride + weights.at[t];
            }
            std::uint8_t* const to = out.row(y) + strip.first;
            for (std::ptrdiff_t x = 0; x < strip.bytes; x += 2 * kBlock) {
                Bytes both[2] = {all_bytes(127), all_bytes(127)};
                if (any(x, x + 2 * kBlock + 2 * halo)) {
                    weigh_path<Channels>(from, taps, weights, x, both);
                }
                put(to + x, strip.bytes - x, flipped(both[0]));
                if (x + kBlock < strip.bytes) {
                    put(to + x + kBlock, strip.bytes - x - kBlock, flipped(both[1]));
                }
            }
        }
    }
}

inline void taps(const ImageView& in, const Taps& taps, std::uint8_t* scratch, const Canvas& out) {
    in.channels == 1 ? taps_of<1>(in, taps, scratch, out) : taps_of<3>(in, taps, scratch, out);
}

}  // namespace lomo::LOMO_TARGET
