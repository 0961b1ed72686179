#include "distort/kernel.h"

#include <algorithm>
#include <cstdlib>

#include "distort/bounds.h"
#include "distort/trigonometry.h"

namespace lomo {

namespace {

// exp(-n / d) in 1/2**62 for n, d > 0, n < 2**60; 0 where it falls below 2**-60.
std::uint64_t exp_minus(std::uint64_t n, std::uint64_t d) {
    constexpr std::uint64_t kLogTwo = 3196577161300663915;  // round(ln 2 * 2**62)
    using sine_detail::kOne;
    using sine_detail::times;
    if (n / d >= 42) {
        return 0;
    }
    const UnsignedWide exponent = (UnsignedWide{n} << 62) / d;
    const auto halvings = static_cast<unsigned>(exponent / kLogTwo);
    const auto rest = static_cast<std::uint64_t>(exponent % kLogTwo);
    std::uint64_t sum = kOne;  // Taylor series of exp(-rest) by Horner's rule
    for (std::uint64_t k = 20; k >= 1; --k) {
        sum = kOne - times(rest, sum) / k;
    }
    return sum >> halvings;
}

std::int32_t coarse(std::int32_t weight) {  // from 1/2**14 to 1/256
    return (weight + (1 << (kKernelBits - 9))) >> (kKernelBits - 8);
}

// A path's direction, and whether it is nearer to the horizontal.
struct Direction {
    std::int64_t along_x;
    std::int64_t along_y;  // downward
    bool flat;
};

Direction direction(std::int64_t angle) {
    const std::uint64_t turn = turn_of_angle(angle);
    const std::int64_t along_x = cosine(turn);
    const std::int64_t along_y = -sine(turn);  // counter-clockwise
    return {along_x, along_y, std::max(along_x, -along_x) >= std::max(along_y, -along_y)};
}

int kind(const TapPair& pair) {  // the order in Taps
    return pair.even == 0 ? 2 : pair.odd == 0 ? 1 : 0;
}

}  // namespace

std::vector<std::int32_t> gaussian_weights(std::int64_t sigma) {
    check_range("sigma (1/64 px)", sigma, 1, 512);
    const auto radius = static_cast<std::uint64_t>((3 * sigma + 63) / 64);
    std::vector<std::uint64_t> curve;  // exp(-k^2 / (2 sigma^2)), sigma = s / 64: k^2 * 2048 / s^2
    std::uint64_t total = 0;           // in 1/2**55, so that 2 * 24 + 1 terms fit
    for (std::uint64_t k = 0; k <= radius; ++k) {
        curve.push_back(k == 0 ? sine_detail::kOne
                               : exp_minus(k * k * 2048, static_cast<std::uint64_t>(sigma * sigma)));
        total += (k == 0 ? curve[k] : 2 * curve[k]) >> 7;
    }
    std::vector<std::int32_t> weights(curve.size(), 0);
    std::int32_t rest = kKernelOne;
    for (std::size_t k = 1; k < curve.size(); ++k) {
        const UnsignedWide share = (UnsignedWide{curve[k]} << (kKernelBits - 7)) + total / 2;
        weights[k] = static_cast<std::int32_t>(share / total);
        rest -= 2 * weights[k];
    }
    weights[0] = rest;
    return weights;
}

std::vector<Tap> motion_taps(std::int64_t length, std::int64_t angle) {
    check_range("length (1/64 px)", length, 64, 1984);
    check_range("angle (1/1024 degree)", angle, -kFullTurn, kFullTurn);
    const auto [along_x, along_y, flat] = direction(angle);
    std::int64_t major = flat ? along_x : along_y;
    std::int64_t minor = flat ? along_y : along_x;
    if (major < 0) {
        major = -major;
        minor = -minor;
    }
    // Half of the path's extent along the major axis, in 1/65536 px; its rise per pixel, in 1/65536.
    const std::int64_t reach = (length * 512 * major + (std::int64_t{1} << 29)) >> 30;
    const std::int64_t slope = floor_div(minor * 65536 + major / 2, major);
    const std::int64_t last = (reach + 32767) >> 16;
    std::vector<Tap> taps;
    std::int32_t rest = kKernelOne;
    for (std::int64_t k = -last; k <= last; ++k) {
        const std::int64_t from = std::max(-reach, k * 65536 - 32768);
        const std::int64_t to = std::min(reach, k * 65536 + 32768);
        if (to <= from) {
            continue;
        }
        const std::int64_t across = ((from + to) * slope) >> 17;
        const std::int64_t beside = across >> 16;
        const std::int64_t part = across & 65535;
        for (const auto& [step, share] : {std::pair{beside, 65536 - part}, std::pair{beside + 1, part}}) {
            const auto weight = static_cast<std::int32_t>((to - from) * share / (8 * reach));
            if (weight > 0) {
                rest -= weight;
                taps.push_back({std::int32_t(flat ? k : step), std::int32_t(flat ? step : k), weight});
            }
        }
    }
    for (Tap& tap : taps) {
        if (tap.dx == 0 && tap.dy == 0) {
            tap.weight += rest;
        }
    }
    return taps;
}

std::vector<std::uint8_t> coarse_weights(const std::vector<std::int32_t>& gaussian) {
    const std::size_t radius = gaussian.size() - 1;
    std::vector<std::uint8_t> weights(2 * radius + 1, 0);
    std::int32_t sum = 0;
    for (std::size_t k = radius; k >= 1; --k) {
        const std::int32_t before = coarse(sum);
        sum += gaussian[k];
        weights[radius - k] = weights[radius + k] = static_cast<std::uint8_t>(coarse(sum) - before);
    }
    const std::int32_t centre = 256 - 2 * coarse(sum);
    if (centre == 256) {
        return {};
    }
    weights[radius] = static_cast<std::uint8_t>(centre);
    const auto idle = std::ranges::find_if(weights, [](std::uint8_t weight) { return weight != 0; });
    const auto ends = idle - weights.begin();  // the curve's ends, too light for 1/256
    weights.erase(weights.end() - ends, weights.end());
    weights.erase(weights.begin(), weights.begin() + ends);
    return weights;
}

PairedTaps paired_taps(std::int64_t length, std::int64_t angle, std::int32_t channels) {
    constexpr std::int32_t kReach = kMostRadius + 2;  // and room for a pair beside
    std::int32_t grid[2 * kReach + 1][2 * kReach + 1] = {};
    std::int32_t sum = 0, radius = 0;
    for (const Tap& tap : motion_taps(length, angle)) {
        const std::int32_t before = coarse(sum);
        sum += tap.weight;
        if (coarse(sum) - before == 256) {
            return {};
        }
        grid[kReach + tap.dy][kReach + tap.dx] += coarse(sum) - before;
        radius = std::max({radius, std::abs(tap.dx), std::abs(tap.dy)});
    }
    PairedTaps made;
    for (std::int32_t dy = -radius; dy <= radius; ++dy) {
        const std::int32_t* const weights = grid[kReach + dy] + kReach;
        std::int32_t first = -radius, last = radius;
        while (first <= last && weights[first] == 0) {
            ++first;
        }
        while (first <= last && weights[last] == 0) {
            --last;
        }
        const auto pair = [&](std::int32_t dx) { return weights[dx] | weights[dx + 1] << 8; };
        if (channels == 1 && last != first + 1) {
            for (std::int32_t dx = first; dx <= last + 1; dx += 2) {
                made.pairs.push_back({dx, dy, pair(dx), pair(dx - 1)});
            }
            continue;
        }
        for (std::int32_t dx = first; dx <= last;
             dx += 2) {  // two alone are loaded twice, and multiplied once
            made.pairs.push_back({dx, dy, pair(dx), 0});
            if (channels == 1) {
                made.pairs.push_back({dx + 1, dy, 0, pair(dx)});
            }
        }
    }
    std::erase_if(made.pairs, [](const TapPair& pair) { return pair.even == 0 && pair.odd == 0; });
    std::ranges::stable_sort(made.pairs, {}, kind);
    return made;
}

Taps PairedTaps::taps() const {
    Taps made{pairs.data(), pairs.size(), 0, 0, 0};
    for (const TapPair& pair : pairs) {
        made.both += kind(pair) == 0;
        made.even += kind(pair) == 1;
        made.radius = std::max({made.radius, std::abs(pair.dx), std::abs(pair.dy)});
    }
    return made;
}

}  // namespace lomo
