#include "distort/stain.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "distort/bounds.h"
#include "distort/fifteen.h"
#include "distort/target.h"

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

constexpr std::int64_t kRadiusOne = 65536;  // a pixel, in the units of the radius

// The rows from one shade to the next: in between, the page's rows take theirs from a spline.
std::int32_t pace(const Blob& blob, std::int64_t radius) {
    // The rim is about 2 / hardness of the radius wide; three shades and more fall on it.
    const std::int64_t most = 2 * radius / (3 * kRadiusOne * blob.hardness);
    return most >= 4 ? 4 : most >= 2 ? 2 : 1;
}

BlobProfile profile(const Blob& blob, std::int32_t channels) {
    BlobProfile result;
    const auto hardness = static_cast<std::int32_t>(blob.hardness);
    result.middle = 16384 / hardness;
    result.slope = 2 * hardness;
    result.limit = kAlmostOne / result.slope;
    result.inside = share15(blob.opacity) / 4;
    result.rim = share15(blob.rim);
    const std::int32_t line = -result.limit * result.slope;
    const std::int32_t half = times15(line, kAlmostOne + line / 2);
    result.base = -times15(half, result.inside - times15(half, result.rim));
    const std::array<std::int64_t, 3> colours = {blob.red, blob.green, blob.blue};
    for (std::size_t i = 0; i < std::size(result.absorbs); ++i) {
        const std::int64_t colour = colours[channels == 1 ? 0 : i % 3];
        result.absorbs[i] = static_cast<std::int16_t>((255 - colour) * kAlmostOne / 255);
    }
    return result;
}

// A side of the page in steps of `pace` pixels: those that a blob can reach, and one more at either end.
struct Side {
    BlobAxis axis;
    std::int64_t first = 0;
    std::int64_t count = 0;
};

Side side(std::int64_t length, std::int64_t centre_share, std::int64_t radius, const Blob& blob,
          std::int64_t pace) {
    const std::int64_t centre = centre_share * length;  // in 1/65536 px, as the radius
    const std::int64_t unit = pace * kRadiusOne;
    // A step further: the spline carries a shade half a step beyond the rows that have it in their middle.
    const std::int64_t reach = radius + (radius * blob.wobble >> 16) + unit;
    const std::int64_t steps = ceil_div(length, pace);
    const std::int64_t margin = pace > 1 ? 1 : 0;
    Side result;
    result.first = std::clamp(floor_div(centre - reach, unit), std::int64_t{0}, steps) - margin;
    const std::int64_t last =
        std::clamp(ceil_div(centre + reach, unit), result.first + margin, steps) + margin;
    result.count = last - result.first;
    // Of the middle of each step's pixels.
    const std::int64_t step = (kRadiusOne << kBlobBits) / radius;
    const std::int64_t origin = floor_div((kRadiusOne / 2 - centre) << kBlobBits, radius);
    const std::int64_t start = origin + result.first * pace * step + (pace - 1) * step / 2;
    result.axis.start = static_cast<std::int32_t>(start);
    result.axis.step = static_cast<std::int32_t>(pace * step);
    result.axis.wobble = static_cast<std::int32_t>(blob.wobble);
    return result;
}

using Elements = std::vector<std::int16_t>;

// What a blob needs, kept for the next one.
struct Room {
    Elements column_places, column_wobbles, row_places, row_wobbles;
    std::array<Elements, 3> shades;
};

void lay(const Blob& blob, const Canvas& image, Room& room) {
    const std::int64_t radius = std::max(blob.radius * std::max(image.width, image.height), kRadiusOne);
    const std::int32_t step = pace(blob, radius);
    Side across = side(image.width, blob.x, radius, blob, 1);
    Side down = side(image.height, blob.y, radius, blob, step);
    across.axis.phase = static_cast<std::int32_t>(2 * blob.phase);
    across.axis.pace = 3;
    down.axis.phase = static_cast<std::int32_t>(blob.phase);
    down.axis.pace = 2;

    const auto channels = std::size_t(image.channels);
    const auto columns = std::size_t(across.count);
    const std::size_t bytes = columns * channels;
    const auto size = [&](Elements& elements, std::size_t count) {
        elements.resize(std::max(elements.size(), count + kSlack));
        return elements.data();
    };
    std::int16_t* const places = size(room.column_places, columns);
    std::int16_t* const wobbles = size(room.column_wobbles, columns);
    rows().blob_axis(across.axis, across.count, places, wobbles);
    std::fill_n(places + columns, kSlack, static_cast<std::int16_t>(kBlobOutside));
    std::fill_n(wobbles + columns, kSlack, std::int16_t{0});
    std::int16_t* const row_places = size(room.row_places, std::size_t(down.count));
    std::int16_t* const row_wobbles = size(room.row_wobbles, std::size_t(down.count));
    rows().blob_axis(down.axis, down.count, row_places, row_wobbles);

    std::int16_t* shades[3];
    for (std::size_t k = 0; k < 3; ++k) {
        shades[k] = size(room.shades[k], bytes);
    }
    const BlobProfile by = profile(blob, image.channels);
    const auto shade = [&](std::int64_t j, std::int16_t* out) {
        rows().blob_shades(places, wobbles, by, row_places[j], row_wobbles[j], across.count, image.channels,
                           out);
    };
    const auto lay_rows = [&](std::int64_t j, const std::int16_t* before, const std::int16_t* middle,
                              const std::int16_t* after) {
        const auto top = static_cast<std::int32_t>((down.first + j) * step);
        rows().lay_shades(before, middle, after, step, std::min(step, image.height - top),
                          std::ptrdiff_t(bytes), std::ptrdiff_t(image.stride()),
                          image.row(top) + std::size_t(across.first) * channels, image.pixels + image.size());
    };
    if (step == 1) {
        for (std::int64_t j = 0; j < down.count; ++j) {
            shade(j, shades[0]);
            lay_rows(j, shades[0], shades[0], shades[0]);
        }
        return;
    }
    shade(0, shades[0]);
    shade(1, shades[1]);
    for (std::int64_t j = 1; j + 1 < down.count; ++j) {
        shade(j + 1, shades[2]);
        lay_rows(j, shades[0], shades[1], shades[2]);
        std::rotate(std::begin(shades), std::begin(shades) + 1, std::end(shades));
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
        rows().triple(image.pixels, static_cast<std::ptrdiff_t>(image.size()), out.pixels);
    }
    Room room;
    for (const Blob& blob : blobs) {
        lay(blob, out, room);
    }
}

}  // namespace lomo
