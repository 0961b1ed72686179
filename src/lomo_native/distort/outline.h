// Boxes of a picture and the map of a warp -> the outlines of the boxes in the warped picture, as polygons.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace lomo {

using PointMap = std::function<void(std::span<double>)>;  // moves points (x, y, x, y, ...) in place
using Box = std::array<double, 4>;                        // x0, y0, x1, y1 in px

struct Outlines {
    std::vector<double> xy;          // x, y, x, y, ... of all polygons, one after the other
    std::vector<std::int64_t> ends;  // of each polygon, in points
};

// Each outline starts at the box's upper left corner and runs by the upper right one. It is asked for every
// kOutlineStepPx; points that lie within kOutlineStrayPx of the line between those kept are left out, corners
// never.
Outlines outlines(std::span<const Box> boxes, const PointMap& map);

inline constexpr double kOutlineStepPx = 4;
inline constexpr double kOutlineStrayPx = 0.1;

}  // namespace lomo
