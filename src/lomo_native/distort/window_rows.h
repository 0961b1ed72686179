// A picture -> rows of its pixels less 128 (signed bytes, "flipped"), the border repeated, and which blocks
// of a row are white; written in lanes.h.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"

namespace lomo::LOMO_TARGET {

// A row's bytes [from, to), the first and last pixel repeated outside [0, stride).
inline void flip(const std::uint8_t* row, std::ptrdiff_t stride, std::ptrdiff_t channels, std::ptrdiff_t from,
                 std::ptrdiff_t to, std::uint8_t* out) {
    const auto one = [](std::uint8_t p) { return static_cast<std::uint8_t>(p ^ 128); };
    std::ptrdiff_t i = from;
    for (; i < 0; ++i) {
        *out++ = one(row[(i + 64 * channels) % channels]);
    }
    const std::ptrdiff_t end = to < stride ? to : stride;
    for (; i + kBlock <= end; i += kBlock, out += kBlock) {
        store_bytes(out, flipped(load_bytes(row + i)));
    }
    for (; i < end; ++i) {
        *out++ = one(row[i]);
    }
    for (; i < to; ++i) {
        *out++ = one(row[stride - channels + (i - stride) % channels]);
    }
}

// A bit for each block of kBlock bytes of a strip.
using Blocks = std::uint64_t;
static_assert((kStripBytes + 2 * 3 * (kMostRadius + 1)) / kBlock < 62);

// Whether any block that holds bytes [first, last) is inked.
inline bool any_inked(Blocks blocks, std::ptrdiff_t first, std::ptrdiff_t last) {
    const std::ptrdiff_t low = first / kBlock;
    const std::ptrdiff_t high = (last - 1) / kBlock;
    return (blocks >> low & ((Blocks{2} << (high - low)) - 1)) != 0;
}

// A block of a row of the output, of which `count` bytes are in it.
inline void put(std::uint8_t* out, std::ptrdiff_t count, Bytes bytes) {
    if (count >= kBlock) {
        store_bytes(out, bytes);
        return;
    }
    std::uint8_t rest[kBlock];
    store_bytes(rest, bytes);
    copy(out, rest, count);
}

// A strip of a picture, with `halo` bytes more on either side.
struct Strip {
    ImageView in;
    std::ptrdiff_t first;
    std::ptrdiff_t bytes;
    std::ptrdiff_t halo;

    std::ptrdiff_t wide() const { return bytes + 2 * halo; }
    void flipped_row(std::int32_t y, std::uint8_t* out) const {
        const std::int32_t at = y < 0 ? 0 : y >= in.height ? in.height - 1 : y;
        flip(in.row(at), static_cast<std::ptrdiff_t>(in.stride()), in.channels, first - halo,
             first + bytes + halo, out);
    }
};

template <class Work>
inline void each_strip(const ImageView& in, std::ptrdiff_t halo, const Work& work) {
    const std::ptrdiff_t strips = (static_cast<std::ptrdiff_t>(in.stride()) + kStripBytes - 1) / kStripBytes;
    for (std::ptrdiff_t k = 0; k < strips; ++k) {
        const std::ptrdiff_t first = in.width * k / strips * in.channels;
        const std::ptrdiff_t last = in.width * (k + 1) / strips * in.channels;
        work(Strip{in, first, last - first, halo});
    }
}

}  // namespace lomo::LOMO_TARGET
