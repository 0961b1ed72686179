// The integer unit of layout: 1/65536 of a pixel, and the conversions that every floor shares.
#pragma once

#include <cstdint>

namespace lomo {

using Unit = std::int64_t;
__extension__ typedef __int128 Wide;

inline constexpr Unit kUnitsPerPx = 65536;

inline constexpr Unit kHalfRange = Unit{1} << 62;

// a * b / c rounded to nearest, halves away from zero; c > 0. Most products fit 64 bits, and are spared the
// division of 128.
constexpr Unit scale(Unit a, Unit b, Unit c) {
    Unit small = 0;
    if (!__builtin_mul_overflow(a, b, &small) && small < kHalfRange && small > -kHalfRange &&
        c < kHalfRange) {
        return (small >= 0 ? small + c / 2 : small - c / 2) / c;
    }
    const Wide product = Wide{a} * b;
    const Wide half = c / 2;
    return static_cast<Unit>(product >= 0 ? (product + half) / c : (product - half) / c);
}

constexpr Unit px(std::int64_t pixels) {
    return pixels * kUnitsPerPx;
}

// Floor and ceiling of a position in whole pixels, right for negatives too.
constexpr std::int64_t floor_px(Unit u) {
    return u >> 16;
}
constexpr std::int64_t ceil_px(Unit u) {
    return (u + kUnitsPerPx - 1) >> 16;
}
constexpr std::int64_t round_px(Unit u) {
    return (u + kUnitsPerPx / 2) >> 16;
}

}  // namespace lomo
