// A picture -> its means over squares, written in lanes.h: see blur.h.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"

namespace lomo::LOMO_TARGET {

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

// The sum of Side elements from each of two vectors' first on, where they lie in these and the next.
template <int Side>
inline Shorts neighbours(Shorts a, Shorts b) {
    Shorts sum = a + following<1>(a, b) + following<2>(a, b);
    if constexpr (Side >= 5) {
        sum = sum + following<3>(a, b) + following<4>(a, b);
    }
    if constexpr (Side >= 7) {
        sum = sum + following<5>(a, b) + following<6>(a, b);
    }
    return sum;
}

// Side is 0 where neighbours are fetched one by one.
template <int Side>
inline void average(const std::int16_t* sums, std::int32_t side, std::ptrdiff_t channels, const Division& by,
                    std::ptrdiff_t count, std::uint8_t* out) {
    const Shorts half = all(by.half);
    const Shorts factor = all(by.factor);
    const auto mean = [&](Shorts sum) { return down_by(high_product(sum + half, factor), by.shift); };
    Shorts ahead = load(sums);
    const auto both = [&](std::ptrdiff_t x, std::uint8_t* to) {
        Shorts a = ahead, b = load(sums + x + kLanes);
        if constexpr (Side > 0) {
            ahead = load(sums + x + kBlock);
            a = neighbours<Side>(a, b);
            b = neighbours<Side>(b, ahead);
        } else {
            a = load(sums + x);
            for (std::int32_t k = 1; k < side; ++k) {
                a = a + load(sums + x + k * channels);
                b = b + load(sums + x + kLanes + k * channels);
            }
        }
        to_bytes(to, mean(a), mean(b));
    };
    std::ptrdiff_t x = 0;
    for (; x + kBlock <= count; x += kBlock) {
        both(x, out + x);
    }
    if (x < count) {
        std::uint8_t rest[kBlock];
        both(x, rest);
        copy(out + x, rest, count - x);
    }
}

inline void box(const ImageView& in, std::int32_t side, const Division& by, std::int16_t* scratch,
                const Canvas& out) {
    const std::int32_t radius = side / 2;
    const std::ptrdiff_t channels = in.channels;
    const std::ptrdiff_t halo = radius * channels;
    const auto count = static_cast<std::ptrdiff_t>(in.stride());
    const auto row = [&](std::int32_t y) { return in.row(y < 0 ? 0 : y >= in.height ? in.height - 1 : y); };
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
        switch (channels == 1 ? side : 0) {
            case 3:
                average<3>(scratch, side, channels, by, count, out.row(y));
                break;
            case 5:
                average<5>(scratch, side, channels, by, count, out.row(y));
                break;
            case 7:
                average<7>(scratch, side, channels, by, count, out.row(y));
                break;
            default:
                average<0>(scratch, side, channels, by, count, out.row(y));
        }
    }
}

}  // namespace lomo::LOMO_TARGET
