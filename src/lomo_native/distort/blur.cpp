#include "distort/blur.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "distort/bounds.h"
#include "distort/kernel.h"
#include "distort/scratch.h"
#include "distort/target.h"

namespace lomo {

namespace {

void copy_pixels(const ImageView& image, const Canvas& out) {
    std::memcpy(out.pixels, image.pixels, image.size());
}

// A box whose sums do not fit 16 bits; rare.
void blur_wide_box(const ImageView& image, std::int32_t side, const Canvas& out) {
    const std::int32_t radius = side / 2;
    const auto area = static_cast<std::uint32_t>(side * side);
    // floor(n / area) for n < 2**19 by one product: the reciprocal's error times n stays below 2**40 / area.
    const std::uint64_t reciprocal = (std::uint64_t{1} << 40) / area + 1;
    const std::size_t channels = std::size_t(image.channels);
    const std::size_t halo = std::size_t(radius) * channels;
    const std::size_t count = image.stride();
    const auto row = [&](std::int32_t y) { return image.row(std::clamp(y, 0, image.height - 1)); };
    std::vector<std::uint32_t> columns(count + 2 * halo, 0);
    std::vector<std::uint32_t> sums(count);
    std::uint32_t* const middle = columns.data() + halo;
    for (std::int32_t k = -radius; k < radius; ++k) {
        for (std::size_t i = 0; i < count; ++i) {
            middle[i] += row(k)[i];
        }
    }
    for (std::int32_t y = 0; y < image.height; ++y) {
        const std::uint8_t* entering = row(y + radius);
        for (std::size_t i = 0; i < count; ++i) {
            middle[i] += entering[i];
        }
        for (std::size_t i = 0; i < halo; ++i) {
            columns[i] = middle[i % channels];
            middle[count + i] = middle[count - channels + i % channels];
        }
        std::fill(sums.begin(), sums.end(), area / 2);
        for (std::size_t k = 0; k < std::size_t(side); ++k) {
            const std::uint32_t* from = columns.data() + k * channels;
            for (std::size_t i = 0; i < count; ++i) {
                sums[i] += from[i];
            }
        }
        std::uint8_t* to = out.row(y);
        for (std::size_t i = 0; i < count; ++i) {
            to[i] = static_cast<std::uint8_t>((sums[i] * reciprocal) >> 40);
        }
        const std::uint8_t* leaving = row(y - radius);
        for (std::size_t i = 0; i < count; ++i) {
            middle[i] -= leaving[i];
        }
    }
}

// With shift the place of the area's highest bit, the product is exact for every sum of up to 15 x 15 pixels
// (each one was tried).
Division division(std::int32_t side) {
    const std::int32_t area = side * side;
    Division by;
    by.half = area / 2;
    by.shift = box_shift(side);
    by.factor = ((1 << (16 + by.shift)) + area - 1) / area;
    return by;
}

}  // namespace

void blur_gaussian(const ImageView& image, std::int64_t sigma, const Canvas& out) {
    check_image(image);
    const std::vector<std::uint8_t> weights = coarse_weights(gaussian_weights(sigma));
    if (weights.empty()) {
        copy_pixels(image, out);
        return;
    }
    const auto radius = static_cast<std::int32_t>(weights.size() / 2);
    const Scratch memory(window_size(radius, image.channels, 4));
    rows().gaussian(image, weights.data(), radius, memory.get(), out);
}

void blur_box(const ImageView& image, std::int64_t side, const Canvas& out) {
    check_image(image);
    check_range("side (px)", side, 1, 31);
    if (side % 2 == 0) {
        throw InputError("side (px) must be odd, not " + std::to_string(side));
    }
    const auto whole_side = static_cast<std::int32_t>(side);
    if (side == 1) {
        copy_pixels(image, out);
    } else if (side > kMostBoxSide) {
        blur_wide_box(image, whole_side, out);
    } else {
        const Scratch memory(kBoxScratch);
        rows().box(image, whole_side, division(whole_side), memory.get(), out);
    }
}

void blur_motion(const ImageView& image, std::int64_t length, std::int64_t angle, const Canvas& out) {
    check_image(image);
    const PairedTaps made = paired_taps(length, angle, image.channels);
    if (made.pairs.empty()) {
        copy_pixels(image, out);
        return;
    }
    const Taps taps = made.taps();
    const Scratch memory(window_size(taps.radius, image.channels, 2 * taps.radius + 1));
    rows().taps(image, taps, memory.get(), out);
}

}  // namespace lomo
