#include "distort/outline.h"

#include <algorithm>
#include <cmath>

namespace lomo {

namespace {

constexpr std::size_t kLongestRun = 64;  // points left out in a row: bounds the work of looking back

// Whether the points between `from` and `to` all lie near the line between these two.
bool straight(std::span<const double> xy, std::size_t from, std::size_t to) {
    const double x = xy[2 * from], y = xy[2 * from + 1];
    const double dx = xy[2 * to] - x, dy = xy[2 * to + 1] - y;
    const double length = std::max(1e-9, std::sqrt(dx * dx + dy * dy));
    for (std::size_t i = from + 1; i < to; ++i) {
        const double stray = (xy[2 * i] - x) * dy - (xy[2 * i + 1] - y) * dx;
        if (std::abs(stray) > kOutlineStrayPx * length) return false;
    }
    return true;
}

// Adds the side's points but the last, which the next side starts with.
void add_side(std::span<const double> xy, std::vector<double>& out) {
    const std::size_t last = xy.size() / 2 - 1;
    for (std::size_t kept = 0; kept < last;) {
        out.insert(out.end(), {xy[2 * kept], xy[2 * kept + 1]});
        std::size_t next = kept + 1;
        while (next < last && next - kept < kLongestRun && straight(xy, kept, next + 1)) ++next;
        kept = next;
    }
}

}  // namespace

Outlines outlines(std::span<const Box> boxes, const PointMap& map) {
    Outlines made;
    std::vector<double> side;
    for (const auto& [x0, y0, x1, y1] : boxes) {
        const double corners[5][2] = {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}};
        for (int k = 0; k < 4; ++k) {
            const auto [from_x, from_y] = corners[k];
            const double dx = corners[k + 1][0] - from_x, dy = corners[k + 1][1] - from_y;
            const double steps = std::max(1.0, std::ceil((std::abs(dx) + std::abs(dy)) / kOutlineStepPx));
            side.clear();
            for (double i = 0; i <= steps; ++i) {
                side.insert(side.end(), {from_x + dx * i / steps, from_y + dy * i / steps});
            }
            map(side);
            add_side(side, made.xy);
        }
        made.ends.push_back(static_cast<std::int64_t>(made.xy.size() / 2));
    }
    return made;
}

}  // namespace lomo
