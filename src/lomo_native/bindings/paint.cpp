// Painting as Python sees it: Layout in, grey or coloured picture, boxes and ledger out; and the PNG.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "bindings/convert.h"
#include "bindings/parts.h"
#include "bindings/picture_array.h"
#include "encode/png.h"
#include "page/item_faults.h"
#include "page/ledger.h"
#include "page/passage.h"
#include "paint/agreed.h"
#include "paint/colour.h"
#include "paint/item_boxes.h"
#include "paint/item_ink.h"
#include "paint/paint.h"
#include "paint/paint_in_colour.h"
#include "paint/png_read.h"
#include "paint/trim.h"
#include "value/layout.h"

namespace lomo::bindings {

namespace {

py::tuple paint_layout(const Layout& layout, std::int32_t margin_px, std::int64_t max_pixels) {
    const Sheet sheet = without_gil([&] { return sheet_for(layout, margin_px, max_pixels); });
    py::array_t<std::uint8_t> image = new_picture(sheet.height, sheet.width, 1);
    const Canvas out{image.mutable_data(), sheet.width, sheet.height, 1};
    without_gil([&] { paint(layout, sheet, out); });
    return py::make_tuple(image, sheet.origin_x, sheet.origin_y);
}

py::array_t<std::uint8_t> paint_coloured(const Layout& layout, std::int32_t margin_px,
                                         std::int64_t max_pixels, const std::array<std::int64_t, 3>& ink,
                                         const std::array<std::int64_t, 3>& paper) {
    const Colours colours = checked_colours(ink, paper);
    const Sheet sheet = without_gil([&] { return sheet_for(layout, margin_px, max_pixels); });
    py::array_t<std::uint8_t> image = new_picture(sheet.height, sheet.width, 3);
    const Canvas out{image.mutable_data(), sheet.width, sheet.height, 3};
    without_gil([&] { paint_in_colour(layout, sheet, colours, out); });
    return image;
}

py::array_t<std::uint8_t> agreed_picture(const Layout& layout, const Pixels& grey, const Pixels& image,
                                         const std::array<std::int64_t, 3>& ink,
                                         const std::array<std::int64_t, 3>& paper, std::int64_t origin_x,
                                         std::int64_t origin_y) {
    const Colours colours = checked_colours(ink, paper);
    const ImageView one = seen(grey), other = seen(image);
    return to_array(without_gil([&] { return agreed(layout, one, other, colours, origin_x, origin_y); }));
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

py::list fault_list(const std::vector<FaultAt>& faults) {
    py::list told;
    for (const FaultAt& one : faults) {
        told.append(py::make_tuple(int(one.fault), one.source.start, one.source.end));
    }
    return told;
}

py::array_t<std::int64_t> ink_rows(const std::vector<ItemInk>& inks) {
    py::array_t<std::int64_t> rows({py::ssize_t(inks.size()), py::ssize_t{2}});
    std::int64_t* out = rows.mutable_data();
    for (const ItemInk& ink : inks) *out++ = ink.drawn, *out++ = ink.seen;
    return rows;
}

// The fate of each character (a byte each), how many items with ink stand for it, the faults (kind, start,
// end), and the ink of each item: pixels drawn and seen.
py::tuple ledger_of(const Passage& passage, const Layout& layout, std::int32_t start, std::int32_t end,
                    const Pixels& image, std::int64_t origin_x, std::int64_t origin_y,
                    const std::vector<RangeTuple>& declared) {
    const ImageView view = seen(image);
    std::vector<ItemInk> inks;
    Ledger made;
    {
        const Unlocked unlocked;
        inks = item_ink(layout, view, origin_x, origin_y);
        made = ledger(passage, layout, {start, end}, inks, to_ranges(declared));
    }
    std::vector<std::uint8_t> fates;
    for (const Fate fate : made.fates) fates.push_back(std::uint8_t(fate));
    return py::make_tuple(to_bytes(fates), made.items, fault_list(made.faults), ink_rows(inks));
}

py::tuple item_faults_of(const Passage& passage, const Layout& layout, std::int32_t start, std::int32_t end,
                         const Pixels& image, std::int64_t origin_x, std::int64_t origin_y) {
    const ImageView view = seen(image);
    std::vector<ItemInk> inks;
    std::vector<FaultAt> faults;
    {
        const Unlocked unlocked;
        inks = item_ink(layout, view, origin_x, origin_y);
        faults = item_faults(passage, layout, {start, end}, inks);
    }
    return py::make_tuple(fault_list(faults), ink_rows(inks));
}

}  // namespace

void bind_paint(py::module_& module) {
    module.def(
        "encode_png",
        [](const Pixels& array) {
            const ImageView view = seen(array);
            return to_bytes(without_gil([&] { return encode_png(view); }));
        },
        py::arg("image"));
    module.def("ledger", &ledger_of, py::arg("passage"), py::arg("layout"), py::arg("start"), py::arg("end"),
               py::arg("image"), py::arg("origin_x"), py::arg("origin_y"), py::arg("declared"));
    module.def("item_faults", &item_faults_of, py::arg("passage"), py::arg("layout"), py::arg("start"),
               py::arg("end"), py::arg("image"), py::arg("origin_x"), py::arg("origin_y"));
    module.def("paint", &paint_layout, py::arg("layout"), py::arg("margin_px"), py::arg("max_pixels"));
    module.def("paint_in_colour", &paint_coloured, py::arg("layout"), py::arg("margin_px"),
               py::arg("max_pixels"), py::arg("ink"), py::arg("paper"));
    module.def("agreed", &agreed_picture, py::arg("layout"), py::arg("grey"), py::arg("image"),
               py::arg("ink"), py::arg("paper"), py::arg("origin_x"), py::arg("origin_y"));
    module.def(
        "read_png",  // for tests: red, green, blue and alpha of a picture as fonts hold them
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
        "trim",
        [](const Pixels& array, std::int64_t margin) {
            const Image image = to_image(array);
            Trimmed trimmed;
            {
                const Unlocked unlocked;
                trimmed = trim(image, margin);
            }
            return py::make_tuple(to_array(trimmed.image), trimmed.x, trimmed.y);
        },
        py::arg("image"), py::arg("margin"));
}

}  // namespace lomo::bindings
