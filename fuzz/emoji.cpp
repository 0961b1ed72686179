// Bytes -> a font file opened for its colours -> refused, or a text with emoji set and painted in colour.
// tools/fuzz.sh makes fonts to start from.
#include <cstddef>
#include <cstdint>
#include <string>

#include "packaged_faces.h"
#include "page/lines.h"
#include "page/page.h"
#include "page/passage.h"
#include "paint/agreed.h"
#include "paint/item_ink.h"
#include "paint/paint_in_colour.h"
#include "value/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lomo;
    static const auto plain = std::make_shared<const FontFile>(bytes_of("lmroman5-regular.otf"), 0);
    static const std::u32string text =
        U"a \U0001F600, 1\uFE0F\u20E3 \U0001F1E9\U0001F1EA \U0001F44D\U0001F3FD \U0001F468\u200D\U0001F4BB.";
    try {
        const auto face = std::make_shared<const FontFile>(
            std::string(reinterpret_cast<const char*>(data), size), 0, FaceUse::kColour);
        const Passage passage({plain, plain, face}, text, {}, {}, PassageStyle{});
        const std::vector<Line> lines = break_lines(passage, {px(100), px(100)});
        for (const PageLines page : paginate(passage, lines, px(200))) {
            const Layout layout =
                page_layout(passage, lines, page, widest(passage, lines), Align::kJustified);
            const Sheet sheet = sheet_for(layout, 3, 1 << 22);
            Image image(sheet.width, sheet.height, 3, 0), grey(sheet.width, sheet.height, 1, 0);
            const Colours colours{{9, 8, 7}, {200, 210, 220}};
            paint_in_colour(layout, sheet, colours, canvas(image));
            paint(layout, sheet, canvas(grey));
            const Image both =
                agreed(layout, view(grey), view(image), colours, sheet.origin_x, sheet.origin_y);
            for (const ItemInk& ink : item_ink(layout, view(both), sheet.origin_x, sheet.origin_y)) {
                if (ink.drawn != ink.seen) __builtin_trap();
            }
        }
    } catch (const InputError&) {
    }
    return 0;
}
