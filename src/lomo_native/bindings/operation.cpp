// A distortion as Python sees it: its integers out of a dictionary, checked once; pictures, points and boxes
// through it.
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/convert.h"
#include "bindings/parts.h"
#include "bindings/wave_of.h"
#include "distort/operation.h"
#include "distort/rotate.h"
#include "value/error.h"

namespace lomo::bindings {

namespace {

using Points = py::array_t<double, py::array::c_style | py::array::forcecast>;

std::string told(const py::handle& value) {
    return py::cast<std::string>(py::str("{!r:.60}").format(value));
}

bool is_integer(const py::handle& value, std::int64_t& out) {
    if (!PyLong_CheckExact(value.ptr())) return false;
    int overflow = 0;
    out = PyLong_AsLongLongAndOverflow(value.ptr(), &overflow);
    constexpr std::int64_t kBound = std::int64_t{1} << 62;
    return overflow == 0 && -kBound < out && out < kBound;
}

std::vector<std::int64_t> integers(const py::handle& name, const py::handle& value) {
    std::vector<std::int64_t> found;
    bool right = PyList_CheckExact(value.ptr());
    if (right) {
        for (const py::handle& item : py::reinterpret_borrow<py::list>(value)) {
            found.emplace_back();
            right = right && is_integer(item, found.back());
        }
    }
    if (!right) {
        throw InputError(py::cast<std::string>(name) + " must be a list of integers, not " + told(value));
    }
    return found;
}

// The parameters named so, and no others.
Operation checked_operation(std::string_view kernel, const py::tuple& scalars, const py::tuple& lists,
                            const py::dict& parameters) {
    const auto given = [&](const py::handle& name) { return PyDict_GetItem(parameters.ptr(), name.ptr()); };
    const auto is_given = [&](const py::handle& name) { return given(name) != nullptr; };
    if (parameters.size() != scalars.size() + lists.size() ||
        !std::all_of(scalars.begin(), scalars.end(), is_given) ||
        !std::all_of(lists.begin(), lists.end(), is_given)) {
        const py::list names(scalars + lists);
        const py::object found = py::module_::import("builtins").attr("sorted")(parameters);
        throw InputError("expected the parameters " + py::cast<std::string>(py::repr(names)) + ", found " +
                         py::cast<std::string>(py::repr(found)));
    }
    std::vector<std::int64_t> numbers;
    for (const py::handle& name : scalars) {
        if (!is_integer(given(name), numbers.emplace_back())) {
            throw InputError(py::cast<std::string>(name) + " must be an integer, not " + told(given(name)));
        }
    }
    std::vector<std::vector<std::int64_t>> rows;
    for (const py::handle& name : lists) rows.push_back(integers(name, given(name)));
    for (const auto& row : rows) {
        if (row.size() == rows[0].size()) continue;
        throw InputError(py::cast<std::string>(py::str(", ").attr("join")(lists)) + " must be equally long");
    }
    return operation_of(kernel, numbers, rows);
}

py::tuple in_pixels(const Size& size) {
    return py::make_tuple(size.width, size.height);
}

py::array_t<std::uint8_t> apply(const Operation& by, const Pixels& image) {
    const ImageView in = seen(image);
    return into_new(in, distorted_size(by, in.width, in.height), distorted_channels(by, in),
                    [&](const ImageView& from, const Canvas& to) { distort(by, from, to); });
}

// A copy of an array of points, shape (n, 2), moved.
py::array_t<double> moved_points(const Operation& by, const Points& points, std::int32_t width,
                                 std::int32_t height) {
    if (points.ndim() != 2 || points.shape(1) != 2) {
        throw InputError("expected an array of points of shape (n, 2)");
    }
    py::array_t<double> moved({points.shape(0), py::ssize_t{2}});
    std::copy_n(points.data(), points.size(), moved.mutable_data());
    const std::span<double> xy(moved.mutable_data(), std::size_t(moved.size()));
    without_gil([&] { map_points(by, xy, width, height); });
    return moved;
}

// Points of all outlines, shape (n, 2), and where each outline ends among them.
py::tuple outlines_of(const Operation& by, const std::vector<Box>& boxes, std::int32_t width,
                      std::int32_t height) {
    const Outlines made = without_gil([&] { return map_boxes(by, boxes, width, height); });
    py::array_t<double> points({py::ssize_t(made.xy.size() / 2), py::ssize_t{2}});
    std::copy(made.xy.begin(), made.xy.end(), points.mutable_data());
    return py::make_tuple(points, made.ends);
}

}  // namespace

void bind_operation(py::module_& module) {
    py::class_<Undo>(module, "Undo");
    py::class_<Operation>(module, "Operation")
        .def(py::init(&checked_operation), py::arg("kernel"), py::arg("scalars"), py::arg("lists"),
             py::arg("parameters"))
        .def_property_readonly("keeps_size", &keeps_size)
        .def_property_readonly("keeps_lines", &keeps_lines)
        .def(
            "size",
            [](const Operation& by, std::int32_t width, std::int32_t height) {
                return in_pixels(distorted_size(by, width, height));
            },
            py::arg("width"), py::arg("height"))
        .def("apply", &apply, py::arg("image"))
        .def("points", &moved_points, py::arg("points"), py::arg("width"), py::arg("height"))
        .def("outlines", &outlines_of, py::arg("boxes"), py::arg("width"), py::arg("height"))
        .def("undo", &undo, py::arg("width"), py::arg("height"));
    module.def(
        "rotated_size",
        [](std::int32_t width, std::int32_t height, std::int64_t angle) {
            return in_pixels(rotated_size(width, height, angle));
        },
        py::arg("width"), py::arg("height"), py::arg("angle"));
    module.def(
        "waved_size",
        [](std::int32_t width, std::int32_t height, const std::array<std::int64_t, 6>& parameters) {
            return in_pixels(waved_size(width, height, wave_of(parameters)));
        },
        py::arg("width"), py::arg("height"), py::arg("parameters"));
}

}  // namespace lomo::bindings
