// A picture -> rows of its pixels less 128 (signed bytes, "flipped"), the border repeated, strip by strip;
// written in lanes.h.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"

namespace lomo::LOMO_TARGET {

// A row's bytes [from, to), the first and last pixel repeated outside [0, stride); Xor is applied to each.
template <int Xor>
inline void window(const std::uint8_t* row, std::ptrdiff_t stride, std::ptrdiff_t channels,
                   std::ptrdiff_t from, std::ptrdiff_t to, std::uint8_t* out) {
    const auto one = [](std::uint8_t p) { return static_cast<std::uint8_t>(p ^ Xor); };
    std::ptrdiff_t i = from;
    for (; i < 0; ++i) {
        *out++ = one(row[(i + 64 * channels) % channels]);
    }
    const std::ptrdiff_t end = to < stride ? to : stride;
    for (; i + kBlock <= end; i += kBlock, out += kBlock) {
        const Bytes bytes = load_bytes(row + i);
        store_bytes(out, Xor != 0 ? flipped(bytes) : bytes);
    }
    if (i < end && end - from >= kBlock && end >= kBlock) {  // over what is written
        const Bytes bytes = load_bytes(row + end - kBlock);
        store_bytes(out + (end - i) - kBlock, Xor != 0 ? flipped(bytes) : bytes);
        out += end - i;
        i = end;
    }
    for (; i < end; ++i) {
        *out++ = one(row[i]);
    }
    for (; i < to; ++i) {
        *out++ = one(row[stride - channels + (i - stride) % channels]);
    }
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
        window<128>(in.row(at), static_cast<std::ptrdiff_t>(in.stride()), in.channels, first - halo,
                    first + bytes + halo, out);
    }
};

// Strips of nearly the same width, together the picture.
inline std::ptrdiff_t strip_count(const ImageView& in) {
    return (static_cast<std::ptrdiff_t>(in.stride()) + kStripBytes - 1) / kStripBytes;
}
inline Strip strip_at(const ImageView& in, std::ptrdiff_t halo, std::ptrdiff_t k) {
    const std::ptrdiff_t strips = strip_count(in);
    const std::ptrdiff_t first = in.width * k / strips * in.channels;
    const std::ptrdiff_t last = in.width * (k + 1) / strips * in.channels;
    return {in, first, last - first, halo};
}

}  // namespace lomo::LOMO_TARGET
