// An angle -> its sine and cosine as integers in 1/2**30, rounded to nearest, without floating point: the
// same on every machine. Exact rounding is tested for every 1/1024 degree and every 1/65536 turn.
#pragma once

#include <cstdint>

namespace lomo {

inline constexpr std::int32_t kDegree = 1024;  // angles of the distortions are in 1/1024 degree
inline constexpr std::int32_t kFullTurn = 360 * kDegree;
inline constexpr int kSineBits = 30;

__extension__ typedef unsigned __int128 UnsignedWide;

namespace sine_detail {

inline constexpr std::uint64_t kOne = std::uint64_t{1} << 62;
inline constexpr std::uint64_t kHalfPi = 7244019458077122842;  // round(pi / 2 * 2**62)

constexpr std::uint64_t times(std::uint64_t a, std::uint64_t b) {  // Q62 * Q62 -> Q62, truncated
    return static_cast<std::uint64_t>((UnsignedWide{a} * b) >> 62);
}

// Taylor series by Horner's rule for 0 <= x <= pi / 4; the first term left out is below 2**-60.
constexpr std::uint64_t sine_series(std::uint64_t x) {
    const std::uint64_t square = times(x, x);
    std::uint64_t sum = kOne;
    for (std::uint64_t k = 18; k >= 2; k -= 2) {
        sum = kOne - times(square, sum) / (k * (k + 1));
    }
    return times(x, sum);
}

constexpr std::uint64_t cosine_series(std::uint64_t x) {
    const std::uint64_t square = times(x, x);
    std::uint64_t sum = kOne;
    for (std::uint64_t k = 18; k >= 2; k -= 2) {
        sum = kOne - times(square, sum) / (k * (k - 1));
    }
    return sum;
}

}  // namespace sine_detail

// sin(2 pi * turn / 2**64) * 2**30.
constexpr std::int64_t sine(std::uint64_t turn) {
    using namespace sine_detail;
    const std::uint64_t quadrant = turn >> 62;
    std::uint64_t part = turn & (kOne - 1);  // of the quadrant, in 1/2**62
    if (quadrant & 1) {
        part = kOne - part;
    }
    const std::uint64_t size =
        part <= kOne / 2 ? sine_series(times(part, kHalfPi)) : cosine_series(times(kOne - part, kHalfPi));
    const auto rounded = static_cast<std::int64_t>((size + (std::uint64_t{1} << 31)) >> 32);
    return quadrant & 2 ? -rounded : rounded;
}

constexpr std::int64_t cosine(std::uint64_t turn) {
    return sine(turn + sine_detail::kOne);
}

// An angle in 1/1024 degree as a turn in 1/2**64.
constexpr std::uint64_t turn_of_angle(std::int64_t angle) {
    const auto positive = static_cast<std::uint64_t>((angle % kFullTurn + kFullTurn) % kFullTurn);
    const auto wide = (UnsignedWide{positive} << 64) + kFullTurn / 2;
    return static_cast<std::uint64_t>(wide / kFullTurn);
}

// sine(turn_of_phase(phase)), from a table of a quarter turn. Loops over many phases keep one of these.
class Sines {
  public:
    std::int64_t of_phase(std::int64_t phase) const {
        const std::int64_t part = phase & (kQuarter - 1);
        const std::int64_t size = table_[(phase & kQuarter) == 0 ? part : kQuarter - part];
        return (phase & (2 * kQuarter)) == 0 ? size : -size;
    }

  private:
    static constexpr std::int64_t kQuarter = 16384;
    static const std::int32_t* quarter();
    const std::int32_t* table_ = quarter();
};
inline std::int64_t sine_of_phase(std::int64_t phase) {
    return Sines().of_phase(phase);
}

// A phase in 1/65536 turn (taken modulo a full turn) as a turn in 1/2**64.
constexpr std::uint64_t turn_of_phase(std::int64_t phase) {
    return static_cast<std::uint64_t>(phase) << 48;
}

}  // namespace lomo
