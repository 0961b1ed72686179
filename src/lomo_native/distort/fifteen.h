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

}  // namespace lomo
