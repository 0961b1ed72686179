#include "distort/undone_rows.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace lomo {

namespace {

template <int Channels>
std::uint8_t grey(const std::uint8_t* pixel) {
    if constexpr (Channels == 1) return pixel[0];
    return static_cast<std::uint8_t>((77U * pixel[0] + 150U * pixel[1] + 29U * pixel[2] + 128U) >> 8);
}

constexpr std::int64_t kHalf = std::int64_t{1} << 22;  // of 1/256 px, where 2**31 are a px

}  // namespace

void grey_row(const ImageView& image, std::int32_t x, std::int32_t y, std::int32_t width, std::uint8_t* out) {
    const std::uint8_t* const from = image.row(y) + std::ptrdiff_t{x} * image.channels;
    if (image.channels == 3) {
        for (std::int32_t i = 0; i < width; ++i) out[i] = grey<3>(from + std::ptrdiff_t{3} * i);
    } else if (image.pixels + image.size() - from < width + kGreyStep) {
        std::memcpy(out, from, static_cast<std::size_t>(width));
    } else {
        for (std::ptrdiff_t i = 0; i < width; i += kGreyStep) std::memcpy(out + i, from + i, kGreyStep);
    }
}

void UndoneRows::moved(std::int32_t x, std::int32_t y, std::int32_t width, Squares& squares,
                       std::size_t at) const {
    const bool turns = undo_.kind == Undo::Kind::kTurn;
    if (picture_.channels == 1) {
        turns ? turned<1>(x, y, width, squares, at) : shifted<1>(x, y, width, squares, at);
    } else {
        turns ? turned<3>(x, y, width, squares, at) : shifted<3>(x, y, width, squares, at);
    }
}

template <int Channels>
void UndoneRows::turned(std::int32_t x, std::int32_t y, std::int32_t width, Squares& squares,
                        std::size_t at) const {
    std::int64_t at_x = undo_.from_x + x * undo_.across + y * undo_.down + kHalf;
    std::int64_t at_y = undo_.from_y - x * undo_.down + y * undo_.across + kHalf;
    const auto inside = [](std::int64_t from, std::int64_t step, std::int64_t side) {
        return from >= 0 && step >= 0 && from >> 31 < side - 1 && step >> 31 < side - 1;
    };
    const bool whole = inside(at_x, at_x + (width - 1) * undo_.across, picture_.width) &&
                       inside(at_y, at_y - (width - 1) * undo_.down, picture_.height);
    if (Channels == 1 && whole) {
        const std::size_t stride = picture_.stride();
        for (std::int32_t i = 0; i < width; ++i, at_x += undo_.across, at_y -= undo_.down) {
            squares.put(at + static_cast<std::size_t>(i),
                        picture_.pixels + (at_y >> 31) * picture_.width + (at_x >> 31), stride, at_x >> 23,
                        at_y >> 23);
        }
        return;
    }
    for (std::int32_t i = 0; i < width; ++i, at_x += undo_.across, at_y -= undo_.down) {
        put<Channels>(squares, at + static_cast<std::size_t>(i), at_x >> 23, at_y >> 23);
    }
}

template <int Channels>
void UndoneRows::shifted(std::int32_t x, std::int32_t y, std::int32_t width, Squares& squares,
                         std::size_t at) const {
    const std::int64_t last = undo_.grown.width - 1, last_y = picture_.height - 1;
    std::int64_t at_x = 256 * std::int64_t{x} + undo_.rows[static_cast<std::size_t>(y)];
    const std::size_t stride = picture_.stride();
    for (std::int32_t i = 0; i < width; ++i, at_x += 256) {
        std::int64_t column = at_x >> 8, step = 1;
        if (column < 0 || column >= last) [[unlikely]] {
            column = std::clamp<std::int64_t>(column, 0, last), step = 0;
        }
        const std::int32_t* here = undo_.columns.data() + column;
        const std::int64_t down = here[0] + (((here[step] - here[0]) * (at_x & 255)) >> 8);
        const std::int64_t at_y = 256 * std::int64_t{y} + down, line = at_y >> 8;
        if (Channels == 1 && step == 1 && line >= 0 && line < last_y) [[likely]] {
            squares.put(at + static_cast<std::size_t>(i), picture_.pixels + line * picture_.width + column,
                        stride, at_x, at_y);
        } else {
            put<Channels>(squares, at + static_cast<std::size_t>(i), at_x, at_y);
        }
    }
}

// x and y in 1/256 px, anywhere.
template <int Channels>
void UndoneRows::put(Squares& squares, std::size_t at, std::int64_t x, std::int64_t y) const {
    const std::int64_t last_x = picture_.width - 1, last_y = picture_.height - 1;
    const std::int64_t x0 = std::clamp<std::int64_t>(x >> 8, 0, last_x), x1 = std::min(x0 + 1, last_x);
    const std::int64_t y0 = std::clamp<std::int64_t>(y >> 8, 0, last_y), y1 = std::min(y0 + 1, last_y);
    const auto pixel = [&](std::int64_t column, std::int64_t line) {
        return grey<Channels>(picture_.pixels + (line * picture_.width + column) * Channels);
    };
    const std::array<std::uint8_t, 4> around{pixel(x0, y0), pixel(x1, y0), pixel(x0, y1), pixel(x1, y1)};
    squares.put(at, around.data(), 2, x, y);
}

}  // namespace lomo
