// First-fit line breaking over clusters.
#include "page/lines.h"

#include <algorithm>

namespace lomo {

namespace {

bool hangs(const Cluster& cluster) {
    return cluster.kind == ClusterKind::kSpace || cluster.kind == ClusterKind::kTab ||
           cluster.kind == ClusterKind::kNewline;
}

bool is_formula(const Cluster& cluster) {
    return cluster.kind == ClusterKind::kFormula || cluster.kind == ClusterKind::kDisplay;
}

Line finished(const Passage& passage, std::uint32_t first, std::uint32_t last) {
    Line line{first, last, last, 0};
    while (line.visible > first && hangs(passage.clusters[line.visible - 1])) --line.visible;
    for (std::uint32_t i = first; i < line.visible; ++i) {
        line.width += advance_at(passage, passage.clusters[i], line.width);
    }
    return line;
}

// Calls emit(first, last) for each line.
template <typename Emit>
void each_line(const Passage& passage, Unit width, Emit emit) {
    const auto count = std::uint32_t(passage.clusters.size());
    std::uint32_t start = 0;
    while (start < count) {
        std::uint32_t opportunity = start;
        std::uint32_t end = start;
        Unit x = 0;
        for (; end < count; ++end) {
            const Cluster& cluster = passage.clusters[end];
            if (end > start) {
                if (cluster.break_before == BreakBefore::kMandatory) break;
                if (cluster.break_before == BreakBefore::kAllowed) opportunity = end;
            }
            const Unit advance = advance_at(passage, cluster, x);
            if (x + advance > width && end > start && !hangs(cluster)) {
                if (opportunity > start) {
                    end = opportunity;
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
        emit(start, end);
        start = end;
    }
}

}  // namespace

Unit advance_at(const Passage& passage, const Cluster& cluster, Unit x) {
    if (cluster.kind != ClusterKind::kTab) return cluster.advance;
    const Unit stop = passage.space * passage.style.tab_width;
    return stop - x % stop;
}

std::vector<Line> break_lines(const Passage& passage, Unit width) {
    std::vector<Line> lines;
    each_line(passage, width, [&](std::uint32_t first, std::uint32_t last) {
        lines.push_back(finished(passage, first, last));
    });
    return lines;
}

Unit balanced_width(const Passage& passage, Unit width) {
    if (width <= 0) return width;
    const auto lines_at = [&](Unit w) {
        std::size_t lines = 0;
        each_line(passage, w, [&](std::uint32_t, std::uint32_t) { ++lines; });
        return lines;
    };
    const std::size_t wanted = lines_at(width);
    Unit low = std::clamp(passage.longest_word, width / 2, width), high = width;
    while (high - low > kUnitsPerPx) {
        const Unit middle = low + (high - low) / 2;
        (lines_at(middle) <= wanted ? high : low) = middle;
    }
    return high;
}

}  // namespace lomo
