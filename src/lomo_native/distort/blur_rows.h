// A picture -> its blurs by window, written in lanes.h: see blur.h for what they compute.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"

namespace lomo::LOMO_TARGET {

inline constexpr std::ptrdiff_t kQuad = 4 * kLanes;

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

// 255 - (sum / 64 rounded) for four vectors of sums -> `count` bytes, at most kQuad.
inline void put(std::uint8_t* out, std::ptrdiff_t count, Shorts a, Shorts b, Shorts c, Shorts d) {
    const Shorts half = all(32);
    const Shorts white = all(255);
    const auto finish = [&](Shorts sum) { return white - down<6>(sum + half); };
    if (count >= kQuad) {
        to_bytes(out, finish(a), finish(b));
        to_bytes(out + kBlock, finish(c), finish(d));
        return;
    }
    std::uint8_t rest[kQuad];
    to_bytes(rest, finish(a), finish(b));
    to_bytes(rest + kBlock, finish(c), finish(d));
    copy(out, rest, count);
}

// Calls work(rows, bytes, out) for each strip and row: rows[k] (-radius .. radius) are the strip's rows of
// ink, `halo` elements wider on either side, beyond the picture the border repeats.
template <int Bits, class Work>
inline void slide(const ImageView& in, std::int32_t radius, std::int16_t* scratch, const Canvas& out,
                  const Work& work) {
    const std::ptrdiff_t channels = in.channels;
    const std::ptrdiff_t halo = radius * channels;
    const auto row_stride = static_cast<std::ptrdiff_t>(window_stride(static_cast<std::int32_t>(halo)));
    const std::int32_t held = 2 * radius + 1;
    const std::ptrdiff_t strips = (std::ptrdiff_t(in.stride()) + kStripBytes - 1) / kStripBytes;
    const std::int16_t* rows[kMostTaps];
    for (std::ptrdiff_t strip = 0; strip < strips; ++strip) {
        const std::ptrdiff_t first = in.width * strip / strips * channels;
        const std::ptrdiff_t last = in.width * (strip + 1) / strips * channels;
        std::int32_t ready = 0;
        for (std::int32_t y = 0; y < in.height; ++y) {
            for (; ready <= y + radius && ready < in.height; ++ready) {
                widen<Bits>(in.row(ready), std::ptrdiff_t(in.stride()), channels, first - halo, last + halo,
                            scratch + (ready % held) * row_stride);
            }
            for (std::int32_t k = -radius; k <= radius; ++k) {
                const std::int32_t at = y + k < 0 ? 0 : y + k >= in.height ? in.height - 1 : y + k;
                rows[k + radius] = scratch + (at % held) * row_stride;
            }
            work(rows + radius, last - first, out.row(y) + first);
        }
    }
}

inline void gaussian(const ImageView& in, const std::int16_t* weights, std::int32_t radius,
                     std::int16_t* scratch, const Canvas& out) {
    const std::ptrdiff_t channels = in.channels;
    const std::ptrdiff_t halo = radius * channels;
    std::int16_t* const column =
        scratch + (2 * radius + 1) * std::ptrdiff_t(window_stride(static_cast<std::int32_t>(halo)));
    // Both passes: weights[0] * centre + sum of weights[k] * (before + after).
    const auto weigh = [&](const auto& before, const auto& after, Shorts& a, Shorts& b, Shorts& c,
                           Shorts& d) {
        const std::int16_t* p = before(0);
        Shorts weight = all(weights[0]);
        a = times15(load(p), weight);
        b = times15(load(p + kLanes), weight);
        c = times15(load(p + 2 * kLanes), weight);
        d = times15(load(p + 3 * kLanes), weight);
        for (std::int32_t k = 1; k <= radius; ++k) {
            p = before(k);
            const std::int16_t* q = after(k);
            weight = all(weights[k]);
            a = a + times15(load(p) + load(q), weight);
            b = b + times15(load(p + kLanes) + load(q + kLanes), weight);
            c = c + times15(load(p + 2 * kLanes) + load(q + 2 * kLanes), weight);
            d = d + times15(load(p + 3 * kLanes) + load(q + 3 * kLanes), weight);
        }
    };
    slide<6>(in, radius, scratch, out,
             [&](const std::int16_t* const* rows, std::ptrdiff_t bytes, std::uint8_t* to) {
                 Shorts a, b, c, d;
                 for (std::ptrdiff_t x = 0; x < bytes + 2 * halo; x += kQuad) {
                     weigh([&](std::int32_t k) { return rows[-k] + x; },
                           [&](std::int32_t k) { return rows[k] + x; }, a, b, c, d);
                     store(column + x, a);
                     store(column + x + kLanes, b);
                     store(column + x + 2 * kLanes, c);
                     store(column + x + 3 * kLanes, d);
                 }
                 for (std::ptrdiff_t x = 0; x < bytes; x += kQuad) {
                     const std::int16_t* centre = column + x + halo;
                     weigh([&](std::int32_t k) { return centre - k * channels; },
                           [&](std::int32_t k) { return centre + k * channels; }, a, b, c, d);
                     put(to + x, bytes - x, a, b, c, d);
                 }
             });
}

inline void taps(const ImageView& in, const Tap* list, std::size_t count, std::int32_t radius,
                 std::int16_t* scratch, const Canvas& out) {
    const std::ptrdiff_t channels = in.channels;
    slide<7>(in, radius, scratch, out,
             [&](const std::int16_t* const* rows, std::ptrdiff_t bytes, std::uint8_t* to) {
                 const std::int16_t* from[kMostTaps];
                 for (std::size_t t = 0; t < count; ++t) {
                     from[t] = rows[list[t].dy] + (radius + list[t].dx) * channels;
                 }
                 for (std::ptrdiff_t x = 0; x < bytes; x += kQuad) {
                     Shorts a = all(0), b = a, c = a, d = a;
                     for (std::size_t t = 0; t < count; ++t) {
                         const Shorts weight = all(list[t].weight);
                         const std::int16_t* p = from[t] + x;
                         a = a + times15(load(p), weight);
                         b = b + times15(load(p + kLanes), weight);
                         c = c + times15(load(p + 2 * kLanes), weight);
                         d = d + times15(load(p + 3 * kLanes), weight);
                     }
                     put(to + x, bytes - x, a, b, c, d);
                 }
             });
}

// sums[i] += entering[i] - leaving[i]; a row that is missing counts as 0.
inline void move_sums(std::int16_t* sums, const std::uint8_t* entering, const std::uint8_t* leaving,
                      std::ptrdiff_t count) {
    std::ptrdiff_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        Shorts sum = load(sums + i) + from_bytes(entering + i);
        if (leaving != nullptr) {
            sum = sum - from_bytes(leaving + i);
        }
        store(sums + i, sum);
    }
    for (; i < count; ++i) {
        sums[i] = static_cast<std::int16_t>(sums[i] + entering[i] - (leaving != nullptr ? leaving[i] : 0));
    }
}

template <int Side>
inline void average(const std::int16_t* sums, std::int32_t any_side, std::ptrdiff_t channels,
                    const Division& by, std::ptrdiff_t count, std::uint8_t* out) {
    const std::int32_t side = Side > 0 ? Side : any_side;
    const Shorts half = all(by.half);
    const Shorts factor = all(by.factor);
    const auto mean = [&](const std::int16_t* p) {
        Shorts sum = half + load(p);
        for (std::int32_t k = 1; k < side; ++k) {
            sum = sum + load(p + k * channels);
        }
        return down_by(high_product(sum, factor), by.shift);
    };
    std::ptrdiff_t x = 0;
    for (; x + kBlock <= count; x += kBlock) {
        to_bytes(out + x, mean(sums + x), mean(sums + x + kLanes));
    }
    if (x < count) {
        std::uint8_t rest[kBlock];
        to_bytes(rest, mean(sums + x), mean(sums + x + kLanes));
        copy(out + x, rest, count - x);
    }
}

inline void box(const ImageView& in, std::int32_t side, const Division& by, std::int16_t* scratch,
                const Canvas& out) {
    const std::int32_t radius = side / 2;
    const std::ptrdiff_t channels = in.channels;
    const std::ptrdiff_t halo = radius * channels;
    const auto count = static_cast<std::ptrdiff_t>(in.stride());
    const auto row = [&](std::int32_t y) {
        return in.row(y < 0 ? 0 : y >= in.height ? in.height - 1 : y);
    };
    std::int16_t* const sums = scratch + halo;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        sums[i] = 0;
    }
    for (std::int32_t k = -radius; k < radius; ++k) {
        move_sums(sums, row(k), nullptr, count);
    }
    for (std::int32_t y = 0; y < in.height; ++y) {
        move_sums(sums, row(y + radius), y > 0 ? row(y - radius - 1) : nullptr, count);
        for (std::ptrdiff_t i = 0; i < halo; ++i) {
            scratch[i] = sums[i % channels];
            sums[count + i] = sums[count - channels + i % channels];
        }
        switch (side) {
            case 3:
                average<3>(scratch, side, channels, by, count, out.row(y));
                break;
            case 5:
                average<5>(scratch, side, channels, by, count, out.row(y));
                break;
            default:
                average<0>(scratch, side, channels, by, count, out.row(y));
        }
    }
}

}  // namespace lomo::LOMO_TARGET
