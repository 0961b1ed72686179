// Draws the code point in hexadecimal, two rows of two or three digits, in a frame.
#include "page/missing_box.h"

#include <string_view>

namespace lomo {

namespace {
// Shares of the em size, in thousandths.
constexpr Unit kAdvance = 820, kWidth = 740, kBottom = -140, kTop = 780, kDigit = 440, kRow = 400;
constexpr Unit kMonoFace = 1;

Unit share(Unit size, Unit thousandths) {
    return scale(size, thousandths, 1000);
}
}  // namespace

Unit missing_box_advance(Unit size, std::int32_t count) {
    return share(size, kAdvance) * count;
}

void set_missing_box(const Passage& passage, const Cluster& cluster, Unit x, Unit y, Layout& layout) {
    if (passage.style.missing == MissingGlyph::kSkip) return;
    const Unit size = passage.size_of(cluster);
    const FontFile& mono = *passage.faces[kMonoFace];
    const Unit digit_size = share(size, kDigit);
    for (std::int32_t at = cluster.source.start; at < cluster.source.end; ++at) {
        const SourceRange source{at, at + 1};
        const Unit left = x + share(size, (kAdvance - kWidth) / 2), width = share(size, kWidth);
        const Unit bottom = y + share(size, kBottom), height = share(size, kTop - kBottom);
        const Unit line = px(1);
        layout.rules.push_back({left, bottom, width, line, source});
        layout.rules.push_back({left, bottom + height - line, width, line, source});
        layout.rules.push_back({left, bottom, line, height, source});
        layout.rules.push_back({left + width - line, bottom, line, height, source});

        const auto code_point = std::uint32_t(passage.text[std::size_t(at)]);
        const int per_row = code_point > 0xFFFF ? 3 : 2;
        const Unit advance = mono.at_size(mono.glyph_advance(mono.glyph_index(U'0')), digit_size);
        for (int i = 0; i < 2 * per_row; ++i) {
            const std::uint32_t nibble = (code_point >> (4 * (2 * per_row - 1 - i))) & 15u;
            const char32_t digit = U"0123456789ABCDEF"[nibble];
            const Unit row_x = left + (width - advance * per_row) / 2 + advance * (i % per_row);
            const Unit row_y = bottom + share(size, 90) + (i < per_row ? share(size, kRow) : 0);
            layout.glyphs.push_back({kMonoFace, mono.glyph_index(digit), digit_size, row_x, row_y, source});
        }
        x += share(size, kAdvance);
    }
}

}  // namespace lomo
