#include "distort/undo.h"

#include <algorithm>
#include <cmath>

#include "distort/rotate.h"
#include "distort/trigonometry.h"

namespace lomo {

namespace {

constexpr std::int32_t kNodePx = 4;  // a sinusoid's chords over this stray by less than 1/20 px

std::int32_t in_256ths(double px) {
    return static_cast<std::int32_t>(std::floor(px * 256 + 0.5));
}

// at(i) in px for every pixel i of a side, asked for at nodes only.
template <class Shift>
std::vector<std::int32_t> along(std::int32_t side, std::int32_t node, const Shift& at) {
    std::vector<std::int32_t> shifts(static_cast<std::size_t>(side));
    std::int32_t value = in_256ths(at(0));
    for (std::int32_t from = 0; from < side; from += node) {
        const std::int32_t next = in_256ths(at(from + node));
        const std::int32_t last = std::min(node, side - from);
        for (std::int32_t k = 0; k < last; ++k) {
            shifts[static_cast<std::size_t>(from + k)] = value + (next - value) * k / node;
        }
        value = next;
    }
    return shifts;
}

}  // namespace

Undo undo_still(std::int32_t width, std::int32_t height) {
    Undo undo;
    undo.width = width, undo.height = height;
    undo.grown = checked_size(width, height);
    return undo;
}

Undo undo_rotate(std::int32_t width, std::int32_t height, std::int64_t angle) {
    Undo undo = undo_still(width, height);
    undo.kind = Undo::Kind::kTurn;
    undo.grown = rotated_size(width, height, angle);
    const std::uint64_t turn = turn_of_angle(angle);
    const std::int64_t cos = cosine(turn), sin = sine(turn);
    constexpr std::int64_t kOne = std::int64_t{1} << kSineBits;
    const std::int64_t x = 1 - std::int64_t{width}, y = 1 - std::int64_t{height};  // half pixels
    undo.from_x = x * cos + y * sin + (undo.grown.width - 1) * kOne;
    undo.from_y = y * cos - x * sin + (undo.grown.height - 1) * kOne;
    undo.across = 2 * cos, undo.down = 2 * sin;
    return undo;
}

Undo undo_wave(std::int32_t width, std::int32_t height, const Wave& wave) {
    Undo undo = undo_still(width, height);
    undo.kind = Undo::Kind::kShift;
    undo.grown = waved_size(width, height, wave);
    const auto moved = [&](double x, double y) {
        double point[2] = {x, y};
        wave_points(point, width, height, wave);
        return std::pair{point[0] - x, point[1] - y};
    };
    const double first = moved(0, 0.5).first;
    undo.rows = along(height, kNodePx, [&](std::int32_t y) { return moved(0, y + 0.5).first; });
    // A point of the first row that the rows' shift carries to the middle of column x.
    undo.columns =
        along(undo.grown.width, kNodePx, [&](std::int32_t x) { return moved(x + 0.5 - first, 0.5).second; });
    return undo;
}

Undo undo_fold(std::int32_t width, std::int32_t height, const Fold& fold) {
    Undo undo = undo_still(width, height);
    undo.kind = Undo::Kind::kShift;
    undo.grown = folded_size(width, height, fold);
    const auto moved = [&](double x, double y) {
        double point[2] = {x, y};
        fold_points(point, width, height, fold);
        return fold.axis == 0 ? point[1] - y : point[0] - x;
    };
    undo.rows.assign(static_cast<std::size_t>(height), 0);
    undo.columns.assign(static_cast<std::size_t>(undo.grown.width), 0);
    if (fold.axis == 0) {
        undo.columns = along(undo.grown.width, 1, [&](std::int32_t x) { return moved(x + 0.5, 0.5); });
    } else {
        undo.rows = along(height, 1, [&](std::int32_t y) { return moved(0.5, y + 0.5); });
    }
    return undo;
}

}  // namespace lomo
