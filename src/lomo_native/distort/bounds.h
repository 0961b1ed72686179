// A distortion's parameters and sizes -> nothing, or an InputError that names the one that cannot be used.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "value/error.h"
#include "value/image.h"

namespace lomo {

struct Size {
    std::int32_t width = 0;
    std::int32_t height = 0;
};

inline constexpr std::int64_t kMaxSide = 65535;
inline constexpr std::int64_t kMaxPixels = std::int64_t{1} << 28;

// Shares are in 1/65536, turns (angles of a wave's phase) in 1/65536 of a full turn.
inline constexpr std::int64_t kShare = 65536;

inline void check_range(const char* name, std::int64_t value, std::int64_t low, std::int64_t high) {
    if (value < low || value > high) {
        throw InputError(std::string(name) + " must be in " + std::to_string(low) + " .. " +
                         std::to_string(high) + ", not " + std::to_string(value));
    }
}

inline void check_image(const ImageView& image) {
    check_range("the image's width", image.width, 1, kMaxSide);
    check_range("the image's height", image.height, 1, kMaxSide);
    if (image.channels != 1 && image.channels != 3) {
        throw InputError("the image's channels must be 1 or 3, not " + std::to_string(image.channels));
    }
}

inline Size checked_size(std::int64_t width, std::int64_t height) {
    if (width < 1 || height < 1 || width > kMaxSide || height > kMaxSide || width * height > kMaxPixels) {
        throw InputError("the distorted image would measure " + std::to_string(width) + " x " +
                         std::to_string(height) + " px; the most is 65535 px a side and 2**28 px in all");
    }
    return {std::int32_t(width), std::int32_t(height)};
}

// ceil(a / b) for b > 0, and floor(a / b), right for negative a too.
constexpr std::int64_t ceil_div(std::int64_t a, std::int64_t b) {
    return a >= 0 ? (a + b - 1) / b : -(-a / b);
}
constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

// Half-open run of pixels of a row.
struct Run {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

// The part of `run` (first <= last, and inside it even where empty) where low <= start + i * step <= high.
inline Run clip(Run run, std::int64_t start, std::int64_t step, std::int64_t low, std::int64_t high) {
    if (step < 0) {
        return clip(run, -start, -step, -high, -low);
    }
    if (step == 0) {
        return start >= low && start <= high ? run : Run{run.first, run.first};
    }
    run.first = std::clamp(ceil_div(low - start, step), run.first, run.last);
    run.last = std::max(run.first, std::min(run.last, floor_div(high - start, step) + 1));
    return run;
}

}  // namespace lomo
