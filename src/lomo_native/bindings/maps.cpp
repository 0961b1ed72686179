// Where a distortion takes points, outlines and sizes, as Python sees it.
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "bindings/convert.h"
#include "bindings/parts.h"
#include "bindings/wave_of.h"
#include "distort/bounds.h"
#include "distort/outline.h"
#include "distort/rotate.h"
#include "distort/wave.h"
#include "value/error.h"

namespace lomo::bindings {

namespace {

using Points = py::array_t<double, py::array::c_style | py::array::forcecast>;

// A copy of an array of points, shape (n, 2), moved by `map`.
template <class Map>
py::array_t<double> on_points(const Points& points, const Map& map) {
    if (points.ndim() != 2 || points.shape(1) != 2) {
        throw InputError("expected an array of points of shape (n, 2)");
    }
    py::array_t<double> moved({points.shape(0), py::ssize_t{2}});
    std::copy_n(points.data(), points.size(), moved.mutable_data());
    const std::span<double> xy(moved.mutable_data(), std::size_t(moved.size()));
    {
        py::gil_scoped_release unlocked;
        map(xy);
    }
    return moved;
}

std::pair<std::int32_t, std::int32_t> in_pixels(const Size& size) {
    return {size.width, size.height};
}

// Points of all outlines, shape (n, 2), and where each outline ends among them.
py::tuple outlines_of(const std::vector<Box>& boxes, const PointMap& map) {
    const Outlines made = without_gil([&] { return outlines(boxes, map); });
    py::array_t<double> points({py::ssize_t(made.xy.size() / 2), py::ssize_t{2}});
    std::copy(made.xy.begin(), made.xy.end(), points.mutable_data());
    return py::make_tuple(points, made.ends);
}

}  // namespace

void bind_maps(py::module_& module) {
    module.def(
        "rotated_size",
        [](std::int32_t width, std::int32_t height, std::int64_t angle) {
            return in_pixels(rotated_size(width, height, angle));
        },
        py::arg("width"), py::arg("height"), py::arg("angle"));
    module.def(
        "rotate_points",
        [](const Points& points, std::int32_t width, std::int32_t height, std::int64_t angle) {
            return on_points(points, [&](std::span<double> xy) { rotate_points(xy, width, height, angle); });
        },
        py::arg("points"), py::arg("width"), py::arg("height"), py::arg("angle"));
    module.def(
        "waved_size",
        [](std::int32_t width, std::int32_t height, const std::array<std::int64_t, 6>& parameters) {
            return in_pixels(waved_size(width, height, wave_of(parameters)));
        },
        py::arg("width"), py::arg("height"), py::arg("parameters"));
    module.def(
        "wave_points",
        [](const Points& points, std::int32_t width, std::int32_t height,
           const std::array<std::int64_t, 6>& parameters) {
            const Wave by = wave_of(parameters);
            return on_points(points, [&](std::span<double> xy) { wave_points(xy, width, height, by); });
        },
        py::arg("points"), py::arg("width"), py::arg("height"), py::arg("parameters"));
    module.def(
        "folded_size",
        [](std::int32_t width, std::int32_t height, std::int64_t axis, std::vector<std::int64_t> positions,
           std::vector<std::int64_t> shifts) {
            return in_pixels(folded_size(width, height, {axis, std::move(positions), std::move(shifts)}));
        },
        py::arg("width"), py::arg("height"), py::arg("axis"), py::arg("positions"), py::arg("shifts"));
    module.def(
        "fold_points",
        [](const Points& points, std::int32_t width, std::int32_t height, std::int64_t axis,
           std::vector<std::int64_t> positions, std::vector<std::int64_t> shifts) {
            const Fold by{axis, std::move(positions), std::move(shifts)};
            return on_points(points, [&](std::span<double> xy) { fold_points(xy, width, height, by); });
        },
        py::arg("points"), py::arg("width"), py::arg("height"), py::arg("axis"), py::arg("positions"),
        py::arg("shifts"));
    module.def(
        "wave_outlines",
        [](const std::vector<Box>& boxes, std::int32_t width, std::int32_t height,
           const std::array<std::int64_t, 6>& parameters) {
            const Wave by = wave_of(parameters);
            return outlines_of(boxes, [&](std::span<double> xy) { wave_points(xy, width, height, by); });
        },
        py::arg("boxes"), py::arg("width"), py::arg("height"), py::arg("parameters"));
    module.def(
        "fold_outlines",
        [](const std::vector<Box>& boxes, std::int32_t width, std::int32_t height, std::int64_t axis,
           std::vector<std::int64_t> positions, std::vector<std::int64_t> shifts) {
            const Fold by{axis, std::move(positions), std::move(shifts)};
            return outlines_of(boxes, [&](std::span<double> xy) { fold_points(xy, width, height, by); });
        },
        py::arg("boxes"), py::arg("width"), py::arg("height"), py::arg("axis"), py::arg("positions"),
        py::arg("shifts"));
}

}  // namespace lomo::bindings
