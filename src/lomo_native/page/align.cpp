#include "page/align.h"

#include <algorithm>

namespace lomo {

namespace {

bool is_code(const Passage& passage, const Line& line) {
    const std::int32_t start = passage.clusters[line.first].source.start;
    const std::int32_t end = passage.clusters[line.last - 1].source.end;
    const auto after = std::upper_bound(passage.code.begin(), passage.code.end(), start,
                                        [](std::int32_t at, const SourceRange& r) { return at < r.start; });
    if (after == passage.code.begin()) return false;
    // The line feed that ends the line may stand outside.
    return std::prev(after)->end >= std::min(end, passage.clusters[line.visible - 1].source.end);
}

bool is_kept(const Passage& passage, const Line& line) {
    const auto after =
        std::upper_bound(passage.hard_lines.begin(), passage.hard_lines.end(), line.first,
                         [](std::uint32_t first, const HardLine& h) { return first < h.first; });
    return std::prev(after)->kept;
}

bool ends_paragraph(const Passage& passage, const Line& line) {
    return line.last == passage.clusters.size() ||
           passage.clusters[line.last].break_before == BreakBefore::kMandatory;
}

// The clusters (from the line's first) after whose advance the line may be stretched.
struct Gaps {
    std::vector<std::uint32_t> after;
    Unit widest = 0;
};

Gaps gaps_of(const Passage& passage, const Line& line) {
    const auto is_space = [&](std::uint32_t i) { return passage.clusters[i].kind == ClusterKind::kSpace; };
    std::uint32_t first = line.first;  // indentation keeps its width
    const std::int32_t label_end =
        passage.markup.plain() ? 0 : passage.markup.blocks[line.block].label_end;  // and a label its place
    while (first < line.visible && (is_space(first) || passage.clusters[first].source.start < label_end)) {
        ++first;
    }
    Gaps gaps{{}, passage.style.text_size};
    for (std::uint32_t i = first; i < line.visible; ++i) {
        if (is_space(i)) gaps.after.push_back(i - line.first);
    }
    if (gaps.after.empty()) {
        gaps.widest /= 4;
        for (std::uint32_t i = first + 1; i < line.visible; ++i) {
            if (passage.clusters[i].break_before == BreakBefore::kAllowed)
                gaps.after.push_back(i - 1 - line.first);
        }
    }
    return gaps;
}

bool stretched(const Passage& passage, const Line& line, Unit spare, std::vector<Unit>& advances) {
    if (ends_paragraph(passage, line)) return false;
    const auto first = passage.clusters.begin() + line.first;
    const bool has_tab = std::any_of(first, passage.clusters.begin() + line.visible,
                                     [](const Cluster& one) { return one.kind == ClusterKind::kTab; });
    if (has_tab) return false;
    const Gaps gaps = gaps_of(passage, line);
    const auto count = static_cast<Unit>(gaps.after.size());
    if (count == 0 || spare > count * gaps.widest) return false;
    for (Unit i = 0; i < count; ++i) {
        advances[gaps.after[static_cast<std::size_t>(i)]] += spare * (i + 1) / count - spare * i / count;
    }
    return true;
}

}  // namespace

Placed align_line(const Passage& passage, const Line& line, Align align, Unit page_width,
                  std::vector<Unit>& advances) {
    const Unit spare = page_width - line.width;
    const bool leftward = passage.clusters[line.first].base_level % 2 == 1;
    const Unit start = leftward ? spare - line.indent : line.indent;
    if (align == Align::kStart || spare <= 0 || line.indent > 0 || line.visible == line.first ||
        is_code(passage, line) || (align != Align::kJustified && is_kept(passage, line))) {
        return {start, line.width};
    }
    switch (align) {
        case Align::kStart:
            break;
        case Align::kCentre:
            return {spare / 2, line.width};
        case Align::kEnd:
            return {spare - start, line.width};
        case Align::kJustified:
            if (stretched(passage, line, spare, advances)) return {0, page_width};
            break;
    }
    return {start, line.width};
}

}  // namespace lomo
