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

inline void opacities(const std::int16_t* places, const std::int16_t* wobbles, std::ptrdiff_t count,
                      const BlobRow& row, std::int16_t* out) {
    const Shorts row_place = all(row.place), row_wobble = all(row.wobble);
    const Shorts hardness = all(row.hardness), limit = all(32767 / row.hardness);
    const Shorts inside = all(row.inside), rim = all(row.rim);
    const Shorts most = all(32767), zero = all(0), one = all(8192);
    const Shorts far = all(16400), near_end = all(-16400);  // beyond, the blob is out of reach
    for (std::ptrdiff_t i = 0; i < count; i += kLanes) {    // into the slack
        const Shorts u = lesser(greater(saturated_sum(load(places + i), row_wobble), near_end), far);
        const Shorts v = lesser(greater(saturated_sum(row_place, load(wobbles + i)), near_end), far);
        const Shorts left = greater(one - times15(u, u) - times15(v, v), zero);
        const Shorts f = smooth(most_where_above(lesser(left, limit) * hardness, left, limit));
        const Shorts half_edge = times15(f, most - f);  // at most 8192
        const Shorts edge = saturated_sum(up<1>(half_edge), up<1>(half_edge));
        store(out + i, saturated_sum(times15(inside, f), times15(rim, edge)));
    }
}

inline void scale(const std::int16_t* in, std::int32_t by, std::ptrdiff_t count, std::int16_t* out) {
    const Shorts factor = all(by);
    for (std::ptrdiff_t i = 0; i < count; i += Shorts::kCount) {  // into the slack
        store(out + i, times15(load(in + i), factor));
    }
}

}  // namespace lomo::LOMO_TARGET
