// Faces, scripts, breaks and directions of text as Python sees them.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/convert.h"
#include "bindings/faces.h"
#include "bindings/parts.h"
#include "text/bidi.h"
#include "text/colour_face.h"
#include "text/coverage.h"
#include "text/emoji.h"
#include "text/font.h"
#include "text/script.h"
#include "text/segment.h"
#include "text/undrawable.h"

namespace lomo::bindings {

namespace {

// The four letters of an ISO 15924 tag.
std::string script_name(std::uint32_t tag) {
    std::string name;
    for (const int shift : {24, 16, 8, 0}) name += char((tag >> shift) & 0xFF);
    return name;
}

}  // namespace

void bind_text(py::module_& module) {
    py::class_<FontFile, std::shared_ptr<FontFile>>(module, "FontFile")
        .def(py::init([](const py::bytes& data, std::uint32_t index, bool in_colour) {
                 return std::make_shared<FontFile>(std::string(data), index,
                                                   in_colour ? FaceUse::kColour : FaceUse::kOutlines);
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
    py::class_<Faces>(module, "Faces")
        .def(py::init([](const std::vector<std::shared_ptr<FontFile>>& faces) {
                 return Faces{{faces.begin(), faces.end()}};
             }),
             py::arg("faces"));
    py::implicitly_convertible<py::list, Faces>();
    module.def(
        "lacking",
        [](const Faces& faces, const py::str& text) {
            const std::u32string points = lacking(faces.list, code_points(text));
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
        "first_undrawable",
        [](const py::str& text, std::int32_t most) -> std::optional<std::pair<const char*, std::int32_t>> {
            constexpr const char* kNames[] = {"lone_surrogate", "control_character", "long_cluster"};
            const std::u32string points = code_points(text);
            const auto look = [&] { return first_undrawable(points, most); };
            // Short ones are done sooner than the lock is put down and taken back.
            constexpr std::size_t kShort = 2000;
            const auto found = points.size() < kShort ? look() : without_gil(look);
            if (!found) return std::nullopt;
            return std::pair(kNames[std::size_t(found->fault)], found->at);
        },
        py::arg("text"), py::arg("most_in_cluster"));
    module.def(
        "line_breaks",
        [](const py::str& text) {
            const std::u32string points = code_points(text);
            return to_bytes(without_gil([&] { return line_breaks(points); }));
        },
        py::arg("text"));
    module.def(
        "sentence_ends",
        [](const py::str& text, const std::vector<RangeTuple>& atoms) {
            const std::u32string points = code_points(text);
            const std::vector<SourceRange> ranges = to_ranges(atoms);
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
}

}  // namespace lomo::bindings
