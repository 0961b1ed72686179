// A picture -> its means over squares, written in lanes.h: see blur.h. A block's columns are followed from
// the top of a band of rows to its end: the sums of a row's pixels beside each other enter the sums of the
// square in registers and, some rows later, leave them.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"
#include "distort/window_rows.h"

namespace lomo::LOMO_TARGET {

inline constexpr std::int32_t kBoxAhead = 5;

// `from` is the first pixel of the first window; Side is 0 where any_side tells it. The sums of a grey block
// are those at even and at odd places, of an RGB block in the order of interleaved().
template <int Side, int Channels>
inline Wide row_sums(const std::uint8_t* from, std::int32_t any_side) {
    const std::int32_t side = Side > 0 ? Side : any_side;
    const auto at = [&](std::int32_t k) { return load_bytes(from + k * Channels); };
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

// One block of columns on the rows of a band.
struct BoxBlock {
    const std::uint8_t* const* rows;  // `count` and side - 1 ones more, and kBoxAhead that are only fetched
    std::ptrdiff_t at;                // where the first window of rows[0] begins
    std::int32_t count;
    std::uint8_t* out;
    std::ptrdiff_t stride;
    std::ptrdiff_t bytes;  // of the block that are in the picture
};

// The pixels from their sums over a square, half of its area added.
template <int Side, int Channels>
inline Bytes means(const Wide& sums, Shorts factor, std::int32_t shift) {
    const Wide high{high_product(sums.a, factor), high_product(sums.b, factor)};
    if constexpr (Side > 0 && Channels == 1) {
        return merged_down<box_shift(Side)>(high.a, high.b);
    } else if constexpr (Side > 0) {
        return narrowed({down<box_shift(Side)>(high.a), down<box_shift(Side)>(high.b)});
    }
    const Wide low{down_by(high.a, shift), down_by(high.b, shift)};
    return Channels == 1 ? merged(low.a, low.b) : narrowed(low);
}

// Slots of `held` are named at compile time where the side is, so that they are registers. Whole: the picture
// has all of the block.
template <int Side, int Channels, bool Whole>
inline void box_block(const BoxBlock& block, std::int32_t any_side, const Division& by) {
    const std::int32_t side = Side > 0 ? Side : any_side;
    const Shorts factor = kept(all(by.factor));  // what is written might be `by`, as far as a compiler knows
    const std::int32_t shift = by.shift;
    Wide held[Side > 0 ? Side : kMostBoxSide];
    Wide sums{all(by.half), all(by.half)};
    for (std::int32_t k = 0; k + 1 < side; ++k) {
        held[k] = row_sums<Side, Channels>(block.rows[k] + block.at, side);
        sums = {sums.a + held[k].a, sums.b + held[k].b};
    }
    const std::uint8_t* const* row = block.rows + side - 1;
    const std::uint8_t* const* const end = row + block.count;
    std::uint8_t* out = block.out;
    while (row != end) {
#pragma GCC unroll 8
        for (std::int32_t k = 0; k < side; ++k) {
            if (row == end) {
                return;
            }
            __builtin_prefetch(row[kBoxAhead] + block.at + kBlock - 1);
            __builtin_prefetch(*row + block.at + 3 * kBlock - 1, 0, 2);  // for the blocks beside it, in time
            Wide& entering = held[k == 0 ? side - 1 : k - 1];
            entering = row_sums<Side, Channels>(*row + block.at, side);
            sums = {sums.a + entering.a, sums.b + entering.b};
            put(out, Whole ? kBlock : block.bytes, means<Side, Channels>(sums, factor, shift));
            sums = {sums.a - held[k].a, sums.b - held[k].b};
            ++row;
            out += block.stride;
        }
    }
}

// The bytes [first, first + kBlock + 2 * halo) of a row for a block at its beginning or its end.
template <int Side, int Channels>
inline void frame(const std::uint8_t* row, std::ptrdiff_t stride, std::ptrdiff_t first,
                  std::ptrdiff_t any_halo, std::uint8_t* out) {
    const std::ptrdiff_t halo = Side > 0 ? Side / 2 * Channels : any_halo;
    const bool left = first == -halo, right = first + kBlock + halo == stride;
    if (halo > kBlock || stride < kBlock + halo || !(left || right)) {
        window<0>(row, stride, Channels, first, first + kBlock + 2 * halo, out);
        return;
    }
    std::uint8_t* const to = left ? out + halo : out;
    const std::uint8_t* const from = left ? row : row + first;
    const Bytes begin = load_bytes(from);
    store_bytes(to + halo, load_bytes(from + halo));
    store_bytes(to, begin);
    std::uint8_t* const beside = left ? out : out + kBlock + halo;
    const std::uint8_t* const end = left ? row : row + stride - Channels;
    for (std::ptrdiff_t k = 0; k < halo; k += Channels) {
        for (std::ptrdiff_t c = 0; c < Channels; ++c) {
            beside[k + c] = end[c];
        }
    }
}

template <int Side, int Channels>
inline void box_of(const ImageView& in, std::int32_t side, const Division& by, std::uint8_t* scratch,
                   const Canvas& out) {
    const std::int32_t radius = side / 2;
    const std::ptrdiff_t halo = radius * Channels;
    const auto stride = static_cast<std::ptrdiff_t>(in.stride());
    const std::ptrdiff_t fitting = kBoxBandBytes / stride;
    const auto band = static_cast<std::int32_t>(fitting < 16 ? 16 : fitting > kBoxBand ? kBoxBand : fitting);
    for (std::int32_t top = 0; top < in.height; top += band) {
        const std::int32_t count = in.height - top < band ? in.height - top : band;
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
                frame<Side, Channels>(rows[k], stride, first, halo, scratch + k * kBoxFrame);
            }
            const BoxBlock block{
                inside ? rows : framed, inside ? first : 0, count, out.row(top) + x, stride, stride - x};
            stride < kBlock ? box_block<Side, Channels, false>(block, side, by)
                            : box_block<Side, Channels, true>(block, side, by);
            // The last block ends where the row does.
            x = x + kBlock < stride && x + 2 * kBlock > stride ? stride - kBlock : x + kBlock;
        }
    }
}

template <int Channels>
inline void box_in(const ImageView& in, std::int32_t side, const Division& by, std::uint8_t* scratch,
                   const Canvas& out) {
    switch (side) {
        case 3:
            return box_of<3, Channels>(in, side, by, scratch, out);
        case 5:
            return box_of<5, Channels>(in, side, by, scratch, out);
        case 7:
            return box_of<7, Channels>(in, side, by, scratch, out);
        default:
            return box_of<0, Channels>(in, side, by, scratch, out);
    }
}

inline void box(const ImageView& in, std::int32_t side, const Division& by, std::uint8_t* scratch,
                const Canvas& out) {
    in.channels == 1 ? box_in<1>(in, side, by, scratch, out) : box_in<3>(in, side, by, scratch, out);
}

}  // namespace lomo::LOMO_TARGET
