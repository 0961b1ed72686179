#include "distort/rotate.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "distort/target.h"
#include "distort/trigonometry.h"
#include "distort/turned_planes.h"

namespace lomo {

namespace {

constexpr int kDrop = 4;  // sines are in 1/2**26, so that places are in 1/2**27 px
constexpr std::int64_t kOne = std::int64_t{1} << (kSineBits - kDrop);
static_assert(kSineBits - kDrop + 1 == kPlaceBits);

struct Rotation {
    std::int32_t quarters = 0;  // 0 .. 3, and then:
    std::int64_t cos = kOne;    // of at most 45 degrees
    std::int64_t sin = 0;
};

Rotation rotation(std::int64_t angle) {
    check_range("angle (1/1024 degree)", angle, -kFullTurn, kFullTurn);
    constexpr std::int64_t kQuarter = kFullTurn / 4;
    const std::int64_t quarters = floor_div(angle + kQuarter / 2, kQuarter);
    const std::uint64_t rest = turn_of_angle(angle - quarters * kQuarter);
    const auto rounded = [](std::int64_t value) { return (value + (1 << (kDrop - 1))) >> kDrop; };
    return {static_cast<std::int32_t>(quarters & 3), rounded(cosine(rest)), rounded(sine(rest))};
}

Size grown(std::int32_t width, std::int32_t height, const Rotation& by) {
    if (by.quarters % 2 == 1) {
        std::swap(width, height);
    }
    const std::int64_t sin = by.sin < 0 ? -by.sin : by.sin;
    // The bilinear image reaches half a pixel beyond the source's sides; the outermost centres need not.
    const std::int64_t across = (width + std::int64_t{1}) * by.cos + (height + std::int64_t{1}) * sin - kOne;
    const std::int64_t down = (width + std::int64_t{1}) * sin + (height + std::int64_t{1}) * by.cos - kOne;
    return checked_size(std::max<std::int64_t>(1, ceil_div(across, kOne)),
                        std::max<std::int64_t>(1, ceil_div(down, kOne)));
}

// For each output row the pixels whose neighbours, all four, lie in the source or one pixel outside.
std::vector<TurnedRow> turned_rows(Size source, Size out, const Rotation& by) {
    std::vector<TurnedRow> rows;
    rows.reserve(std::size_t(out.height));
    constexpr std::int64_t kHalfStep = std::int64_t{1} << (kPlaceBits - 8);
    for (std::int32_t j = 0; j < out.height; ++j) {
        const std::int64_t right = 1 - std::int64_t{out.width};  // from the centre, in half pixels
        const std::int64_t low = 2 * std::int64_t{j} + 1 - out.height;
        TurnedRow row;
        row.x = right * by.cos - low * by.sin + (source.width - 1) * kOne + kHalfStep;
        row.y = right * by.sin + low * by.cos + (source.height - 1) * kOne + kHalfStep;
        Run run = clip({0, out.width}, row.x, 2 * by.cos, -2 * kOne, source.width * 2 * kOne - 1);
        run = clip(run, row.y, 2 * by.sin, -2 * kOne, source.height * 2 * kOne - 1);
        row.first = static_cast<std::int32_t>(run.first);
        row.last = static_cast<std::int32_t>(run.last);
        rows.push_back(row);
    }
    return rows;
}

void fill_outside(const std::vector<TurnedRow>& rows, const Canvas& out) {
    const auto pixel = static_cast<std::size_t>(out.channels);
    for (std::int32_t j = 0; j < out.height; ++j) {
        const TurnedRow& row = rows[std::size_t(j)];
        const std::size_t first = std::size_t(row.first) * pixel;
        const std::size_t last = std::size_t(row.last) * pixel;
        std::memset(out.row(j), 255, first);
        std::memset(out.row(j) + last, 255, out.stride() - last);
    }
}

}  // namespace

Size rotated_size(std::int32_t width, std::int32_t height, std::int64_t angle) {
    check_range("width", width, 1, kMaxSide);
    check_range("height", height, 1, kMaxSide);
    return grown(width, height, rotation(angle));
}

void rotate(const ImageView& image, std::int64_t angle, const Canvas& out) {
    check_image(image);
    const Rotation by = rotation(angle);
    const Size size = grown(image.width, image.height, by);
    if (by.sin == 0) {
        quarter_turn(image, by.quarters, out);
        return;
    }
    const TurnedPlanes source(image, by.quarters);
    const std::vector<TurnedRow> turned = turned_rows(source.size, size, by);
    fill_outside(turned, out);
    rows().turn(source.planes, turned.data(), 2 * by.cos, 2 * by.sin, out);
}

void rotate_points(std::span<double> xy, std::int32_t width, std::int32_t height, std::int64_t angle) {
    const Rotation by = rotation(angle);
    const Size size = grown(width, height, by);
    double cos = double(by.cos) / double(kOne);
    double sin = double(by.sin) / double(kOne);
    for (std::int32_t k = 0; k < by.quarters; ++k) {
        const double before = cos;
        cos = -sin;
        sin = before;
    }
    for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
        const double x = xy[i] - width / 2.0;
        const double y = xy[i + 1] - height / 2.0;
        xy[i] = x * cos + y * sin + size.width / 2.0;
        xy[i + 1] = y * cos - x * sin + size.height / 2.0;
    }
}

}  // namespace lomo
