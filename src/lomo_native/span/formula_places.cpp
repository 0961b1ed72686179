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

bool holds_dollars(std::u32string_view text) {
    return text.find(kDollars) != kNone;
}

bool has_words_beside_displays(std::u32string_view line) {
    for (size_t at = 0;;) {
        const size_t open = line.find(kDollars, at);
        const size_t close = open == kNone ? kNone : line.find(kDollars, open + 2);
        if (close == kNone) return !is_white(line.substr(at));
        if (!is_white(line.substr(at, open - at))) return true;
        at = close + 2;
    }
}

// Where the line around a block starts and ends, and what stands on it. Blocks come in order, so that no part
// of the text is searched for line feeds twice; a line that holds several is looked at once.
class Lines {
  public:
    explicit Lines(std::u32string_view text) : text_(text) {}

    bool sets_alone(const SourceRange& block) {
        const size_t first = size_t(block.start), last = size_t(block.end);
        if (!text_.substr(first).starts_with(kDollars)) return true;
        if (first < seen_) *this = Lines(text_);
        const size_t feed = part(text_, seen_, first).rfind(U'\n');
        if (feed != kNone) start_ = seen_ + feed + 1;
        seen_ = first;
        if (end_ == kNone || end_ < last) end_ = std::min(text_.find(U'\n', last), text_.size());
        if (start_ == judged_start_ && end_ == judged_end_) return !words_;
        const std::u32string_view before = part(text_, start_, first), after = part(text_, last, end_);
        if (!holds_dollars(before) && !holds_dollars(after)) return is_white(before) || is_white(after);
        judged_start_ = start_;
        judged_end_ = end_;
        words_ = has_words_beside_displays(part(text_, start_, end_));
        return !words_;
    }

  private:
    std::u32string_view text_;
    size_t seen_ = 0, start_ = 0;  // up to where line feeds were sought, and past the last of them
    size_t end_ = kNone;           // the first line feed behind the last block
    size_t judged_start_ = kNone, judged_end_ = kNone;
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
