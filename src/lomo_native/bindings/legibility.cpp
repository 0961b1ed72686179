// How well a distorted page can be read, as Python sees it.
#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "bindings/convert.h"
#include "bindings/parts.h"
#include "bindings/wave_of.h"
#include "distort/legibility.h"
#include "distort/undo.h"
#include "paint/item_boxes.h"
#include "value/layout.h"

namespace lomo::bindings {

namespace {

// The page's score and a row for each glyph judged: index of the patch, score, correlation, contrast, size,
// straightness.
py::tuple to_scores(const Legible& made) {
    py::array_t<std::int32_t> rows({py::ssize_t(made.glyphs.size()), py::ssize_t{6}});
    std::int32_t* out = rows.mutable_data();
    for (const GlyphScore& glyph : made.glyphs) {
        for (const std::int32_t value :
             {glyph.patch, glyph.score, glyph.correlation, glyph.contrast, glyph.size, glyph.straightness}) {
            *out++ = value;
        }
    }
    return py::make_tuple(made.page, rows);
}

// Of glyphs (at most so many, evenly spread; 0: all) and pictures.
std::vector<Patch> patches_of(const Layout& layout, std::int32_t origin_x, std::int32_t origin_y,
                              std::size_t most) {
    std::vector<Patch> patches;
    const auto add = [&](const ItemBox& box) {
        patches.push_back(
            {box.x0 + origin_x, box.y0 + origin_y, box.x1 + origin_x, box.y1 + origin_y, box.size});
    };
    const std::size_t all = layout.glyphs.size();
    const std::size_t count = most == 0 ? all : std::min(most, all);
    patches.reserve(count + layout.pictures.size());
    for (std::size_t i = 0; i < count; ++i) add(glyph_box(layout, i * all / count));
    for (std::size_t i = 0; i < layout.pictures.size(); ++i) add(picture_box(layout, i));
    return patches;
}

}  // namespace

void bind_legibility(py::module_& module) {
    py::class_<Undo>(module, "Undo");
    module.def("undo_still", &undo_still, py::arg("width"), py::arg("height"));
    module.def("undo_rotate", &undo_rotate, py::arg("width"), py::arg("height"), py::arg("angle"));
    module.def(
        "undo_wave",
        [](std::int32_t width, std::int32_t height, const std::array<std::int64_t, 6>& parameters) {
            return without_gil([&] { return undo_wave(width, height, wave_of(parameters)); });
        },
        py::arg("width"), py::arg("height"), py::arg("parameters"));
    module.def(
        "undo_fold",
        [](std::int32_t width, std::int32_t height, std::int64_t axis, std::vector<std::int64_t> positions,
           std::vector<std::int64_t> shifts) {
            const Fold by{axis, std::move(positions), std::move(shifts)};
            return without_gil([&] { return undo_fold(width, height, by); });
        },
        py::arg("width"), py::arg("height"), py::arg("axis"), py::arg("positions"), py::arg("shifts"));
    module.def(
        "legibility_of_boxes",
        [](const Pixels& page, const Pixels& distorted, const Undo& undo,
           const std::vector<std::array<std::int64_t, 5>>& boxes) {
            std::vector<Patch> patches;
            for (const auto& [x0, y0, x1, y1, size] : boxes) {
                patches.push_back({x0, y0, x1, y1, size});
            }
            const ImageView before = seen(page), after = seen(distorted);
            return to_scores(without_gil([&] { return legibility(before, after, undo, patches); }));
        },
        py::arg("page"), py::arg("distorted"), py::arg("undo"), py::arg("boxes"));
    module.def(
        "legibility",
        [](const Layout& layout, std::int32_t origin_x, std::int32_t origin_y, const Pixels& page,
           const Pixels& distorted, const Undo& undo, std::size_t most) {
            const ImageView before = seen(page), after = seen(distorted);
            return to_scores(without_gil([&] {
                return legibility(before, after, undo, patches_of(layout, origin_x, origin_y, most));
            }));
        },
        py::arg("layout"), py::arg("origin_x"), py::arg("origin_y"), py::arg("page"), py::arg("distorted"),
        py::arg("undo"), py::arg("most"));
}

}  // namespace lomo::bindings
