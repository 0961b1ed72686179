#include "paint/trim.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "value/error.h"

namespace lomo {

std::optional<InkBox> trim_box(const Image& image) {
    const auto stride = static_cast<std::int64_t>(image.stride());
    const auto is_ink = [](std::uint8_t value) { return value != 255; };
    std::int64_t first = stride;  // bytes of a row
    std::int64_t last = -1;
    std::int32_t top = -1;
    std::int32_t bottom = -1;
    for (std::int32_t y = 0; y < image.height; ++y) {
        const std::uint8_t* row = image.row(y);
        const std::uint8_t* end = row + stride;
        const std::uint8_t* ink = std::find_if(row, end, is_ink);
        if (ink == end) {
            continue;
        }
        top = top < 0 ? y : top;
        bottom = y;
        first = std::min(first, std::int64_t{ink - row});
        while (!is_ink(end[-1])) {
            --end;
        }
        last = std::max(last, std::int64_t{end - 1 - row});
    }
    if (top < 0) {
        return std::nullopt;
    }
    return InkBox{std::int32_t(first / image.channels), top, std::int32_t(last / image.channels) + 1,
                  bottom + 1};
}

Trimmed trim(const Image& image, std::int64_t margin) {
    if (margin < 0 || margin > 4096) {
        throw InputError("margin must be in 0 .. 4096 px, not " + std::to_string(margin));
    }
    const auto around = static_cast<std::int32_t>(margin);
    const InkBox box = trim_box(image).value_or(InkBox{0, 0, 1, 1});
    Trimmed result;
    result.x = box.left - around;
    result.y = box.top - around;
    result.image =
        Image(box.right - box.left + 2 * around, box.bottom - box.top + 2 * around, image.channels, 255);
    const std::size_t pixel = std::size_t(image.channels);
    for (std::int32_t y = box.top; y < box.bottom; ++y) {
        std::memcpy(result.image.row(y - result.y) + std::size_t(around) * pixel,
                    image.row(y) + std::size_t(box.left) * pixel, std::size_t(box.right - box.left) * pixel);
    }
    return result;
}

}  // namespace lomo
