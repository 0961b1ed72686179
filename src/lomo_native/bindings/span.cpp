// The blocks and the spans of a prompt as Python sees them.
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings/convert.h"
#include "bindings/parts.h"
#include "span/blocks.h"
#include "span/locate.h"
#include "value/error.h"

namespace lomo::bindings {

namespace {

using span::Block;
using span::Kind;
using span::Position;

// The blocks of one text, kept here until somebody asks for what he needs of them.
struct Blocks {
    std::vector<Block> list;
};

using Range = std::pair<std::size_t, std::size_t>;

constexpr std::array<const char*, 7> kKinds = {"text", "math", "code", "url", "table", "html", "media"};
constexpr std::array<std::pair<std::string_view, Position>, 5> kPositions = {{{"prefix", Position::kPrefix},
                                                                              {"middle", Position::kMiddle},
                                                                              {"suffix", Position::kSuffix},
                                                                              {"multi", Position::kMulti},
                                                                              {"full", Position::kFull}}};

Position position_named(std::string_view name) {
    const auto found = std::ranges::find(kPositions, name, &std::pair<std::string_view, Position>::first);
    if (found == kPositions.end()) throw InputError("no such position: " + std::string(name));
    return found->second;
}

PyObject* kept(PyObject* made) {
    if (made == nullptr) throw py::error_already_set();
    return made;
}

// The blocks as (kind, start, end, whether it is a display) of a type of named tuples. Filled in here: a call
// of the type would take longer than finding the block. The names of the kinds are one object each for all
// blocks.
py::list listed(const Blocks& blocks, const py::type& block_type) {
    static const std::array<PyObject*, kKinds.size()> names = [] {  // kept for the life of the process
        std::array<PyObject*, kKinds.size()> made{};
        std::ranges::transform(kKinds, made.begin(),
                               [](const char* kind) { return kept(PyUnicode_InternFromString(kind)); });
        return made;
    }();
    auto* const type = reinterpret_cast<PyTypeObject*>(block_type.ptr());
    if (PyType_IsSubtype(type, &PyTuple_Type) == 0) throw py::type_error("expected a type of named tuples");
    py::list made(blocks.list.size());
    for (std::size_t i = 0; i < blocks.list.size(); ++i) {
        const Block& one = blocks.list[i];
        PyObject* row = kept(type->tp_alloc(type, 4));
        PyList_SET_ITEM(made.ptr(), Py_ssize_t(i), row);
        PyTuple_SET_ITEM(row, 0, Py_NewRef(names[std::size_t(one.kind)]));
        PyTuple_SET_ITEM(row, 1, kept(PyLong_FromSize_t(one.start)));
        PyTuple_SET_ITEM(row, 2, kept(PyLong_FromSize_t(one.end)));
        PyTuple_SET_ITEM(row, 3, Py_NewRef(one.display ? Py_True : Py_False));
    }
    return made;
}

}  // namespace

void bind_span(py::module_& module) {
    py::class_<Blocks>(module, "Blocks")
        .def(py::init([](const py::str& text) {
                 const std::u32string points = code_points(text);
                 return Blocks{without_gil([&] { return span::blocks(points); })};
             }),
             py::arg("text"))
        .def("listed", &listed, py::arg("block_type"))
        .def_property_readonly(
            "unwrapped",  // code and tables, whose columns stand below each other as they were written
            [](const Blocks& blocks) {
                std::vector<Range> found;
                for (const Block& one : blocks.list) {
                    if (one.kind == Kind::kCode || one.kind == Kind::kTable)
                        found.emplace_back(one.start, one.end);
                }
                return found;
            })
        .def_property_readonly("formulas", [](const Blocks& blocks) {
            std::vector<std::tuple<std::size_t, std::size_t, bool>> found;
            for (const Block& one : blocks.list) {
                if (one.kind == Kind::kMath) found.emplace_back(one.start, one.end, one.display);
            }
            return found;
        });
    module.def(
        "segmented",  // the spans that a position names, and the blocks of the whole text
        [](const py::str& text, const std::string& position) {
            const Position named = position_named(position);
            const std::u32string points = code_points(text);
            span::Segmented found = without_gil([&] { return span::segmented(points, named); });
            std::vector<Range> spans;
            for (const span::Stretch& one : found.spans) spans.emplace_back(one.start, one.end);
            return py::make_tuple(spans, Blocks{std::move(found.blocks)});
        },
        py::arg("text"), py::arg("position"));
}

}  // namespace lomo::bindings
