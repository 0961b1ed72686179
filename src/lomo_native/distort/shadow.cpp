#include "distort/shadow.h"

#include <algorithm>
#include <vector>

#include "distort/bounds.h"
#include "distort/fifteen.h"

namespace lomo {

namespace {

// A shade before it is made smooth, linear in the pixel's indices, in 1/2**44.
struct Ramp {
    std::int64_t origin = 0;
    std::int64_t per_x = 0;
    std::int64_t per_y = 0;
    std::int32_t darkening = 0;
};

constexpr int kRampBits = 44;

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

}  // namespace

Image shadow(const Image& image, std::span<const EdgeShadow> shadows) {
    check_image(image);
    check_range("the number of shadows", std::int64_t(shadows.size()), 1, 4);
    std::vector<Ramp> ramps;
    for (const EdgeShadow& each : shadows) {
        ramps.push_back(ramp(each, image.width, image.height));
    }
    Image out = image;
    std::vector<std::int32_t> shade(std::size_t(image.width));
    for (std::int32_t y = 0; y < image.height; ++y) {
        std::fill(shade.begin(), shade.end(), 0);
        for (const Ramp& each : ramps) {
            const std::int64_t start = each.origin + each.per_y * y;
            constexpr int kDrop = kRampBits - 15;
            const Run lit = clip({0, image.width}, start, each.per_x, 0, INT64_MAX / 2);
            for (std::int64_t x = lit.first; x < lit.last; ++x) {
                const std::int64_t s = std::min<std::int64_t>((start + each.per_x * x) >> kDrop, kAlmostOne);
                const std::int32_t d = times15(smooth15(static_cast<std::int32_t>(s)), each.darkening);
                std::int32_t& so_far = shade[std::size_t(x)];
                so_far += d - times15(so_far, d);
            }
        }
        std::uint8_t* row = out.row(y);
        if (image.channels == 1) {
            for (std::size_t x = 0; x < shade.size(); ++x) {
                row[x] = darkened(row[x], shade[x]);
            }
        } else {
            for (std::size_t x = 0; x < shade.size(); ++x) {
                for (std::size_t c = 0; c < 3; ++c) {
                    row[3 * x + c] = darkened(row[3 * x + c], shade[x]);
                }
            }
        }
    }
    return out;
}

}  // namespace lomo
