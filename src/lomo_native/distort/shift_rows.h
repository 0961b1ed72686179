// Rows and columns of pixels -> the same moved by parts of a pixel, written in lanes.h: see shift.h.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"

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

// The columns' upper neighbours of one output row, run by run from the row each asks for. What a copy writes
// past its run is overwritten by the next one.
inline void gather(const ImageView& in, const ColumnRuns& runs, std::int32_t y, std::uint8_t* out) {
    const auto stride = static_cast<std::ptrdiff_t>(in.stride());
    // Rows may be read past their end where enough others follow.
    const std::ptrdiff_t last = in.height - 1 - (kPiece + stride - 1) / stride;
    if (y - runs.most >= 0 && y - runs.least <= last) {
        const std::uint8_t* const row = in.row(y);
        for (const ColumnRun* run = runs.begin; run != runs.end; ++run) {
            std::memcpy(out + run->first, row + run->from, kPiece);
        }
        return;
    }
    for (const ColumnRun* run = runs.begin; run != runs.end; ++run) {
        const std::int32_t at = y - run->whole;
        if (at < 0 || at >= in.height) {
            std::memset(out + run->first, 255, kPiece);
        } else if (at <= last) {
            std::memcpy(out + run->first, in.row(at) + run->first, kPiece);
        } else {
            copy(out + run->first, in.row(at) + run->first, run->bytes);
        }
    }
}

inline void shift_columns(const ImageView& in, const ColumnRuns& runs, const std::uint8_t* parts,
                          std::uint8_t* scratch, const Canvas& out) {
    const auto stride = static_cast<std::ptrdiff_t>(in.stride());
    const auto wide = static_cast<std::ptrdiff_t>(shift_stride(in.stride()));
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
    gather(in, runs, -1, beyond);
    gather(in, runs, 0, nearer);
    for (std::int32_t y = 0; y < out.height; ++y) {
        gather(in, runs, y + 1, next);
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

}  // namespace lomo::LOMO_TARGET
