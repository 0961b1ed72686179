#include "span/boundaries.h"

#include <algorithm>

#include "text/segment.h"

namespace lomo::span {

Boundaries::Boundaries(std::u32string_view text, const std::vector<Block>& blocks) : text_(text) {
    size_t end = 0;
    for (const Block& block : blocks) {
        if (block.kind == Kind::kText || block.start < end) continue;
        atoms_.push_back(block);
        end = block.end;
    }
}

const std::vector<std::int32_t>& Boundaries::sentence_ends() {
    if (!sentence_ends_) {
        std::vector<SourceRange> ranges;
        ranges.reserve(atoms_.size());
        for (const Block& atom : atoms_) ranges.push_back({std::int32_t(atom.start), std::int32_t(atom.end)});
        sentence_ends_ = lomo::sentence_ends(text_, ranges);
    }
    return *sentence_ends_;
}

const std::vector<std::int32_t>& Boundaries::graphemes() {
    if (!graphemes_) graphemes_ = grapheme_boundaries(text_);
    return *graphemes_;
}

const std::vector<std::uint8_t>& Boundaries::breaks() {
    if (!breaks_) breaks_ = line_breaks(text_);
    return *breaks_;
}

const Block* Boundaries::atom_over(size_t position) const {
    const auto after = std::ranges::lower_bound(atoms_, position, {}, &Block::start);
    if (after == atoms_.begin()) return nullptr;
    const Block& before = *(after - 1);
    return position < before.end ? &before : nullptr;
}

bool Boundaries::is_grapheme_boundary(size_t position) {
    if (position == 0 || position >= size()) return true;
    const char32_t before = text_[position - 1], after = text_[position];
    if (before < 0x80 && after < 0x80) return before != U'\r' || after != U'\n';
    return std::ranges::binary_search(graphemes(), std::int32_t(position));
}

size_t Boundaries::at_or_before(size_t position) {
    while (true) {
        if (const Block* atom = atom_over(position)) position = atom->start;
        if (!is_grapheme_boundary(position)) {
            position = size_t(*(std::ranges::upper_bound(graphemes(), std::int32_t(position)) - 1));
        } else if (atom_over(position) == nullptr) {
            return position;
        }
    }
}

size_t Boundaries::at_or_after(size_t position) {
    while (true) {
        if (const Block* atom = atom_over(position)) position = atom->end;
        if (!is_grapheme_boundary(position)) {
            position = size_t(*std::ranges::lower_bound(graphemes(), std::int32_t(position)));
        } else if (atom_over(position) == nullptr) {
            return position;
        }
    }
}

size_t Boundaries::nearest_sentence_end(double aim, double reach) {
    const std::vector<std::int32_t>& ends = sentence_ends();
    const auto after = std::ranges::lower_bound(ends, aim);
    size_t best = kNone;
    for (auto end = after; end != ends.end() && *end - aim <= reach; ++end) {
        if (!is_legal(size_t(*end))) continue;
        best = size_t(*end);
        reach = *end - aim;
        break;
    }
    for (auto end = after; end != ends.begin() && aim - *(end - 1) <= reach; --end) {
        if (is_legal(size_t(*(end - 1)))) return size_t(*(end - 1));
    }
    return best;
}

size_t Boundaries::nearest_line_break(double aim) {
    const auto whole = size_t(aim);
    const size_t before = line_break_before(whole), after = line_break_after(whole + 1);
    return before > 0 && aim - double(before) <= double(after) - aim ? before : after;
}

size_t Boundaries::line_break_before(size_t position) {
    while (true) {
        while (position > 0 && breaks()[position] == kNoBreak) --position;
        if (position == 0) return 0;
        if (const Block* atom = atom_over(position)) {
            position = atom->start;
        } else if (is_grapheme_boundary(position)) {
            return position;
        } else {
            --position;
        }
    }
}

size_t Boundaries::line_break_after(size_t position) {
    while (true) {
        while (position < size() && breaks()[position] == kNoBreak) ++position;
        if (position >= size()) return size();
        if (const Block* atom = atom_over(position)) {
            position = atom->end;
        } else if (is_grapheme_boundary(position)) {
            return position;
        } else {
            ++position;
        }
    }
}

}  // namespace lomo::span
