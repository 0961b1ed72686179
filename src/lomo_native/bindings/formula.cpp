// Mathematics as Python sees it: LaTeX, by itself or in a text, in, Layouts or lomo.MathError out.
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "bindings/convert.h"
#include "bindings/faces.h"
#include "bindings/parts.h"
#include "math/fonts.h"
#include "math/formula.h"
#include "page/set_formulas.h"
#include "span/formula_places.h"
#include "text/font.h"
#include "value/error.h"
#include "value/layout.h"

namespace lomo::bindings {

namespace {

std::shared_ptr<Layout> typeset(const MathFonts& fonts, const Faces& fallbacks, const py::str& tex,
                                bool display, Unit size) {
    const std::u32string source = code_points(tex);
    return without_gil([&] {
        return std::make_shared<Layout>(typeset_formula(fonts, fallbacks.list, source, display, size));
    });
}

using BlockTuple = std::tuple<std::int32_t, std::int32_t, bool>;
using PlaceTuple = std::tuple<std::int32_t, std::int32_t, std::int32_t, std::int32_t, bool>;
using FormulaTuple = std::tuple<std::int32_t, std::int32_t, std::int32_t, std::shared_ptr<Layout>, bool>;

std::vector<span::MathBlock> math_blocks(std::u32string_view text, const std::vector<BlockTuple>& tuples) {
    std::vector<span::MathBlock> blocks;
    for (const auto& [start, end, display] : tuples) {
        if (start < 0 || start > end || std::size_t(end) > text.size()) {
            throw InputError("a formula lies outside the text");
        }
        blocks.push_back({{start, end}, display});
    }
    return blocks;
}

BlockTuple source_of(const py::str& block) {
    const span::FormulaSource found = span::formula_source(code_points(block));
    return {found.tex.start, found.tex.end, found.display};
}

std::vector<PlaceTuple> places_of(const py::str& text, const std::vector<BlockTuple>& blocks) {
    const std::u32string points = code_points(text);
    std::vector<PlaceTuple> places;
    for (const auto& [source, tex, alone] : span::formula_places(points, math_blocks(points, blocks))) {
        places.emplace_back(source.start, source.end, tex.start, tex.end, alone);
    }
    return places;
}

std::vector<FormulaTuple> formulas_of(const MathFonts& fonts, const Faces& symbols, const Faces& page,
                                      const py::str& text, const std::vector<BlockTuple>& blocks,
                                      const std::vector<Unit>& sizes, std::size_t most_different) {
    if (sizes.size() != blocks.size()) throw InputError("as many sizes as formulas are needed");
    const std::u32string points = code_points(text);
    const FormulaFaces faces{fonts, symbols.list, page.list};
    const auto places = span::formula_places(points, math_blocks(points, blocks));
    const auto made = without_gil([&] { return set_formulas(points, places, faces, sizes, most_different); });
    std::vector<FormulaTuple> formulas;
    for (const Formula& one : made) {
        formulas.emplace_back(one.source.start, one.source.end, one.tex_start,
                              std::const_pointer_cast<Layout>(one.layout), one.display);
    }
    return formulas;
}

// A MathError of the core is lomo.MathError, with its place.
void raise_math_errors() {
    PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::object> storage;
    storage.call_once_and_store_result(
        [] { return py::object(py::module_::import("lomo.errors").attr("MathError")); });
    py::register_local_exception_translator([](std::exception_ptr thrown) {
        try {
            if (thrown) std::rethrow_exception(thrown);
        } catch (const MathError& error) {
            const py::object& type = storage.get_stored();
            const py::object raised = type(error.what(), error.offset, error.length);
            PyErr_SetObject(type.ptr(), raised.ptr());
        }
    });
}

}  // namespace

void bind_formula(py::module_& module) {
    raise_math_errors();
    py::class_<MathFonts>(module, "MathFonts")
        .def(py::init([](const Faces& faces) { return std::make_unique<MathFonts>(faces.list); }),
             py::arg("faces"));
    module.def("formula_source", &source_of, py::arg("block"));
    module.def("formula_places", &places_of, py::arg("text"), py::arg("blocks"));
    module.def("set_formulas", &formulas_of, py::arg("fonts"), py::arg("symbols"), py::arg("page"),
               py::arg("text"), py::arg("blocks"), py::arg("sizes"), py::arg("most_different"));
    module.def("typeset", &typeset, py::arg("fonts"), py::arg("fallbacks"), py::arg("tex"),
               py::arg("display"), py::arg("size"));
}

}  // namespace lomo::bindings
