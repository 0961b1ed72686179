// See formula_places.h: delimiters by a table; the line around a $$..$$ is looked at once, however many it
// holds.
#include "span/formula_places.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "span/classes.h"

namespace lomo::span {

namespace {

using namespace std::literals;

struct Delimiters {
    std::u32string_view opening, closing;
    bool display;
};

constexpr Delimiters kDelimiters[] = {{U"$$"sv, U"$$"sv, true},
                                      {U"\\["sv, U"\\]"sv, true},
                                      {U"\\("sv, U"\\)"sv, false},
                                      {U"$"sv, U"$"sv, false}};

constexpr Delimiters kPlainEnvironments[] = {
    {U"\\begin{equation}"sv, U"\\end{equation}"sv, true},
    {U"\\begin{equation*}"sv, U"\\end{equation*}"sv, true},
    {U"\\begin{displaymath}"sv, U"\\end{displaymath}"sv, true},
    {U"\\begin{math}"sv, U"\\end{math}"sv, false},
};

constexpr std::u32string_view kDollars = U"$$";

bool is_blank(std::u32string_view text) {
    return std::ranges::all_of(text, is_space);
}

bool holds_dollars(std::u32string_view text) {
    return text.find(kDollars) != kNone;
}

bool has_words_beside_displays(std::u32string_view line) {
    for (size_t at = 0;;) {
        const size_t open = line.find(kDollars, at);
        const size_t close = open == kNone ? kNone : line.find(kDollars, open + 2);
        if (close == kNone) return !is_blank(line.substr(at));
        if (!is_blank(line.substr(at, open - at))) return true;
        at = close + 2;
    }
}

// The lines around blocks in order, each looked at once.
class Lines {
  public:
    explicit Lines(std::u32string_view text) : text_(text) {}

    bool sets_alone(const SourceRange& block) {
        const size_t first = size_t(block.start), last = size_t(block.end);
        if (!text_.substr(first).starts_with(kDollars)) return true;
        if (!go_to(first, last)) return !words_;
        const std::u32string_view before = text_.substr(start_, first - start_);
        const std::u32string_view after = text_.substr(last, end_ - last);
        if (!holds_dollars(before) && !holds_dollars(after)) return is_blank(before) || is_blank(after);
        words_ = has_words_beside_displays(text_.substr(start_, end_ - start_));
        return !words_;
    }

  private:
    // Whether the line around a block is another than that of the one before.
    bool go_to(size_t first, size_t last) {
        const size_t start = start_, end = end_;
        const size_t newline = text_.substr(seen_, first - seen_).rfind(U'\n');
        if (newline != kNone) start_ = seen_ + newline + 1;
        seen_ = first;
        if (last > end_) end_ = std::min(text_.find(U'\n', last), text_.size());
        return start_ != start || end_ != end;
    }

    std::u32string_view text_;
    size_t start_ = 0, end_ = 0;
    size_t seen_ = 0;  // up to here no line starts after start_
    bool words_ = false;
};

}  // namespace

FormulaSource formula_source(std::u32string_view block) {
    const auto inside = [&](const Delimiters& by) {
        return block.size() >= by.opening.size() + by.closing.size() && block.starts_with(by.opening) &&
               block.ends_with(by.closing);
    };
    const auto taken_off = [&](const Delimiters& by) {
        return FormulaSource{
            {std::int32_t(by.opening.size()), std::int32_t(block.size() - by.closing.size())}, by.display};
    };
    for (const Delimiters& by : kDelimiters) {
        if (inside(by)) return taken_off(by);
    }
    const bool environment = block.starts_with(U"\\begin");
    for (const Delimiters& by : kPlainEnvironments) {
        if (environment && inside(by)) return taken_off(by);
    }
    return {{0, std::int32_t(block.size())}, environment};
}

std::vector<FormulaPlace> formula_places(std::u32string_view text, const std::vector<MathBlock>& blocks) {
    std::vector<FormulaPlace> places;
    places.reserve(blocks.size());
    Lines lines(text);
    for (const auto& [block, display] : blocks) {
        const FormulaSource found =
            formula_source(text.substr(size_t(block.start), size_t(block.end - block.start)));
        places.push_back({block,
                          {block.start + found.tex.start, block.start + found.tex.end},
                          display && lines.sets_alone(block)});
    }
    return places;
}

}  // namespace lomo::span
