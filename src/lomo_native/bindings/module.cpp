// What Python sees of the core, part by part; no decisions are taken here.
#include <pybind11/pybind11.h>

#include "bindings/parts.h"
#include "encode/png.h"
#include "paint/glyph_cache.h"
#include "text/shape.h"
#include "value/error.h"

namespace py = pybind11;

PYBIND11_MODULE(_native, module) {
    module.doc() = "lomo's native core. Private: use the names in the package lomo.";
    const auto& input_error =
        py::register_exception<lomo::InputError>(module, "NativeInputError", PyExc_ValueError);
    py::register_exception<lomo::SizeError>(module, "NativeSizeError", input_error);

    module.def("versions", [] {
        return py::dict(py::arg("harfbuzz") = lomo::shaper_version(), py::arg("unicode") = "15.0.0",
                        py::arg("freetype") = lomo::rasteriser_version());
    });
    module.def("linked", [] {  // what decides no pixel
        return py::dict(py::arg("libraries") = LOMO_LIBRARIES,
                        py::arg("libdeflate") = lomo::checksum_version(),
                        py::arg("compiler") = LOMO_COMPILER);
    });

    // Types before the names that speak of them: signatures are written when a name is added.
    lomo::bindings::bind_layout(module);
    lomo::bindings::bind_text(module);
    lomo::bindings::bind_span(module);
    lomo::bindings::bind_pattern(module);
    lomo::bindings::bind_kernels(module);
    lomo::bindings::bind_operation(module);
    lomo::bindings::bind_legibility(module);
    lomo::bindings::bind_formula(module);
    lomo::bindings::bind_page(module);
    lomo::bindings::bind_paint(module);
    lomo::bindings::bind_picture(module);
}
