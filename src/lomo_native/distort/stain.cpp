#include "distort/stain.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "distort/bounds.h"
#include "distort/fifteen.h"
#include "distort/target.h"
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
// wobble which these places add to the other axis, a sinusoid of `pace` / 4 turns a radius. Both are kSlack
// longer than `count`.
struct Axis {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::vector<std::int16_t> place;
    std::vector<std::int16_t> wobble;
};

Axis axis(std::int64_t side, std::int64_t centre_share, std::int64_t radius, std::int64_t wobble,
          std::int64_t phase, std::int64_t pace) {
    const std::int64_t centre = centre_share * side;  // in 1/65536 px, as the radius
    const std::int64_t reach = radius + radius / 4 + 65536;
    Axis result;
    result.first = std::clamp<std::int64_t>((centre - reach) >> 16, 0, side);
    const std::int64_t last = std::clamp<std::int64_t>((centre + reach) >> 16, result.first, side);
    result.count = last - result.first;
    result.place.resize(std::size_t(result.count) + kSlack);
    result.wobble.resize(std::size_t(result.count) + kSlack);
    // floor(((2 * i + 1) * 32768 - centre) * 16384 / radius), from pixel to pixel without a division.
    const std::int64_t start = ((2 * result.first + 1) * 32768 - centre) << 14;
    constexpr std::int64_t kStep = std::int64_t{65536} << 14;
    std::int64_t whole = floor_div(start, radius);
    std::int64_t rest = start - whole * radius;
    const std::int64_t whole_step = kStep / radius;
    const std::int64_t rest_step = kStep % radius;
    for (std::size_t i = 0; i < std::size_t(result.count); ++i) {
        // Beyond 1.25 radii no wobble brings a pixel back.
        const std::int64_t place = std::clamp<std::int64_t>(whole, -32768, 32767);
        result.place[i] = static_cast<std::int16_t>(place);
        result.wobble[i] =
            static_cast<std::int16_t>((wobble * (sine_of_phase(phase + place * pace) >> 2)) >> 30);
        whole += whole_step;
        rest += rest_step;
        if (rest >= radius) {
            rest -= radius;
            ++whole;
        }
    }
    return result;
}

// The columns that may lie inside the blob on a row: |v| is at least `off`, whatever the columns' wobble.
Run inside(const Axis& columns, std::int32_t row_place, std::int32_t row_wobble, std::int32_t wobble) {
    const std::int32_t off = std::max(0, std::abs(row_place) - wobble / 4 - 1);
    if (off > 16384) {
        return {0, 0};
    }
    std::int32_t reach = 0;  // some whole number just above sqrt(16384^2 - off^2)
    const std::int32_t square = 16384 * 16384 - off * off;
    for (std::int32_t bit = 16384; bit > 0; bit /= 2) {
        if ((reach + bit) * (reach + bit) <= square) {
            reach += bit;
        }
    }
    reach += 256;  // for what the products' rounding adds: 1 in 8192 of the square
    const auto begin = columns.place.begin();
    const auto end = begin + columns.count;
    return {std::lower_bound(begin, end, -reach - row_wobble) - begin,
            std::upper_bound(begin, end, reach - row_wobble) - begin};
}

void lay(const Blob& blob, const Canvas& image) {
    const std::int64_t radius = blob.radius * std::max(image.width, image.height);
    const Axis columns = axis(image.width, blob.x, radius, blob.wobble, 2 * blob.phase, 3);
    const Axis lines = axis(image.height, blob.y, radius, blob.wobble, blob.phase, 2);
    const auto absorbed = [](std::int64_t colour) {
        return static_cast<std::int32_t>((255 - colour) * kAlmostOne / 255);
    };
    const std::array<std::int32_t, 3> absorbs = {absorbed(blob.red), absorbed(blob.green),
                                                 absorbed(blob.blue)};
    BlobRow row;
    row.hardness = static_cast<std::int32_t>(blob.hardness);
    row.inside = share15(blob.opacity);
    row.rim = share15(blob.rim);
    const std::size_t length = std::size_t(columns.count) + kSlack;
    std::vector<std::int16_t> opacity(length);
    std::vector<std::int16_t> shade(length);
    std::vector<std::int16_t> by_channel(image.channels == 1 ? 0 : 3 * std::size_t(columns.count));
    for (std::int64_t j = 0; j < lines.count; ++j) {
        row.place = lines.place[std::size_t(j)];
        row.wobble = lines.wobble[std::size_t(j)];
        const Run run = inside(columns, row.place, row.wobble, static_cast<std::int32_t>(blob.wobble));
        const std::int64_t count = run.last - run.first;
        if (count <= 0) {
            continue;
        }
        rows().opacities(columns.place.data() + run.first, columns.wobble.data() + run.first, count, row,
                         opacity.data());
        std::uint8_t* pixels = image.row(static_cast<std::int32_t>(lines.first + j)) +
                               (columns.first + run.first) * image.channels;
        if (image.channels == 1) {
            rows().scale(opacity.data(), absorbs[0], count, shade.data());
            rows().darken(pixels, shade.data(), count, pixels);
            continue;
        }
        for (std::size_t i = 0; i < std::size_t(count); ++i) {
            for (std::size_t c = 0; c < 3; ++c) {
                by_channel[3 * i + c] = static_cast<std::int16_t>(times15(opacity[i], absorbs[c]));
            }
        }
        rows().darken(pixels, by_channel.data(), 3 * count, pixels);
    }
}

}  // namespace

std::int32_t stained_channels(const ImageView& image, std::span<const Blob> blobs) {
    const bool tinted = std::ranges::any_of(
        blobs, [](const Blob& blob) { return blob.red != blob.green || blob.green != blob.blue; });
    return tinted ? 3 : image.channels;
}

void stain(const ImageView& image, std::span<const Blob> blobs, const Canvas& out) {
    check_image(image);
    check_range("the number of blobs", std::int64_t(blobs.size()), 1, 64);
    std::ranges::for_each(blobs, check_blob);
    if (out.channels == image.channels) {
        std::memcpy(out.pixels, image.pixels, image.size());
    } else {
        for (std::size_t i = 0; i < image.size(); ++i) {
            out.pixels[3 * i] = out.pixels[3 * i + 1] = out.pixels[3 * i + 2] = image.pixels[i];
        }
    }
    for (const Blob& blob : blobs) {
        lay(blob, out);
    }
}

}  // namespace lomo
