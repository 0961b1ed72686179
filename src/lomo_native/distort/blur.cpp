#include "distort/blur.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "distort/bounds.h"
#include "distort/kernel.h"

namespace lomo {

namespace {

// A row with its first and last pixel repeated `radius` times on either side.
void widen(const std::uint8_t* row, std::int32_t width, std::int32_t channels, std::int32_t radius,
           std::uint8_t* out) {
    const std::size_t pixel = std::size_t(channels);
    for (std::int32_t i = 0; i < radius; ++i, out += pixel) {
        std::memcpy(out, row, pixel);
    }
    std::memcpy(out, row, std::size_t(width) * pixel);
    out += std::size_t(width) * pixel;
    for (std::int32_t i = 0; i < radius; ++i, out += pixel) {
        std::memcpy(out, row + std::size_t(width - 1) * pixel, pixel);
    }
}

Image with_repeated_border(const Image& image, std::int32_t radius) {
    Image padded(image.width + 2 * radius, image.height + 2 * radius, image.channels, 0);
    for (std::int32_t y = 0; y < padded.height; ++y) {
        widen(image.row(std::clamp(y - radius, 0, image.height - 1)), image.width, image.channels, radius,
              padded.row(y));
    }
    return padded;
}

void add_weighted(const std::uint8_t* row, std::int32_t weight, std::size_t count, std::int32_t* sums) {
    for (std::size_t i = 0; i < count; ++i) {
        sums[i] += weight * row[i];
    }
}

void round_sums(const std::int32_t* sums, std::size_t count, std::uint8_t* out) {
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = static_cast<std::uint8_t>(sums[i] >> kKernelBits);
    }
}

// Sums start at one half, so that the final shift rounds.
void start_sums(std::vector<std::int32_t>& sums) {
    std::fill(sums.begin(), sums.end(), kKernelOne / 2);
}

}  // namespace

Image blur_gaussian(const Image& image, std::int64_t sigma) {
    check_image(image);
    const std::vector<std::int32_t> weights = gaussian_weights(sigma);
    const auto radius = static_cast<std::int32_t>(weights.size() - 1);
    const std::size_t count = image.stride();
    const auto pixel = std::ptrdiff_t(image.channels);
    std::vector<std::int32_t> sums(count);
    std::vector<std::uint8_t> wide(count + 2 * std::size_t(radius) * std::size_t(pixel));
    const std::uint8_t* centre = wide.data() + radius * pixel;

    Image across(image.width, image.height, image.channels, 0);
    for (std::int32_t y = 0; y < image.height; ++y) {
        widen(image.row(y), image.width, image.channels, radius, wide.data());
        start_sums(sums);
        for (std::int32_t k = -radius; k <= radius; ++k) {
            add_weighted(centre + k * pixel, weights[std::size_t(std::abs(k))], count, sums.data());
        }
        round_sums(sums.data(), count, across.row(y));
    }
    Image out(image.width, image.height, image.channels, 0);
    for (std::int32_t y = 0; y < image.height; ++y) {
        start_sums(sums);
        for (std::int32_t k = -radius; k <= radius; ++k) {
            const std::int32_t from = std::clamp(y + k, 0, image.height - 1);
            add_weighted(across.row(from), weights[std::size_t(std::abs(k))], count, sums.data());
        }
        round_sums(sums.data(), count, out.row(y));
    }
    return out;
}

Image blur_box(const Image& image, std::int64_t side) {
    check_image(image);
    check_range("side (px)", side, 1, 31);
    if (side % 2 == 0) {
        throw InputError("side (px) must be odd, not " + std::to_string(side));
    }
    const auto radius = static_cast<std::int32_t>(side / 2);
    const auto area = static_cast<std::uint32_t>(side * side);
    // floor(n / area) for n < 2**19 by one product: the reciprocal's error times n stays below 2**40 / area.
    const std::uint64_t reciprocal = (std::uint64_t{1} << 40) / area + 1;
    const Image padded = with_repeated_border(image, radius);
    std::vector<std::uint32_t> columns(padded.stride(), 0);
    for (std::int32_t y = 0; y < side - 1; ++y) {
        const std::uint8_t* row = padded.row(y);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            columns[i] += row[i];
        }
    }
    Image out(image.width, image.height, image.channels, 0);
    std::vector<std::uint32_t> sums(image.stride());
    for (std::int32_t y = 0; y < image.height; ++y) {
        const std::uint8_t* entering = padded.row(y + 2 * radius);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            columns[i] += entering[i];
        }
        std::fill(sums.begin(), sums.end(), area / 2);
        for (std::size_t k = 0; k < std::size_t(side); ++k) {
            const std::uint32_t* from = columns.data() + k * std::size_t(image.channels);
            for (std::size_t i = 0; i < sums.size(); ++i) {
                sums[i] += from[i];
            }
        }
        std::uint8_t* to = out.row(y);
        for (std::size_t i = 0; i < sums.size(); ++i) {
            to[i] = static_cast<std::uint8_t>((sums[i] * reciprocal) >> 40);
        }
        const std::uint8_t* leaving = padded.row(y);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            columns[i] -= leaving[i];
        }
    }
    return out;
}

Image blur_motion(const Image& image, std::int64_t length, std::int64_t angle) {
    check_image(image);
    const std::vector<Tap> taps = motion_taps(length, angle);
    std::int32_t radius = 0;
    for (const Tap& tap : taps) {
        radius = std::max({radius, std::abs(tap.dx), std::abs(tap.dy)});
    }
    const Image padded = with_repeated_border(image, radius);
    const std::size_t count = image.stride();
    std::vector<std::int32_t> sums(count);
    Image out(image.width, image.height, image.channels, 0);
    for (std::int32_t y = 0; y < image.height; ++y) {
        start_sums(sums);
        for (const Tap& tap : taps) {
            const std::uint8_t* row = padded.row(y + radius + tap.dy) + (radius + tap.dx) * image.channels;
            add_weighted(row, tap.weight, count, sums.data());
        }
        round_sums(sums.data(), count, out.row(y));
    }
    return out;
}

}  // namespace lomo
