// Rows of pixels and shades -> darker rows, and the shades themselves, written in lanes.h: see shadow.h for
// what they compute.
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

// The last block ends where the row does: what is written twice is the same. Rows shorter than a block go
// through one of their own.
template <class Function>
inline void by_blocks(std::ptrdiff_t count, std::ptrdiff_t block, Function function) {
    for (std::ptrdiff_t i = 0; i + block < count; i += block) {
        function(i);
    }
    function(count - block);
}

inline void ramp_shades(std::int16_t* out, std::ptrdiff_t count, std::int32_t start, std::int32_t step,
                        std::int32_t darkening) {
    const Shorts most = all(darkening);
    const auto shades = [&](std::ptrdiff_t i) {
        const auto from = std::uint32_t(start) + std::uint32_t(step) * static_cast<std::uint32_t>(i);
        return times15(smooth(ramp15(static_cast<std::int32_t>(from), step)), most);
    };
    if (count < kLanes) {
        std::int16_t rest[kLanes];
        store(rest, shades(0));
        std::memcpy(out, rest, static_cast<std::size_t>(count) * sizeof *out);
        return;
    }
    by_blocks(count, kLanes, [&](std::ptrdiff_t i) { store(out + i, shades(i)); });
}

inline void mix_shades(std::int16_t* shade, const std::int16_t* more, std::ptrdiff_t count) {
    std::ptrdiff_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        const Shorts d = load(shade + i), e = load(more + i);
        store(shade + i, d + e - times15(d, e));
    }
    for (; i < count; ++i) {
        shade[i] = static_cast<std::int16_t>(shade[i] + more[i] - ((shade[i] * more[i] + 16384) >> 15));
    }
}

inline void darken(const std::uint8_t* in, const std::int16_t* shade, std::ptrdiff_t count,
                   std::uint8_t* out) {
    const auto darker = [](Shorts p, Shorts d) { return p - times15(p, d); };
    if (count >= kBlock) {
        by_blocks(count, kBlock, [&](std::ptrdiff_t i) {
            to_bytes(out + i, darker(from_bytes(in + i), load(shade + i)),
                     darker(from_bytes(in + i + kLanes), load(shade + i + kLanes)));
        });
        return;
    }
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        out[i] = static_cast<std::uint8_t>(in[i] - ((in[i] * shade[i] + 16384) >> 15));
    }
}

}  // namespace lomo::LOMO_TARGET
