// Final pictures as Python sees them: a painted page and an operation in, the picture and its score out.
#include <array>
#include <cstdint>
#include <optional>

#include "bindings/convert.h"
#include "bindings/parts.h"
#include "picture/distorted.h"
#include "picture/finish.h"

namespace lomo::bindings {

namespace {

using Channels = std::array<std::int64_t, 3>;

Finish finish_of(const Channels& ink, const Channels& paper, std::int64_t least_side,
                 const std::pair<std::int64_t, std::int64_t>& most_aspect, std::int64_t step,
                 std::int64_t least_pixels, std::int64_t most_pixels, std::int64_t most_padded_pixels) {
    return {checked_colours(ink, paper),
            {least_side, most_aspect.first, most_aspect.second, step, least_pixels},
            most_pixels,
            most_padded_pixels};
}

py::tuple final_picture(const Layout& layout, const std::pair<std::int32_t, std::int32_t>& origin,
                        const Pixels& image, const Pixels& grey, const Operation& operation,
                        const Finish& finish, const std::optional<std::size_t>& judged) {
    const PaintedPage page{layout, origin.first, origin.second, seen(image), seen(grey)};
    const FinalSize final = final_size(page, operation, finish);
    py::array_t<std::uint8_t> made({final.size.height, final.size.width, final.channels});
    const Canvas out{made.mutable_data(), final.size.width, final.size.height, final.channels};
    std::optional<std::int32_t> score;
    without_gil([&] {
        draw_final(page, operation, finish, out);
        if (judged) {
            const ImageView drawn{out.pixels, out.width, out.height, out.channels};
            score = final_score(page, operation, drawn, *judged);
        }
    });
    return py::make_tuple(made, score);
}

}  // namespace

void bind_picture(py::module_& module) {
    py::class_<Finish>(module, "Finish")
        .def(py::init(&finish_of), py::arg("ink"), py::arg("paper"), py::arg("least_side"),
             py::arg("most_aspect"), py::arg("step"), py::arg("least_pixels"), py::arg("most_pixels"),
             py::arg("most_padded_pixels"))
        .def(
            "padded_size",
            [](const Finish& finish, std::int32_t width, std::int32_t height) {
                const Size size = padded_size(finish.padding, width, height);
                return py::make_tuple(size.width, size.height);
            },
            py::arg("width"), py::arg("height"))
        .def(
            "fits",
            [](const Finish& finish, std::int64_t width, std::int64_t height, const Operation* operation) {
                return fits(finish, operation, width, height);
            },
            py::arg("width"), py::arg("height"), py::arg("operation"));
    module.def("final_picture", &final_picture, py::arg("layout"), py::arg("origin"), py::arg("image"),
               py::arg("grey"), py::arg("operation"), py::arg("finish"), py::arg("judged"));
}

}  // namespace lomo::bindings
