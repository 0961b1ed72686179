// Pages and final pictures as Python sees them: a passage cut into pages and painted; a page, distorted and
// judged.
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/align.h"
#include "bindings/convert.h"
#include "bindings/parts.h"
#include "bindings/picture_array.h"
#include "paint/paint.h"
#include "picture/distorted.h"
#include "picture/finish.h"
#include "picture/fit.h"

namespace lomo::bindings {

namespace {

using Channels = std::array<std::int64_t, 3>;

using Ratio = std::pair<std::int64_t, std::int64_t>;

std::shared_ptr<Finish> make_finish(const Channels& ink, const Channels& paper, std::int64_t least_side,
                                    const Ratio& most_aspect, std::int64_t step, std::int64_t least_pixels,
                                    std::int64_t most_pixels, std::int64_t most_padded_pixels,
                                    std::int64_t most_paid_pixels, const py::object& affordable) {
    auto finish = std::make_shared<Finish>();
    finish->colours = checked_colours(ink, paper);
    finish->padding = {least_side, most_aspect.first, most_aspect.second, step, least_pixels};
    finish->most_pixels = most_pixels;
    finish->most_padded_pixels = most_padded_pixels;
    finish->most_paid_pixels = most_paid_pixels;
    if (!affordable.is_none()) {
        finish->affordable = [affordable](std::int32_t width, std::int32_t height) {
            const py::gil_scoped_acquire locked;
            return py::cast<bool>(affordable(width, height));
        };
    }
    return finish;
}

PageFit make_fit(std::shared_ptr<Finish> finish, std::optional<Unit> width,
                 const std::pair<Unit, Unit>& width_range, Unit code_width, const Ratio& aspect,
                 double aspect_number, double line_height_px, std::int32_t margin_px, std::int64_t most_pages,
                 std::string_view align, bool budgeted, bool patched) {
    return {std::move(finish), width,        width_range.first, width_range.second,
            code_width,        aspect.first, aspect.second,     aspect_number,
            line_height_px,    margin_px,    most_pages,        align_named(align),
            budgeted,          patched};
}

// The pages as (layout, start, end, grey picture, origin), and, where there are none, how many would be
// needed.
py::tuple painted_pages(const Passage& passage, const PageFit& fit, const Operation* operation) {
    const Fitted made = without_gil([&] { return fitted_pages(passage, fit, operation); });
    py::list pages;
    std::vector<Canvas> canvases;
    for (const FittedPage& page : made.pages) {
        const Sheet& sheet = page.sheet;
        py::array_t<std::uint8_t> grey = new_picture(sheet.height, sheet.width, 1);
        canvases.push_back({grey.mutable_data(), sheet.width, sheet.height, 1});
        pages.append(py::make_tuple(page.layout, page.source.start, page.source.end, grey,
                                    py::make_tuple(sheet.origin_x, sheet.origin_y)));
    }
    without_gil([&] {
        for (std::size_t i = 0; i < canvases.size(); ++i) {
            const FittedPage& page = made.pages[i];
            paint(*page.layout, &page.placed, page.sheet, canvases[i]);
        }
    });
    return py::make_tuple(pages, made.needed);
}

py::tuple final_picture(const Layout& layout, const std::pair<std::int32_t, std::int32_t>& origin,
                        const Pixels& image, const Pixels& grey, const Operation& operation,
                        const Finish& finish, const std::optional<std::size_t>& judged) {
    const PaintedPage page{layout, origin.first, origin.second, seen(image), seen(grey)};
    const FinalSize final = final_size(page, operation, finish);
    py::array_t<std::uint8_t> made = new_picture(final.size.height, final.size.width, final.channels);
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
    py::class_<Finish, std::shared_ptr<Finish>>(module, "Finish")
        .def(py::init(&make_finish), py::arg("ink"), py::arg("paper"), py::arg("least_side"),
             py::arg("most_aspect"), py::arg("step"), py::arg("least_pixels"), py::arg("most_pixels"),
             py::arg("most_padded_pixels"), py::arg("most_paid_pixels"), py::arg("affordable"))
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
            py::arg("width"), py::arg("height"), py::arg("operation"))
        .def(
            "page_height",
            [](const Finish& finish, std::int64_t width, const Operation* operation) {
                return page_height(finish, operation, width);
            },
            py::arg("width"), py::arg("operation"));
    py::class_<PageFit>(module, "PageFit")
        .def(py::init(&make_fit), py::arg("finish"), py::arg("width"), py::arg("width_range"),
             py::arg("code_width"), py::arg("aspect"), py::arg("aspect_number"), py::arg("line_height_px"),
             py::arg("margin_px"), py::arg("most_pages"), py::arg("align"), py::arg("budgeted"),
             py::arg("patched"))
        .def(
            "wrap_widths",
            [](const PageFit& fit, const Passage& passage, const Operation* operation) {
                const Widths widths = without_gil([&] { return wrap_widths(passage, fit, operation); });
                return py::make_tuple(widths.text, widths.code);
            },
            py::arg("passage"), py::arg("operation"))
        .def(
            "pages",
            [](const PageFit& fit, const Passage& passage, const Operation* operation) {
                return painted_pages(passage, fit, operation);
            },
            py::arg("passage"), py::arg("operation"));
    module.def("final_picture", &final_picture, py::arg("layout"), py::arg("origin"), py::arg("image"),
               py::arg("grey"), py::arg("operation"), py::arg("finish"), py::arg("judged"));
}

}  // namespace lomo::bindings
