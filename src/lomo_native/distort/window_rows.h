// A picture -> what is summed over a window sliding down its strips, written in lanes.h, and sums -> bytes.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"

namespace lomo::LOMO_TARGET {

inline constexpr std::ptrdiff_t kChunk = kVectors * kLanes;

// As many sums as are worked on at a time.
struct Sums {
    Shorts v[kVectors];
};

// (255 - p) << Bits for a row's bytes [from, to), the first and last pixel repeated outside [0, stride).
template <int Bits>
inline void widen(const std::uint8_t* row, std::ptrdiff_t stride, std::ptrdiff_t channels,
                  std::ptrdiff_t from, std::ptrdiff_t to, std::int16_t* out) {
    const auto ink = [](std::uint8_t p) { return static_cast<std::int16_t>((255 - p) << Bits); };
    std::ptrdiff_t i = from;
    for (; i < 0; ++i) {
        *out++ = ink(row[(i + 64 * channels) % channels]);
    }
    const std::ptrdiff_t end = to < stride ? to : stride;
    const Shorts white = all(255);
    for (; i + kLanes <= end; i += kLanes, out += kLanes) {
        store(out, up<Bits>(white - from_bytes(row + i)));
    }
    for (; i < end; ++i) {
        *out++ = ink(row[i]);
    }
    for (; i < to; ++i) {
        *out++ = ink(row[stride - channels + (i - stride) % channels]);
    }
}

// A bit for each chunk of `count` elements that is not all 0; the slack past the end must be 0.
inline std::uint32_t inked_chunks(const std::int16_t* row, std::ptrdiff_t count) {
    std::uint32_t bits = 0;
    std::uint32_t bit = 1;
    for (std::ptrdiff_t x = 0; x < count; x += kChunk, bit <<= 1) {
        Shorts any = load(row + x);
        for (std::ptrdiff_t k = 1; k < kVectors; ++k) {
            any = any | load(row + x + k * kLanes);
        }
        bits |= is_zero(any) ? 0 : bit;
    }
    return bits;
}

// Whether any chunk that holds elements [first, last) is inked.
inline bool any_inked(std::uint32_t bits, std::ptrdiff_t first, std::ptrdiff_t last) {
    const auto low = static_cast<std::uint32_t>(first / kChunk);
    const auto high = static_cast<std::uint32_t>((last - 1) / kChunk);
    return (bits >> low & ((std::uint32_t{2} << (high - low)) - 1)) != 0;
}
static_assert((kStripBytes + 144) / kChunk < 31, "a bit for each chunk, with the halo of the widest blur");

// 255 - (sum / 64 rounded) -> `count` bytes, at most kChunk.
inline void put(std::uint8_t* out, std::ptrdiff_t count, const Sums& sums) {
    const auto finish = [](Shorts sum) { return all(255) - down<6>(sum + all(32)); };
    std::uint8_t rest[kChunk];
    std::uint8_t* const to = count >= kChunk ? out : rest;
    for (std::ptrdiff_t k = 0; k < kVectors; k += 2) {
        to_bytes(to + k * kLanes, finish(sums.v[k]), finish(sums.v[k + 1]));
    }
    if (count < kChunk) {
        copy(out, rest, count);
    }
}
inline void put_white(std::uint8_t* out, std::ptrdiff_t count) {
    std::memset(out, 255, static_cast<std::size_t>(count < kChunk ? count : kChunk));
}

// Two rows of the output, a strip of them. rows[k] (-radius .. radius + 1) are the rows of ink around the
// first one, `halo` elements wider on either side; beyond the picture the border repeats.
struct TwoRows {
    const std::int16_t* const* rows;
    std::uint32_t inked;  // chunks of any of the rows
    std::ptrdiff_t bytes;
    std::uint8_t* out[2];  // alike where there is only one row left: what comes last stays
};

template <int Bits, class Work>
inline void slide(const ImageView& in, std::int32_t radius, std::int16_t* scratch, const Canvas& out,
                  const Work& work) {
    constexpr std::int32_t kMostRows = 64;
    const std::ptrdiff_t channels = in.channels;
    const std::ptrdiff_t halo = radius * channels;
    const auto stride = static_cast<std::ptrdiff_t>(in.stride());
    const auto row_stride = static_cast<std::ptrdiff_t>(window_stride(static_cast<std::int32_t>(halo)));
    const std::int32_t held = 2 * radius + 2;
    const std::ptrdiff_t strips = (stride + kStripBytes - 1) / kStripBytes;
    const std::int16_t* rows[kMostRows];
    std::uint32_t inked[kMostRows];
    for (std::ptrdiff_t strip = 0; strip < strips; ++strip) {
        const std::ptrdiff_t first = in.width * strip / strips * channels;
        const std::ptrdiff_t last = in.width * (strip + 1) / strips * channels;
        for (std::ptrdiff_t i = 0; i < held; ++i) {  // the slack, which another strip may have written to
            std::memset(scratch + i * row_stride + (last - first) + 2 * halo, 0, kSlack * sizeof *scratch);
        }
        std::int32_t ready = 0;
        for (std::int32_t y = 0; y < in.height; y += 2) {
            for (; ready <= y + radius + 1 && ready < in.height; ++ready) {
                std::int16_t* const to = scratch + (ready % held) * row_stride;
                widen<Bits>(in.row(ready), stride, channels, first - halo, last + halo, to);
                inked[ready % held] = inked_chunks(to, last - first + 2 * halo);
            }
            TwoRows two{rows + radius, 0, last - first, {out.row(y) + first, out.row(y) + first}};
            if (y + 1 < in.height) {
                two.out[1] = out.row(y + 1) + first;
            }
            for (std::int32_t k = -radius; k <= radius + 1; ++k) {
                const std::int32_t at = (y + k < 0 ? 0 : y + k >= in.height ? in.height - 1 : y + k) % held;
                rows[k + radius] = scratch + at * row_stride;
                two.inked |= inked[at];
            }
            work(two);
        }
    }
}

}  // namespace lomo::LOMO_TARGET
