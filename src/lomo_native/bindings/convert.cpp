#include "bindings/convert.h"

#include <cstring>

#include "bindings/picture_array.h"
#include "value/error.h"

namespace lomo::bindings {

std::u32string code_points(const py::str& text) {
    const Py_ssize_t length = PyUnicode_GET_LENGTH(text.ptr());
    std::u32string points(std::size_t(length), U'\0');
    static_assert(sizeof(char32_t) == sizeof(Py_UCS4));
    if (length > 0 && !PyUnicode_AsUCS4(text.ptr(), reinterpret_cast<Py_UCS4*>(points.data()),
                                        Py_ssize_t(points.size()), 0)) {
        throw py::error_already_set();
    }
    return points;
}

py::bytes to_bytes(const std::vector<std::uint8_t>& bytes) {
    return py::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

ImageView seen(const Pixels& array) {
    if (array.ndim() != 3 || (array.shape(2) != 1 && array.shape(2) != 3)) {
        throw InputError("expected a uint8 array of shape (height, width, 1 or 3)");
    }
    if (array.shape(0) < 1 || array.shape(1) < 1 || array.shape(0) > 65535 || array.shape(1) > 65535) {
        throw InputError("an image's sides must be 1 to 65535 pixels");
    }
    return {array.data(), std::int32_t(array.shape(1)), std::int32_t(array.shape(0)),
            std::int32_t(array.shape(2))};
}

Image to_image(const Pixels& array) {
    const ImageView view = seen(array);
    Image image(view.width, view.height, view.channels, 0);
    std::memcpy(image.pixels.data(), view.pixels, image.pixels.size());
    return image;
}

py::array_t<std::uint8_t> to_array(const Image& image) {
    py::array_t<std::uint8_t> array = new_picture(image.height, image.width, image.channels);
    std::memcpy(array.mutable_data(), image.pixels.data(), image.pixels.size());
    return array;
}

std::vector<SourceRange> to_ranges(const std::vector<RangeTuple>& pairs) {
    std::vector<SourceRange> ranges;
    for (const auto& [start, end] : pairs) ranges.push_back({start, end});
    return ranges;
}

}  // namespace lomo::bindings
