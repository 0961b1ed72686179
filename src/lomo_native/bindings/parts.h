// The parts of the module: each puts its names into it.
#pragma once

#include <pybind11/pybind11.h>

namespace lomo::bindings {

void bind_layout(pybind11::module_& module);
void bind_text(pybind11::module_& module);
void bind_span(pybind11::module_& module);
void bind_pattern(pybind11::module_& module);
void bind_kernels(pybind11::module_& module);
void bind_operation(pybind11::module_& module);
void bind_legibility(pybind11::module_& module);
void bind_formula(pybind11::module_& module);
void bind_page(pybind11::module_& module);
void bind_paint(pybind11::module_& module);
void bind_picture(pybind11::module_& module);

}  // namespace lomo::bindings
