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
    for (const char sign : {'$', '\\', '`', '<', '_', '^', '!', '~', '[', ':', 'w'})
        signs[size_t(sign)] = true;
    return signs;
}();

// Where the scheme of the URL starts whose :// is at `colon`: a letter and 1 to 9 letters and digits.
Place scheme_start(std::u32string_view text, Place floor, Place colon) {
    const Place first = std::max(floor, colon - 10);
    Place start = kNowhere;
    for (Place place = colon - 1; place >= first; --place) {
        const bool letter = is_ascii_letter(at(text, place));
        if (!letter && !is_ascii_digit(at(text, place))) break;
        if (letter && place <= colon - 2) start = place;
    }
    return start;
}

// The end of the Windows path that goes on with the backslash at `start`.
Place path_end(std::u32string_view text, Place start, Place limit) {
    const std::u32string_view stops = U"\"'<>|*?";
    Place end = start + 1;
    while (end < limit && !is_space(at(text, end)) && stops.find(at(text, end)) == stops.npos) ++end;
    return end;
}

class Scan {
  public:
    explicit Scan(std::u32string_view text)
        : text_(text), nesting_(text), formulas_(text, nesting_), bare_(text, nesting_), code_lines_(text) {}

    std::vector<Block> blocks();

  private:
    Place region(Place position, Place stop, Place limit);
    std::vector<Block> cells(Place start, Place end);
    Place candidate(Place start, Place floor, Place stop, Place limit);
    Place dollar(Place start, Place limit);
    Place backslash(Place start, Place limit);
    Place command(Place start, Place limit);
    Place backtick(Place start);
    Place angle(Place start);
    Place scripts(Place mark, Place floor, Place limit);

    bool begins(Place start, std::u32string_view sign, Place stop) const {
        return part(text_, start, stop).starts_with(sign);
    }
    // A formula is code where either of its ends stands on a line of code.
    bool in_code(Place start, Place end) { return code_lines_.at(start) || code_lines_.at(end - 1); }

    // Adds a block; where the scan goes on.
    Place add(Kind kind, Place start, Place end, bool display = false) {
        found_.push_back({kind, display, start, end});
        return end;
    }

    std::u32string_view text_;
    Nesting nesting_;
    Formulas formulas_;
    Bare bare_;
    CodeLines code_lines_;
    Absent absent_;
    std::vector<Block> found_;
};

std::vector<Block> Scan::blocks() {
    const Place size = length(text_);
    Place position = 0;
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
std::vector<Block> Scan::cells(Place start, Place end) {
    std::vector<Block> outside = std::exchange(found_, {});
    for (Place row = start; row < end;) {
        const Place feed = find(text_, U"\n", row, end);
        const Place row_end = feed < 0 ? end : feed;
        region(row, row_end, row_end);
        row = row_end + 1;
    }
    std::vector<Block> inside = std::exchange(found_, std::move(outside));
    std::erase_if(inside, [end](const Block& block) { return block.kind != Kind::kMath || block.end > end; });
    return inside;
}

// Finds the blocks that start in [position, stop) and whose formulas end at most at `limit`; returns where
// the scan is.
Place Scan::region(Place position, Place stop, Place limit) {
    const char32_t* const text = text_.data();
    while (position < stop) {
        const Place floor = position;
        Place next = kNowhere;
        for (; position < stop; ++position) {
            const char32_t c = text[position];
            if (c >= kSigns.size() || !kSigns[c]) continue;
            next = candidate(position, floor, stop, limit);
            if (next >= 0) break;
        }
        if (next < 0) return stop;
        position = next;
    }
    return position;
}

// Adds the block that starts at the sign at `start`, if one does; returns where the scan goes on, kNowhere
// where the sign is none.
Place Scan::candidate(Place start, Place floor, Place stop, Place limit) {
    const char32_t next = start + 1 < stop ? at(text_, start + 1) : U'\0';
    switch (at(text_, start)) {
        case U'$':
            return dollar(start, limit);
        case U'\\':
            return backslash(start, limit);
        case U'`':
            return backtick(start);
        case U'<':
            return is_ascii_letter(next) || next == U'/' || next == U'!' || next == U'?' ? angle(start)
                                                                                         : kNowhere;
        case U'_':
        case U'^':
            return next == U'{' ? scripts(start, floor, limit) : kNowhere;
        case U'!': {
            if (next != U'[') return kNowhere;
            const Place end = image_end(text_, start);
            return end > 0 ? add(Kind::kUrl, start, end) : start + 2;
        }
        case U'~': {
            if (next != U'~' || !begins(start, U"~~~", stop)) return kNowhere;
            const Place end = fenced_end(text_, start, nesting_);
            if (end > 0) return add(Kind::kCode, start, end);
            return Place(std::min(text_.find_first_not_of(U'~', size_t(start)), text_.size()));
        }
        case U'[': {
            if (next != U'a' || !begins(start, U"[asy]", stop)) return kNowhere;
            const Place end = verbatim_end(text_, start, absent_);
            return end > 0 ? add(Kind::kCode, start, end) : start + 5;
        }
        case U':': {
            if (next != U'/' || !begins(start, U"://", stop)) return kNowhere;
            const Place scheme = scheme_start(text_, floor, start);
            const Place end = scheme < 0 ? kNowhere : url_end(text_, scheme);
            return end > 0 ? add(Kind::kUrl, scheme, end) : start + 3;
        }
        default: {  // w
            if (next != U'w' || !begins(start, U"www.", stop)) return kNowhere;
            if (start > 0 && is_word(at(text_, start - 1))) return kNowhere;
            const Place end = url_end(text_, start);
            return end > 0 ? add(Kind::kUrl, start, end) : start + 4;
        }
    }
}

Place Scan::angle(Place start) {
    const Place end = verbatim_end(text_, start, absent_);
    if (end > 0) return add(Kind::kCode, start, end);
    const Tag tag = tag_at(text_, start, absent_);
    return tag.end > 0 ? add(tag.kind, start, tag.end) : start + 1;
}

Place Scan::scripts(Place mark, Place floor, Place limit) {
    const auto [start, end] = bare_.scripts(mark, floor, limit);
    return end > 0 && !code_lines_.at(mark) ? add(Kind::kMath, start, end) : mark + 2;
}

Place Scan::dollar(Place start, Place limit) {
    Place run = 1;
    while (start + run < limit && at(text_, start + run) == U'$') ++run;
    const bool doubled = start + 1 < length(text_) && at(text_, start + 1) == U'$';
    if (doubled && run != 2) return start + run;
    const Place end = doubled ? formulas_.display(start, limit) : formulas_.inlined(start, limit);
    return end > 0 && !in_code(start, end) ? add(Kind::kMath, start, end, doubled) : start + run;
}

Place Scan::backslash(Place start, Place limit) {
    if (start + 1 == length(text_)) return start + 2;
    const char32_t next = at(text_, start + 1);
    if (next == U'(' || next == U'[') {
        const Place end = formulas_.bracketed(start, limit);
        return end > 0 && !in_code(start, end) ? add(Kind::kMath, start, end, next == U'[') : start + 2;
    }
    if (!is_ascii_letter(next)) return start + 2;
    const bool drive = start >= 2 && at(text_, start - 1) == U':' && is_ascii_letter(at(text_, start - 2)) &&
                       (start == 2 || !is_ascii_letter(at(text_, start - 3)));
    return drive ? path_end(text_, start, limit) : command(start, limit);
}

Place Scan::command(Place start, Place limit) {
    Place end = start + 1;
    while (end < limit && is_ascii_letter(at(text_, end))) ++end;
    if (part(text_, start + 1, end) == U"begin") {
        const Place drawing = verbatim_end(text_, start, absent_);
        if (drawing > 0) return add(Kind::kCode, start, drawing);
        const Place environment = formulas_.environment(start, limit);
        return environment > 0 ? add(Kind::kMath, start, environment, true) : end;
    }
    const Place formula = bare_.command(start, limit);
    return formula > 0 && !code_lines_.at(start) ? add(Kind::kMath, start, formula) : end;
}

Place Scan::backtick(Place start) {
    const Place fenced = fenced_end(text_, start, nesting_);
    if (fenced > 0) return add(Kind::kCode, start, fenced);
    const InlineCode code = inline_code(text_, start, nesting_);
    return code.end > 0 ? add(Kind::kCode, start, code.end) : code.run_end;
}

}  // namespace

std::vector<Block> blocks(std::u32string_view text) {
    return Scan(text).blocks();
}

}  // namespace lomo::span
