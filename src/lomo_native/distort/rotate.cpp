#include "distort/rotate.h"

#include <algorithm>
#include <cstring>

#include "distort/trigonometry.h"

namespace lomo {

namespace {

constexpr std::int64_t kOne = std::int64_t{1} << kSineBits;

struct Rotation {
    std::int64_t cos = kOne;
    std::int64_t sin = 0;
};

Rotation rotation(std::int64_t angle) {
    check_range("angle (1/1024 degree)", angle, -kFullTurn, kFullTurn);
    const std::uint64_t turn = turn_of_angle(angle);
    return {cosine(turn), sine(turn)};
}

std::int64_t magnitude(std::int64_t value) {
    return value < 0 ? -value : value;
}

// The image inside one pixel of white, so that a sample at the border needs no test.
Image with_white_border(const Image& image) {
    Image padded(image.width + 2, image.height + 2, image.channels, 255);
    for (std::int32_t y = 0; y < image.height; ++y) {
        std::memcpy(padded.row(y + 1) + image.channels, image.row(y), image.stride());
    }
    return padded;
}

// Positions are in 1/2**31 px from the centre of the source's first pixel.
constexpr int kPlaceBits = kSineBits + 1;
constexpr int kDrop = kPlaceBits - 8;  // to 1/256 px
constexpr std::int64_t kHalfStep = std::int64_t{1} << (kDrop - 1);

template <int Channels>
void sample_run(const Image& padded, std::uint8_t* out, Run run, std::int64_t x, std::int64_t y,
                std::int64_t step_x, std::int64_t step_y) {
    const std::size_t stride = padded.stride();
    const std::uint8_t* origin = padded.row(1) + Channels;
    for (std::int64_t i = run.first; i < run.last; ++i) {
        const std::int64_t at_x = (x + i * step_x) >> kDrop;
        const std::int64_t at_y = (y + i * step_y) >> kDrop;
        const auto right = static_cast<std::uint32_t>(at_x & 255);
        const auto low = static_cast<std::uint32_t>(at_y & 255);
        const std::uint8_t* top = origin + (at_y >> 8) * std::ptrdiff_t(stride) + (at_x >> 8) * Channels;
        const std::uint8_t* bottom = top + stride;
        for (int c = 0; c < Channels; ++c) {
            const std::uint32_t above = top[c] * (256 - right) + top[c + Channels] * right;
            const std::uint32_t below = bottom[c] * (256 - right) + bottom[c + Channels] * right;
            out[i * Channels + c] =
                static_cast<std::uint8_t>((above * (256 - low) + below * low + 32768) >> 16);
        }
    }
}

template <int Channels>
void sample(const Image& source, const Rotation& by, Image& out) {
    const Image padded = with_white_border(source);
    const std::int64_t step_x = 2 * by.cos;
    const std::int64_t step_y = 2 * by.sin;
    for (std::int32_t j = 0; j < out.height; ++j) {
        const std::int64_t from_centre_x = 1 - std::int64_t{out.width};  // half pixels
        const std::int64_t from_centre_y = 2 * std::int64_t{j} + 1 - out.height;
        const std::int64_t x =
            from_centre_x * by.cos - from_centre_y * by.sin + (source.width - 1) * kOne + kHalfStep;
        const std::int64_t y =
            from_centre_x * by.sin + from_centre_y * by.cos + (source.height - 1) * kOne + kHalfStep;
        // Both neighbours lie in the source or its border: -1 <= place < side.
        Run run = clip({0, out.width}, x, step_x, -2 * kOne, source.width * 2 * kOne - 1);
        run = clip(run, y, step_y, -2 * kOne, source.height * 2 * kOne - 1);
        sample_run<Channels>(padded, out.row(j), run, x, y, step_x, step_y);
    }
}

template <int Channels>
void transpose(const Image& source, std::int64_t quarters, Image& out) {
    const std::int32_t right = source.width - 1;
    const std::int32_t bottom = source.height - 1;
    for (std::int32_t y = 0; y < out.height; ++y) {
        std::uint8_t* to = out.row(y);
        for (std::int32_t x = 0; x < out.width; ++x) {
            const std::int32_t from_x = quarters == 1 ? right - y : quarters == 2 ? right - x : y;
            const std::int32_t from_y = quarters == 1 ? x : quarters == 2 ? bottom - y : bottom - x;
            const std::uint8_t* from = source.row(from_y) + from_x * Channels;
            for (int c = 0; c < Channels; ++c) {
                *to++ = from[c];
            }
        }
    }
}

Size grown(std::int32_t width, std::int32_t height, const Rotation& by) {
    const std::int64_t cos = magnitude(by.cos);
    const std::int64_t sin = magnitude(by.sin);
    // The bilinear image reaches half a pixel beyond the source's sides; the outermost centres need not.
    const std::int64_t across = (width + std::int64_t{1}) * cos + (height + std::int64_t{1}) * sin - kOne;
    const std::int64_t down = (width + std::int64_t{1}) * sin + (height + std::int64_t{1}) * cos - kOne;
    return checked_size(std::max<std::int64_t>(1, ceil_div(across, kOne)),
                        std::max<std::int64_t>(1, ceil_div(down, kOne)));
}

}  // namespace

Size rotated_size(std::int32_t width, std::int32_t height, std::int64_t angle) {
    check_range("width", width, 1, kMaxSide);
    check_range("height", height, 1, kMaxSide);
    return grown(width, height, rotation(angle));
}

Image rotate(const Image& image, std::int64_t angle) {
    check_image(image);
    const Rotation by = rotation(angle);
    const Size size = grown(image.width, image.height, by);
    Image out(size.width, size.height, image.channels, 255);
    constexpr std::int64_t kQuarter = kFullTurn / 4;
    if (angle % kQuarter == 0) {
        const std::int64_t quarters = (angle / kQuarter + 8) % 4;
        if (quarters == 0) {
            out.pixels = image.pixels;
        } else if (image.channels == 1) {
            transpose<1>(image, quarters, out);
        } else {
            transpose<3>(image, quarters, out);
        }
    } else if (image.channels == 1) {
        sample<1>(image, by, out);
    } else {
        sample<3>(image, by, out);
    }
    return out;
}

void rotate_points(std::span<double> xy, std::int32_t width, std::int32_t height, std::int64_t angle) {
    const Rotation by = rotation(angle);
    const Size size = rotated_size(width, height, angle);
    const double cos = double(by.cos) / double(kOne);
    const double sin = double(by.sin) / double(kOne);
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        const double x = xy[i] - width / 2.0;
        const double y = xy[i + 1] - height / 2.0;
        xy[i] = x * cos + y * sin + size.width / 2.0;
        xy[i + 1] = y * cos - x * sin + size.height / 2.0;
    }
}

}  // namespace lomo
