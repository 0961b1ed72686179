#include "distort/stain.h"

#include <algorithm>
#include <array>
#include <vector>

#include "distort/bounds.h"
#include "distort/fifteen.h"
#include "distort/trigonometry.h"

namespace lomo {

namespace {

void check_blob(const Blob& blob) {
    check_range("x (1/65536)", blob.x, 0, kShare);
    check_range("y (1/65536)", blob.y, 0, kShare);
    check_range("radius (1/65536)", blob.radius, 1, kShare);
    check_range("opacity (1/65536)", blob.opacity, 0, kShare);
    check_range("rim (1/65536)", blob.rim, 0, kShare);
    check_range("hardness", blob.hardness, 4, 64);
    check_range("wobble (1/65536)", blob.wobble, 0, kShare / 4);
    check_range("phase (1/65536 turn)", blob.phase, 0, 65535);
    check_range("red", blob.red, 0, 255);
    check_range("green", blob.green, 0, 255);
    check_range("blue", blob.blue, 0, 255);
}

// One axis of a blob on the pixels it can reach: their places in units of the radius, in 1/16384, and the
// wobble which these places add to the other axis, a sinusoid of `pace` / 4 turns a radius.
struct Axis {
    std::int64_t first = 0;
    std::vector<std::int32_t> place;
    std::vector<std::int32_t> wobble;
};

Axis axis(std::int64_t side, std::int64_t centre_share, std::int64_t radius, std::int64_t wobble,
          std::int64_t phase, std::int64_t pace) {
    const std::int64_t centre = centre_share * side;  // in 1/65536 px, as the radius
    const std::int64_t reach = radius + radius / 4 + 65536;
    Axis result;
    result.first = std::clamp<std::int64_t>((centre - reach) >> 16, 0, side);
    const std::int64_t last = std::clamp<std::int64_t>((centre + reach) >> 16, result.first, side);
    for (std::int64_t i = result.first; i < last; ++i) {
        const std::int64_t from_centre = (2 * i + 1) * 32768 - centre;
        // Beyond 1.25 radii no wobble brings a pixel back; the cut keeps squares in 32 bits.
        const std::int64_t place =
            std::clamp<std::int64_t>(floor_div(from_centre << 14, radius), -32768, 32767);
        const std::int64_t turn = phase + place * pace;
        result.place.push_back(static_cast<std::int32_t>(place));
        result.wobble.push_back(static_cast<std::int32_t>((wobble * (sine(turn_of_phase(turn)) >> 2)) >> 30));
    }
    return result;
}

// What a blob takes of a pixel's light before its colour is known, for a row of pixels.
void opacities(const Axis& columns, std::int32_t row_place, std::int32_t row_wobble, const Blob& blob,
               std::vector<std::int32_t>& out) {
    const std::int32_t inside = share15(blob.opacity);
    const std::int32_t rim = share15(blob.rim);
    const auto hardness = static_cast<std::int32_t>(blob.hardness);
    for (std::size_t i = 0; i < columns.place.size(); ++i) {
        const std::int32_t u = std::clamp(columns.place[i] + row_wobble, -32768, 32767);
        const std::int32_t v = std::clamp(row_place + columns.wobble[i], -32768, 32767);
        const std::int32_t square = times15(u, u) + times15(v, v);  // in 1/8192
        const std::int32_t s = std::clamp((8192 - square) * hardness, 0, kAlmostOne);
        const std::int32_t f = smooth15(s);
        const std::int32_t edge = std::min(4 * times15(f, kAlmostOne - f), kAlmostOne);
        out[i] = std::min(times15(inside, f) + times15(rim, edge), kAlmostOne);
    }
}

Image with_three_channels(const Image& image) {
    Image out(image.width, image.height, 3, 0);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            out.pixels[3 * i + c] = image.pixels[i];
        }
    }
    return out;
}

void lay(const Blob& blob, Image& image) {
    const std::int64_t radius = blob.radius * std::max(image.width, image.height);
    const Axis columns = axis(image.width, blob.x, radius, blob.wobble, 2 * blob.phase, 3);
    const Axis rows = axis(image.height, blob.y, radius, blob.wobble, blob.phase, 2);
    const std::array<std::int32_t, 3> absorbed = {
        static_cast<std::int32_t>((255 - blob.red) * kAlmostOne / 255),
        static_cast<std::int32_t>((255 - blob.green) * kAlmostOne / 255),
        static_cast<std::int32_t>((255 - blob.blue) * kAlmostOne / 255)};
    std::vector<std::int32_t> opacity(columns.place.size());
    const auto channels = std::size_t(image.channels);
    for (std::size_t j = 0; j < rows.place.size(); ++j) {
        opacities(columns, rows.place[j], rows.wobble[j], blob, opacity);
        std::uint8_t* row = image.row(static_cast<std::int32_t>(rows.first) + std::int32_t(j)) +
                            std::size_t(columns.first) * channels;
        for (std::size_t c = 0; c < channels; ++c) {
            for (std::size_t i = 0; i < opacity.size(); ++i) {
                row[i * channels + c] = darkened(row[i * channels + c], times15(opacity[i], absorbed[c]));
            }
        }
    }
}

}  // namespace

Image stain(const Image& image, std::span<const Blob> blobs) {
    check_image(image);
    check_range("the number of blobs", std::int64_t(blobs.size()), 1, 64);
    bool tinted = false;
    for (const Blob& blob : blobs) {
        check_blob(blob);
        tinted = tinted || blob.red != blob.green || blob.green != blob.blue;
    }
    Image out = tinted && image.channels == 1 ? with_three_channels(image) : image;
    for (const Blob& blob : blobs) {
        lay(blob, out);
    }
    return out;
}

}  // namespace lomo
