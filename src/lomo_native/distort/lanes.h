// Rows of 16-bit integers and bytes -> sums, products and bytes of many of them at once: what the kernels are
// written in. Each target_*.cpp includes this once, with LOMO_TARGET naming its namespace, and gets the
// widest form that its compiler flags allow; LOMO_PORTABLE asks for plain C++. Every form computes the same
// numbers.
#pragma once

#if defined(LOMO_PORTABLE)
#include "distort/lanes_portable.h"
#elif defined(__AVX512BW__)
#include "distort/lanes_avx512.h"
#elif defined(__AVX2__)
#include "distort/lanes_avx2.h"
#else
#include "distort/lanes_sse2.h"
#endif

namespace lomo::LOMO_TARGET {

inline constexpr std::ptrdiff_t kLanes = Shorts::kCount;
// As many bytes as one vector holds.
inline constexpr std::ptrdiff_t kBlock = 2 * Shorts::kCount;

inline void copy(std::uint8_t* to, const std::uint8_t* from, std::ptrdiff_t count) {
    std::memcpy(to, from, static_cast<std::size_t>(count));
}

}  // namespace lomo::LOMO_TARGET
