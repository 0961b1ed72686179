// One look-up finds the characters at which anything but text can start; each is handed to the file that
// knows it (formulas, bare, code, markup), which answers with an end. What nobody wants is text. The scan
// moves left to right and never back, so that whatever starts first wins.
#include "span/blocks.h"

#include <algorithm>
#include <array>
#include <utility>

#include "span/bare.h"
#include "span/classes.h"
#include "span/code.h"
#include "span/formulas.h"
#include "span/markup.h"
#include "span/nesting.h"

namespace lomo::span {

namespace {

// What begins the signs at which anything but text can start. A colon stands for the URLs, whose scheme lies
// before it.
constexpr std::array<bool, 128> kSigns = [] {
    std::array<bool, 128> signs{};
    for (const char32_t sign : std::u32string_view(U"$\\`<_^!~[:w")) signs[sign] = true;
    return signs;
}();

// The end of the Windows path that goes on with the backslash at `start`.
size_t path_end(std::u32string_view text, size_t start, size_t limit) {
    return past(text.substr(0, limit), start + 1,
                [](char32_t c) { return !is_space(c) && !is_in(c, U"\"'<>|*?"); });
}

class Scan {
  public:
    explicit Scan(std::u32string_view text)
        : text_(text), nesting_(text), formulas_(text, nesting_), bare_(text, nesting_), code_lines_(text) {}

    std::vector<Block> blocks();

  private:
    size_t region(size_t position, size_t stop, size_t limit);
    std::vector<Block> cells(size_t start, size_t end);
    size_t candidate(size_t start, size_t floor, size_t stop, size_t limit);
    size_t dollar(size_t start, size_t limit);
    size_t backslash(size_t start, size_t limit);
    size_t command(size_t start, size_t limit);
    size_t backtick(size_t start);
    size_t angle(size_t start);
    size_t scripts(size_t mark, size_t floor, size_t limit);

    bool begins(size_t start, std::u32string_view sign, size_t stop) const {
        return part(text_, start, stop).starts_with(sign);
    }
    // A formula is code where either of its ends stands on a line of code.
    bool in_code(size_t start, size_t end) { return code_lines_.at(start) || code_lines_.at(end - 1); }

    // Adds a block; where the scan goes on.
    size_t add(Kind kind, size_t start, size_t end, bool display = false) {
        found_.push_back({kind, display, start, end});
        return end;
    }

    std::u32string_view text_;
    Nesting nesting_;
    Formulas formulas_;
    Bare bare_;
    CodeLines code_lines_;
    std::vector<Block> found_;
};

std::vector<Block> Scan::blocks() {
    const size_t size = text_.size();
    size_t position = 0;
    if (text_.find(U'|') != text_.npos && text_.find(U'-') != text_.npos) {
        for (const auto& [start, end] : tables(text_)) {
            position = region(position, start, size);
            if (position > start) continue;
            const std::vector<Block> inside = cells(start, end);
            position = add(Kind::kTable, start, end);
            found_.insert(found_.end(), inside.begin(), inside.end());
        }
    }
    region(position, size, size);
    std::vector<Block> covering;
    covering.reserve(2 * found_.size() + 1);
    position = 0;
    for (const Block& block : found_) {
        if (block.start > position) covering.push_back({Kind::kText, false, position, block.start});
        covering.push_back(block);
        position = std::max(position, block.end);
    }
    if (position < size) covering.push_back({Kind::kText, false, position, size});
    return covering;
}

// The formulas in the rows of a table; none runs from one row into the next.
std::vector<Block> Scan::cells(size_t start, size_t end) {
    std::vector<Block> outside = std::exchange(found_, {});
    for (size_t row = start; row < end;) {
        const size_t feed = find(text_, U"\n", row, end);
        const size_t row_end = feed == kNone ? end : feed;
        region(row, row_end, row_end);
        row = row_end + 1;
    }
    std::vector<Block> inside = std::exchange(found_, std::move(outside));
    std::erase_if(inside, [end](const Block& block) { return block.kind != Kind::kMath || block.end > end; });
    return inside;
}

// Finds the blocks that start in [position, stop) and whose formulas end at most at `limit`; returns where
// the scan is.
size_t Scan::region(size_t position, size_t stop, size_t limit) {
    const char32_t* const text = text_.data();
    while (position < stop) {
        const size_t floor = position;
        size_t next = kNone;
        for (; position < stop; ++position) {
            const char32_t c = text[position];
            if (c >= kSigns.size() || !kSigns[c]) continue;
            next = candidate(position, floor, stop, limit);
            if (next != kNone) break;
        }
        if (next == kNone) return stop;
        position = next;
    }
    return position;
}

// Adds the block that starts at the sign at `start`, if one does; returns where the scan goes on, kNone
// where the sign is none.
size_t Scan::candidate(size_t start, size_t floor, size_t stop, size_t limit) {
    const char32_t next = start + 1 < stop ? text_[start + 1] : U'\0';
    switch (text_[start]) {
        case U'$':
            return dollar(start, limit);
        case U'\\':
            return backslash(start, limit);
        case U'`':
            return backtick(start);
        case U'<':
            return is_ascii_letter(next) || next == U'/' || next == U'!' || next == U'?' ? angle(start)
                                                                                         : kNone;
        case U'_':
        case U'^':
            return next == U'{' ? scripts(start, floor, limit) : kNone;
        case U'!': {
            if (next != U'[') return kNone;
            const size_t end = image_end(text_, start);
            return end != kNone ? add(Kind::kUrl, start, end) : start + 2;
        }
        case U'~': {
            if (next != U'~' || !begins(start, U"~~~", stop)) return kNone;
            const size_t end = fenced_end(text_, start, nesting_);
            if (end != kNone) return add(Kind::kCode, start, end);
            return std::min(text_.find_first_not_of(U'~', start), text_.size());
        }
        case U'[': {
            if (next != U'a' || !begins(start, U"[asy]", stop)) return kNone;
            const size_t end = verbatim_end(text_, start, nesting_);
            return end != kNone ? add(Kind::kCode, start, end) : start + 5;
        }
        case U':': {
            if (next != U'/' || !begins(start, U"://", stop)) return kNone;
            const size_t scheme = scheme_start(text_, floor, start);
            const size_t end = scheme == kNone ? kNone : url_end(text_, scheme);
            return end != kNone ? add(Kind::kUrl, scheme, end) : start + 3;
        }
        default: {  // w
            if (next != U'w' || !begins(start, U"www.", stop)) return kNone;
            if (start > 0 && is_word(text_[start - 1])) return kNone;
            const size_t end = url_end(text_, start);
            return end != kNone ? add(Kind::kUrl, start, end) : start + 4;
        }
    }
}

size_t Scan::angle(size_t start) {
    const size_t end = verbatim_end(text_, start, nesting_);
    if (end != kNone) return add(Kind::kCode, start, end);
    const Tag tag = tag_at(text_, start, nesting_);
    return tag.end != kNone ? add(tag.kind, start, tag.end) : start + 1;
}

size_t Scan::scripts(size_t mark, size_t floor, size_t limit) {
    if (code_lines_.at(mark)) return mark + 2;
    const auto [start, end] = bare_.scripts(mark, floor, limit);
    return end != kNone ? add(Kind::kMath, start, end) : mark + 2;
}

size_t Scan::dollar(size_t start, size_t limit) {
    size_t run = 1;
    while (start + run < limit && text_[start + run] == U'$') ++run;
    const bool doubled = start + 1 < text_.size() && text_[start + 1] == U'$';
    if (doubled && run != 2) return start + run;
    const size_t end = doubled ? formulas_.display(start, limit) : formulas_.inlined(start, limit);
    return end != kNone && !in_code(start, end) ? add(Kind::kMath, start, end, doubled) : start + run;
}

size_t Scan::backslash(size_t start, size_t limit) {
    if (start + 1 == text_.size()) return start + 2;
    const char32_t next = text_[start + 1];
    if (next == U'(' || next == U'[') {
        const size_t end = formulas_.bracketed(start, limit);
        return end != kNone && !in_code(start, end) ? add(Kind::kMath, start, end, next == U'[') : start + 2;
    }
    if (!is_ascii_letter(next)) return start + 2;
    const bool drive = start >= 2 && text_[start - 1] == U':' && is_ascii_letter(text_[start - 2]) &&
                       (start == 2 || !is_ascii_letter(text_[start - 3]));
    return drive ? path_end(text_, start, limit) : command(start, limit);
}

size_t Scan::command(size_t start, size_t limit) {
    size_t end = start + 1;
    while (end < limit && is_ascii_letter(text_[end])) ++end;
    if (part(text_, start + 1, end) == U"begin") {
        const size_t drawing = verbatim_end(text_, start, nesting_);
        if (drawing != kNone) return add(Kind::kCode, start, drawing);
        const size_t environment = formulas_.environment(start, limit);
        return environment != kNone ? add(Kind::kMath, start, environment, true) : end;
    }
    if (code_lines_.at(start)) return end;
    const size_t formula = bare_.command(start, limit);
    return formula != kNone ? add(Kind::kMath, start, formula) : end;
}

size_t Scan::backtick(size_t start) {
    const size_t fenced = fenced_end(text_, start, nesting_);
    if (fenced != kNone) return add(Kind::kCode, start, fenced);
    const InlineCode code = inline_code(text_, start, nesting_);
    return code.end != kNone ? add(Kind::kCode, start, code.end) : code.run_end;
}

}  // namespace

std::vector<Block> blocks(std::u32string_view text) {
    return Scan(text).blocks();
}

}  // namespace lomo::span
