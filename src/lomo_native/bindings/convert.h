// Python's values -> the core's and back: text, images, ranges; and the lock, put down around a call.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "bindings/picture_array.h"
#include "bindings/unlocked.h"
#include "distort/bounds.h"
#include "value/image.h"
#include "value/layout.h"

namespace lomo::bindings {

namespace py = pybind11;

using Pixels = py::array_t<std::uint8_t, py::array::c_style>;
using RangeTuple = std::pair<std::int32_t, std::int32_t>;

// A Python str as code points. Lone surrogates pass: a str may hold them, and UTF conversions would refuse.
std::u32string code_points(const py::str& text);

py::bytes to_bytes(const std::vector<std::uint8_t>& bytes);

// An array of shape (height, width, channels), read where it lies.
ImageView seen(const Pixels& array);

// The same as an Image, and back. Both copy: the core owns its memory.
Image to_image(const Pixels& array);
py::array_t<std::uint8_t> to_array(const Image& image);

std::vector<SourceRange> to_ranges(const std::vector<RangeTuple>& pairs);

template <typename Call>
auto without_gil(Call call) {
    const Unlocked unlocked;
    return call();
}

// A kernel from an array into a new one of a given size, without the GIL and without a copy.
template <class Kernel>
py::array_t<std::uint8_t> into_new(const ImageView& in, const Size& size, std::int32_t channels,
                                   const Kernel& kernel) {
    py::array_t<std::uint8_t> made = new_picture(size.height, size.width, channels);
    const Canvas out{made.mutable_data(), size.width, size.height, channels};
    {
        const Unlocked unlocked;
        kernel(in, out);
    }
    return made;
}
template <class Kernel>
py::array_t<std::uint8_t> into_new(const ImageView& in, const Size& size, const Kernel& kernel) {
    return into_new(in, size, in.channels, kernel);
}

}  // namespace lomo::bindings
