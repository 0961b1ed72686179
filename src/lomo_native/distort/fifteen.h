// Shares of one in 1/32768 -> their products and curves; the one rounding is that of SSSE3's pmulhrsw.
#pragma once

#include <algorithm>
#include <cstdint>

namespace lomo {

inline constexpr std::int32_t kAlmostOne = 32767;

constexpr std::int32_t times15(std::int32_t a, std::int32_t b) {
    return (a * b + 16384) >> 15;
}

constexpr std::int32_t share15(std::int64_t share) {  // from a share in 1/65536
    return static_cast<std::int32_t>(std::min<std::int64_t>(share >> 1, kAlmostOne));
}

// 3 s^2 - 2 s^3 for s in 0 .. 32767.
constexpr std::int32_t smooth15(std::int32_t s) {
    const std::int32_t square = times15(s, s);
    return std::min(square + 2 * (square - times15(square, s)), kAlmostOne);
}

// What is left of the value p (0 .. 255) when the share d of its light is taken.
constexpr std::uint8_t darkened(std::uint8_t p, std::int32_t d) {
    return static_cast<std::uint8_t>(p - times15(p, d));
}

}  // namespace lomo
