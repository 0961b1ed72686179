#include "page/line_count.h"

#include <algorithm>
#include <limits>

#include "page/formula.h"
#include "page/lines.h"

namespace lomo {

std::optional<LineCount> LineCount::of(const Passage& passage, Unit least) {
    const auto is_code = [](const HardLine& line) { return line.code; };
    if (!passage.markup.plain() ||
        std::any_of(passage.hard_lines.begin(), passage.hard_lines.end(), is_code)) {
        return std::nullopt;
    }
    constexpr Unit kNowhere = std::numeric_limits<Unit>::min();  // of a word without anything to be seen
    LineCount count;
    count.words_.reserve(passage.clusters.size() / 4 + 8);
    Unit x = 0, seen = 0;  // the latter: without white space, as a word is measured that may stand alone
    for (const Cluster& cluster : passage.clusters) {
        if (cluster.kind == ClusterKind::kTab || breaks_formula(passage, cluster, least)) return std::nullopt;
        if (cluster.break_before >= BreakBefore::kAllowed || count.words_.empty()) {
            count.words_.push_back({x, kNowhere, cluster.break_before == BreakBefore::kMandatory});
            seen = 0;
        }
        if (!hangs(cluster)) {
            Word& word = count.words_.back();
            const Unit reach = x + cluster.advance - space_after(passage, cluster);
            word.reach = std::max(word.reach, reach);
            seen += cluster.advance;
            if (reach - word.start > least || seen > least) return std::nullopt;
        }
        x += cluster.advance;
    }
    return count;
}

std::size_t LineCount::at(Unit width) const {
    std::size_t lines = 0;
    Unit end = 0;  // of the line
    for (const Word& word : words_) {
        if (!word.mandatory && word.reach <= end) continue;
        ++lines;
        end = word.start + width;
    }
    return lines;
}

}  // namespace lomo
