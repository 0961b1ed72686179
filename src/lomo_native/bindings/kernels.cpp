// Distortions as Python sees them: a picture and integers in, another picture out.
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "bindings/convert.h"
#include "bindings/parts.h"
#include "bindings/wave_of.h"
#include "distort/blur.h"
#include "distort/kernel.h"
#include "distort/rotate.h"
#include "distort/shadow.h"
#include "distort/stain.h"
#include "distort/target.h"
#include "distort/trigonometry.h"
#include "distort/wave.h"
#include "encode/match.h"

namespace lomo::bindings {

void bind_kernels(py::module_& module) {
    module.def(
        "rotate",
        [](const Pixels& image, std::int64_t angle) {
            const ImageView in = seen(image);
            return into_new(in, rotated_size(in.width, in.height, angle),
                            [&](const ImageView& from, const Canvas& to) { rotate(from, angle, to); });
        },
        py::arg("image"), py::arg("angle"));
    module.def(
        "blur_gaussian",
        [](const Pixels& image, std::int64_t sigma) {
            const ImageView in = seen(image);
            return into_new(in, {in.width, in.height},
                            [&](const ImageView& from, const Canvas& to) { blur_gaussian(from, sigma, to); });
        },
        py::arg("image"), py::arg("sigma"));
    module.def(
        "blur_box",
        [](const Pixels& image, std::int64_t side) {
            const ImageView in = seen(image);
            return into_new(in, {in.width, in.height},
                            [&](const ImageView& from, const Canvas& to) { blur_box(from, side, to); });
        },
        py::arg("image"), py::arg("side"));
    module.def(
        "blur_motion",
        [](const Pixels& image, std::int64_t length, std::int64_t angle) {
            const ImageView in = seen(image);
            return into_new(in, {in.width, in.height}, [&](const ImageView& from, const Canvas& to) {
                blur_motion(from, length, angle, to);
            });
        },
        py::arg("image"), py::arg("length"), py::arg("angle"));
    module.def(
        "shadow",
        [](const Pixels& image, const std::vector<std::array<std::int64_t, 4>>& shadows) {
            std::vector<EdgeShadow> rows;
            for (const auto& [edge, depth, slant, darkening] : shadows) {
                rows.push_back({edge, depth, slant, darkening});
            }
            const ImageView in = seen(image);
            return into_new(in, {in.width, in.height},
                            [&](const ImageView& from, const Canvas& to) { shadow(from, rows, to); });
        },
        py::arg("image"), py::arg("shadows"));
    module.def(
        "stain",
        [](const Pixels& image, const std::vector<std::array<std::int64_t, 11>>& blobs) {
            std::vector<Blob> rows;
            for (const auto& [x, y, radius, opacity, rim, hardness, wobble, phase, red, green, blue] :
                 blobs) {
                rows.push_back({x, y, radius, opacity, rim, hardness, wobble, phase, red, green, blue});
            }
            const ImageView in = seen(image);
            return into_new(in, {in.width, in.height}, stained_channels(in, rows),
                            [&](const ImageView& from, const Canvas& to) { stain(from, rows, to); });
        },
        py::arg("image"), py::arg("blobs"));
    module.def(
        "wave",
        [](const Pixels& image, const std::array<std::int64_t, 6>& parameters) {
            const ImageView in = seen(image);
            const Wave by = wave_of(parameters);
            return into_new(in, waved_size(in.width, in.height, by),
                            [&](const ImageView& from, const Canvas& to) { wave(from, by, to); });
        },
        py::arg("image"), py::arg("parameters"));
    module.def(
        "fold",
        [](const Pixels& image, std::int64_t axis, std::vector<std::int64_t> positions,
           std::vector<std::int64_t> shifts) {
            const Fold by{axis, std::move(positions), std::move(shifts)};
            const ImageView in = seen(image);
            return into_new(in, folded_size(in.width, in.height, by),
                            [&](const ImageView& from, const Canvas& to) { fold(from, by, to); });
        },
        py::arg("image"), py::arg("axis"), py::arg("positions"), py::arg("shifts"));
    // The fixed-point sine (1/2**30) of an angle in 1/1024 degree, and the blurs' weights: for tests.
    module.def(
        "sine_of_angle", [](std::int64_t angle) { return sine(turn_of_angle(angle)); }, py::arg("angle"));
    module.def("sine_of_phase", [](std::int64_t phase) { return sine_of_phase(phase); }, py::arg("phase"));
    module.def("gaussian_weights", &gaussian_weights, py::arg("sigma"));
    // The sets of kernels that this processor can run, the slowest first, and the choice of one: for tests.
    module.def("kernel_sets", [] {
        std::vector<std::string> names;
        for (const Rows* each : usable_rows()) names.emplace_back(each->name);
        return names;
    });
    module.def("choose_kernels", [](const std::string& name) { choose_rows(name); }, py::arg("name"));
    // The same of the PNG encoder's search for copies.
    module.def("search_sets", [] {
        std::vector<std::string> names;
        for (const Search* each : usable_searches()) names.emplace_back(each->name);
        return names;
    });
    module.def("choose_search", [](const std::string& name) { choose_search(name); }, py::arg("name"));
}

}  // namespace lomo::bindings
