#include "distort/shadow.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "distort/bounds.h"
#include "distort/fifteen.h"
#include "distort/target.h"

namespace lomo {

namespace {

// A shade before it is made smooth, linear in the pixel's indices, in 1/2**30.
struct Ramp {
    std::int64_t origin = 0;
    std::int64_t per_x = 0;
    std::int64_t per_y = 0;
    std::int32_t darkening = 0;
};

constexpr int kRampBits = 30;

Ramp ramp(const EdgeShadow& shadow, std::int64_t width, std::int64_t height) {
    check_range("edge", shadow.edge, 0, 3);
    check_range("depth (1/65536)", shadow.depth, 1, kShare);
    check_range("slant (1/65536)", shadow.slant, -kShare, kShare);
    check_range("darkening (1/65536)", shadow.darkening, 0, kShare);
    const bool upright = shadow.edge % 2 == 0;  // left or right: falls off along x
    const std::int64_t across = upright ? width : height;
    const std::int64_t along = upright ? height : width;
    // Per half pixel: down from the edge, and up or down along it about the edge's middle.
    const std::int64_t fall = (std::int64_t{1} << (kRampBits + 15)) / (shadow.depth * across);
    const std::int64_t lean = shadow.slant * (std::int64_t{1} << (kRampBits - 17)) / along;
    const bool far_side = shadow.edge >= 2;
    Ramp result;
    result.origin =
        (std::int64_t{1} << kRampBits) - fall * (far_side ? 2 * across - 1 : 1) - lean * (along - 1);
    const std::int64_t down = far_side ? 2 * fall : -2 * fall;
    result.per_x = upright ? down : 2 * lean;
    result.per_y = upright ? 2 * lean : down;
    result.darkening = share15(shadow.darkening);
    return result;
}

// Adds a ramp's shade of row y; returns the pixels it may have touched.
Run add(const Ramp& ramp, std::int32_t y, std::int16_t* shade, std::int32_t width) {
    const std::int64_t start = ramp.origin + ramp.per_y * y;
    constexpr std::int64_t kOne = std::int64_t{1} << kRampBits;
    const Run lit = clip({0, width}, start, ramp.per_x, 1, INT64_MAX / 2);
    const Run sloping = clip(lit, start, ramp.per_x, 1, kOne - 1);
    const auto add_run = [&](Run run, std::int64_t from, std::int64_t step) {
        if (run.first < run.last) {
            rows().add_shade(shade + run.first, run.last - run.first, static_cast<std::int32_t>(from),
                             static_cast<std::int32_t>(step), ramp.darkening);
        }
    };
    add_run({lit.first, sloping.first}, kOne - 1, 0);
    add_run(sloping, start + sloping.first * ramp.per_x, ramp.per_x);
    add_run({sloping.last, lit.last}, kOne - 1, 0);
    return lit;
}

// One ramp alone on a grey row.
void darken_row(const Ramp& ramp, std::int32_t y, const std::uint8_t* in, std::int32_t width,
                std::uint8_t* out) {
    const std::int64_t start = ramp.origin + ramp.per_y * y;
    constexpr std::int64_t kOne = std::int64_t{1} << kRampBits;
    const Run lit = clip({0, width}, start, ramp.per_x, 1, INT64_MAX / 2);
    const Run sloping = clip(lit, start, ramp.per_x, 1, kOne - 1);
    const auto darken_run = [&](Run run, std::int64_t from, std::int64_t step) {
        if (run.first < run.last) {
            rows().darken_ramp(in + run.first, run.last - run.first, static_cast<std::int32_t>(from),
                               static_cast<std::int32_t>(step), ramp.darkening, out + run.first);
        }
    };
    std::memcpy(out, in, std::size_t(lit.first));
    darken_run({lit.first, sloping.first}, kOne - 1, 0);
    darken_run(sloping, start + sloping.first * ramp.per_x, ramp.per_x);
    darken_run({sloping.last, lit.last}, kOne - 1, 0);
    std::memcpy(out + lit.last, in + lit.last, std::size_t(width - lit.last));
}

void spread(const std::int16_t* shade, Run run, std::int16_t* out) {
    for (std::int64_t x = run.first; x < run.last; ++x) {
        out[3 * x] = out[3 * x + 1] = out[3 * x + 2] = shade[x];
    }
}

}  // namespace

void shadow(const ImageView& image, std::span<const EdgeShadow> shadows, const Canvas& out) {
    check_image(image);
    check_range("the number of shadows", std::int64_t(shadows.size()), 1, 4);
    std::vector<Ramp> ramps;
    bool alike = true;  // every row
    for (const EdgeShadow& each : shadows) {
        ramps.push_back(ramp(each, image.width, image.height));
        alike = alike && ramps.back().per_y == 0;
    }
    if (!alike && image.channels == 1 && ramps.size() == 1) {
        for (std::int32_t y = 0; y < image.height; ++y) {
            darken_row(ramps[0], y, image.row(y), image.width, out.row(y));
        }
        return;
    }
    const auto channels = std::int64_t{image.channels};
    std::vector<std::int16_t> shade(std::size_t(image.width));
    std::vector<std::int16_t> by_channel(channels == 1 ? 0 : image.stride());
    const std::int16_t* shades = channels == 1 ? shade.data() : by_channel.data();
    Run dark;
    for (std::int32_t y = 0; y < image.height; ++y) {
        if (y == 0 || !alike) {
            std::fill(shade.begin() + dark.first, shade.begin() + dark.last, std::int16_t{0});
            dark = {0, 0};
            for (const Ramp& each : ramps) {
                const Run run = add(each, y, shade.data(), image.width);
                if (run.first < run.last) {
                    dark = dark.first < dark.last
                               ? Run{std::min(dark.first, run.first), std::max(dark.last, run.last)}
                               : run;
                }
            }
            if (channels == 3) {
                spread(shade.data(), dark, by_channel.data());
            }
        }
        const std::int64_t first = dark.first * channels;
        const std::int64_t last = dark.last * channels;
        const std::uint8_t* from = image.row(y);
        std::uint8_t* to = out.row(y);
        std::memcpy(to, from, std::size_t(first));
        rows().darken(from + first, shades + first, last - first, to + first);
        std::memcpy(to + last, from + last, image.stride() - std::size_t(last));
    }
}

}  // namespace lomo
