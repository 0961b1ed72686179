// A picture -> its means over squares, written in lanes.h: see blur.h. A block's columns are followed from
// the top of a band of rows to its end: the sums of a row's pixels beside each other enter the sums of the
// square in registers and, some rows later, leave them.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"
#include "distort/window_rows.h"

namespace lomo::LOMO_TARGET {

inline constexpr std::int32_t kBoxAhead = 5;

// Sums of a row's pixels, of those at even and at odd places of a block.
struct RowSums {
    Shorts even;
    Shorts odd;
};

// `from` is the first pixel of the first window. Side is 0 where any_side tells it.
template <int Side, int Channels>
inline RowSums row_sums(const std::uint8_t* from, std::int32_t any_side) {
    const std::int32_t side = Side > 0 ? Side : any_side;
    const Bytes first = load_bytes(from);
    if constexpr (Channels == 1) {  // neighbours in memory are neighbours in the picture
        const Bytes last = load_bytes(from + side - 1);
        Shorts shared = all(0);
        for (std::int32_t k = 2; k + 1 < side; k += 2) {
            shared = shared + pair_sums(load_bytes(from + k));
        }
        return {pair_sums(first) + shared + evens(last), odds(first) + shared + pair_sums(last)};
    }
    RowSums sums{evens(first), odds(first)};
    for (std::int32_t k = 1; k < side; ++k) {
        const Bytes next = load_bytes(from + k * Channels);
        sums = {sums.even + evens(next), sums.odd + odds(next)};
    }
    return sums;
}

// One block of columns on the rows of a band.
struct BoxBlock {
    const std::uint8_t* const* rows;  // `count` and side - 1 ones more, and kBoxAhead that are only fetched
    std::ptrdiff_t at;                // where the first window of rows[0] begins
    std::int32_t count;
    std::uint8_t* out;
    std::ptrdiff_t stride;
    std::ptrdiff_t bytes;  // of the block that are in the picture
};

// The sums over a square of the windows of a block, halved and rounded below.
struct BoxSums {
    Shorts even;
    Shorts odd;

    void enter(const RowSums& row) { even = even + row.even, odd = odd + row.odd; }
    void leave(const RowSums& row) { even = even - row.even, odd = odd - row.odd; }
};

template <int Side, int Channels>
inline void box_block(const BoxBlock& block, std::int32_t any_side, const Division& by) {
    const std::int32_t side = Side > 0 ? Side : any_side;
    const Shorts factor = all(by.factor);
    RowSums held[kMostBoxSide];
    BoxSums sums{all(by.half), all(by.half)};
    for (std::int32_t k = 0; k + 1 < side; ++k) {
        held[k] = row_sums<Side, Channels>(block.rows[k] + block.at, side);
        sums.enter(held[k]);
    }
    std::int32_t slot = side - 1;
    std::uint8_t* out = block.out;
    for (std::int32_t y = 0; y < block.count; ++y, out += block.stride) {
        __builtin_prefetch(block.rows[y + side - 1 + kBoxAhead] + block.at + kBlock - 1);
        held[slot] = row_sums<Side, Channels>(block.rows[y + side - 1] + block.at, side);
        sums.enter(held[slot]);
        put(out, block.bytes,
            merged(down_by(high_product(sums.even, factor), by.shift),
                   down_by(high_product(sums.odd, factor), by.shift)));
        slot = slot + 1 == side ? 0 : slot + 1;
        sums.leave(held[slot]);
    }
}

template <int Side, int Channels>
inline void box_of(const ImageView& in, std::int32_t side, const Division& by, std::uint8_t* scratch,
                   const Canvas& out) {
    const std::int32_t radius = side / 2;
    const std::ptrdiff_t halo = radius * Channels;
    const auto stride = static_cast<std::ptrdiff_t>(in.stride());
    for (std::int32_t top = 0; top < in.height; top += kBoxBand) {
        const std::int32_t count = in.height - top < kBoxBand ? in.height - top : kBoxBand;
        const std::int32_t read = count + side - 1;
        const std::uint8_t* rows[kBoxBand + kMostBoxSide + kBoxAhead];
        const std::uint8_t* framed[kBoxBand + kMostBoxSide + kBoxAhead];  // windows at the picture's sides
        for (std::int32_t k = 0; k < read + kBoxAhead; ++k) {
            const std::int32_t y = top - radius + k;
            rows[k] = in.row(y < 0 ? 0 : y >= in.height ? in.height - 1 : y);
            framed[k] = scratch + (k < read ? k : 0) * kBoxFrame;
        }
        for (std::ptrdiff_t x = 0; x < stride;) {
            const std::ptrdiff_t first = x - halo, last = x + kBlock + halo;
            const bool inside = first >= 0 && last <= stride;
            for (std::int32_t k = 0; k < read && !inside; ++k) {
                window<0>(rows[k], stride, Channels, first, last, scratch + k * kBoxFrame);
            }
            box_block<Side, Channels>(
                {inside ? rows : framed, inside ? first : 0, count, out.row(top) + x, stride, stride - x},
                side, by);
            // The last block ends where the row does.
            x = x + kBlock < stride && x + 2 * kBlock > stride ? stride - kBlock : x + kBlock;
        }
    }
}

inline void box(const ImageView& in, std::int32_t side, const Division& by, std::uint8_t* scratch,
                const Canvas& out) {
    if (in.channels == 3) {
        return box_of<0, 3>(in, side, by, scratch, out);
    }
    switch (side) {
        case 3:
            return box_of<3, 1>(in, side, by, scratch, out);
        case 5:
            return box_of<5, 1>(in, side, by, scratch, out);
        case 7:
            return box_of<7, 1>(in, side, by, scratch, out);
        default:
            return box_of<0, 1>(in, side, by, scratch, out);
    }
}

}  // namespace lomo::LOMO_TARGET
