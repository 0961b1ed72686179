// Rows of pixels and shades -> darker rows, and the shades themselves, written in lanes.h: see shadow.h and
// stain.h for what they compute.
#pragma once

#include "distort/lanes.h"
#include "distort/rows.h"

namespace lomo::LOMO_TARGET {

inline Shorts smooth(Shorts s) {  // 3 s^2 - 2 s^3
    const Shorts square = times15(s, s);
    // At most 32768, which wraps; both steps saturate instead.
    const Shorts rest = square - times15(square, s);
    return saturated_sum(square, rest + rest);
}

inline void add_shade(std::int16_t* shade, std::ptrdiff_t count, std::int32_t start, std::int32_t step,
                      std::int32_t darkening) {
    const Shorts most = all(darkening);
    const auto advance = std::uint32_t(step) * std::uint32_t(kLanes);
    auto at = std::uint32_t(start);
    const auto darker = [&](Shorts before) {
        const Shorts d = times15(smooth(ramp15(static_cast<std::int32_t>(at), step)), most);
        return before + d - times15(before, d);
    };
    std::ptrdiff_t i = 0;
    for (; i + kLanes <= count; i += kLanes, at += advance) {
        store(shade + i, darker(load(shade + i)));
    }
    if (i < count) {
        std::int16_t rest[kLanes] = {};
        const auto bytes = static_cast<std::size_t>(count - i) * sizeof *shade;
        std::memcpy(rest, shade + i, bytes);
        store(rest, darker(load(rest)));
        std::memcpy(shade + i, rest, bytes);
    }
}

// The same onto no shade at all, and darken() of it, in one go.
inline void darken_ramp(const std::uint8_t* in, std::ptrdiff_t count, std::int32_t start, std::int32_t step,
                        std::int32_t darkening, std::uint8_t* out) {
    const Shorts most = all(darkening);
    const auto advance = std::uint32_t(step) * std::uint32_t(kLanes);
    auto at = std::uint32_t(start);
    const auto next = [&](const std::uint8_t* from) {
        const Shorts p = from_bytes(from);
        const Shorts d = times15(smooth(ramp15(static_cast<std::int32_t>(at), step)), most);
        at += advance;
        return p - times15(p, d);
    };
    std::ptrdiff_t i = 0;
    for (; i + kBlock <= count; i += kBlock) {
        const Shorts a = next(in + i);
        to_bytes(out + i, a, next(in + i + kLanes));
    }
    if (i < count) {
        std::uint8_t rest[kBlock] = {};
        copy(rest, in + i, count - i);
        const Shorts a = next(rest);
        to_bytes(rest, a, next(rest + kLanes));
        copy(out + i, rest, count - i);
    }
}

inline void darken(const std::uint8_t* in, const std::int16_t* shade, std::ptrdiff_t count,
                   std::uint8_t* out) {
    const auto darker = [](Shorts p, Shorts d) { return p - times15(p, d); };
    std::ptrdiff_t i = 0;
    for (; i + kBlock <= count; i += kBlock) {
        to_bytes(out + i, darker(from_bytes(in + i), load(shade + i)),
                 darker(from_bytes(in + i + kLanes), load(shade + i + kLanes)));
    }
    for (; i < count; ++i) {
        out[i] = static_cast<std::uint8_t>(in[i] - ((in[i] * shade[i] + 16384) >> 15));
    }
}

// The darkest that a blob makes its pixels where they are not surely solid, times what it absorbs.
inline Shorts blob_shade(const std::int16_t* places, const std::int16_t* wobbles, const BlobRow& row,
                         Shorts absorbed) {
    const Shorts limit = all(row.limit), most = all(32767);
    const Shorts far = all(16400), near_end = all(-16400);  // beyond, the blob is out of reach
    const Shorts u = lesser(greater(saturated_sum(load(places), all(row.wobble)), near_end), far);
    const Shorts v = lesser(greater(saturated_sum(all(row.place), load(wobbles)), near_end), far);
    const Shorts left = greater(all(8192) - times15(u, u) - times15(v, v), all(0));
    const Shorts f = smooth(most_where_above(lesser(left, limit) * all(row.hardness), left, limit));
    const Shorts half_edge = times15(f, most - f);  // at most 8192
    const Shorts edge = saturated_sum(up<1>(half_edge), up<1>(half_edge));
    return times15(saturated_sum(times15(all(row.inside), f), times15(all(row.rim), edge)), absorbed);
}

inline void stain_row(const std::int16_t* places, const std::int16_t* wobbles, const std::int16_t* absorbs,
                      const BlobRow& row, std::ptrdiff_t count, std::ptrdiff_t room, std::uint8_t* pixels) {
    const Shorts solid = all(row.solid);
    const auto darker = [&](std::ptrdiff_t i, const std::uint8_t* from) {
        const Shorts p = from_bytes(from);
        const Shorts absorbed = load(absorbs + i);
        const bool same = i >= row.solid_first && i + kLanes <= row.solid_last;
        return p - times15(p, same ? times15(solid, absorbed)
                                   : blob_shade(places + i, wobbles + i, row, absorbed));
    };
    for (std::ptrdiff_t i = 0; i < count; i += kBlock) {
        if (i + kBlock <= room) {
            const Shorts a = darker(i, pixels + i);
            to_bytes(pixels + i, a, darker(i + kLanes, pixels + i + kLanes));
            continue;
        }
        std::uint8_t rest[kBlock] = {};
        copy(rest, pixels + i, count - i);
        const Shorts a = darker(i, rest);
        to_bytes(rest, a, darker(i + kLanes, rest + kLanes));
        copy(pixels + i, rest, count - i);
    }
}

}  // namespace lomo::LOMO_TARGET
