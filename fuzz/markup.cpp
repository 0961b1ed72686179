// Bytes -> a text of several lines, its runs, blocks and frames, and widths -> passage, lines, pages,
// picture: no crash, each line is set once, and what is drawn stands for characters of the text.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "packaged_faces.h"
#include "page/item_faults.h"
#include "page/lines.h"
#include "page/page.h"
#include "page/passage.h"
#include "paint/item_ink.h"
#include "paint/paint.h"
#include "value/error.h"

namespace {

using namespace lomo;

void require(bool promise) {
    if (!promise) __builtin_trap();
}

constexpr char32_t kPicked[] = {U'a', U'b', U' ', U' ', U'\t', U'.', U'(', 0x5D0, 0x627, 0x4E00, 0x301, 0xA0};

struct Input {
    const std::uint8_t* data;
    std::size_t left;

    std::uint8_t byte() {
        if (left == 0) return 0;
        --left;
        return *data++;
    }
    Unit length(int most_px) { return px(byte() % (most_px + 1)); }
};

Block draw_block(Input& in, const Block& before) {
    Block block;
    block.left = in.length(60), block.right = in.length(40);
    block.above = in.length(30), block.pad = in.length(12);
    if (in.byte() < 120) {
        const bool goes_on = before.table >= 0 && in.byte() < 200;
        block.table = goes_on ? before.table : before.table + 1;
        block.column = goes_on && in.byte() < 200 ? before.column + 1 : 0;
        block.align = static_cast<CellAlign>(in.byte() % 3);
    }
    block.rule = in.byte() < 20;
    block.keep = in.byte() < 60;
    return block;
}

Markup draw_markup(Input& in, std::u32string& text) {
    Markup markup;
    Block before;
    for (int count = 1 + in.byte() % 12; count > 0; --count) {
        Block block = draw_block(in, before);
        block.range.start = std::int32_t(text.size());
        for (int lines = 1 + in.byte() % 3; lines > 0; --lines) {
            for (int length = in.byte() % 24; length > 0; --length) {
                text += kPicked[in.byte() % std::size(kPicked)];
            }
            text += U'\n';
        }
        block.range.end = std::int32_t(text.size());
        block.label_end = block.table < 0 ? block.range.start + in.byte() % 4 : 0;
        before = block;
        markup.blocks.push_back(block);
    }
    markup.stretches = {{0, {0, std::int32_t(text.size())}}};
    std::int32_t at = 0;
    for (int count = in.byte() % 8; count > 0; --count) {
        StyledRun run;
        run.range.start = at + in.byte() % 9;
        at = run.range.end = run.range.start + 1 + in.byte() % 9;
        run.face = in.byte() % 6, run.second = in.byte() % 6;
        run.size = px(4 + in.byte() % 60);
        run.rise = in.length(20) - px(10);
        run.ink = in.byte(), run.shade = in.byte();
        run.strike = in.byte() % 2 == 0, run.underline = in.byte() % 2 == 0;
        markup.runs.push_back(run);
    }
    for (int count = in.byte() % 5; count > 0; --count) {
        const std::size_t first = in.byte() % markup.blocks.size();
        const std::size_t last = first + in.byte() % (markup.blocks.size() - first);
        markup.frames.push_back({{markup.blocks[first].range.start, markup.blocks[last].range.end},
                                 in.length(60),
                                 in.length(40),
                                 in.length(4),
                                 in.byte()});
    }
    std::stable_sort(markup.frames.begin(), markup.frames.end(),
                     [](const Frame& a, const Frame& b) { return a.range.start < b.range.start; });
    return markup;
}

void set_pages(const Passage& passage, const std::vector<Line>& lines, Unit max_height, Align align) {
    const Unit width = widest(passage, lines);
    std::uint32_t at = 0;
    std::int32_t source = 0;
    for (const PageLines page : paginate(passage, lines, max_height)) {
        require(page.first == at && page.last > at);
        at = page.last;
        const Layout layout = page_layout(passage, lines, page, width, align);
        require(layout.lines.size() == page.last - page.first);
        for (const LineBox& line : layout.lines) {
            require(line.source.start == source && line.source.end > source);
            source = line.source.end;
        }
        for (const GlyphItem& glyph : layout.glyphs) {
            require(glyph.face < layout.faces.size() && glyph.source.start < glyph.source.end);
        }
        for (const RuleItem& rule : layout.rules) require(rule.width >= 0 && rule.height >= 0);
        try {
            const Sheet sheet = sheet_for(layout, 3, 1 << 22);
            Image image(sheet.width, sheet.height, 1, 0);
            paint(layout, sheet, canvas(image));
            const SourceRange range{layout.lines.front().source.start, source};
            const auto inks = item_ink(layout, view(image), sheet.origin_x, sheet.origin_y);
            for (const FaultAt& fault : item_faults(passage, layout, range, inks)) {
                require(fault.fault == LedgerFault::kNotdef);
            }
        } catch (const SizeError&) {
        }
    }
    require(at == lines.size() && std::size_t(source) == passage.text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input in{data, size};
    PassageStyle style;
    style.text_size = px(6 + in.byte() % 30);
    const Unit width = in.length(255) * 3, max_height = px(20) + in.length(255);
    const Align align = static_cast<Align>(in.byte() % 4);
    std::u32string text;
    Markup markup = draw_markup(in, text);
    try {
        const Passage passage(packaged_faces(), std::move(text), {}, {}, style, std::move(markup));
        const std::vector<Line> lines = break_lines(passage, {width, width});
        for (const Line& line : lines) require(line.block < passage.markup.blocks.size());
        const Unit balanced = balanced_width(passage, {width, width});
        require(balanced <= width && break_lines(passage, {balanced, width}).size() <= lines.size());
        set_pages(passage, lines, max_height, align);
    } catch (const InputError&) {
        // A run outside the text, a label outside its block, a gap in a table's columns.
    }
    return 0;
}
