// A picture -> its Gaussian and motion blurs, written in lanes.h: see blur.h for what they compute. Pixels
// are signed (less 128) and weights unsigned, so that two products and their sum fit 16 bits.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"
#include "distort/window_rows.h"

namespace lomo::LOMO_TARGET {

// The rows around two rows of the output, y and y + 1: radius + 1 pairs of them from y - radius on, the bytes
// of a pair interleaved block by block.
struct PairedRows {
    const std::uint8_t* pairs[kMostRadius + 1];
    Blocks inked;
};

// Weights by pairs, for a window that starts at the first row (pixel) of the pairs, and at the second.
struct PairedWeights {
    std::int32_t upper[kMostRadius + 1];
    std::int32_t lower[kMostRadius + 1];
};

inline PairedWeights paired(const std::uint8_t* weights, std::int32_t radius) {
    PairedWeights made;
    const auto at = [&](std::int32_t k) { return k < 0 || k > 2 * radius ? 0 : weights[k]; };
    for (std::int32_t i = 0; i <= radius; ++i) {
        made.upper[i] = at(2 * i) | at(2 * i + 1) << 8;
        made.lower[i] = at(2 * i - 1) | at(2 * i) << 8;
    }
    return made;
}

// Radius is 0 where any_radius tells it: for the usual ones the loops are unrolled, the weights in registers.
template <int Radius>
inline void weigh_columns(const PairedRows& rows, const PairedWeights& weights, std::int32_t any_radius,
                          std::ptrdiff_t x, std::uint8_t* first, std::uint8_t* second) {
    const std::int32_t radius = Radius > 0 ? Radius : any_radius;
    Shorts a = all(0), b = a, c = a, d = a;
    for (std::int32_t i = 0; i <= radius; ++i) {
        const std::uint8_t* const from = rows.pairs[i] + 2 * x;
        const Bytes low = load_bytes(from);
        const Bytes high = load_bytes(from + kBlock);
        const Bytes upper = all_pairs(weights.upper[i]);
        const Bytes lower = all_pairs(weights.lower[i]);
        a = a + products(upper, low);
        b = b + products(upper, high);
        c = c + products(lower, low);
        d = d + products(lower, high);
    }
    store_bytes(first + x, rounded(a, b));
    store_bytes(second + x, rounded(c, d));
}

// `from` is at the window's first pixel.
template <int Radius>
inline Bytes weigh_row(const std::uint8_t* from, std::ptrdiff_t channels, const PairedWeights& weights,
                       std::int32_t any_radius) {
    const std::int32_t radius = Radius > 0 ? Radius : any_radius;
    Shorts a = all(0), b = a;
    if (channels == 1) {  // neighbours in memory are neighbours in the picture
        for (std::int32_t i = 0; i <= radius; ++i, from += 2) {
            const Bytes weight = all_pairs(weights.upper[i]);
            a = a + products(weight, load_bytes(from));
            b = b + products(weight, load_bytes(from + 1));
        }
        return joined(a, b);
    }
    for (std::int32_t i = 0; i <= radius; ++i, from += 2 * channels) {
        const Bytes weight = all_pairs(weights.upper[i]);
        const Two both = interleaved(load_bytes(from), load_bytes(from + channels));
        a = a + products(weight, both.a);
        b = b + products(weight, both.b);
    }
    return rounded(a, b);
}

template <int Radius>
inline void gaussian_of(const ImageView& in, const std::uint8_t* weights, std::int32_t any_radius,
                        std::uint8_t* scratch, const Canvas& out) {
    const std::int32_t radius = Radius > 0 ? Radius : any_radius;
    const std::ptrdiff_t channels = in.channels;
    const std::ptrdiff_t halo = radius * channels;
    const auto stride = static_cast<std::ptrdiff_t>(window_stride(static_cast<std::int32_t>(halo)));
    std::uint8_t* const columns[2] = {scratch, scratch + stride};
    std::uint8_t* const ring = scratch + 2 * stride;
    const std::int32_t held = radius + 1;
    const PairedWeights pairs = paired(weights, radius);
    each_strip(in, halo, [&](const Strip& strip) {
        Blocks inked[kMostRadius + 1];
        std::int32_t ready = 0;  // pairs; the first one's rows are -radius and 1 - radius
        for (std::int32_t y = 0; y < in.height; y += 2) {
            for (; ready <= y / 2 + radius; ++ready) {
                // Where the columns will come; they hold nothing yet.
                strip.flipped_row(2 * ready - radius, columns[0]);
                strip.flipped_row(2 * ready + 1 - radius, columns[1]);
                std::uint8_t* const to = ring + (ready % held) * 2 * stride;
                Blocks blocks = 0;
                for (std::ptrdiff_t x = 0; x < strip.wide(); x += kBlock) {
                    const Bytes a = load_bytes(columns[0] + x), b = load_bytes(columns[1] + x);
                    const Two both = interleaved(a, b);
                    store_bytes(to + 2 * x, both.a);
                    store_bytes(to + 2 * x + kBlock, both.b);
                    blocks |= Blocks{both_white(a, b) ? 0U : 1U} << (x / kBlock);
                }
                inked[ready % held] = blocks;
            }
            PairedRows rows;
            rows.inked = 0;
            for (std::int32_t i = 0; i <= radius; ++i) {
                const std::int32_t slot = (y / 2 + i) % held;
                rows.pairs[i] = ring + slot * 2 * stride;
                rows.inked |= inked[slot];
            }
            for (std::ptrdiff_t x = 0; x < strip.wide(); x += kBlock) {
                if (any_inked(rows.inked, x, x + 1)) {
                    weigh_columns<Radius>(rows, pairs, radius, x, columns[0], columns[1]);
                } else {
                    store_bytes(columns[0] + x, all_bytes(127));
                    store_bytes(columns[1] + x, all_bytes(127));
                }
            }
            for (std::int32_t k = 0; k < 2 && y + k < in.height; ++k) {
                std::uint8_t* const to = out.row(y + k) + strip.first;
                for (std::ptrdiff_t x = 0; x < strip.bytes; x += kBlock) {
                    const bool dark = any_inked(rows.inked, x, x + kBlock + 2 * halo);
                    put(to + x, strip.bytes - x,
                        dark ? flipped(weigh_row<Radius>(columns[k] + x, channels, pairs, radius))
                             : all_bytes(255));
                }
            }
        }
    });
}

inline void gaussian(const ImageView& in, const std::uint8_t* weights, std::int32_t radius,
                     std::uint8_t* scratch, const Canvas& out) {
    switch (radius) {
        case 2:
            return gaussian_of<2>(in, weights, radius, scratch, out);
        case 3:
            return gaussian_of<3>(in, weights, radius, scratch, out);
        case 4:
            return gaussian_of<4>(in, weights, radius, scratch, out);
        case 5:
            return gaussian_of<5>(in, weights, radius, scratch, out);
        case 6:
            return gaussian_of<6>(in, weights, radius, scratch, out);
        default:
            return gaussian_of<0>(in, weights, radius, scratch, out);
    }
}

inline void taps(const ImageView& in, const TapPair* pairs, std::size_t count, bool upright,
                 std::int32_t radius, std::uint8_t* scratch, const Canvas& out) {
    const std::ptrdiff_t channels = in.channels;
    const std::ptrdiff_t halo = (radius + 1) * channels;
    const auto stride = static_cast<std::ptrdiff_t>(window_stride(static_cast<std::int32_t>(halo)));
    std::uint8_t* const flat[2] = {scratch, scratch + stride};
    std::uint8_t* const ring = scratch + 2 * stride;  // rows, each pixel and its second one interleaved
    const std::int32_t held = 2 * radius + 1;
    each_strip(in, halo, [&](const Strip& strip) {
        Blocks inked[2 * kMostRadius + 1];
        std::int32_t ready = -radius;
        strip.flipped_row(ready, flat[ready & 1]);
        for (std::int32_t y = 0; y < in.height; ++y) {
            for (; ready <= y + radius; ++ready) {
                const std::uint8_t* const row = flat[ready & 1];
                const std::uint8_t* second = row + channels;
                strip.flipped_row(ready + 1, flat[(ready + 1) & 1]);
                if (upright) {
                    second = flat[(ready + 1) & 1];
                }
                const std::int32_t slot = (ready + radius) % held;
                Blocks blocks = 0;
                for (std::ptrdiff_t x = 0; x < strip.wide(); x += kBlock) {
                    const Bytes a = load_bytes(row + x), b = load_bytes(second + x);
                    store_interleaved(ring + slot * 2 * stride + 2 * x, a, b);
                    blocks |= Blocks{both_white(a, b) ? 0U : 1U} << (x / kBlock);
                }
                inked[slot] = blocks;
            }
            Blocks any = 0;
            for (std::int32_t k = 0; k < held; ++k) {
                any |= inked[k];
            }
            const std::uint8_t* from[2 * kMostRadius + 2];
            for (std::size_t t = 0; t < count; ++t) {
                from[t] = ring + (y + pairs[t].dy + radius) % held * 2 * stride +
                          2 * (halo + pairs[t].dx * channels);
            }
            std::uint8_t* const to = out.row(y) + strip.first;
            for (std::ptrdiff_t x = 0; x < strip.bytes; x += 2 * kBlock) {
                const std::ptrdiff_t left = strip.bytes - x;
                if (!any_inked(any, x, x + 2 * kBlock + 2 * halo)) {
                    std::memset(to + x, 255, static_cast<std::size_t>(left < 2 * kBlock ? left : 2 * kBlock));
                    continue;
                }
                Shorts sums[4] = {all(0), all(0), all(0), all(0)};
                for (std::size_t t = 0; t < count; ++t) {
                    const Bytes weights = all_pairs(pairs[t].weights);
                    const std::uint8_t* const p = from[t] + 2 * x;
                    for (std::ptrdiff_t k = 0; k < 4; ++k) {
                        sums[k] = sums[k] + products(weights, load_bytes(p + k * kBlock));
                    }
                }
                const Shorts half = all(128 - 32768);  // and unsigned again
                std::uint8_t rest[2 * kBlock];
                std::uint8_t* const end = left >= 2 * kBlock ? to + x : rest;
                to_bytes(end, down<8>(sums[0] + half), down<8>(sums[1] + half));
                to_bytes(end + kBlock, down<8>(sums[2] + half), down<8>(sums[3] + half));
                if (end == rest) {
                    copy(to + x, rest, left);
                }
            }
        }
    });
}

}  // namespace lomo::LOMO_TARGET
