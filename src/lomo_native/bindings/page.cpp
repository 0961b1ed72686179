// A passage, its lines and its pages as Python sees them.
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/align.h"
#include "bindings/convert.h"
#include "bindings/faces.h"
#include "bindings/parts.h"
#include "page/breaks.h"
#include "page/lines.h"
#include "page/page.h"
#include "page/passage.h"
#include "text/font.h"
#include "value/error.h"
#include "value/layout.h"

namespace lomo::bindings {

namespace {

using FormulaTuple = std::tuple<std::int32_t, std::int32_t, std::int32_t, std::shared_ptr<Layout>, bool>;
using StretchTuple = std::tuple<std::int32_t, std::int32_t, std::int32_t>;
using RunTuple = std::tuple<std::int32_t, std::int32_t, std::uint16_t, std::uint16_t, Unit, Unit,
                            std::uint8_t, bool, bool, std::uint8_t>;
using BlockTuple = std::tuple<std::int32_t, std::int32_t, Unit, Unit, std::int32_t, Unit, Unit, std::int32_t,
                              std::int32_t, std::uint8_t, bool, bool>;
using FrameTuple = std::tuple<std::int32_t, std::int32_t, Unit, Unit, Unit, std::uint8_t>;

Markup make_markup(const std::vector<StretchTuple>& stretches, const std::vector<RunTuple>& runs,
                   const std::vector<BlockTuple>& blocks, const std::vector<FrameTuple>& frames) {
    Markup markup;
    for (const auto& [start, from, to] : stretches) markup.stretches.push_back({start, {from, to}});
    for (const auto& [start, end, face, second, size, rise, ink, strike, underline, shade] : runs) {
        markup.runs.push_back({{start, end}, face, second, size, rise, ink, strike, underline, shade});
    }
    for (const auto& [start, end, left, right, label, above, pad, table, column, align, rule, keep] :
         blocks) {
        markup.blocks.push_back({{start, end},
                                 left,
                                 right,
                                 label,
                                 above,
                                 pad,
                                 table,
                                 column,
                                 static_cast<CellAlign>(align),
                                 rule,
                                 keep});
    }
    for (const auto& [start, end, left, right, width, ink] : frames) {
        markup.frames.push_back({{start, end}, left, right, width, ink});
    }
    return markup;
}

std::unique_ptr<Passage> make_passage(const Faces& faces, const py::str& text,
                                      const std::vector<RangeTuple>& code,
                                      const std::vector<FormulaTuple>& formulas, Unit text_size,
                                      Unit line_height, std::int32_t tab_width, bool box_missing,
                                      const Markup* markup) {
    std::u32string points = code_points(text);
    std::vector<Formula> boxes;
    for (const auto& [start, end, tex_start, layout, display] : formulas) {
        boxes.push_back({{start, end}, tex_start, layout, display});
    }
    const PassageStyle style{text_size, line_height, tab_width,
                             box_missing ? MissingGlyph::kBox : MissingGlyph::kSkip};
    const Unlocked unlocked;
    return std::make_unique<Passage>(faces.list, std::move(points), to_ranges(code), std::move(boxes), style,
                                     markup ? *markup : Markup{});
}

struct Lines {  // what Python holds between breaking and paging
    std::vector<Line> lines;
    Unit width;
    Align align = Align::kStart;
};

Lines make_lines(const Passage& passage, Unit width, Unit code_width) {
    const Unlocked unlocked;
    Lines result{break_lines(passage, {width, code_width}), 0, Align::kStart};
    result.width = widest(passage, result.lines);
    return result;
}

py::list make_pages(const Passage& passage, const Lines& broken, Unit max_height) {
    if (broken.lines.empty() != passage.clusters.empty() ||
        (!broken.lines.empty() && broken.lines.back().last != passage.clusters.size())) {
        throw InputError("these are the lines of another passage");
    }
    const auto pages =
        without_gil([&] { return cut_pages(passage, broken.lines, max_height, broken.width, broken.align); });
    py::list result;
    for (const auto& [layout, source] : pages)
        result.append(py::make_tuple(layout, source.start, source.end));
    return result;
}

}  // namespace

void bind_page(py::module_& module) {
    py::class_<Lines>(module, "Lines")
        .def_property_readonly("count", [](const Lines& broken) { return broken.lines.size(); })
        .def_property_readonly("width", [](const Lines& broken) { return broken.width; })
        .def_property(
            "align", [](const Lines& broken) { return align_name(broken.align); },
            [](Lines& broken, std::string_view align) { broken.align = align_named(align); });
    py::class_<Markup>(module, "Markup")
        .def(py::init(&make_markup), py::arg("stretches"), py::arg("runs"), py::arg("blocks"),
             py::arg("frames"));
    py::class_<Passage>(module, "Passage")
        .def(py::init(&make_passage), py::arg("faces"), py::arg("text"), py::arg("code"), py::arg("formulas"),
             py::arg("text_size"), py::arg("line_height"), py::arg("tab_width"), py::arg("box_missing"),
             py::arg("markup"))
        .def_readonly("missing", &Passage::missing)
        .def_readonly("total_advance", &Passage::total_advance)
        .def_readonly("longest_word", &Passage::longest_word)
        .def_readonly("longest_whole", &Passage::longest_whole)
        .def(
            "balanced_width",
            [](const Passage& passage, Unit width, Unit code_width) {
                return balanced_width(passage, {width, code_width});
            },
            py::arg("width"), py::arg("code_width"), py::call_guard<py::gil_scoped_release>())
        .def("break_lines", &make_lines, py::arg("width"), py::arg("code_width"))
        .def("pages", &make_pages, py::arg("lines"), py::arg("max_height"));
    module.def(
        "page_breaks",
        [](const py::str& text) {
            const std::u32string points = code_points(text);
            return to_bytes(without_gil([&] { return page_breaks(points); }));
        },
        py::arg("text"));
}

}  // namespace lomo::bindings
