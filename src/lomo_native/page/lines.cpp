// First-fit line breaking over clusters.
#include "page/lines.h"

#include <algorithm>

#include "page/formula.h"
#include "page/rooms.h"

namespace lomo {

namespace {

bool hangs(const Cluster& cluster) {
    return cluster.kind == ClusterKind::kSpace || cluster.kind == ClusterKind::kTab ||
           cluster.kind == ClusterKind::kNewline;
}

Line finished(const Passage& passage, std::uint32_t first, std::uint32_t last) {
    Line line;
    line.first = first;
    line.last = line.visible = last;
    while (line.visible > first && hangs(passage.clusters[line.visible - 1])) --line.visible;
    for (std::uint32_t i = first; i < line.visible; ++i) {
        line.width += advance_at(passage, passage.clusters[i], line.width);
    }
    if (line.visible > first) line.width -= space_after(passage, passage.clusters[line.visible - 1]);
    return line;
}

// Calls emit(first, last, block, left, room) for each line.
template <typename Emit>
void each_line(const Passage& passage, Unit page_width, Emit emit) {
    const auto count = std::uint32_t(passage.clusters.size());
    const std::vector<Room> rooms = rooms_of(passage, page_width);
    const std::vector<Block>& blocks = passage.markup.blocks;
    std::uint32_t start = 0, block = 0;
    while (start < count) {
        const std::int32_t offset = passage.clusters[start].source.start;
        while (block + 1 < rooms.size() && blocks[block].range.end <= offset) ++block;
        const bool labelled = rooms[block].label > 0 && offset == blocks[block].range.start;
        const Unit label = labelled ? rooms[block].label : 0, width = rooms[block].width + label;
        std::uint32_t opportunity = start;  // between words, or after a relation
        std::uint32_t after_binary = start;
        std::uint32_t end = start;
        Unit x = 0;
        for (; end < count; ++end) {
            const Cluster& cluster = passage.clusters[end];
            if (end > start) {
                if (cluster.break_before == BreakBefore::kMandatory) break;
                if (cluster.break_before == BreakBefore::kAllowed) opportunity = end;
                if (breaks_formula(passage, cluster, width)) {
                    (cluster.break_before == BreakBefore::kAfterRelation ? opportunity : after_binary) = end;
                }
            }
            const Unit advance = advance_at(passage, cluster, x);
            const Unit reach = x + advance - space_after(passage, cluster);
            if (reach > width && end > start && !hangs(cluster)) {
                if (opportunity > start || after_binary > start) {
                    end = opportunity > start ? opportunity : after_binary;
                    break;
                }
                // A formula keeps the punctuation beside it, a grapheme its marks: the line grows instead.
                if (cluster.break_before != BreakBefore::kNever && !is_formula(cluster) &&
                    !is_formula(passage.clusters[end - 1])) {
                    break;
                }
            }
            x += advance;
        }
        emit(start, end, block, rooms[block].left - label, width);
        start = end;
    }
}

// The widest piece between two opportunities that fits the width, formulas whole: a narrower line would break
// what this one does not.
Unit widest_whole(const Passage& passage, Unit width) {
    if (passage.longest_whole <= width) return passage.longest_whole;
    Unit widest = 0;
    for (const Formula& formula : passage.formulas) {
        if (formula.layout->width <= width) widest = std::max(widest, formula.layout->width);
    }
    return widest;
}

}  // namespace

Unit advance_at(const Passage& passage, const Cluster& cluster, Unit x) {
    if (cluster.kind != ClusterKind::kTab) return cluster.advance;
    const Unit stop = passage.space * passage.style.tab_width;
    return stop - x % stop;
}

std::vector<Line> break_lines(const Passage& passage, Unit width) {
    std::vector<Line> lines;
    each_line(passage, width,
              [&](std::uint32_t first, std::uint32_t last, std::uint32_t block, Unit left, Unit room) {
                  Line& line = lines.emplace_back(finished(passage, first, last));
                  line.block = block, line.left = left, line.room = room;
              });
    return lines;
}

Unit balanced_width(const Passage& passage, Unit width) {
    if (width <= 0) return width;
    const auto lines_at = [&](Unit w) {
        std::size_t lines = 0;
        each_line(passage, w, [&](std::uint32_t, std::uint32_t, std::uint32_t, Unit, Unit) { ++lines; });
        return lines;
    };
    const std::size_t wanted = lines_at(width);
    const Unit widest = std::max(passage.longest_word, widest_whole(passage, width));
    Unit low = std::clamp(widest, width / 2, width), high = width;
    while (high - low > kUnitsPerPx) {
        const Unit middle = low + (high - low) / 2;
        (lines_at(middle) <= wanted ? high : low) = middle;
    }
    return high;
}

}  // namespace lomo
