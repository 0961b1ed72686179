// Measures blocks, and divides a table's width among its columns: each gets what its words need; beyond that
// a column with four times as much text gets twice the width, and none more than it asks for.
#include "page/rooms.h"

#include <algorithm>
#include <utility>

#include "page/formula.h"
#include "text/unicode_tables.h"
#include "value/root.h"

namespace lomo {

namespace {

// A cell asks for no more than this many ems before its lines are broken.
constexpr Unit kCellEms = 16;
constexpr Unit kNarrowest = px(8), kMost = px(1 << 20);

struct Columns {
    std::vector<Unit> wanted, least;
    Unit left = 0, right = 0, pad = 0;

    Unit sum(const std::vector<Unit>& widths) const {
        Unit all = 0;
        for (const Unit width : widths) all += width + 2 * pad;
        return all;
    }
};

// The blocks [first, last) of one table.
Columns columns_of(const Passage& passage, std::size_t first, std::size_t last) {
    Columns columns;
    for (std::size_t i = first; i < last; ++i) {
        const Block& block = passage.markup.blocks[i];
        const auto column = std::size_t(block.column);
        if (column >= columns.wanted.size()) {
            columns.wanted.resize(column + 1, kNarrowest);
            columns.least.resize(column + 1, kNarrowest);
        }
        columns.wanted[column] = std::max(columns.wanted[column], std::min(passage.sizes[i].line, kMost));
        columns.least[column] = std::max(columns.least[column], std::min(passage.sizes[i].word, kMost));
        columns.left = block.left, columns.right = block.right, columns.pad = block.pad;
    }
    return columns;
}

// Without the padding.
std::vector<Unit> shared_widths(const Columns& columns, Unit width) {
    const Unit padding = 2 * columns.pad * Unit(columns.wanted.size());
    const Unit room = std::max<Unit>(kNarrowest, width - columns.left - columns.right - padding);
    const Unit wanted = columns.sum(columns.wanted) - padding, least = columns.sum(columns.least) - padding;
    std::vector<Unit> widths = columns.wanted;
    if (wanted <= room) return widths;
    if (least > room) {
        for (std::size_t i = 0; i < widths.size(); ++i) {
            widths[i] = std::max(kNarrowest, scale(columns.least[i], room, least));
        }
        return widths;
    }
    std::vector<Unit> roots;
    for (const Unit wanted_width : columns.wanted) roots.push_back(whole_root(wanted_width));
    const auto width_at = [&](std::size_t i, Unit share) {
        return std::max(columns.least[i], std::min(columns.wanted[i], share * roots[i] / 256));
    };
    Unit low = 0, high = 256 * room;
    while (low < high) {
        const Unit middle = (low + high + 1) / 2;
        Unit filled = 0;
        for (std::size_t i = 0; i < widths.size(); ++i) filled += width_at(i, middle);
        if (filled <= room) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = width_at(i, low);
    return widths;
}

std::size_t table_end(const std::vector<Block>& blocks, std::size_t first) {
    std::size_t last = first + 1;
    while (last < blocks.size() && blocks[last].table == blocks[first].table) ++last;
    return last;
}

// The cluster at which each block starts, and the number of clusters.
std::vector<std::size_t> first_clusters(const Passage& passage) {
    std::vector<std::size_t> firsts;
    std::size_t at = 0;
    for (const Block& block : passage.markup.blocks) {
        while (at < passage.clusters.size() && passage.clusters[at].source.start < block.range.start) ++at;
        firsts.push_back(at);
    }
    firsts.push_back(passage.clusters.size());
    return firsts;
}

BlockSize size_of(const Passage& passage, const Block& block, std::size_t first, std::size_t last) {
    BlockSize size;
    Unit line = 0, whole = 0, word = 0, x = 0;
    for (std::size_t i = first; i < last; ++i) {
        const Cluster& cluster = passage.clusters[i];
        if (i > first && cluster.break_before == BreakBefore::kMandatory) line = x = 0;
        const Unit advance = advance_at(passage, cluster, x);
        x += advance;
        if (cluster.source.start < block.label_end) {
            size.label += advance;
            continue;
        }
        line += advance;
        if (cluster.break_before >= BreakBefore::kAllowed) whole = 0;
        if (cluster.break_before >= BreakBefore::kInToken) word = 0;
        whole += advance;
        word += advance;
        if (hangs(cluster)) continue;
        size.line = std::max(size.line, line);
        size.whole = std::max(size.whole, whole);
        size.word = std::max(size.word, word - space_after(passage, cluster));
    }
    return size;
}

// Of the first strong letter outside formulas; by each block and not by list, as each line is.
bool reads_leftward(const Passage& passage, std::size_t first, std::size_t last) {
    using unicode::Bidi;
    for (std::size_t i = first; i < last; ++i) {
        const Cluster& cluster = passage.clusters[i];
        if (is_formula(cluster)) continue;
        for (std::int32_t at = cluster.source.start; at < cluster.source.end; ++at) {
            const Bidi bidi = unicode::record(passage.text[std::size_t(at)]).bidi;
            if (bidi == Bidi::L) return false;
            if (bidi == Bidi::R || bidi == Bidi::AL) return true;
        }
    }
    return false;
}

void mirror(Markup& markup, const Passage& passage, const std::vector<std::size_t>& firsts) {
    for (std::size_t i = 0; i < markup.blocks.size(); ++i) {
        Block& block = markup.blocks[i];
        if (block.table >= 0 || !reads_leftward(passage, firsts[i], firsts[i + 1])) continue;
        block.leftward = true;
        std::swap(block.left, block.right);
    }
    std::size_t at = 0;
    for (Frame& frame : markup.frames) {
        while (markup.blocks[at].range.end <= frame.range.start) ++at;
        if (!markup.blocks[at].leftward) continue;
        frame.leftward = true;
        std::swap(frame.left, frame.right);
    }
}

}  // namespace

void measure_blocks(Passage& passage) {
    if (passage.markup.plain()) return;
    const std::vector<Block>& blocks = passage.markup.blocks;
    const std::vector<std::size_t> firsts = first_clusters(passage);
    mirror(passage.markup, passage, firsts);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        passage.sizes.push_back(size_of(passage, blocks[i], firsts[i], firsts[i + 1]));
    }
    passage.longest_word = passage.longest_whole = passage.longest_code = 0;
    std::size_t code = 0;
    for (std::size_t i = 0; i < blocks.size();) {
        const Block& block = blocks[i];
        if (block.table >= 0) {
            const std::size_t last = table_end(blocks, i);
            Columns columns = columns_of(passage, i, last);
            const Unit beside = columns.left + columns.right;
            passage.longest_word = std::max(passage.longest_word, beside + columns.sum(columns.least));
            const Unit enough = kCellEms * passage.style.text_size;
            for (std::size_t j = 0; j < columns.wanted.size(); ++j) {
                columns.wanted[j] = std::min(columns.wanted[j], std::max(columns.least[j], enough));
            }
            passage.longest_code = std::max(passage.longest_code, beside + columns.sum(columns.wanted));
            i = last;
            continue;
        }
        const Unit beside = block.left + block.right;
        while (code < passage.code.size() && passage.code[code].end <= block.range.start) ++code;
        if (code < passage.code.size() && passage.code[code].start < block.range.end) {
            passage.longest_code = std::max(passage.longest_code, beside + passage.sizes[i].line);
        } else {
            passage.longest_word = std::max(passage.longest_word, beside + passage.sizes[i].word);
            passage.longest_whole = std::max(passage.longest_whole, beside + passage.sizes[i].whole);
        }
        ++i;
    }
}

std::vector<Room> rooms_of(const Passage& passage, Widths widths) {
    const Unit code_width = std::max(widths.text, widths.code);
    if (passage.markup.plain()) return {{0, widths.text, code_width, 0}};
    const std::vector<Block>& blocks = passage.markup.blocks;
    std::vector<Room> rooms;
    for (std::size_t i = 0; i < blocks.size();) {
        if (blocks[i].table >= 0) {
            const std::size_t last = table_end(blocks, i);
            const Columns columns = columns_of(passage, i, last);
            const std::vector<Unit> shared = shared_widths(columns, code_width);
            Unit left = 0;
            for (; i < last; ++i) {
                const auto column = std::size_t(blocks[i].column);
                if (column == 0) left = columns.left;
                rooms.push_back({left + columns.pad, shared[column], shared[column], 0});
                left += shared[column] + 2 * columns.pad;
            }
            continue;
        }
        const Unit beside = blocks[i].left + blocks[i].right;
        rooms.push_back({blocks[i].left, std::max(kNarrowest, widths.text - beside),
                         std::max(kNarrowest, code_width - beside), passage.sizes[i].label});
        ++i;
    }
    return rooms;
}

}  // namespace lomo
