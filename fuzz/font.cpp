// Bytes -> a packaged font with some of its bytes changed, moved or cut off -> refused, or coverage, metrics,
// a shaped text and its picture without a crash.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "packaged_faces.h"
#include "page/lines.h"
#include "page/page.h"
#include "page/passage.h"
#include "paint/paint.h"
#include "value/error.h"

namespace {

using namespace lomo;

std::uint32_t number(const std::uint8_t* data) {
    return std::uint32_t(data[0]) << 24 | std::uint32_t(data[1]) << 16 | std::uint32_t(data[2]) << 8 |
           data[3];
}

// Six bytes a change: where, and what. Half of the places lie in the table directory and the tables' heads.
std::string changed(std::string font, const std::uint8_t* data, std::size_t size) {
    for (; size >= 6 && !font.empty(); data += 6, size -= 6) {
        const std::size_t at = data[0] < 128 ? number(data) % std::min<std::size_t>(font.size(), 2048)
                                             : (number(data) & 0x7FFFFFFF) % font.size();
        if (data[4] == 255) {
            font.resize(at);
        } else if (data[4] % 16 == 15) {
            font.erase(at, data[5]);
        } else {
            font[at] = char(data[5]);
        }
    }
    return font;
}

void require(bool promise) {
    if (!promise) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<std::string> fonts = {
        bytes_of("NotoSansThai-Regular.ttf"), bytes_of("NotoSansDevanagari-Regular.ttf"),
        bytes_of("NotoSansArabic-Regular.ttf"), bytes_of("lmroman5-regular.otf")};
    static const std::u32string text =
        U"fi AV\x301 \u0E01\u0E33 \u0915\u094D\u0930\u093F \u0644\u0627\u0651 \u200D\uFE0F\u25CC \u05D0";
    if (size < 1) return 0;
    try {
        const auto face =
            std::make_shared<const FontFile>(changed(fonts[data[0] % fonts.size()], data + 1, size - 1), 0);
        face->glyph_box(data[0]);
        const Passage passage({face, face}, text, {}, {}, PassageStyle{});
        std::int32_t at = 0;
        for (const Cluster& cluster : passage.clusters) {
            require(cluster.source.start == at && cluster.source.end > at);
            at = cluster.source.end;
        }
        require(std::size_t(at) == text.size());
        const std::vector<Line> lines = break_lines(passage, {px(100), px(100)});
        for (const PageLines page : paginate(passage, lines, px(200))) {
            const Layout layout =
                page_layout(passage, lines, page, widest(passage, lines), Align::kJustified);
            const Sheet sheet = sheet_for(layout, 3, 1 << 22);
            Image image(sheet.width, sheet.height, 1, 0);
            paint(layout, sheet, canvas(image));
        }
    } catch (const InputError&) {
    }
    return 0;
}
