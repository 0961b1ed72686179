// Rows of pixels -> the same with their columns moved by parts of a pixel: see shift.h. For AVX-512, whose
// loads under a mask gather a block of columns into a register; from row to row it serves twice.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"

namespace lomo::LOMO_TARGET {

// Columns of a block that move by the same whole number of pixels.
struct BlockPart {
    std::uint64_t columns = 0;
    std::int32_t whole = 0;
    std::ptrdiff_t from = 0;  // bytes from a row's beginning
};

// The block of columns at byte x, and on which rows of the output the source has all of it.
struct ColumnBlock {
    BlockPart parts[kBlock];
    std::ptrdiff_t count = 0;
    std::int32_t least = 0;
    std::int32_t most = 0;
    std::ptrdiff_t bytes = 0;

    ColumnBlock(const ColumnRuns& runs, const ColumnRun*& run, std::ptrdiff_t x, std::ptrdiff_t stride)
        : bytes(stride - x < kBlock ? stride - x : kBlock) {
        for (; run != runs.end && run->first < x + bytes; ++run) {
            const std::ptrdiff_t first = run->first < x ? 0 : run->first - x;
            const std::ptrdiff_t end = run->first + run->bytes - x;
            std::ptrdiff_t k = 0;
            while (k < count && parts[k].whole != run->whole) {
                ++k;
            }
            if (k == count) {
                parts[count++] = {0, run->whole, x - run->whole * stride};
                least = count == 1 || run->whole < least ? run->whole : least;
                most = count == 1 || run->whole > most ? run->whole : most;
            }
            parts[k].columns |= (~std::uint64_t{0} << first) &
                                (end < kBlock ? (std::uint64_t{1} << end) - 1 : ~std::uint64_t{0});
            if (end > kBlock) {  // the next block's too
                return;
            }
        }
    }
};

// The block on one row; some of its columns may be of rows that there are not.
inline Bytes gathered(const ColumnBand& band, const ColumnBlock& block, std::ptrdiff_t x, std::int32_t y) {
    __m512i pixels = _mm512_set1_epi8(-1);
    for (std::ptrdiff_t k = 0; k < block.count; ++k) {
        const std::int32_t at = y - block.parts[k].whole;
        if (at >= 0 && at < band.height) {
            pixels = _mm512_mask_loadu_epi8(pixels, block.parts[k].columns, band.row(at) + x);
        }
    }
    return {pixels};
}

// Rows [from, to) of a block whose columns are all there; Count is 0 where the block tells it.
template <std::ptrdiff_t Count>
inline void move_block(const ColumnBand& band, const ColumnBlock& block, const Two& by, std::ptrdiff_t x,
                       std::int32_t from, std::int32_t to, Bytes beyond, const Canvas& out) {
    const auto stride = static_cast<std::ptrdiff_t>(band.rows.stride());
    const std::ptrdiff_t count = Count > 0 ? Count : block.count;
    const std::uint64_t inside = ~std::uint64_t{0} >> (kBlock - block.bytes);
    const std::uint8_t* row = band.row(from - block.most) + block.most * stride;
    std::uint8_t* to_row = out.row(from) + x;
    for (std::int32_t y = from; y < to; ++y, row += stride, to_row += stride) {
        __m512i pixels = _mm512_setzero_si512();
#pragma GCC unroll 8
        for (std::ptrdiff_t k = 0; k < count; ++k) {
            pixels = _mm512_mask_loadu_epi8(pixels, block.parts[k].columns, row + block.parts[k].from);
        }
        __builtin_prefetch(row + block.parts[0].from + 8 * stride + kBlock);
        const Bytes mixed = between({pixels}, beyond, by);
        if (block.bytes == kBlock) {
            store_bytes(to_row, mixed);
        } else {
            _mm512_mask_storeu_epi8(to_row, inside, mixed.v);
        }
        beyond = {pixels};
    }
}

inline void shift_columns(const ColumnBand& band, const ColumnRuns& runs, const std::uint8_t* parts,
                          std::uint8_t* /*scratch*/, const Canvas& out) {
    const auto stride = static_cast<std::ptrdiff_t>(band.rows.stride());
    const ColumnRun* run = runs.begin;
    for (std::ptrdiff_t x = 0; x < stride; x += kBlock) {
        const ColumnBlock block(runs, run, x, stride);
        const Two by = prepared(load_bytes(parts + x));
        const auto some = [&](std::int32_t from, std::int32_t to) {
            for (std::int32_t y = from; y < to; ++y) {
                const Bytes mixed = between(gathered(band, block, x, y), gathered(band, block, x, y - 1), by);
                _mm512_mask_storeu_epi8(out.row(y) + x, ~std::uint64_t{0} >> (kBlock - block.bytes), mixed.v);
            }
        };
        // Between these rows nothing is missing.
        const std::int32_t first = band.top > block.most ? band.top : block.most;
        const std::int32_t end =
            band.bottom < band.height + block.least ? band.bottom : band.height + block.least;
        if (first >= end) {
            some(band.top, band.bottom);
            continue;
        }
        some(band.top, first);
        const Bytes beyond = gathered(band, block, x, first - 1);
        switch (block.count) {
            case 1:
                move_block<1>(band, block, by, x, first, end, beyond, out);
                break;
            case 2:
                move_block<2>(band, block, by, x, first, end, beyond, out);
                break;
            case 3:
                move_block<3>(band, block, by, x, first, end, beyond, out);
                break;
            case 4:
                move_block<4>(band, block, by, x, first, end, beyond, out);
                break;
            case 5:
                move_block<5>(band, block, by, x, first, end, beyond, out);
                break;
            case 6:
                move_block<6>(band, block, by, x, first, end, beyond, out);
                break;
            case 7:
                move_block<7>(band, block, by, x, first, end, beyond, out);
                break;
            default:
                move_block<0>(band, block, by, x, first, end, beyond, out);
        }
        some(end, band.bottom);
    }
}

}  // namespace lomo::LOMO_TARGET
