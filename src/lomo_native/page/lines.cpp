// First-fit line breaking over clusters.
#include "page/lines.h"

#include <algorithm>
#include <optional>

#include "page/formula.h"
#include "page/line_count.h"
#include "page/rooms.h"

namespace lomo {

namespace {

void finish(const Passage& passage, Line& line) {
    line.visible = line.last;
    const std::uint32_t first = line.first;
    while (line.visible > first && hangs(passage.clusters[line.visible - 1])) --line.visible;
    Unit x = line.indent;
    for (std::uint32_t i = first; i < line.visible; ++i) {
        x += advance_at(passage, passage.clusters[i], x);
    }
    line.width = x - line.indent;
    if (line.visible > first) line.width -= space_after(passage, passage.clusters[line.visible - 1]);
}

// Text that nothing but its width may end a line before.
bool is_letter(const Cluster& cluster) {
    return cluster.kind == ClusterKind::kText && cluster.break_before <= BreakBefore::kLastResort;
}

// Whether the piece between opportunities that begins with cluster `first` fits a line of its own.
bool fits_whole(const Passage& passage, std::uint32_t first, Unit width) {
    Unit x = 0;
    for (std::size_t i = first; i < passage.clusters.size(); ++i) {
        const Cluster& cluster = passage.clusters[i];
        if (i > first && cluster.break_before >= BreakBefore::kAllowed) return true;
        if (hangs(cluster)) continue;
        x += cluster.advance;
        if (x > width) return false;
    }
    return true;
}

// One line at a time; where it ends, what it may be wide.
class Breaker {
  public:
    Breaker(const Passage& passage, Widths widths) : p_(passage), rooms_(rooms_of(passage, widths)) {}

    // Calls emit(line) for each line, which knows all but its width.
    template <typename Emit>
    void each_line(Emit emit) {
        const auto count = std::uint32_t(p_.clusters.size());
        for (std::uint32_t start = 0; start < count;) {
            enter(start);
            line_.first = start;
            line_.last = start = line_end(start);
            emit(line_);
        }
    }

  private:
    void enter(std::uint32_t start) {
        while (next_hard_ < p_.hard_lines.size() && p_.hard_lines[next_hard_].first <= start) ++next_hard_;
        const HardLine& hard = p_.hard_lines[next_hard_ - 1];
        const std::int32_t offset = p_.clusters[start].source.start;
        const std::vector<Block>& blocks = p_.markup.blocks;
        while (line_.block + 1 < rooms_.size() && blocks[line_.block].range.end <= offset) ++line_.block;
        const Room& room = rooms_[line_.block];
        width_ = hard.code ? room.code_width : room.width;
        line_.left = room.left;
        if (room.label > 0 && offset == blocks[line_.block].range.start) {
            width_ += room.label;
            if (!blocks[line_.block].leftward) line_.left -= room.label;
        }
        line_.room = width_;
        const Unit further = std::min(hard.indent, std::max<Unit>(0, width_ / 2));  // of its further lines
        line_.indent = hard.first == start ? 0 : further;
        room_ = width_ - further;
    }

    std::uint32_t line_end(std::uint32_t start) const {
        const auto count = std::uint32_t(p_.clusters.size());
        std::uint32_t opportunity = start;  // between words, or after a relation
        std::uint32_t after_binary = start;
        std::uint32_t in_token = start;
        Unit x = line_.indent;
        for (std::uint32_t end = start; end < count; ++end) {
            const Cluster& cluster = p_.clusters[end];
            if (is_letter(cluster) && x + cluster.advance <= width_) {  // most of all clusters
                x += cluster.advance;
                continue;
            }
            if (end > start) {
                if (cluster.break_before == BreakBefore::kMandatory) return end;
                if (cluster.break_before == BreakBefore::kAllowed) opportunity = end;
                if (cluster.break_before == BreakBefore::kInToken) in_token = end;
                if (breaks_formula(p_, cluster, width_)) {
                    (cluster.break_before == BreakBefore::kAfterRelation ? opportunity : after_binary) = end;
                }
            }
            const Unit advance = advance_at(p_, cluster, x);
            const Unit reach = x + advance - space_after(p_, cluster);
            if (reach > width_ && end > start && !hangs(cluster)) {
                if (in_token > opportunity && (opportunity == start || !fits_whole(p_, opportunity, room_))) {
                    return in_token;
                }
                if (opportunity > start) return opportunity;
                if (after_binary > start) return after_binary;
                // A formula keeps the punctuation beside it, a grapheme its marks: the line grows instead.
                if (cluster.break_before != BreakBefore::kNever && !is_formula(cluster) &&
                    !is_formula(p_.clusters[end - 1])) {
                    return end;
                }
            }
            x += advance;
        }
        return count;
    }

    const Passage& p_;
    std::vector<Room> rooms_;
    std::size_t next_hard_ = 0;
    Unit width_ = 0;
    Line line_;
    Unit room_ = 0;  // on the next line
};

// The widest piece between two opportunities that fits the width: a narrower line would break what this one
// does not.
Unit widest_whole(const Passage& passage, Unit width) {
    if (passage.longest_whole <= width) return passage.longest_whole;
    Unit widest = 0;
    const std::vector<Cluster>& clusters = passage.clusters;
    for (std::size_t line = 0; line < passage.hard_lines.size(); ++line) {
        if (passage.hard_lines[line].code) continue;
        const bool last_line = line + 1 == passage.hard_lines.size();
        const std::size_t end = last_line ? clusters.size() : passage.hard_lines[line + 1].first;
        Unit whole = 0;
        for (std::size_t i = passage.hard_lines[line].first; i < end; ++i) {
            if (clusters[i].break_before >= BreakBefore::kAllowed) whole = 0;
            whole += clusters[i].advance;
            const bool last = i + 1 == end || clusters[i + 1].break_before >= BreakBefore::kAllowed ||
                              hangs(clusters[i + 1]);
            if (last && !hangs(clusters[i]) && whole <= width) widest = std::max(widest, whole);
        }
    }
    return widest;
}

}  // namespace

bool hangs(const Cluster& cluster) {
    return cluster.kind == ClusterKind::kSpace || cluster.kind == ClusterKind::kTab ||
           cluster.kind == ClusterKind::kNewline;
}

Unit advance_at(const Passage& passage, const Cluster& cluster, Unit x) {
    if (cluster.kind != ClusterKind::kTab) return cluster.advance;
    const Unit gap = cluster.advance - x % cluster.advance;
    const Unit space = cluster.advance / passage.style.tab_width;
    return gap < space ? gap + cluster.advance : gap;
}

Unit right_of(const Passage& passage, const Line& line) {
    if (passage.markup.plain()) return 0;
    const Block& block = passage.markup.blocks[line.block];
    const bool labelled = block.leftward && passage.clusters[line.first].source.start == block.range.start;
    return block.right - (labelled ? passage.sizes[line.block].label : 0);
}

std::vector<Line> break_lines(const Passage& passage, Widths widths) {
    std::vector<Line> lines;
    Breaker(passage, widths).each_line([&](Line line) {
        finish(passage, line);
        lines.push_back(line);
    });
    return lines;
}

Unit balanced_width(const Passage& passage, Widths widths) {
    if (widths.text <= 0) return widths.text;
    const Unit widest = std::max(passage.longest_word, widest_whole(passage, widths.text));
    Unit low = std::clamp(widest, widths.text / 2, widths.text), high = widths.text;
    const std::optional<LineCount> count = LineCount::of(passage, low);
    const auto lines_at = [&](Unit width) {
        if (count) return count->at(width);
        std::size_t lines = 0;
        Breaker(passage, {width, std::max(widths.text, widths.code)}).each_line([&](const Line&) {
            ++lines;
        });
        return lines;
    };
    const std::size_t wanted = lines_at(widths.text);
    while (high - low > kUnitsPerPx) {
        const Unit middle = low + (high - low) / 2;
        (lines_at(middle) <= wanted ? high : low) = middle;
    }
    return high;
}

}  // namespace lomo
