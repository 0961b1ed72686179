// Looks stretches up by bisection; checks what comes from outside.
#include "page/markup.h"

#include <algorithm>
#include <string>

#include "text/characters.h"
#include "value/error.h"

namespace lomo {

namespace {

constexpr Unit kFarthest = px(65535);
constexpr std::size_t kDeepest = 64;  // frames around one place

void require(bool promise, const char* what) {
    if (!promise) throw InputError(std::string("markup: ") + what);
}

void check_length(Unit length) {
    require(length >= 0 && length <= kFarthest, "a length must be 0 to 65535 px");
}

void check_stretches(const std::vector<Stretch>& stretches, std::size_t length) {
    require(stretches.empty() == (length == 0), "stretches must cover the text");
    std::int32_t at = -1, source = 0;
    for (const Stretch& stretch : stretches) {
        require(stretch.start > at && std::size_t(stretch.start) < length, "stretches must be in order");
        require(stretch.source.start >= source && stretch.source.end >= stretch.source.start &&
                    stretch.source.end <= kGreatestOffset,
                "the sources of stretches must be in order");
        require(at >= 0 || stretch.start == 0, "the first stretch must start the text");
        at = stretch.start, source = stretch.source.end;
    }
}

void check_runs(const std::vector<StyledRun>& runs, std::size_t length, std::size_t faces) {
    std::int32_t at = 0;
    for (const StyledRun& run : runs) {
        require(
            run.range.start >= at && run.range.end > run.range.start && std::size_t(run.range.end) <= length,
            "runs must be ordered, disjoint, non-empty and inside the text");
        require(run.face < faces && run.second < faces, "a run names a face that is not in the list");
        require(run.size >= px(4) && run.size <= px(2000), "a run's size must be 4 to 2000 px");
        require(run.rise >= -px(2000) && run.rise <= px(2000), "a run's rise must be -2000 to 2000 px");
        at = run.range.end;
    }
}

void check_blocks(const std::vector<Block>& blocks, std::u32string_view text) {
    std::int32_t at = 0, table = -1, column = 0;
    for (const Block& block : blocks) {
        require(
            block.range.start == at && block.range.end > at && std::size_t(block.range.end) <= text.size(),
            "blocks must be non-empty and cover the text in order");
        require(at == 0 || is_line_terminator(text[std::size_t(at - 1)]), "a block must start a line");
        require(block.label_end <= block.range.end, "a label must lie in its block");
        for (const Unit length : {block.left, block.right, block.above, block.pad}) check_length(length);
        require(block.align <= CellAlign::kRight, "an alignment is 0, 1 or 2");
        if (block.table >= 0) {
            require(block.column == (block.table == table ? column + 1 : 0) || block.column == 0,
                    "a row's cells must be in order");
            require(block.column < 4096, "a table has at most 4096 columns");
        }
        table = block.table, column = block.column;
        at = block.range.end;
    }
    require(std::size_t(at) == text.size(), "blocks must cover the text");
}

void check_frames(const std::vector<Frame>& frames, std::size_t length) {
    std::int32_t at = 0;
    std::vector<std::int32_t> around;
    for (const Frame& frame : frames) {
        require(frame.range.start >= at && frame.range.end > frame.range.start &&
                    std::size_t(frame.range.end) <= length,
                "frames must be ordered by start, non-empty and inside the text");
        for (const Unit value : {frame.left, frame.right, frame.width}) check_length(value);
        std::erase_if(around, [&](std::int32_t end) { return end <= frame.range.start; });
        around.push_back(frame.range.end);
        require(around.size() <= kDeepest, "at most 64 frames may lie around one place");
        at = frame.range.start;
    }
}

}  // namespace

void check_markup(const Markup& markup, std::u32string_view text, std::size_t faces) {
    if (markup.plain()) {
        require(markup.stretches.empty() && markup.runs.empty() && markup.frames.empty(),
                "stretches, runs and frames need blocks");
        return;
    }
    check_stretches(markup.stretches, text.size());
    check_runs(markup.runs, text.size(), faces);
    check_blocks(markup.blocks, text);
    check_frames(markup.frames, text.size());
}

SourceRange to_source(const std::vector<Stretch>& stretches, std::int32_t text_length, SourceRange range) {
    const auto of = [&](std::int32_t at) {
        const auto after = std::upper_bound(stretches.begin(), stretches.end(), at,
                                            [](std::int32_t a, const Stretch& s) { return a < s.start; });
        const std::int32_t end = after == stretches.end() ? text_length : after->start;
        const Stretch& stretch = *(after - 1);
        const SourceRange source = stretch.source;
        if (source.end - source.start != end - stretch.start) return source;
        const std::int32_t place = source.start + at - stretch.start;
        return SourceRange{place, place + 1};
    };
    if (range.start < 0 || stretches.empty()) return range;
    if (range.start >= text_length) return {stretches.back().source.end, stretches.back().source.end};
    const SourceRange first = of(range.start);
    if (range.end <= range.start) return {first.start, first.start};
    return {first.start, of(std::min(range.end, text_length) - 1).end};
}

void to_source(const std::vector<Stretch>& stretches, std::int32_t text_length, Layout& layout) {
    if (stretches.empty()) return;
    const auto move = [&](auto& items) {
        for (auto& item : items) item.source = to_source(stretches, text_length, item.source);
    };
    move(layout.glyphs);
    move(layout.rules);
    move(layout.pictures);
    move(layout.lines);
}

}  // namespace lomo
