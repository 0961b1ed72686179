// What Python sees of the core, as a list; no decisions are taken here.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "distort/blur.h"
#include "distort/kernel.h"
#include "distort/legibility.h"
#include "distort/outline.h"
#include "distort/rotate.h"
#include "distort/shadow.h"
#include "distort/stain.h"
#include "distort/target.h"
#include "distort/trigonometry.h"
#include "distort/undo.h"
#include "distort/wave.h"
#include "encode/png.h"
#include "math/fonts.h"
#include "math/formula.h"
#include "page/breaks.h"
#include "page/ledger.h"
#include "page/lines.h"
#include "page/page.h"
#include "page/passage.h"
#include "paint/colour.h"
#include "paint/glyph_cache.h"
#include "paint/item_boxes.h"
#include "paint/item_ink.h"
#include "paint/paint.h"
#include "paint/paint_in_colour.h"
#include "paint/png_read.h"
#include "paint/trim.h"
#include "text/bidi.h"
#include "text/colour_face.h"
#include "text/coverage.h"
#include "text/emoji.h"
#include "text/font.h"
#include "text/script.h"
#include "text/segment.h"
#include "text/shape.h"
#include "value/error.h"
#include "value/image.h"
#include "value/layout.h"

namespace py = pybind11;

namespace {

using namespace lomo;

// A Python str as code points. Lone surrogates pass: a str may hold them, and UTF conversions would refuse.
std::u32string code_points(const py::str& text) {
    const Py_ssize_t length = PyUnicode_GET_LENGTH(text.ptr());
    std::u32string points(std::size_t(length), U'\0');
    static_assert(sizeof(char32_t) == sizeof(Py_UCS4));
    if (length > 0 && !PyUnicode_AsUCS4(text.ptr(), reinterpret_cast<Py_UCS4*>(points.data()),
                                        Py_ssize_t(points.size()), 0)) {
        throw py::error_already_set();
    }
    return points;
}

template <typename Call>
auto without_gil(Call call) {
    py::gil_scoped_release release;
    return call();
}

// The four letters of an ISO 15924 tag.
std::string script_name(std::uint32_t tag) {
    std::string name;
    for (const int shift : {24, 16, 8, 0}) name += char((tag >> shift) & 0xFF);
    return name;
}

py::bytes to_bytes(const std::vector<std::uint8_t>& bytes) {
    return py::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

// An array of shape (height, width, channels), read where it lies.
ImageView seen(const py::array_t<std::uint8_t, py::array::c_style>& array) {
    if (array.ndim() != 3 || (array.shape(2) != 1 && array.shape(2) != 3)) {
        throw InputError("expected a uint8 array of shape (height, width, 1 or 3)");
    }
    if (array.shape(0) < 1 || array.shape(1) < 1 || array.shape(0) > 65535 || array.shape(1) > 65535) {
        throw InputError("an image's sides must be 1 to 65535 pixels");
    }
    return {array.data(), std::int32_t(array.shape(1)), std::int32_t(array.shape(0)),
            std::int32_t(array.shape(2))};
}

// The same as an Image, and back. Both copy: the core owns its memory.
Image to_image(const py::array_t<std::uint8_t, py::array::c_style>& array) {
    const ImageView view = seen(array);
    Image image(view.width, view.height, view.channels, 0);
    std::memcpy(image.pixels.data(), view.pixels, image.pixels.size());
    return image;
}

py::array_t<std::uint8_t> to_array(const Image& image) {
    py::array_t<std::uint8_t> array({image.height, image.width, image.channels});
    std::memcpy(array.mutable_data(), image.pixels.data(), image.pixels.size());
    return array;
}

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

std::shared_ptr<Layout> make_picture_layout(const py::array_t<std::uint8_t, py::array::c_style>& array,
                                            std::int32_t depth_px, std::int32_t start, std::int32_t end) {
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

using RangeTuple = std::pair<std::int32_t, std::int32_t>;
using FormulaTuple = std::tuple<std::int32_t, std::int32_t, std::int32_t, std::shared_ptr<Layout>, bool>;

std::vector<SourceRange> to_ranges(const std::vector<RangeTuple>& pairs) {
    std::vector<SourceRange> ranges;
    for (const auto& [start, end] : pairs) ranges.push_back({start, end});
    return ranges;
}

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

std::unique_ptr<Passage> make_passage(const std::vector<std::shared_ptr<FontFile>>& faces,
                                      const py::str& text, const std::vector<RangeTuple>& code,
                                      const std::vector<FormulaTuple>& formulas, Unit text_size,
                                      Unit line_height, std::int32_t tab_width, bool box_missing,
                                      const Markup* markup) {
    std::vector<std::shared_ptr<const FontFile>> fonts(faces.begin(), faces.end());
    std::u32string points = code_points(text);
    std::vector<Formula> boxes;
    for (const auto& [start, end, tex_start, layout, display] : formulas) {
        boxes.push_back({{start, end}, tex_start, layout, display});
    }
    const PassageStyle style{text_size, line_height, tab_width,
                             box_missing ? MissingGlyph::kBox : MissingGlyph::kSkip};
    const py::gil_scoped_release unlocked;
    return std::make_unique<Passage>(std::move(fonts), std::move(points), to_ranges(code), std::move(boxes),
                                     style, markup ? *markup : Markup{});
}

std::shared_ptr<Layout> typeset(const MathFonts& fonts,
                                const std::vector<std::shared_ptr<FontFile>>& fallbacks, const py::str& tex,
                                bool display, Unit size) {
    const std::u32string source = code_points(tex);
    const std::vector<std::shared_ptr<const FontFile>> faces(fallbacks.begin(), fallbacks.end());
    const py::gil_scoped_release unlocked;
    return std::make_shared<Layout>(typeset_formula(fonts, faces, source, display, size));
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

struct Lines {  // what Python holds between breaking and paging
    std::vector<Line> lines;
    Unit width;
    Align align = Align::kStart;
};

constexpr std::array<std::string_view, 4> kAligns = {"left", "justified", "centre", "right"};

void set_align(Lines& broken, std::string_view align) {
    const auto* const found = std::find(kAligns.begin(), kAligns.end(), align);
    if (found == kAligns.end()) throw InputError("align: expected left, justified, centre or right");
    broken.align = static_cast<Align>(found - kAligns.begin());
}

Lines make_lines(const Passage& passage, Unit width, Unit code_width) {
    const py::gil_scoped_release unlocked;
    Lines result{break_lines(passage, {width, code_width}), 0, Align::kStart};
    result.width = widest(passage, result.lines);
    return result;
}

py::list make_pages(const Passage& passage, const Lines& broken, Unit max_height) {
    if (broken.lines.empty() != passage.clusters.empty() ||
        (!broken.lines.empty() && broken.lines.back().last != passage.clusters.size())) {
        throw InputError("these are the lines of another passage");
    }
    std::vector<std::pair<std::shared_ptr<Layout>, SourceRange>> pages;
    {
        const py::gil_scoped_release unlocked;
        for (const PageLines page : paginate(passage, broken.lines, max_height)) {
            const SourceRange source{passage.clusters[broken.lines[page.first].first].source.start,
                                     passage.clusters[broken.lines[page.last - 1].last - 1].source.end};
            auto layout = std::make_shared<Layout>(
                page_layout(passage, broken.lines, page, broken.width, broken.align));
            pages.emplace_back(std::move(layout), to_source(passage.markup.stretches,
                                                            std::int32_t(passage.text.size()), source));
        }
    }
    py::list result;
    for (const auto& [layout, source] : pages)
        result.append(py::make_tuple(layout, source.start, source.end));
    return result;
}

py::tuple paint_layout(const Layout& layout, std::int32_t margin_px, std::int64_t max_pixels) {
    const Sheet sheet = without_gil([&] { return sheet_for(layout, margin_px, max_pixels); });
    py::array_t<std::uint8_t> image({sheet.height, sheet.width, 1});
    const Canvas out{image.mutable_data(), sheet.width, sheet.height, 1};
    without_gil([&] { paint(layout, sheet, out); });
    return py::make_tuple(image, sheet.origin_x, sheet.origin_y);
}

py::array_t<std::uint8_t> paint_coloured(const Layout& layout, std::int32_t margin_px,
                                         std::int64_t max_pixels, const std::array<std::int64_t, 3>& ink,
                                         const std::array<std::int64_t, 3>& paper) {
    const Colours colours = checked_colours(ink, paper);
    const Sheet sheet = without_gil([&] { return sheet_for(layout, margin_px, max_pixels); });
    py::array_t<std::uint8_t> image({sheet.height, sheet.width, 3});
    const Canvas out{image.mutable_data(), sheet.width, sheet.height, 3};
    without_gil([&] { paint_in_colour(layout, sheet, colours, out); });
    return image;
}

// A kernel from an array into a new one of a given size, without the GIL and without a copy.
template <class Kernel>
py::array_t<std::uint8_t> into_new(const ImageView& in, const Size& size, std::int32_t channels,
                                   const Kernel& kernel) {
    py::array_t<std::uint8_t> made({size.height, size.width, channels});
    const Canvas out{made.mutable_data(), size.width, size.height, channels};
    {
        py::gil_scoped_release unlocked;
        kernel(in, out);
    }
    return made;
}
template <class Kernel>
py::array_t<std::uint8_t> into_new(const ImageView& in, const Size& size, const Kernel& kernel) {
    return into_new(in, size, in.channels, kernel);
}

// A copy of an array of points, shape (n, 2), moved by `map`.
template <class Map>
py::array_t<double> on_points(const py::array_t<double, py::array::c_style | py::array::forcecast>& points,
                              const Map& map) {
    if (points.ndim() != 2 || points.shape(1) != 2) {
        throw InputError("expected an array of points of shape (n, 2)");
    }
    py::array_t<double> moved({points.shape(0), py::ssize_t{2}});
    std::copy_n(points.data(), points.size(), moved.mutable_data());
    const std::span<double> xy(moved.mutable_data(), std::size_t(moved.size()));
    {
        py::gil_scoped_release unlocked;
        map(xy);
    }
    return moved;
}

std::pair<std::int32_t, std::int32_t> in_pixels(const Size& size) {
    return {size.width, size.height};
}

// Rows of kind (0 glyph, 1 rule, 2 picture), x0, y0, x1, y1, start, end and em size.
py::array_t<std::int64_t> boxes_of(const Layout& layout) {
    std::vector<ItemBox> boxes = without_gil([&] { return item_boxes(layout); });
    py::array_t<std::int64_t> rows({py::ssize_t(boxes.size()), py::ssize_t{8}});
    std::int64_t* out = rows.mutable_data();
    for (const ItemBox& box : boxes) {
        for (const std::int64_t value :
             {std::int64_t(box.kind), box.x0, box.y0, box.x1, box.y1, std::int64_t{box.source.start},
              std::int64_t{box.source.end}, box.size}) {
            *out++ = value;
        }
    }
    return rows;
}

// Points of all outlines, shape (n, 2), and where each outline ends among them.
py::tuple outlines_of(const std::vector<Box>& boxes, const PointMap& map) {
    const Outlines made = without_gil([&] { return outlines(boxes, map); });
    py::array_t<double> points({py::ssize_t(made.xy.size() / 2), py::ssize_t{2}});
    std::copy(made.xy.begin(), made.xy.end(), points.mutable_data());
    return py::make_tuple(points, made.ends);
}

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

// The fate of each character (a byte each), how many items with ink stand for it, the faults (kind, start,
// end), and the ink of each item: pixels drawn and seen.
py::tuple ledger_of(const Passage& passage, const Layout& layout, std::int32_t start, std::int32_t end,
                    const py::array_t<std::uint8_t, py::array::c_style>& image, std::int64_t origin_x,
                    std::int64_t origin_y, const std::vector<RangeTuple>& declared) {
    const ImageView view = seen(image);
    std::vector<ItemInk> inks;
    Ledger made;
    {
        const py::gil_scoped_release unlocked;
        inks = item_ink(layout, view, origin_x, origin_y);
        made = ledger(passage, layout, {start, end}, inks, to_ranges(declared));
    }
    std::vector<std::uint8_t> fates;
    for (const Fate fate : made.fates) fates.push_back(std::uint8_t(fate));
    py::list faults;
    for (const FaultAt& one : made.faults) {
        faults.append(py::make_tuple(int(one.fault), one.source.start, one.source.end));
    }
    py::array_t<std::int64_t> rows({py::ssize_t(inks.size()), py::ssize_t{2}});
    std::int64_t* out = rows.mutable_data();
    for (const ItemInk& ink : inks) *out++ = ink.drawn, *out++ = ink.seen;
    return py::make_tuple(to_bytes(fates), made.items, faults, rows);
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

Wave wave_of(const std::array<std::int64_t, 6>& p) {
    return {p[0], p[1], p[2], p[3], p[4], p[5]};
}

}  // namespace

PYBIND11_MODULE(_native, module) {
    module.doc() = "lomo's native core. Private: use the names in the package lomo.";
    const auto& input_error =
        py::register_exception<InputError>(module, "NativeInputError", PyExc_ValueError);
    py::register_exception<SizeError>(module, "NativeSizeError", input_error);

    // --- value -----------------------------------------------------------------------------------------
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

    // --- text ------------------------------------------------------------------------------------------
    py::class_<FontFile, std::shared_ptr<FontFile>>(module, "FontFile")
        .def(py::init([](const py::bytes& data, std::uint32_t index, bool colour) {
                 return std::make_shared<FontFile>(std::string(data), index,
                                                   colour ? FaceUse::kColour : FaceUse::kOutlines);
             }),
             py::arg("data"), py::arg("index"), py::arg("in_colour"))
        .def_property_readonly("in_colour", &FontFile::in_colour)
        .def_property_readonly("id", &FontFile::id)
        .def_property_readonly("name", &FontFile::name)
        .def_property_readonly("units_per_em", &FontFile::units_per_em)
        .def(
            "glyph_index",
            [](const FontFile& face, std::uint32_t code_point) { return face.glyph_index(code_point); },
            py::arg("code_point"))
        .def(
            "covers", [](const FontFile& face, std::uint32_t code_point) { return face.covers(code_point); },
            py::arg("code_point"))
        .def(
            "glyph_box",
            [](const FontFile& face, std::uint32_t glyph) {
                const FontFile::Box box = face.glyph_box(glyph);
                return std::make_tuple(box.x_min, box.y_min, box.x_max, box.y_max);
            },
            py::arg("glyph"))
        .def("scripts", [](const FontFile& face) {
            std::vector<std::pair<std::string, std::uint32_t>> named;
            for (const ScriptCount& one : without_gil([&] { return scripts_of(face); })) {
                named.emplace_back(script_name(one.tag), one.characters);
            }
            return named;
        });
    module.def(
        "face_tables",  // whether the face has outlines, colours that are drawn, and colours that are not
        [](const py::bytes& data, std::uint32_t index) {
            const FaceTables tables = face_tables(std::string_view(data), index);
            return std::make_tuple(tables.outlines, tables.colour, tables.other);
        },
        py::arg("data"), py::arg("index"));
    module.def(
        "asks_for_colour", [](const py::str& cluster) { return asks_for_colour(code_points(cluster)); },
        py::arg("cluster"));
    module.def(
        "script_of", [](std::uint32_t code_point) { return script_name(script_tag(code_point)); },
        py::arg("code_point"));
    module.def(
        "lacking",
        [](const std::vector<std::shared_ptr<FontFile>>& faces, const py::str& text) {
            const std::u32string points = lacking(faces, code_points(text));
            PyObject* made =
                PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, points.data(), Py_ssize_t(points.size()));
            if (made == nullptr) throw py::error_already_set();
            return py::reinterpret_steal<py::str>(made);
        },
        py::arg("faces"), py::arg("text"));
    module.def(
        "needs_glyph",
        [](const py::str& character) {
            const std::u32string points = code_points(character);
            return points.size() == 1 && needs_glyph(points[0]);
        },
        py::arg("character"));
    module.def(
        "grapheme_boundaries",
        [](const py::str& text) {
            const std::u32string points = code_points(text);
            return without_gil([&] { return grapheme_boundaries(points); });
        },
        py::arg("text"));
    module.def(
        "line_breaks",
        [](const py::str& text) {
            const std::u32string points = code_points(text);
            return to_bytes(without_gil([&] { return line_breaks(points); }));
        },
        py::arg("text"));
    module.def(
        "page_breaks",
        [](const py::str& text) {
            const std::u32string points = code_points(text);
            return to_bytes(without_gil([&] { return page_breaks(points); }));
        },
        py::arg("text"));
    module.def(
        "sentence_ends",
        [](const py::str& text, const std::vector<std::pair<std::int32_t, std::int32_t>>& atoms) {
            const std::u32string points = code_points(text);
            std::vector<SourceRange> ranges;
            ranges.reserve(atoms.size());
            for (const auto& [start, end] : atoms) ranges.push_back({start, end});
            return without_gil([&] { return sentence_ends(points, ranges); });
        },
        py::arg("text"), py::arg("atoms"));
    module.def(
        "bidi_levels",
        [](const py::str& text, int base) {
            const std::u32string points = code_points(text);
            const BidiParagraph paragraph = without_gil([&] { return bidi_levels(points, base); });
            return py::make_tuple(int(paragraph.level), to_bytes(paragraph.levels));
        },
        py::arg("text"), py::arg("base"));
    module.def(
        "bidi_order",
        [](const py::bytes& levels) {
            const std::string_view view = levels;
            const std::vector<std::uint8_t> values(view.begin(), view.end());
            return without_gil([&] { return reorder_line(values); });
        },
        py::arg("levels"));
    module.def(
        "mirrored", [](std::uint32_t cp) { return std::uint32_t(mirrored(cp)); }, py::arg("code_point"));
    module.def(
        "script_runs",
        [](const py::str& text) {
            const std::u32string points = code_points(text);
            std::vector<std::tuple<std::int32_t, std::int32_t, std::string>> named;
            for (const ScriptRun& run : without_gil([&] { return script_runs(points); })) {
                named.emplace_back(run.start, run.end, script_name(run.tag));
            }
            return named;
        },
        py::arg("text"));

    module.def("versions", [] {
        return py::dict(py::arg("harfbuzz") = shaper_version(), py::arg("unicode") = "15.0.0",
                        py::arg("freetype") = rasteriser_version());
    });
    module.def("linked", [] {  // what decides no pixel
        return py::dict(py::arg("libraries") = LOMO_LIBRARIES, py::arg("libdeflate") = checksum_version(),
                        py::arg("compiler") = LOMO_COMPILER);
    });

    // --- distort ---------------------------------------------------------------------------------------
    using Pixels = py::array_t<std::uint8_t, py::array::c_style>;
    using Points = py::array_t<double, py::array::c_style | py::array::forcecast>;
    module.def(
        "rotate",
        [](const Pixels& image, std::int64_t angle) {
            const ImageView in = seen(image);
            return into_new(in, rotated_size(in.width, in.height, angle),
                            [&](const ImageView& from, const Canvas& to) { rotate(from, angle, to); });
        },
        py::arg("image"), py::arg("angle"));
    module.def(
        "rotated_size",
        [](std::int32_t width, std::int32_t height, std::int64_t angle) {
            return in_pixels(rotated_size(width, height, angle));
        },
        py::arg("width"), py::arg("height"), py::arg("angle"));
    module.def(
        "rotate_points",
        [](const Points& points, std::int32_t width, std::int32_t height, std::int64_t angle) {
            return on_points(points, [&](std::span<double> xy) { rotate_points(xy, width, height, angle); });
        },
        py::arg("points"), py::arg("width"), py::arg("height"), py::arg("angle"));
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
        "waved_size",
        [](std::int32_t width, std::int32_t height, const std::array<std::int64_t, 6>& parameters) {
            return in_pixels(waved_size(width, height, wave_of(parameters)));
        },
        py::arg("width"), py::arg("height"), py::arg("parameters"));
    module.def(
        "wave_points",
        [](const Points& points, std::int32_t width, std::int32_t height,
           const std::array<std::int64_t, 6>& parameters) {
            const Wave by = wave_of(parameters);
            return on_points(points, [&](std::span<double> xy) { wave_points(xy, width, height, by); });
        },
        py::arg("points"), py::arg("width"), py::arg("height"), py::arg("parameters"));
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
    module.def(
        "folded_size",
        [](std::int32_t width, std::int32_t height, std::int64_t axis, std::vector<std::int64_t> positions,
           std::vector<std::int64_t> shifts) {
            return in_pixels(folded_size(width, height, {axis, std::move(positions), std::move(shifts)}));
        },
        py::arg("width"), py::arg("height"), py::arg("axis"), py::arg("positions"), py::arg("shifts"));
    module.def(
        "fold_points",
        [](const Points& points, std::int32_t width, std::int32_t height, std::int64_t axis,
           std::vector<std::int64_t> positions, std::vector<std::int64_t> shifts) {
            const Fold by{axis, std::move(positions), std::move(shifts)};
            return on_points(points, [&](std::span<double> xy) { fold_points(xy, width, height, by); });
        },
        py::arg("points"), py::arg("width"), py::arg("height"), py::arg("axis"), py::arg("positions"),
        py::arg("shifts"));
    module.def(
        "wave_outlines",
        [](const std::vector<Box>& boxes, std::int32_t width, std::int32_t height,
           const std::array<std::int64_t, 6>& parameters) {
            const Wave by = wave_of(parameters);
            return outlines_of(boxes, [&](std::span<double> xy) { wave_points(xy, width, height, by); });
        },
        py::arg("boxes"), py::arg("width"), py::arg("height"), py::arg("parameters"));
    module.def(
        "fold_outlines",
        [](const std::vector<Box>& boxes, std::int32_t width, std::int32_t height, std::int64_t axis,
           std::vector<std::int64_t> positions, std::vector<std::int64_t> shifts) {
            const Fold by{axis, std::move(positions), std::move(shifts)};
            return outlines_of(boxes, [&](std::span<double> xy) { fold_points(xy, width, height, by); });
        },
        py::arg("boxes"), py::arg("width"), py::arg("height"), py::arg("axis"), py::arg("positions"),
        py::arg("shifts"));
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

    // --- encode ----------------------------------------------------------------------------------------
    module.def(
        "encode_png",
        [](const Pixels& array) {
            const ImageView view = seen(array);
            std::vector<std::uint8_t> file;
            {
                py::gil_scoped_release unlocked;
                file = encode_png(view);
            }
            return py::bytes(reinterpret_cast<const char*>(file.data()), file.size());
        },
        py::arg("image"));

    // --- math ------------------------------------------------------------------------------------------
    raise_math_errors();
    py::class_<MathFonts>(module, "MathFonts")
        .def(py::init([](const std::vector<std::shared_ptr<FontFile>>& faces) {
                 return std::make_unique<MathFonts>(
                     std::vector<std::shared_ptr<const FontFile>>(faces.begin(), faces.end()));
             }),
             py::arg("faces"));
    module.def("typeset", &typeset, py::arg("fonts"), py::arg("fallbacks"), py::arg("tex"),
               py::arg("display"), py::arg("size"));

    // --- page ------------------------------------------------------------------------------------------
    py::class_<Lines>(module, "Lines")
        .def_property_readonly("count", [](const Lines& broken) { return broken.lines.size(); })
        .def_property_readonly("width", [](const Lines& broken) { return broken.width; })
        .def_property(
            "align", [](const Lines& broken) { return kAligns[std::size_t(broken.align)]; }, &set_align);
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
        .def_readonly("longest_code", &Passage::longest_code)
        .def(
            "balanced_width",
            [](const Passage& passage, Unit width, Unit code_width) {
                return balanced_width(passage, {width, code_width});
            },
            py::arg("width"), py::arg("code_width"), py::call_guard<py::gil_scoped_release>())
        .def("break_lines", &make_lines, py::arg("width"), py::arg("code_width"))
        .def("pages", &make_pages, py::arg("lines"), py::arg("max_height"));

    module.def("ledger", &ledger_of, py::arg("passage"), py::arg("layout"), py::arg("start"), py::arg("end"),
               py::arg("image"), py::arg("origin_x"), py::arg("origin_y"), py::arg("declared"));

    // --- paint -----------------------------------------------------------------------------------------
    module.def("paint", &paint_layout, py::arg("layout"), py::arg("margin_px"), py::arg("max_pixels"));
    module.def("paint_in_colour", &paint_coloured, py::arg("layout"), py::arg("margin_px"),
               py::arg("max_pixels"), py::arg("ink"), py::arg("paper"));
    module.def(
        "read_png",  // for tests: of a picture as fonts hold them, red, green, blue and alpha
        [](const py::bytes& file) {
            const PngPixels read = read_png(std::string_view(file));
            py::array_t<std::uint8_t> rgba({read.height, read.width, 4});
            std::memcpy(rgba.mutable_data(), read.rgba.data(), read.rgba.size());
            return rgba;
        },
        py::arg("file"));
    module.def(
        "coloured",
        [](const Pixels& image, const std::array<std::int64_t, 3>& ink,
           const std::array<std::int64_t, 3>& paper) {
            const Colours colours = checked_colours(ink, paper);
            const ImageView in = seen(image);
            return into_new(in, {in.width, in.height}, coloured_channels(colours),
                            [&](const ImageView& from, const Canvas& to) { colour(from, colours, to); });
        },
        py::arg("image"), py::arg("ink"), py::arg("paper"));
    module.def("item_boxes", &boxes_of, py::arg("layout"));
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
    module.def(
        "trim",
        [](const Pixels& array, std::int64_t margin) {
            const Image image = to_image(array);
            Trimmed trimmed;
            {
                py::gil_scoped_release unlocked;
                trimmed = trim(image, margin);
            }
            return py::make_tuple(to_array(trimmed.image), trimmed.x, trimmed.y);
        },
        py::arg("image"), py::arg("margin"));
}
