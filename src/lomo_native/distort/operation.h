// One drawn distortion, its name and its integers -> what it makes of a picture, and where it takes points.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "distort/bounds.h"
#include "distort/outline.h"
#include "distort/shadow.h"
#include "distort/stain.h"
#include "distort/undo.h"
#include "distort/wave.h"
#include "value/image.h"

namespace lomo {

struct Still {};
struct Turn {
    std::int64_t angle = 0;
};
struct GaussianBlur {
    std::int64_t sigma = 0;
};
struct BoxBlur {
    std::int64_t side = 0;
};
struct MotionBlur {
    std::int64_t length = 0;
    std::int64_t angle = 0;
};
using Shadows = std::vector<EdgeShadow>;
using Stain = std::vector<Blob>;

// The integers' units and ranges stand at the kernels, which check them.
struct Operation {
    std::variant<Still, Turn, GaussianBlur, BoxBlur, MotionBlur, Shadows, Stain, Wave, Fold> what;
};

// `kernel` is still, rotate, blur_gaussian, blur_box, blur_motion, shadow, stain, wave or fold; `scalars` and
// `lists`, which are equally long, hold its integers in the order of the structs, a list for each member of a
// shadow or a blob, or a fold's positions and shifts. Throws InputError where their number is another.
Operation operation_of(std::string_view kernel, std::span<const std::int64_t> scalars,
                       std::span<const std::vector<std::int64_t>> lists);

bool keeps_size(const Operation& operation);   // pixels stay where they are
bool keeps_lines(const Operation& operation);  // straight lines stay straight

Size distorted_size(const Operation& operation, std::int32_t width, std::int32_t height);
std::int32_t distorted_channels(const Operation& operation, const ImageView& image);

// `out` has distorted_size and distorted_channels and does not overlap `image`.
void distort(const Operation& operation, const ImageView& image, const Canvas& out);

// Points (x, y, x, y, ...) of the source, in px with pixel (0, 0) covering [0, 1) x [0, 1), moved in place.
void map_points(const Operation& operation, std::span<double> xy, std::int32_t width, std::int32_t height);
Outlines map_boxes(const Operation& operation, std::span<const Box> boxes, std::int32_t width,
                   std::int32_t height);

Undo undo(const Operation& operation, std::int32_t width, std::int32_t height);

}  // namespace lomo
