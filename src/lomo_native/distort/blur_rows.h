// A picture -> its blurs by window, written in lanes.h: see blur.h for what they compute.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"
#include "distort/window_rows.h"

namespace lomo::LOMO_TARGET {

// weights[0] * row + sum of weights[k] * (row k above + row k below), for two rows, whose windows share all
// rows but one.
inline void weigh_columns(const std::int16_t* const* rows, std::ptrdiff_t x, const std::int16_t* weights,
                          std::int32_t radius, std::int16_t* first, std::int16_t* second) {
    for (std::ptrdiff_t v = 0; v < kVectors; v += 2) {
        const std::ptrdiff_t at = x + v * kLanes;
        Shorts above[2], below[2], one[2], two[2];
        for (std::ptrdiff_t i = 0; i < 2; ++i) {
            above[i] = load(rows[0] + at + i * kLanes);
            below[i] = load(rows[1] + at + i * kLanes);
            one[i] = times15(above[i], all(weights[0]));
            two[i] = times15(below[i], all(weights[0]));
        }
        for (std::int32_t k = 1; k <= radius; ++k) {
            const Shorts weight = all(weights[k]);
            for (std::ptrdiff_t i = 0; i < 2; ++i) {
                const Shorts higher = load(rows[-k] + at + i * kLanes);
                const Shorts lower = load(rows[k + 1] + at + i * kLanes);
                one[i] = one[i] + times15(higher + below[i], weight);
                two[i] = two[i] + times15(above[i] + lower, weight);
                above[i] = higher;
                below[i] = lower;
            }
        }
        for (std::ptrdiff_t i = 0; i < 2; ++i) {
            store(first + at + i * kLanes, one[i]);
            store(second + at + i * kLanes, two[i]);
        }
    }
}

inline Sums weigh_row(const std::int16_t* centre, std::ptrdiff_t channels, const std::int16_t* weights,
                      std::int32_t radius) {
    Sums sums;
    for (std::ptrdiff_t v = 0; v < kVectors; ++v) {
        sums.v[v] = times15(load(centre + v * kLanes), all(weights[0]));
    }
    const std::int16_t* left = centre;
    const std::int16_t* right = centre;
    for (std::int32_t k = 1; k <= radius; ++k) {
        left -= channels;
        right += channels;
        const Shorts weight = all(weights[k]);
        for (std::ptrdiff_t v = 0; v < kVectors; ++v) {
            sums.v[v] = sums.v[v] + times15(load(left + v * kLanes) + load(right + v * kLanes), weight);
        }
    }
    return sums;
}

inline void gaussian(const ImageView& in, const std::int16_t* weights, std::int32_t radius,
                     std::int16_t* scratch, const Canvas& out) {
    const std::ptrdiff_t channels = in.channels;
    const std::ptrdiff_t halo = radius * channels;
    const auto row_stride = static_cast<std::ptrdiff_t>(window_stride(static_cast<std::int32_t>(halo)));
    std::int16_t* const first = scratch + (2 * radius + 2) * row_stride;
    std::int16_t* const second = first + row_stride;
    slide<6>(in, radius, scratch, out, [&](const TwoRows& two) {
        for (std::ptrdiff_t x = 0; x < two.bytes + 2 * halo; x += kChunk) {
            if (any_inked(two.inked, x, x + 1)) {
                weigh_columns(two.rows, x, weights, radius, first, second);
            } else {
                for (std::ptrdiff_t i = x; i < x + kChunk; i += kLanes) {
                    store(first + i, all(0));
                    store(second + i, all(0));
                }
            }
        }
        for (std::ptrdiff_t k = 1; k >= 0; --k) {
            const std::int16_t* const column = k == 0 ? first : second;
            for (std::ptrdiff_t x = 0; x < two.bytes; x += kChunk) {
                if (any_inked(two.inked, x, x + kChunk + 2 * halo)) {
                    put(two.out[k] + x, two.bytes - x,
                        weigh_row(column + x + halo, channels, weights, radius));
                } else {
                    put_white(two.out[k] + x, two.bytes - x);
                }
            }
        }
    });
}

// A tap of two rows of the output: it weighs `first` in the upper one and `second` in the lower one.
struct JointTap {
    std::int32_t dx;
    std::int32_t dy;
    std::int32_t first;
    std::int32_t second;
};

// The taps of an upper row, and the same taps a row lower; returns how many there are.
inline std::ptrdiff_t join(const Tap* taps, std::size_t count, JointTap* out) {
    std::ptrdiff_t made = 0;
    for (std::size_t t = 0; t < 2 * count; ++t) {
        const Tap& tap = taps[t % count];
        const std::int32_t dy = t < count ? tap.dy : tap.dy + 1;
        JointTap* at = out;
        while (at != out + made && (at->dx != tap.dx || at->dy != dy)) {
            ++at;
        }
        if (at == out + made) {
            *at = {tap.dx, dy, 0, 0};
            ++made;
        }
        (t < count ? at->first : at->second) = tap.weight;
    }
    return made;
}

inline void taps(const ImageView& in, const Tap* list, std::size_t count, std::int32_t radius,
                 std::int16_t* scratch, const Canvas& out) {
    const std::ptrdiff_t channels = in.channels;
    const std::ptrdiff_t halo = radius * channels;
    JointTap joint[2 * kMostTaps];
    const std::ptrdiff_t joints = join(list, count, joint);
    slide<7>(in, radius, scratch, out, [&](const TwoRows& two) {
        const std::int16_t* from[2 * kMostTaps];
        for (std::ptrdiff_t t = 0; t < joints; ++t) {
            from[t] = two.rows[joint[t].dy] + (radius + joint[t].dx) * channels;
        }
        for (std::ptrdiff_t x = 0; x < two.bytes; x += kChunk) {
            if (!any_inked(two.inked, x, x + kChunk + 2 * halo)) {
                put_white(two.out[1] + x, two.bytes - x);
                put_white(two.out[0] + x, two.bytes - x);
                continue;
            }
            Sums first, second;
            for (std::ptrdiff_t v = 0; v < kVectors; ++v) {
                first.v[v] = second.v[v] = all(0);
            }
            for (std::ptrdiff_t t = 0; t < joints; ++t) {
                const Shorts upper = all(joint[t].first);
                const Shorts lower = all(joint[t].second);
                const std::int16_t* const p = from[t] + x;
                if (joint[t].second == 0) {
                    for (std::ptrdiff_t v = 0; v < kVectors; ++v) {
                        first.v[v] = first.v[v] + times15(load(p + v * kLanes), upper);
                    }
                } else if (joint[t].first == 0) {
                    for (std::ptrdiff_t v = 0; v < kVectors; ++v) {
                        second.v[v] = second.v[v] + times15(load(p + v * kLanes), lower);
                    }
                } else {
                    for (std::ptrdiff_t v = 0; v < kVectors; ++v) {
                        const Shorts ink = load(p + v * kLanes);
                        first.v[v] = first.v[v] + times15(ink, upper);
                        second.v[v] = second.v[v] + times15(ink, lower);
                    }
                }
            }
            put(two.out[1] + x, two.bytes - x, second);
            put(two.out[0] + x, two.bytes - x, first);
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
