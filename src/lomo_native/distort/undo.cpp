#include "distort/undo.h"

#include <cmath>
#include <span>

#include "distort/rotate.h"
#include "distort/trigonometry.h"

namespace lomo {

namespace {

constexpr std::int32_t kNodePx = 4;  // a sinusoid's chords over this stray by less than 1/20 px

std::int32_t in_256ths(double px) {
    return static_cast<std::int32_t>(std::floor(px * 256 + 0.5));
}

enum class Axis : std::uint8_t { kRows, kColumns };  // rows are moved along x by their y, columns along y

// How far `map` moves the middle of each row or column of a side, in 1/256 px: asked for at nodes, linear
// between.
template <class Map>
std::vector<std::int32_t> shifts(Axis axis, std::int32_t side, const Map& map) {
    const std::size_t along = axis == Axis::kRows ? 1 : 0;
    std::vector<double> nodes;
    for (std::int32_t at = 0; at < side + 2 * kNodePx; at += kNodePx) {
        nodes.insert(nodes.end(), {0, 0});
        nodes[nodes.size() - 2 + along] = at + 0.5;
    }
    map(std::span<double>(nodes));
    std::vector<std::int32_t> found;
    found.reserve(static_cast<std::size_t>(side) + kNodePx);
    std::int32_t value = in_256ths(nodes[1 - along]);
    for (std::size_t node = 3 - along; node < nodes.size(); node += 2) {
        const std::int32_t next = in_256ths(nodes[node]);
        for (std::int32_t k = 0; k < kNodePx; ++k) found.push_back(value + (next - value) * k / kNodePx);
        value = next;
    }
    found.resize(static_cast<std::size_t>(side));
    return found;
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
    // One axis at a time: without the other's amplitude a point's place on it is its own.
    Wave across = wave, down = wave;
    across.amplitude_y = down.amplitude_x = 0;
    undo.rows =
        shifts(Axis::kRows, height, [&](std::span<double> xy) { wave_points(xy, width, height, across); });
    undo.columns = shifts(Axis::kColumns, undo.grown.width,
                          [&](std::span<double> xy) { wave_points(xy, width, height, down); });
    return undo;
}

Undo undo_fold(std::int32_t width, std::int32_t height, const Fold& fold) {
    Undo undo = undo_still(width, height);
    undo.kind = Undo::Kind::kShift;
    undo.grown = folded_size(width, height, fold);
    undo.rows.assign(static_cast<std::size_t>(height), 0);
    undo.columns.assign(static_cast<std::size_t>(undo.grown.width), 0);
    const auto map = [&](std::span<double> xy) { fold_points(xy, width, height, fold); };
    if (fold.axis == 0) {
        undo.columns = shifts(Axis::kColumns, undo.grown.width, map);
    } else {
        undo.rows = shifts(Axis::kRows, height, map);
    }
    return undo;
}

}  // namespace lomo
