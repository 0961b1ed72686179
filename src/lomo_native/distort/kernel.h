// A blur's parameters -> its integer weights, which sum to 2**14 exactly.
#pragma once

#include <cstdint>
#include <vector>

#include "distort/rows.h"

namespace lomo {

inline constexpr int kKernelBits = 14;
inline constexpr std::int32_t kKernelOne = 1 << kKernelBits;

// Weights for the offsets 0 .. r of a Gaussian (symmetrical: weight[0] + 2 * (the rest) = 2**14), sigma in
// 1/64 px, 1 .. 512; r = ceil(3 sigma). Each weight off the centre is 2**14 * g(k) / sum(g) rounded to
// nearest; the centre takes the rest.
std::vector<std::int32_t> gaussian_weights(std::int64_t sigma);

struct Tap {
    std::int32_t dx = 0;
    std::int32_t dy = 0;
    std::int32_t weight = 0;
};

// A straight path through the centre, its length in 1/64 px (64 .. 1984), its angle in 1/1024 degree counter-
// clockwise as seen. Along the axis nearer to the path, each pixel column (or row) weighs as much as the path
// runs inside it; across, the weight is shared linearly by the two pixels beside the middle of that piece.
// Weights are rounded down to 1/2**14; the centre takes the rest.
std::vector<Tap> motion_taps(std::int64_t length, std::int64_t angle);

// Weights in 1/256 that sum to one: the finer ones added up in order, each sum rounded (halves up), and the
// differences. From the outermost weight of a Gaussian inwards, alike on both sides, the centre takes the
// rest (result: for the offsets -r .. r); along a path in the order of motion_taps. Empty where one weight is
// all.
std::vector<std::uint8_t> coarse_weights(const std::vector<std::int32_t>& gaussian);

// The weights of a path in each row, two pixels beside each other as a pair, for pictures of 1 or 3 channels.
struct PairedTaps {
    std::vector<TapPair> pairs;
    Taps taps() const;
};
PairedTaps paired_taps(std::int64_t length, std::int64_t angle, std::int32_t channels);

}  // namespace lomo
