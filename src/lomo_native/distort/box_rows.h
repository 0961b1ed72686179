// A picture -> its means over squares, written in lanes.h: see blur.h. A block's columns are followed from
// the top of a band of rows to its end: the sums of a row's pixels beside each other enter the sums of the
// square in registers and, some rows later, leave them.
#pragma once

#include <type_traits>

#include "distort/box_sums.h"
#include "distort/lanes.h"
#include "distort/rows.h"
#include "distort/window_rows.h"

namespace lomo::LOMO_TARGET {

inline constexpr std::int32_t kBoxAhead = 5;

// One block of columns on the rows of a band.
struct BoxBlock {
    const std::uint8_t* origin;  // where the block's first window begins in row 0
    std::ptrdiff_t step;         // from row to row
    std::int32_t rows;           // there are; beyond them the first and the last repeat
    std::int32_t first;          // row of the first square
    std::int32_t count;          // of squares
    std::uint8_t* out;
    std::ptrdiff_t stride;
    std::ptrdiff_t bytes;  // of the block that are in the picture

    const std::uint8_t* at(std::int32_t y) const {
        return origin + (y < 0 ? 0 : y >= rows ? rows - 1 : y) * step;
    }
};

// Slots of `held` are named at compile time where the side is, so that they are registers. Whole: the picture
// has all of the block.
template <int Side, int Channels, bool Whole, class Windows>
inline void box_block(const BoxBlock& block, std::int32_t any_side, const Division& by) {
    const std::int32_t side = Side > 0 ? Side : any_side;
    const Means<Side, Channels> means(by);
    const auto summed = [&](const std::uint8_t* from) {
        if constexpr (std::is_same_v<Windows, Inner>) {
            return row_sums<Side, Channels>(Inner{from}, side);
        } else {
            return row_sums<Side, Channels>(Windows{from, side / 2}, side);
        }
    };
    Wide held[Side > 0 ? Side : kMostBoxSide];
    Wide sums{all(by.half), all(by.half)};
    for (std::int32_t k = 0; k + 1 < side; ++k) {
        held[k] = summed(block.at(block.first + k));
        sums = {sums.a + held[k].a, sums.b + held[k].b};
    }
    const std::uint8_t* from = block.at(block.first + side - 1);
    const std::uint8_t* const last = block.at(block.rows - 1);
    std::uint8_t* out = block.out;
    const std::ptrdiff_t step = block.step, stride = block.stride, bytes = block.bytes;
    const auto next = [&](Wide& entering, const Wide& leaving) {
        __builtin_prefetch(from + kBoxAhead * step);
        __builtin_prefetch(from + kBoxAhead * step + kBlock - 1);
        __builtin_prefetch(from + 3 * kBlock - 1, 0, 2);  // for the blocks beside it, in time
        entering = summed(from);
        sums = {sums.a + entering.a, sums.b + entering.b};
        put(out, Whole ? kBlock : bytes, means.of(sums));
        sums = {sums.a - leaving.a, sums.b - leaving.b};
        from = from < last ? from + step : last;
        out += stride;
    };
    std::int32_t left = block.count;
    for (; left >= side; left -= side) {
#pragma GCC unroll 8
        for (std::int32_t k = 0; k < side; ++k) {
            next(held[k == 0 ? side - 1 : k - 1], held[k]);
        }
    }
#pragma GCC unroll 8
    for (std::int32_t k = 0; k < side; ++k) {
        if (k == left) {
            return;
        }
        next(held[k == 0 ? side - 1 : k - 1], held[k]);
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
    // Where all rows of the output are aligned alike, blocks that fill lines of the cache are worth one more.
    const std::ptrdiff_t unaligned =
        stride % kBlock == 0 && stride > kBlock
            ? static_cast<std::ptrdiff_t>(-reinterpret_cast<std::uintptr_t>(out.pixels) %
                                          static_cast<std::uintptr_t>(kBlock))
            : 0;
    for (std::int32_t top = 0; top < in.height; top += band) {
        const std::int32_t count = in.height - top < band ? in.height - top : band;
        const std::int32_t read = count + side - 1;
        const std::int32_t above = top - radius;
        for (std::ptrdiff_t x = 0; x < stride;) {
            const std::ptrdiff_t first = x - halo;
            std::uint8_t* const to = out.row(top) + x;
            BoxBlock block{in.row(0) + first, stride, in.height, above, count, to, stride, stride - x};
            const bool begun = first >= 0, ended = x + kBlock + halo >= stride;  // one byte more may be read
            if (begun && !ended) {
                box_block<Side, Channels, true, Inner>(block, side, by);
            } else if (kLoadsPartly && Channels == 1 && x == 0 && !ended) {
                box_block<Side, Channels, true, AtBeginning>(block, side, by);
            } else if (kLoadsPartly && Channels == 1 && begun && x + kBlock == stride) {
                box_block<Side, Channels, true, AtEnd>(block, side, by);
            } else {
                for (std::int32_t k = 0; k < read; ++k) {
                    const std::int32_t y = above + k;
                    frame<Side, Channels>(in.row(y < 0            ? 0
                                                 : y >= in.height ? in.height - 1
                                                                  : y),
                                          stride, first, halo, scratch + k * kBoxFrame);
                }
                block.origin = scratch;
                block.step = kBoxFrame;
                block.rows = read;
                block.first = 0;
                stride < kBlock ? box_block<Side, Channels, false, Inner>(block, side, by)
                                : box_block<Side, Channels, true, Inner>(block, side, by);
            }
            // The last block ends where the row does.
            if (x == 0 && unaligned > 0) {
                x = unaligned;
                continue;
            }
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
