// A picture's size goes in, a new NumPy array that owns its memory comes out: of a large picture it is a
// Buffer (value/buffer.h), which the process keeps for the next one when the array is gone.
#pragma once

#include <pybind11/numpy.h>

#include <cstdint>

namespace lomo::bindings {

// Shape (height, width, channels); what it holds means nothing.
pybind11::array_t<std::uint8_t> new_picture(std::int32_t height, std::int32_t width, std::int32_t channels);

}  // namespace lomo::bindings
