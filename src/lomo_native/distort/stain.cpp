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
// wobble which these places add to the other axis, a sinusoid of `pace` / 4 turns a radius. Each pixel's are
// there `times` times, and kSlack places out of reach follow. Places are cut to kOutside, far out of reach.
struct Axis {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::vector<std::int16_t> place;
    std::vector<std::int16_t> wobble;
};

constexpr std::int16_t kOutside = 28000;

Axis axis(std::int64_t side, std::int64_t centre_share, std::int64_t radius, std::int64_t wobble,
          std::int64_t phase, std::int64_t pace, std::size_t times) {
    const std::int64_t centre = centre_share * side;  // in 1/65536 px, as the radius
    const std::int64_t reach = radius + radius / 4 + 65536;
    Axis result;
    result.first = std::clamp<std::int64_t>((centre - reach) >> 16, 0, side);
    const std::int64_t last = std::clamp<std::int64_t>((centre + reach) >> 16, result.first, side);
    result.count = last - result.first;
    const std::size_t length = std::size_t(result.count) * times + kSlack;
    result.place.resize(length, kOutside);
    result.wobble.resize(length);
    const Sines sines;
    // floor(((2 * i + 1) * 32768 - centre) * 16384 / radius), from pixel to pixel without a division.
    const std::int64_t start = ((2 * result.first + 1) * 32768 - centre) << 14;
    constexpr std::int64_t kStep = std::int64_t{65536} << 14;
    std::int64_t whole = floor_div(start, radius);
    std::int64_t rest = start - whole * radius;
    const std::int64_t whole_step = kStep / radius;
    const std::int64_t rest_step = kStep % radius;
    for (std::size_t i = 0, at = 0; i < std::size_t(result.count); ++i, at += times) {
        // Beyond 1.25 radii no wobble brings a pixel back.
        const std::int64_t place = std::clamp<std::int64_t>(whole, -32768, 32767);
        const std::int64_t swing = (wobble * (sines.of_phase(phase + place * pace) >> 2)) >> 30;
        const auto cut = std::clamp<std::int64_t>(place, -kOutside, kOutside);
        for (std::size_t k = at; k < at + times; ++k) {
            result.place[k] = static_cast<std::int16_t>(cut);
            result.wobble[k] = static_cast<std::int16_t>(swing);
        }
        whole += whole_step;
        rest += rest_step;
        if (rest >= radius) {
            rest -= radius;
            ++whole;
        }
    }
    return result;
}

// The columns whose places are within a reach that changes little from one group of rows to the next, for
// wobbles between `least` and `most`.
class Reach {
  public:
    Reach(const Axis& columns, std::int64_t times) : columns_(columns), times_(times) {}

    // For a reach of sqrt(square) in 1/16384, plus `more`, or a little beyond.
    Run outside(std::int32_t square, std::int32_t more, std::int32_t least, std::int32_t most) {
        root(square);
        return run(-root_ - more - most, root_ + more - least);
    }
    // For a reach of sqrt(square), or a little short of it.
    Run inside(std::int32_t square, std::int32_t least, std::int32_t most) {
        root(square);
        return run(-(square / root_) - least, square / root_ - most);
    }

  private:
    void root(std::int32_t square) {  // Newton's steps from the last root end above the new one
        for (int k = 0; k < 4; ++k) {
            root_ = (root_ + square / root_) / 2 + 1;
        }
    }
    Run run(std::int32_t low, std::int32_t high) {
        const auto place = [&](std::int64_t i) { return columns_.place[std::size_t(i * times_)]; };
        const auto move = [&](std::int64_t& to, std::int32_t least) {  // to the first place at or after it
            while (to > 0 && place(to - 1) >= least) {
                --to;
            }
            while (to < columns_.count && place(to) < least) {
                ++to;
            }
        };
        move(first_, low);
        move(last_, high + 1);
        return {first_, std::max(first_, last_)};
    }

    const Axis& columns_;
    std::int64_t times_;
    std::int32_t root_ = 16384;
    std::int64_t first_ = 0;
    std::int64_t last_ = 0;
};

// Rows of a blob that are reached by the same columns: finding these costs as much as the pixels of a row.
constexpr std::int64_t kGroup = 8;

struct Extent {
    std::int32_t least;
    std::int32_t most;
};

Extent extent(const std::vector<std::int16_t>& values, std::int64_t first, std::int64_t last) {
    const auto [least, most] = std::minmax_element(values.begin() + first, values.begin() + last);
    return {*least, *most};
}

void lay(const Blob& blob, const Canvas& image) {
    const std::int64_t radius = blob.radius * std::max(image.width, image.height);
    const auto channels = std::size_t(image.channels);
    const Axis columns = axis(image.width, blob.x, radius, blob.wobble, 2 * blob.phase, 3, channels);
    const Axis lines = axis(image.height, blob.y, radius, blob.wobble, blob.phase, 2, 1);
    const auto absorbed = [](std::int64_t colour) {
        return static_cast<std::int16_t>((255 - colour) * kAlmostOne / 255);
    };
    const std::array<std::int16_t, 3> colours = {absorbed(blob.red), absorbed(blob.green),
                                                 absorbed(blob.blue)};
    std::vector<std::int16_t> absorbs(columns.place.size(), colours[0]);
    for (std::size_t i = 0; channels == 3 && i + 2 < absorbs.size(); i += 3) {
        std::ranges::copy(colours, absorbs.begin() + std::ptrdiff_t(i));
    }
    BlobRow row;
    row.hardness = static_cast<std::int32_t>(blob.hardness);
    row.limit = 32767 / row.hardness;
    row.inside = share15(blob.opacity);
    row.rim = share15(blob.rim);
    row.solid = times15(row.inside, kAlmostOne);
    // Solid is where more than the limit is left of 8192; two products are rounded by a half each.
    const std::int32_t solid_square = (8192 - row.limit - 2) * 32768;
    Reach outer(columns, std::int64_t(channels));
    Reach inner(columns, std::int64_t(channels));
    for (std::int64_t top = 0; top < lines.count; top += kGroup) {
        const std::int64_t end = std::min(top + kGroup, lines.count);
        const Extent places = extent(lines.place, top, end), wobbles = extent(lines.wobble, top, end);
        // |v| lies between these, whatever the columns' wobble.
        const std::int32_t swing = static_cast<std::int32_t>(blob.wobble) / 4 + 1;
        const std::int32_t nearest = std::max({places.least, -places.most, 0});
        const std::int32_t furthest = std::max(-places.least, places.most);
        const std::int32_t least = std::max(0, nearest - swing);
        if (least > 16384) {
            continue;
        }
        // The products' rounding adds 1 in 8192 of the square.
        const Run run = outer.outside(16384 * 16384 - least * least, 256, wobbles.least, wobbles.most);
        const std::int64_t count = run.last - run.first;
        if (count <= 0) {
            continue;
        }
        row.solid_first = row.solid_last = 0;
        const std::int64_t left = solid_square - std::int64_t{furthest + swing} * (furthest + swing);
        if (left > 0) {
            const Run solid = inner.inside(static_cast<std::int32_t>(left), wobbles.least, wobbles.most);
            row.solid_first = (solid.first - run.first) * std::int64_t(channels);
            row.solid_last = (solid.last - run.first) * std::int64_t(channels);
        }
        const std::size_t at = std::size_t(run.first) * channels;
        for (std::int64_t j = top; j < end; ++j) {
            row.place = lines.place[std::size_t(j)];
            row.wobble = lines.wobble[std::size_t(j)];
            std::uint8_t* const pixels = image.row(static_cast<std::int32_t>(lines.first + j)) +
                                         std::size_t(columns.first) * channels + at;
            rows().stain_row(columns.place.data() + at, columns.wobble.data() + at, absorbs.data() + at, row,
                             count * std::int64_t(channels), image.pixels + image.size() - pixels, pixels);
        }
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
