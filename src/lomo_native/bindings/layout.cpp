// Layout as Python sees it: made from items for tests and other engines, and told as a dictionary.
#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/convert.h"
#include "bindings/parts.h"
#include "paint/paint_in_colour.h"
#include "text/font.h"
#include "value/error.h"
#include "value/layout.h"

namespace lomo::bindings {

namespace {

using GlyphTuple = std::tuple<std::uint32_t, std::uint32_t, Unit, Unit, Unit, std::int32_t, std::int32_t>;
using RuleTuple = std::tuple<Unit, Unit, Unit, Unit, std::int32_t, std::int32_t>;

std::shared_ptr<Layout> make_layout(const std::vector<std::shared_ptr<FontFile>>& faces,
                                    const std::vector<GlyphTuple>& glyphs,
                                    const std::vector<RuleTuple>& rules, Unit width, Unit height,
                                    Unit depth) {
    auto layout = std::make_shared<Layout>();
    layout->width = width, layout->height = height, layout->depth = depth;
    layout->faces.assign(faces.begin(), faces.end());
    for (const auto& [face, glyph, size, x, y, start, end] : glyphs) {
        layout->glyphs.push_back({face, glyph, size, x, y, {start, end}});
    }
    for (const auto& [x, y, w, h, start, end] : rules) layout->rules.push_back({x, y, w, h, {start, end}});
    check_layout(*layout);
    return layout;
}

using PartTuple =
    std::tuple<Unit, Unit, Unit, Unit, std::uint32_t, std::uint32_t, std::int32_t, std::uint8_t>;
using TagTuple = std::tuple<Unit, Unit, std::uint32_t, std::uint32_t, Unit>;

// A copy of a formula's layout with parts and a tag, for tests of what a page does with them.
std::shared_ptr<Layout> make_parted_layout(const Layout& whole, const std::vector<PartTuple>& parts,
                                           const TagTuple& tag) {
    auto layout = std::make_shared<Layout>(whole);
    layout->parts.clear();
    for (const auto& [x, width, height, depth, glyphs_end, rules_end, source_end, end] : parts) {
        layout->parts.push_back(
            {x, width, height, depth, glyphs_end, rules_end, source_end, static_cast<PartEnd>(end)});
    }
    const auto& [x, width, first_glyph, first_rule, body_end] = tag;
    layout->tag = {x, width, first_glyph, first_rule, body_end};
    check_layout(*layout);
    return layout;
}

std::shared_ptr<Layout> make_picture_layout(const Pixels& array, std::int32_t depth_px, std::int32_t start,
                                            std::int32_t end) {
    auto image = std::make_shared<const Image>(to_image(array));
    auto layout = std::make_shared<Layout>();
    layout->width = px(image->width);
    layout->depth = px(depth_px);
    layout->height = px(image->height) - layout->depth;
    layout->pictures.push_back({0, -layout->depth, std::move(image), {start, end}});
    check_layout(*layout);
    return layout;
}

double in_px(Unit u) {
    return double(u) / double(kUnitsPerPx);
}

// The form of the reference files (glyph index -1 outside Latin Modern Math), with keys of our own after it.
py::dict dump(const Layout& layout) {
    py::list glyphs, rules, faces, glyph_faces, sources, lines;
    std::vector<bool> is_math;
    for (const auto& face : layout.faces) {
        faces.append(face->name());
        is_math.push_back(face->name() == "LatinModernMath-Regular");
    }
    for (const GlyphItem& g : layout.glyphs) {
        const py::object index = py::int_(is_math[g.face] ? std::int64_t(g.glyph) : std::int64_t{-1});
        glyphs.append(py::make_tuple(index, in_px(g.size), in_px(g.x), in_px(g.y)));
        glyph_faces.append(g.face);
        sources.append(py::make_tuple(g.source.start, g.source.end));
    }
    for (const RuleItem& r : layout.rules) {
        rules.append(py::make_tuple(in_px(r.x), in_px(r.y), in_px(r.width), in_px(r.height)));
    }
    for (const LineBox& l : layout.lines) {
        lines.append(py::make_tuple(in_px(l.x), in_px(l.baseline), in_px(l.width), in_px(l.height),
                                    in_px(l.depth), l.source.start, l.source.end));
    }
    py::dict result;
    result["width"] = in_px(layout.width);
    result["height"] = in_px(layout.height);
    result["depth"] = in_px(layout.depth);
    result["glyphs"] = glyphs;
    result["rules"] = rules;
    result["faces"] = faces;
    result["glyph_faces"] = glyph_faces;
    result["sources"] = sources;
    result["lines"] = lines;
    result["pictures"] = layout.pictures.size();
    return result;
}

// A copy without one item (0 glyph, 1 rule, 2 picture), for tests of what notices that.
std::shared_ptr<Layout> without_item(const Layout& whole, int kind, std::size_t index) {
    auto layout = std::make_shared<Layout>(whole);
    const auto drop = [&](auto& items) {
        if (index >= items.size()) throw InputError("there is no such item");
        items.erase(items.begin() + std::ptrdiff_t(index));
    };
    kind == 0 ? drop(layout->glyphs) : kind == 1 ? drop(layout->rules) : drop(layout->pictures);
    return layout;
}

}  // namespace

void bind_layout(py::module_& module) {
    py::class_<Layout, std::shared_ptr<Layout>>(module, "Layout")
        .def_property_readonly("width", [](const Layout& layout) { return in_px(layout.width); })
        .def_property_readonly("height", [](const Layout& layout) { return in_px(layout.height); })
        .def_property_readonly("depth", [](const Layout& layout) { return in_px(layout.depth); })
        .def("dump", &dump)
        .def("glyph_items",  // (face's id, glyph, em size, x, y, start, end), in the order they are drawn
             [](const Layout& layout) {
                 py::list items;
                 for (const GlyphItem& item : layout.glyphs) {
                     items.append(py::make_tuple(layout.faces[item.face]->id(), item.glyph, item.size, item.x,
                                                 item.y, item.source.start, item.source.end));
                 }
                 return items;
             })
        .def_property_readonly("in_colour", [](const Layout& layout) { return in_colour(layout); })
        .def("face_ids", [](const Layout& layout) {  // of the faces that draw something in it
            std::vector<bool> used(layout.faces.size());
            for (const GlyphItem& glyph : layout.glyphs) used[glyph.face] = true;
            py::set ids;
            for (std::size_t i = 0; i < used.size(); ++i) {
                if (used[i]) ids.add(layout.faces[i]->id());
            }
            return ids;
        });
    module.def("make_layout", &make_layout, py::arg("faces"), py::arg("glyphs"), py::arg("rules"),
               py::arg("width"), py::arg("height"), py::arg("depth"));
    module.def("make_parted_layout", &make_parted_layout, py::arg("whole"), py::arg("parts"), py::arg("tag"));
    module.def("without_item", &without_item, py::arg("layout"), py::arg("kind"), py::arg("index"));
    module.def("make_picture_layout", &make_picture_layout, py::arg("image"), py::arg("depth_px"),
               py::arg("start"), py::arg("end"));
}

}  // namespace lomo::bindings
