#include "distort/shadow.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <tuple>
#include <utility>
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
    std::int64_t quarter = 0;  // of per_x in size where rows are slanted: see shadow.h
    std::int32_t darkening = 0;
};

constexpr std::int64_t kQuarters = 4;

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
    if (result.per_x != 0 && result.per_y != 0) {
        result.quarter = std::abs(result.per_x) / kQuarters;
        result.per_x =
            result.quarter == 0 ? result.per_x : (result.per_x < 0 ? -kQuarters : kQuarters) * result.quarter;
    }
    return result;
}

constexpr std::int64_t kOne = std::int64_t{1} << kRampBits;

Run lit(std::int64_t start, std::int64_t step, std::int64_t width) {
    return clip({0, width}, start, step, 1, INT64_MAX / 2);
}

// The shades of the `run` of pixels that are lit, each `channels` times.
void write_shades(const Ramp& ramp, std::int64_t start, Run run, std::int64_t channels, std::int16_t* out) {
    const Run sloping = clip(run, start, ramp.per_x, 1, kOne - 1);
    const auto write = [&](Run part, std::int64_t from, std::int64_t step) {
        if (part.first < part.last) {
            rows().ramp_shades(out + (part.first - run.first), part.last - part.first,
                               static_cast<std::int32_t>(from), static_cast<std::int32_t>(step),
                               ramp.darkening);
        }
    };
    write({run.first, sloping.first}, kOne - 1, 0);
    write(sloping, start + sloping.first * ramp.per_x, ramp.per_x);
    write({sloping.last, run.last}, kOne - 1, 0);
    for (std::int64_t i = run.last - run.first - 1; channels > 1 && i >= 0; --i) {
        std::fill_n(out + channels * i, channels, out[i]);
    }
}

// Pixels of a row, and the shades of their bytes.
using Dark = std::pair<Run, const std::int16_t*>;

// A ramp's shades of every row. Slanted rows are each other, moved: then four rows, a quarter of a pixel
// apart and as long as all places they are moved to, are made beforehand, unless that would be much of the
// picture.
class Shades {
  public:
    Shades(const Ramp& ramp, const ImageView& image)
        : ramp_(ramp), width_(image.width), channels_(image.channels) {
        if (ramp.quarter == 0) {
            written_.resize(image.stride());
            return;
        }
        const std::int64_t furthest = moved(quarters(image.height - 1));
        from_ = std::min<std::int64_t>(0, furthest);
        const std::int64_t most = ramp.origin + (kQuarters - 1) * ramp.quarter + from_ * ramp.per_x;
        const Run all = lit(most, ramp.per_x, width_ + std::abs(furthest));
        from_ += all.first;
        length_ = all.last - all.first;
        if (length_ * kQuarters > image.height * width_ / 4) {
            length_ = 0;
            written_.resize(image.stride());
            return;
        }
        written_.resize(std::size_t(length_ * kQuarters * channels_));
        for (std::int64_t k = 0; k < kQuarters; ++k) {
            const std::int64_t start = ramp.origin + k * ramp.quarter + from_ * ramp.per_x;
            const Run run = lit(start, ramp.per_x, length_);
            write_shades(ramp, start, run, channels_,
                         written_.data() + (k * length_ + run.first) * channels_);
        }
    }

    // The pixels of row y that lie in the shadow, and the shades of their bytes, until the next call.
    Dark row(std::int32_t y) {
        if (length_ == 0 && (y == 0 || !alike())) {
            const std::int64_t offset = ramp_.quarter == 0 ? ramp_.per_y * y : quarters(y) * ramp_.quarter;
            const Run run = lit(ramp_.origin + offset, ramp_.per_x, width_);
            write_shades(ramp_, ramp_.origin + offset, run, channels_, written_.data());
            last_ = {run, written_.data()};
        } else if (length_ > 0) {
            const std::int64_t by = quarters(y);
            const Run run = lit(ramp_.origin + by * ramp_.quarter, ramp_.per_x, width_);
            const std::int64_t at = (by & (kQuarters - 1)) * length_ + run.first + moved(by) - from_;
            last_ = {run, written_.data() + (run.first < run.last ? at * channels_ : 0)};
        }
        return last_;
    }
    bool alike() const { return ramp_.per_y == 0; }  // every row

  private:
    std::int64_t quarters(std::int64_t y) const { return floor_div(ramp_.per_y * y, ramp_.quarter); }
    // By how many pixels a row's shades lie further in the rows made beforehand.
    std::int64_t moved(std::int64_t quarters) const {
        const std::int64_t whole = floor_div(quarters, kQuarters);
        return ramp_.per_x < 0 ? -whole : whole;
    }

    Ramp ramp_;
    std::int64_t width_;
    std::int64_t channels_;
    std::int64_t from_ = 0;
    std::int64_t length_ = 0;  // 0: none are made beforehand
    std::vector<std::int16_t> written_;
    Dark last_{};
};

// The shades of row y of all together, and the pixels that have some.
Dark mix(std::vector<Shades>& all, std::int32_t y, std::int64_t channels, std::vector<std::int16_t>& mixed) {
    std::ranges::fill(mixed, std::int16_t{0});
    Run dark;
    for (Shades& each : all) {
        const auto [run, shades] = each.row(y);
        if (run.first < run.last) {
            rows().mix_shades(mixed.data() + run.first * channels, shades, (run.last - run.first) * channels);
            dark = dark.first < dark.last
                       ? Run{std::min(dark.first, run.first), std::max(dark.last, run.last)}
                       : run;
        }
    }
    return {dark, mixed.data() + dark.first * channels};
}

}  // namespace

void shadow(const ImageView& image, std::span<const EdgeShadow> shadows, const Canvas& out) {
    check_image(image);
    check_range("the number of shadows", std::int64_t(shadows.size()), 1, 4);
    std::vector<Shades> each;
    bool alike = true;
    each.reserve(shadows.size());
    for (const EdgeShadow& one : shadows) {
        each.emplace_back(ramp(one, image.width, image.height), image);
        alike = alike && each.back().alike();
    }
    const auto channels = std::int64_t{image.channels};
    std::vector<std::int16_t> mixed(each.size() > 1 ? image.stride() : 0);
    Run dark;
    const std::int16_t* shades = nullptr;
    for (std::int32_t y = 0; y < image.height; ++y) {
        if (y == 0 || !alike) {
            std::tie(dark, shades) = each.size() == 1 ? each[0].row(y) : mix(each, y, channels, mixed);
        }
        const std::int64_t first = dark.first * channels;
        const std::int64_t last = dark.last * channels;
        const std::uint8_t* from = image.row(y);
        std::uint8_t* to = out.row(y);
        std::memcpy(to, from, std::size_t(first));
        rows().darken(from + first, shades, last - first, to + first);
        std::memcpy(to + last, from + last, image.stride() - std::size_t(last));
    }
}

}  // namespace lomo
