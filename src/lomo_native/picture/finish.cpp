#include "picture/finish.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "value/error.h"

namespace lomo {

namespace {

constexpr std::int64_t kLargest = std::numeric_limits<std::int32_t>::max();

std::int64_t multiple(std::int64_t side, std::int64_t step) {
    return ceil_div(side, step) * step;
}

// The least n with n * n >= value.
std::int64_t root_above(std::int64_t value) {
    std::int64_t low = 0, high = std::int64_t{1} << 31;
    while (low < high) {
        const std::int64_t middle = (low + high) / 2;
        middle* middle >= value ? high = middle : low = middle + 1;
    }
    return low;
}

struct Sides {
    std::int64_t width;
    std::int64_t height;
};

Sides padded(const Padding& by, std::int64_t width, std::int64_t height) {
    width = std::max(width, by.least_side);
    height = std::max(height, by.least_side);
    if (width * height < by.least_pixels) {
        const std::int64_t shorter =
            std::min(ceil_div(by.least_pixels, std::max(width, height)), root_above(by.least_pixels));
        width = std::max(width, shorter);
        height = std::max(height, shorter);
    }
    const std::int64_t longer = std::max(width, height), shorter = std::min(width, height);
    if (by.step == 1 && longer * by.most_shorter <= shorter * by.most_longer) return {width, height};
    width = std::max(width, ceil_div(height * by.most_shorter, by.most_longer));
    height = std::max(height, ceil_div(width * by.most_shorter, by.most_longer));
    return {multiple(width, by.step), multiple(height, by.step)};
}

std::optional<Size> size_after(const Operation* operation, const Size& size) {
    if (operation == nullptr) return size;
    try {
        return distorted_size(*operation, size.width, size.height);
    } catch (const InputError&) {  // larger than any picture may be
        return std::nullopt;
    }
}

}  // namespace

bool Finish::plain() const {
    return colours.ink == Rgb{0, 0, 0} && colours.paper == Rgb{255, 255, 255};
}

Size padded_size(const Padding& padding, std::int32_t width, std::int32_t height) {
    const Sides sides = padded(padding, width, height);
    if (std::max(sides.width, sides.height) > kLargest) throw InputError("the padded picture is too large");
    return {std::int32_t(sides.width), std::int32_t(sides.height)};
}

bool fits(const Finish& finish, const Operation* operation, std::int64_t width, std::int64_t height,
          bool paid) {
    if (width > kMaxSide || height > kMaxSide || width * height > finish.most_pixels) return false;
    const auto grown = size_after(operation, {std::int32_t(width), std::int32_t(height)});
    if (!grown) return false;
    const Sides sides = padded(finish.padding, grown->width, grown->height);
    const std::int64_t pixels = sides.width * sides.height;
    if (std::max(sides.width, sides.height) > kMaxSide || pixels > finish.most_pixels ||
        pixels > finish.most_padded_pixels) {
        return false;
    }
    if (!paid) return true;
    return pixels <= finish.most_paid_pixels &&
           (!finish.affordable || finish.affordable(std::int32_t(sides.width), std::int32_t(sides.height)));
}

}  // namespace lomo
