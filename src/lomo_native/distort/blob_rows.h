// A blob's axes and profile -> rows of its shades, and rows of pixels darkened by them, written in lanes.h:
// see stain.h for what they compute.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"

namespace lomo::LOMO_TARGET {

inline Shorts size_of(Shorts a) {
    return greater(a, saturated_difference(all(0), a));
}

inline void blob_axis(const BlobAxis& axis, std::ptrdiff_t count, std::int16_t* places,
                      std::int16_t* wobbles) {
    for (std::ptrdiff_t i = 0; i < count; i += kLanes) {
        const auto from =
            std::uint32_t(axis.start) + std::uint32_t(axis.step) * static_cast<std::uint32_t>(i);
        const Shorts exact = ramp15(static_cast<std::int32_t>(from), axis.step);
        const Shorts place = greater(lesser(exact, all(kBlobOutside)), all(-kBlobOutside));
        const Shorts turn = all(axis.phase) + place * all(axis.pace);
        store(places + i, place);
        store(wobbles + i, times15(times15(turn, all(32767) - size_of(turn)), all(axis.wobble)));
    }
}

inline void blob_shades(const std::int16_t* places, const std::int16_t* wobbles, const BlobProfile& profile,
                        std::int32_t place, std::int32_t wobble, std::ptrdiff_t count, std::int32_t channels,
                        std::int16_t* shades) {
    const Shorts one = all(8192 - profile.middle), most = all(32767);
    for (std::ptrdiff_t i = 0; i < count; i += kLanes) {
        const Shorts u = load(places + i) + all(wobble), v = all(place) + load(wobbles + i);
        const Shorts left = saturated_difference(saturated_difference(one, times15(u, u)), times15(v, v));
        const Shorts cut = greater(lesser(left, all(profile.limit)), all(-profile.limit));
        const Shorts line = cut * all(profile.slope);
        const Shorts half = times15(line, most - down<1>(size_of(line)));
        const Shorts bent = times15(half, all(profile.inside) - times15(half, all(profile.rim)));
        const Shorts shade = greater(lesser(bent + all(profile.base), all(8192)), all(0));
        if (channels == 1) {
            store(shades + i, times15(shade, load(profile.absorbs)));
            continue;
        }
        Shorts bytes[3];
        triple_each(shade, bytes);
        for (std::ptrdiff_t k = 0; k < 3; ++k) {
            store(shades + 3 * i + k * kLanes, times15(bytes[k], load(profile.absorbs + k * kLanes)));
        }
    }
}

// Along the rows a quadratic spline, which is as smooth as the blob and needs two sums a row.
template <int Pace>
inline void lay_strips(const std::int16_t* before, const std::int16_t* middle, const std::int16_t* after,
                       std::int32_t rows, std::ptrdiff_t count, std::ptrdiff_t stride, std::uint8_t* pixels,
                       const std::uint8_t* end) {
    for (std::ptrdiff_t i = 0; i < count; i += kLanes) {
        Shorts shade = load(middle + i), rise = all(0), bend = all(0);
        if constexpr (Pace > 1) {
            const Shorts b = load(before + i), a = load(after + i);
            if (none(b + shade + a)) {
                continue;
            }
            const Shorts first = shade - b;
            const Shorts second = a - shade - first;
            shade =
                b + times15(first, all(16384 + 16384 / Pace)) + times15(second, all(4096 / (Pace * Pace)));
            bend = times15(second, all(32768 / (Pace * Pace)));
            rise = times15(first, all(32768 / Pace)) + bend;
        } else if (none(shade)) {
            continue;
        }
        std::uint8_t* at = pixels + i;
        for (std::int32_t k = 0; k < rows; ++k, at += stride) {
            const auto darker = [&](Shorts p) { return p - times15(up<2>(p), shade); };
            if (at + kLanes <= end) {
                to_half_bytes(at, darker(from_bytes(at)));
            } else {
                std::uint8_t rest[kLanes] = {};
                copy(rest, at, end - at);
                to_half_bytes(rest, darker(from_bytes(rest)));
                copy(at, rest, end - at);
            }
            shade = shade + rise;
            rise = rise + bend;
        }
    }
}

inline void lay_shades(const std::int16_t* before, const std::int16_t* middle, const std::int16_t* after,
                       std::int32_t pace, std::int32_t rows, std::ptrdiff_t count, std::ptrdiff_t stride,
                       std::uint8_t* pixels, const std::uint8_t* end) {
    const auto lay = pace == 1 ? lay_strips<1> : pace == 2 ? lay_strips<2> : lay_strips<4>;
    lay(before, middle, after, rows, count, stride, pixels, end);
}

}  // namespace lomo::LOMO_TARGET
