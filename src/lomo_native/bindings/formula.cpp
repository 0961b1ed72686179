// Mathematics as Python sees it: LaTeX in, a Layout or lomo.MathError out.
#include <memory>
#include <string>
#include <vector>

#include "bindings/convert.h"
#include "bindings/parts.h"
#include "math/fonts.h"
#include "math/formula.h"
#include "text/font.h"
#include "value/error.h"
#include "value/layout.h"

namespace lomo::bindings {

namespace {

constexpr std::size_t kUnitsOfWork = 8;  // a character of a formula takes as long as so many of a text

std::shared_ptr<Layout> typeset(const MathFonts& fonts,
                                const std::vector<std::shared_ptr<FontFile>>& fallbacks, const py::str& tex,
                                bool display, Unit size) {
    const std::u32string source = code_points(tex);
    const std::vector<std::shared_ptr<const FontFile>> faces(fallbacks.begin(), fallbacks.end());
    return without_gil_if_long(kUnitsOfWork * source.size(), [&] {
        return std::make_shared<Layout>(typeset_formula(fonts, faces, source, display, size));
    });
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
        .def(py::init([](const std::vector<std::shared_ptr<FontFile>>& faces) {
                 return std::make_unique<MathFonts>(
                     std::vector<std::shared_ptr<const FontFile>>(faces.begin(), faces.end()));
             }),
             py::arg("faces"));
    module.def("typeset", &typeset, py::arg("fonts"), py::arg("fallbacks"), py::arg("tex"),
               py::arg("display"), py::arg("size"));
}

}  // namespace lomo::bindings
