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
    // A row of the picture, in blocks; `inked` learns of each whether it may hold other than white. A block
    // more than the row has may be written.
    void flipped_row(std::int32_t y, std::uint8_t* out, std::uint8_t* inked) const {
        const std::uint8_t* const row = in.row(y < 0 ? 0 : y >= in.height ? in.height - 1 : y);
        const auto stride = static_cast<std::ptrdiff_t>(in.stride());
        const std::ptrdiff_t channels = in.channels, from = first - halo;
        const auto take = [&](const std::uint8_t* pixels, std::uint8_t* to) {
            const Bytes block = load_bytes(pixels);
            store_bytes(to, flipped(block));
            return static_cast<std::uint8_t>(white(block) ? 0 : 1);
        };
        if (stride < kBlock || halo >= kBlock) {
            window<128>(row, stride, channels, from, from + wide(), out);
            for (std::ptrdiff_t b = 0; b * kBlock < wide(); ++b) {
                inked[b] = 1;
            }
            return;
        }
        std::ptrdiff_t b = 0;
        if (from < 0) {
            fill(row, -from, out);
            inked[b++] = take(row, out - from);
        }
        for (; b * kBlock < wide() && from + (b + 1) * kBlock <= stride; ++b) {
            __builtin_prefetch(row + stride + from + b * kBlock);
            inked[b] = take(row + from + b * kBlock, out + b * kBlock);
        }
        if (b * kBlock < wide()) {
            const std::uint8_t now = take(row + stride - kBlock, out + stride - kBlock - from);
            fill(row + stride - channels, from + wide() - stride, out + stride - from);
            for (; b * kBlock < wide(); ++b) {
                inked[b] = now;
            }
        }
    }
    // At least `count` bytes of a pixel again and again, flipped.
    void fill(const std::uint8_t* pixel, std::ptrdiff_t count, std::uint8_t* out) const {
        if (in.channels == 1) {
            store_bytes(out, flipped(all_bytes(*pixel)));
            return;
        }
        for (std::ptrdiff_t k = 0; k < count; ++k) {
            out[k] = pixel[k % 3] ^ 128;
        }
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
