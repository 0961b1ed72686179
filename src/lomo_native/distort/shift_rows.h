// Rows and columns of pixels -> the same moved by parts of a pixel, written in lanes.h: see shift.h.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"
#if !defined(LOMO_PORTABLE) && defined(__AVX512VBMI__)
#include "distort/column_blocks.h"
#endif

namespace lomo::LOMO_TARGET {

inline void blend(const std::uint8_t* nearer, const std::uint8_t* beyond, std::int32_t part,
                  std::ptrdiff_t count, std::uint8_t* out) {
    const Two parts = prepared(all_bytes(part));
    const auto at = [&](std::ptrdiff_t i) {
        return between(load_bytes(nearer + i), load_bytes(beyond + i), parts);
    };
    for (std::ptrdiff_t i = 0; i + kBlock < count; i += kBlock) {
        store_bytes(out + i, at(i));
    }
    store_bytes(out + count - kBlock, at(count - kBlock));
}

#if defined(LOMO_PORTABLE) || !defined(__AVX512VBMI__)

// The columns' upper neighbours of one output row, run by run from the row each asks for. What a copy writes
// past its run is overwritten by the next one.
inline void gather(const ColumnBand& band, const ColumnRuns& runs, std::int32_t y, std::uint8_t* out) {
    const auto stride = static_cast<std::ptrdiff_t>(band.rows.stride());
    // Rows may be read past their end where enough others follow.
    const std::ptrdiff_t last = band.first + band.rows.height - 1 - (kPiece + stride - 1) / stride;
    if (y - runs.most >= 0 && y - runs.least < band.height && y - runs.least <= last) {
        const std::uint8_t* const row = band.row(y - runs.most) + runs.most * stride;
        for (const ColumnRun* run = runs.begin; run != runs.end; ++run) {
            std::memcpy(out + run->first, row + run->from, kPiece);
        }
        return;
    }
    for (const ColumnRun* run = runs.begin; run != runs.end; ++run) {
        const std::int32_t at = y - run->whole;
        if (at < 0 || at >= band.height) {
            std::memset(out + run->first, 255, kPiece);
        } else if (at <= last) {
            std::memcpy(out + run->first, band.row(at) + run->first, kPiece);
        } else {
            copy(out + run->first, band.row(at) + run->first, run->bytes);
        }
    }
}

inline void shift_columns(const ColumnBand& band, const ColumnRuns& runs, const std::uint8_t* parts,
                          std::uint8_t* scratch, const Canvas& out) {
    const auto stride = static_cast<std::ptrdiff_t>(band.rows.stride());
    const auto wide = static_cast<std::ptrdiff_t>(shift_stride(band.rows.stride()));
    std::uint8_t* const weights = scratch + 3 * wide;
    for (std::ptrdiff_t x = 0; x < stride; x += kBlock) {
        const Two both = prepared(load_bytes(parts + x));
        store_bytes(weights + 2 * x, both.a);
        store_bytes(weights + 2 * x + kBlock, both.b);
    }
    // A row is gathered one row before it is read, when its bytes have left the processor's queue of stores.
    std::uint8_t* beyond = scratch;
    std::uint8_t* nearer = scratch + wide;
    std::uint8_t* next = scratch + 2 * wide;
    gather(band, runs, band.top - 1, beyond);
    gather(band, runs, band.top, nearer);
    for (std::int32_t y = band.top; y < band.bottom; ++y) {
        if (y + 1 < band.bottom) {
            gather(band, runs, y + 1, next);
        }
        std::uint8_t* to = out.row(y);
        const auto at = [&](std::ptrdiff_t x) {
            const Two by{load_bytes(weights + 2 * x), load_bytes(weights + 2 * x + kBlock)};
            return between(load_bytes(nearer + x), load_bytes(beyond + x), by);
        };
        std::ptrdiff_t x = 0;
        for (; x + kBlock <= stride; x += kBlock) {
            store_bytes(to + x, at(x));
        }
        if (x < stride) {
            std::uint8_t rest[kBlock];
            store_bytes(rest, at(x));
            copy(to + x, rest, stride - x);
        }
        std::uint8_t* const before = beyond;
        beyond = nearer;
        nearer = next;
        next = before;
    }
}

#endif

}  // namespace lomo::LOMO_TARGET
