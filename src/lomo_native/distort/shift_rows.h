// Rows and columns of pixels -> the same moved by parts of a pixel, written in lanes.h: see shift.h.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"

namespace lomo::LOMO_TARGET {

// (a * (256 - part) + b * part + 128) >> 8, in 16 bits that wrap: the whole never exceeds them.
inline Shorts mixed(Shorts a, Shorts b, Shorts part) {
    return down<8>(up<8>(a) + (b - a) * part + all(128));
}
inline Pair mixed(Pair a, Pair b, Pair part) {
    return {mixed(a.a, b.a, part.a), mixed(a.b, b.b, part.b)};
}

inline void blend(const std::uint8_t* nearer, const std::uint8_t* beyond, std::int32_t part,
                  std::ptrdiff_t count, std::uint8_t* out) {
    if (part == 0) {
        copy(out, nearer, count);
        return;
    }
    const Pair parts{all(part), all(part)};
    const auto at = [&](std::ptrdiff_t i) {
        return narrowed(mixed(widened(load_bytes(nearer + i)), widened(load_bytes(beyond + i)), parts));
    };
    if (count < kBlock) {
        for (std::ptrdiff_t i = 0; i < count; ++i) {
            out[i] = static_cast<std::uint8_t>((nearer[i] * (256 - part) + beyond[i] * part + 128) >> 8);
        }
        return;
    }
    for (std::ptrdiff_t i = 0; i + kBlock < count; i += kBlock) {
        store_bytes(out + i, at(i));
    }
    store_bytes(out + count - kBlock, at(count - kBlock));
}

inline void shift_block(const ImageView& in, const ColumnBlock& block, std::int32_t before, std::int32_t top,
                        std::int32_t bottom, const std::uint8_t* white, const Canvas& out) {
    const auto bytes = static_cast<std::ptrdiff_t>(block.bytes);
    std::uint8_t rest[kBlock] = {};
    const auto from = [&](std::int32_t y) {
        if (y < 0 || y >= in.height) {
            return load_bytes(white);
        }
        const std::uint8_t* row = in.row(y) + block.first;
        if (bytes == kBlock) {
            return load_bytes(row);
        }
        copy(rest, row, bytes);
        return load_bytes(rest);
    };
    const auto gathered = [&](std::int32_t y) {
        const std::int32_t source = y - before - block.least;
        Bytes sum = from(source) & load_bytes(block.masks);
        for (std::int32_t k = 1; k < block.count; ++k) {
            sum = sum | (from(source - k) & load_bytes(block.masks + k * kBlock));
        }
        return widened(sum);
    };
    const Pair parts = widened(load_bytes(block.parts));
    Pair beyond = gathered(top - 1);
    for (std::int32_t y = top; y < bottom; ++y) {
        const Pair nearer = gathered(y);
        const Bytes row = narrowed(mixed(nearer, beyond, parts));
        if (bytes == kBlock) {
            store_bytes(out.row(y) + block.first, row);
        } else {
            store_bytes(rest, row);
            copy(out.row(y) + block.first, rest, bytes);
        }
        beyond = nearer;
    }
}

inline void shift_columns(const ImageView& in, const ColumnBlock* blocks, std::size_t count,
                          std::int32_t before, const std::uint8_t* white, const Canvas& out) {
    constexpr std::int32_t kBand = 96;  // rows, so that a band of the source stays in the cache
    for (std::int32_t top = 0; top < out.height; top += kBand) {
        const std::int32_t bottom = top + kBand < out.height ? top + kBand : out.height;
        for (std::size_t i = 0; i < count; ++i) {
            shift_block(in, blocks[i], before, top, bottom, white, out);
        }
    }
}

}  // namespace lomo::LOMO_TARGET
