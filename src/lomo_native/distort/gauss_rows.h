// A picture -> its Gaussian blur, written in lanes.h: see blur.h for what it computes. Pixels are signed
// (less 128) and weights unsigned, so that two products and their sum fit 16 bits.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"
#include "distort/window_rows.h"

namespace lomo::LOMO_TARGET {

// Weights by pairs, for a window that starts at the first row (pixel) of the pairs, and at the second.
struct PairedWeights {
    Bytes first[kMostRadius + 1];
    Bytes second[kMostRadius + 1];
};

inline PairedWeights paired(const std::uint8_t* weights, std::int32_t radius) {
    PairedWeights made;
    const auto at = [&](std::int32_t k) { return k < 0 || k > 2 * radius ? 0 : weights[k]; };
    for (std::int32_t i = 0; i <= radius; ++i) {
        made.first[i] = all_pairs(at(2 * i) | at(2 * i + 1) << 8);
        made.second[i] = all_pairs(at(2 * i - 1) | at(2 * i) << 8);
    }
    return made;
}

// The rows around four rows of the output, kGroup + 2 * radius of them from the uppermost on.
inline constexpr std::int32_t kGroup = 4;
using GroupRows = const std::uint8_t * [kGroup + 2 * kMostRadius];

// A block at byte x of the rows, weighed along the columns, into four rows of signed bytes; false if it is
// white. Radius is 0 where any_radius tells it: for the usual ones the loops are unrolled.
template <int Radius>
inline bool weigh_columns(const GroupRows& rows, const PairedWeights& weights, std::int32_t any_radius,
                          std::ptrdiff_t x, std::uint8_t* const (&to)[kGroup]) {
    const std::int32_t radius = Radius > 0 ? Radius : any_radius;
    const auto row = [&](std::int32_t k) { return load_bytes(rows[k] + x); };
    Bytes darkest = row(radius);
    for (std::int32_t k = 1; k < kGroup; ++k) {
        darkest = darker(darkest, row(radius + k));
    }
    if (white(darkest)) {  // seldom where there is ink nearby
        for (std::int32_t k = 0; k < radius; ++k) {
            darkest = darker(darkest, darker(row(k), row(k + radius + kGroup)));
        }
        if (white(darkest)) {
            for (std::uint8_t* each : to) {
                store_bytes(each, all_bytes(127));
            }
            return false;
        }
    }
    Shorts low[kGroup] = {all(0), all(0), all(0), all(0)};
    Shorts high[kGroup] = {all(0), all(0), all(0), all(0)};
    const auto add = [&](std::int32_t k, Bytes by, const Two& pair) {
        low[k] = kept(low[k] + products(by, pair.a));
        high[k] = kept(high[k] + products(by, pair.b));
    };
    for (std::int32_t i = 0; i <= radius + 1; ++i) {
        const Two pair = interleaved(flipped(row(2 * i)), flipped(row(2 * i + 1)));
        if (i <= radius) {
            add(0, weights.first[i], pair);
            add(1, weights.second[i], pair);
        }
        if (i > 0) {
            add(2, weights.first[i - 1], pair);
            add(3, weights.second[i - 1], pair);
        }
    }
    for (std::int32_t k = 0; k < kGroup; ++k) {
        store_bytes(to[k], rounded(low[k], high[k]));
    }
    return true;
}

// A block of a row weighed along it; `from` is at the window's first pixel.
template <int Radius>
inline Bytes weigh_row(const std::uint8_t* from, std::ptrdiff_t channels, const PairedWeights& weights,
                       std::int32_t any_radius) {
    const std::int32_t radius = Radius > 0 ? Radius : any_radius;
    Shorts a = all(0), b = a;
    if (channels == 1) {  // neighbours in memory are neighbours in the picture
        for (std::int32_t i = 0; i <= radius; ++i) {
            const Bytes pair = kept(load_bytes(from + 2 * i));
            a = a + products(weights.first[i], pair);
            b = b + products(weights.second[i], pair);
        }
        return joined(a, b);
    }
    for (std::int32_t i = 0; i <= radius; ++i, from += 2 * channels) {
        const Two pair = interleaved(load_bytes(from), load_bytes(from + channels));
        a = a + products(weights.first[i], pair.a);
        b = b + products(weights.first[i], pair.b);
    }
    return rounded(a, b);
}

// The columns of a strip that the picture has, their place among those that the strip needs, and blocks of
// them, the last of which ends where they do.
struct StripColumns {
    std::ptrdiff_t from;
    std::ptrdiff_t before;
    std::ptrdiff_t count;

    explicit StripColumns(const Strip& strip) {
        const auto stride = static_cast<std::ptrdiff_t>(strip.in.stride());
        const std::ptrdiff_t end = strip.first + strip.bytes + strip.halo;
        from = strip.first < strip.halo ? 0 : strip.first - strip.halo;
        before = from - (strip.first - strip.halo);
        count = (end < stride ? end : stride) - from;
    }
    std::ptrdiff_t blocks() const { return (count + kBlock - 1) / kBlock; }
    std::ptrdiff_t at(std::ptrdiff_t block) const {
        const std::ptrdiff_t last = count < kBlock ? 0 : count - kBlock;
        return block * kBlock < last ? block * kBlock : last;
    }
    // Copies of the picture's first and last pixel beside what there is.
    void repeat_ends(std::uint8_t* row, std::ptrdiff_t wide, std::ptrdiff_t channels) const {
        std::uint8_t* const end = row + before + count;
        for (std::ptrdiff_t c = 0; c < channels; ++c) {
            const std::uint8_t first = row[before + c], last = end[c - channels];
            for (std::ptrdiff_t i = c; i < before; i += channels) {
                row[i] = first;
            }
            for (std::ptrdiff_t i = c; i < wide - before - count; i += channels) {
                end[i] = last;
            }
        }
    }
};

// A row of the output from its row of columns.
template <int Radius>
inline void weigh_rows(const std::uint8_t* columns, const bool* dark, std::ptrdiff_t channels,
                       const PairedWeights& weights, std::int32_t radius, std::ptrdiff_t bytes,
                       std::uint8_t* to) {
    for (std::ptrdiff_t x = 0; x < bytes; x += kBlock) {
        put(to + x, bytes - x,
            dark[x / kBlock] ? flipped(weigh_row<Radius>(columns + x, channels, weights, radius))
                             : all_bytes(255));
    }
}

template <int Radius>
inline void gaussian_of(const ImageView& in, const PairedWeights& weights, std::int32_t radius,
                        std::uint8_t* scratch, const Canvas& out) {
    const std::ptrdiff_t channels = in.channels;
    const std::ptrdiff_t halo = radius * channels;
    const auto step = static_cast<std::ptrdiff_t>(window_stride(static_cast<std::int32_t>(halo)));
    std::uint8_t narrow[kGroup + 2 * kMostRadius][kBlock];  // rows shorter than a block
    std::memset(narrow, 255, sizeof narrow);
    for (std::ptrdiff_t n = 0; n < strip_count(in); ++n) {
        const Strip strip = strip_at(in, halo, n);
        const StripColumns columns(strip);
        bool inked[kStripBytes / kBlock + 2 * 3 * kMostRadius / kBlock + 2];
        bool dark[kStripBytes / kBlock + 1];
        for (std::int32_t y = 0; y < in.height; y += kGroup) {
            GroupRows rows;
            for (std::int32_t k = 0; k < kGroup + 2 * radius; ++k) {
                const std::int32_t at = y - radius + k;
                rows[k] = in.row(at < 0 ? 0 : at >= in.height ? in.height - 1 : at) + columns.from;
                if (columns.count < kBlock) {
                    copy(narrow[k], rows[k], columns.count);
                    rows[k] = narrow[k];
                }
            }
            for (std::ptrdiff_t b = 0; b < columns.blocks(); ++b) {
                std::uint8_t* const to = scratch + columns.before + columns.at(b);
                inked[b] = weigh_columns<Radius>(rows, weights, radius, columns.at(b),
                                                 {to, to + step, to + 2 * step, to + 3 * step});
            }
            for (std::ptrdiff_t x = 0; x < strip.bytes; x += kBlock) {
                const std::ptrdiff_t last = (x + kBlock + 2 * halo - 1 - columns.before) / kBlock;
                bool any = false;
                for (std::ptrdiff_t b = x < columns.before ? 0 : (x - columns.before) / kBlock;
                     b <= last && b < columns.blocks(); ++b) {
                    any = any || inked[b];
                }
                dark[x / kBlock] = any;
            }
            for (std::int32_t k = 0; k < kGroup && y + k < in.height; ++k) {
                columns.repeat_ends(scratch + k * step, strip.wide(), channels);
                weigh_rows<Radius>(scratch + k * step, dark, channels, weights, radius, strip.bytes,
                                   out.row(y + k) + strip.first);
            }
        }
    }
}

inline void gaussian(const ImageView& in, const std::uint8_t* weights, std::int32_t radius,
                     std::uint8_t* scratch, const Canvas& out) {
    const PairedWeights pairs = paired(weights, radius);
    switch (radius) {
        case 2:
            return gaussian_of<2>(in, pairs, radius, scratch, out);
        case 3:
            return gaussian_of<3>(in, pairs, radius, scratch, out);
        case 4:
            return gaussian_of<4>(in, pairs, radius, scratch, out);
        case 5:
            return gaussian_of<5>(in, pairs, radius, scratch, out);
        case 6:
            return gaussian_of<6>(in, pairs, radius, scratch, out);
        default:
            return gaussian_of<0>(in, pairs, radius, scratch, out);
    }
}

}  // namespace lomo::LOMO_TARGET
