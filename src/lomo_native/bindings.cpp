// What Python sees of the core, as a list; no decisions are taken here.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "text/segment.h"
#include "value/error.h"
#include "value/image.h"

namespace py = pybind11;

namespace {

using namespace lomo;

// A Python str as code points. Lone surrogates pass: a str may hold them, and UTF conversions would refuse.
[[maybe_unused]] std::u32string code_points(const py::str& text) {
    const Py_ssize_t length = PyUnicode_GET_LENGTH(text.ptr());
    std::u32string points(std::size_t(length), U'\0');
    static_assert(sizeof(char32_t) == sizeof(Py_UCS4));
    if (length > 0 &&
        !PyUnicode_AsUCS4(text.ptr(), reinterpret_cast<Py_UCS4*>(points.data()), Py_ssize_t(points.size()), 0)) {
        throw py::error_already_set();
    }
    return points;
}

py::bytes to_bytes(const std::vector<std::uint8_t>& bytes) {
    return py::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

// An array of shape (height, width, channels) as an Image, and back. Both copy: the core owns its memory.
[[maybe_unused]] Image to_image(const py::array_t<std::uint8_t, py::array::c_style>& array) {
    if (array.ndim() != 3 || (array.shape(2) != 1 && array.shape(2) != 3)) {
        throw InputError("expected a uint8 array of shape (height, width, 1 or 3)");
    }
    if (array.shape(0) < 1 || array.shape(1) < 1 || array.shape(0) > 65535 || array.shape(1) > 65535) {
        throw InputError("an image's sides must be 1 to 65535 pixels");
    }
    Image image(std::int32_t(array.shape(1)), std::int32_t(array.shape(0)), std::int32_t(array.shape(2)), 0);
    std::memcpy(image.pixels.data(), array.data(), image.pixels.size());
    return image;
}

[[maybe_unused]] py::array_t<std::uint8_t> to_array(const Image& image) {
    py::array_t<std::uint8_t> array({image.height, image.width, image.channels});
    std::memcpy(array.mutable_data(), image.pixels.data(), image.pixels.size());
    return array;
}

}  // namespace

PYBIND11_MODULE(_native, module) {
    module.doc() = "lomo's native core. Private: use the names in the package lomo.";
    py::register_exception<InputError>(module, "NativeInputError", PyExc_ValueError);

    // --- value -----------------------------------------------------------------------------------------

    // --- text ------------------------------------------------------------------------------------------
    module.def("grapheme_boundaries", [](const py::str& text) {
        const std::u32string points = code_points(text);
        py::gil_scoped_release release;
        return grapheme_boundaries(points);
    });
    module.def("line_breaks", [](const py::str& text) {
        const std::u32string points = code_points(text);
        std::vector<std::uint8_t> breaks;
        {
            py::gil_scoped_release release;
            breaks = line_breaks(points);
        }
        return to_bytes(breaks);
    });
    module.def("sentence_ends", [](const py::str& text,
                                   const std::vector<std::pair<std::int32_t, std::int32_t>>& atoms) {
        const std::u32string points = code_points(text);
        std::vector<SourceRange> ranges;
        ranges.reserve(atoms.size());
        for (const auto& [start, end] : atoms) ranges.push_back({start, end});
        py::gil_scoped_release release;
        return sentence_ends(points, ranges);
    });

    // --- distort ---------------------------------------------------------------------------------------

    // --- encode ----------------------------------------------------------------------------------------

    // --- page ------------------------------------------------------------------------------------------

    // --- paint -----------------------------------------------------------------------------------------
}
