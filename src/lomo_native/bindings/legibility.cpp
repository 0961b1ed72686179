// How well a distorted page can be read, as Python sees it.
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "bindings/convert.h"
#include "bindings/parts.h"
#include "distort/legibility.h"
#include "distort/undo.h"
#include "picture/patches.h"
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

}  // namespace

void bind_legibility(py::module_& module) {
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
