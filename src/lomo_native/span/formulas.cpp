#include "span/formulas.h"

#include <algorithm>
#include <vector>

#include "span/classes.h"
#include "span/commands.h"
#include "span/dollars.h"
#include "span/media.h"

namespace lomo::span {

namespace {

// Just past the first dollar, or the first two in a row, in [at, limit) that no backslash escapes.
Place past_dollars(std::u32string_view text, Place at, Place limit, bool two) {
    const auto stop = std::min(size_t(limit), text.size());
    for (auto place = size_t(at); place < stop; ++place) {
        if (text[place] == U'\\') {
            ++place;
        } else if (text[place] == U'$') {
            if (!two) return Place(place + 1);
            if (place + 1 < stop && text[place + 1] == U'$') return Place(place + 2);
        }
    }
    return kNowhere;
}

// The length of \text, \mbox, \tag and their like at a backslash, up to before the brace; 0 where that is
// none.
size_t text_command(std::u32string_view rest) {
    size_t end = 0;
    const std::u32string_view name = rest.substr(1);
    if (name.starts_with(U"text")) {
        end = 5;
        while (end < rest.size() && is_word(rest[end])) ++end;
    } else if (name.starts_with(U"mbox") || name.starts_with(U"hbox") || name.starts_with(U"fbox")) {
        end = 5;
    } else if (name.starts_with(U"tag")) {
        end = 4;
    } else {
        return 0;
    }
    if (end < rest.size() && rest[end] == U'*') ++end;
    while (end < rest.size() && is_space(rest[end])) ++end;
    return end < rest.size() && rest[end] == U'{' ? end : 0;
}

}  // namespace

Place Formulas::inlined(Place start, Place limit) {
    const Place end = closing_dollar(start, limit);
    return end > 0 && is_inline_formula(text_, start, end) ? end : kNowhere;
}

// The end of the first dollar after `start` that is not escaped and not in a \text group.
Place Formulas::closing_dollar(Place start, Place limit) {
    limit = std::min(limit, start + kLongestFormula);
    for (Place from = start + 1;;) {
        const Place end = past_dollars(text_, from, limit, false);
        if (end < 0) return kNowhere;
        const bool braced = find(text_, U"{", from, end) >= 0;
        const Place group = braced ? open_text_group(from, end - 1) : kNowhere;
        const Place closed = group >= 0 ? nesting_.brace_end(group) : kNowhere;
        if (closed < end) return end;
        if (closed > limit) return kNowhere;
        from = closed;
    }
}

// The { of the outermost \text group still open at `end`.
Place Formulas::open_text_group(Place start, Place end) const {
    const std::u32string_view seen = part(text_, start, end);
    std::vector<Place> opened;
    for (size_t at = 0; at < seen.size(); ++at) {
        if (seen[at] == U'\\') {
            const size_t command = text_command(seen.substr(at));
            if (command > 0) opened.push_back(start + Place(at + command));
            at += std::max(command, size_t{1});
        } else if (seen[at] == U'{') {
            opened.push_back(kNowhere);
        } else if (seen[at] == U'}' && !opened.empty()) {
            opened.pop_back();
        }
    }
    const auto first = std::ranges::find_if(opened, [](Place at) { return at >= 0; });
    return first != opened.end() ? *first : kNowhere;
}

Place Formulas::display(Place start, Place limit) {
    const Place end = past_dollars(text_, start + 2, limit, true);
    if (end < 0) return kNowhere;
    const std::u32string_view content = part(text_, start + 2, end - 2);
    if (content.empty()) return kNowhere;
    for (size_t at = content.find(U'$'); at < content.size(); at = content.find(U'$', at + 1)) {
        if (at > 0 && content[at - 1] == U'\\') continue;
        if (content.find(U"\\text") == content.npos && content.find(U"box") == content.npos) return kNowhere;
        break;
    }
    return is_display_formula(content) ? end : kNowhere;
}

Place Formulas::bracketed(Place start, Place limit) {
    const bool square = at(text_, start + 1) == U'[';
    const Place end = next_closer(square, start + 2);
    if (end < 0 || end + 2 > limit || end - start > kLongestFormula) return kNowhere;
    if (find(text_, square ? U"\\[" : U"\\(", start + 2, end) >= 0) return kNowhere;
    return is_bracketed_formula(part(text_, start + 2, end)) ? end + 2 : kNowhere;
}

// The next \) or \] whose backslash is not itself escaped, searched for once and remembered.
Place Formulas::next_closer(bool square, Place position) {
    Place& closer = closers_[square ? 1 : 0];
    if (closer == kNowhere || closer >= position) return closer;
    const auto escaped = [&](Place place) {
        Place run = place;
        while (run > position && at(text_, run - 1) == U'\\') --run;
        return (place - run) % 2 == 1;
    };
    const std::u32string_view sign = square ? U"\\]" : U"\\)";
    closer = find(text_, sign, position, length(text_));
    while (closer >= 0 && escaped(closer)) closer = find(text_, sign, closer + 1, length(text_));
    return closer;
}

Place Formulas::environment(Place start, Place limit) {
    const Environment* found = nesting_.environment(start);
    if (found == nullptr || !is_math_environment(found->name)) return kNowhere;
    if (found->end > limit || found->end - start > kLongestFormula) return kNowhere;
    const bool alien =
        find(text_, U"```", start, found->end) >= 0 || find_media(text_, start, found->end) >= 0;
    return alien ? kNowhere : found->end;
}

}  // namespace lomo::span
