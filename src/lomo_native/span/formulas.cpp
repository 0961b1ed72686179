#include "span/formulas.h"

#include <algorithm>
#include <vector>

#include "span/commands.h"
#include "span/content_signs.h"
#include "span/dollars.h"
#include "span/media.h"

namespace lomo::span {

namespace {

// Just past the first dollar, or the first two in a row, in [at, limit) that no backslash escapes.
size_t past_dollars(std::u32string_view text, size_t at, size_t limit, bool two) {
    const auto stop = std::min(limit, text.size());
    for (auto place = at; place < stop; ++place) {
        if (text[place] == U'\\') {
            ++place;
        } else if (text[place] == U'$') {
            if (!two) return place + 1;
            if (place + 1 < stop && text[place + 1] == U'$') return place + 2;
        }
    }
    return kNone;
}

}  // namespace

size_t Formulas::inlined(size_t start, size_t limit) {
    const size_t end = closing_dollar(start, limit);
    return end != kNone && is_inline_formula(text_, start, end) ? end : kNone;
}

// The end of the first dollar after `start` that is not escaped and not in a \text group.
size_t Formulas::closing_dollar(size_t start, size_t limit) {
    limit = std::min(limit, start + kLongestFormula);
    for (size_t from = start + 1;;) {
        const size_t end = past_dollars(text_, from, limit, false);
        if (end == kNone) return kNone;
        const bool braced = find(text_, U"{", from, end) != kNone;
        const size_t group = braced ? open_text_group(from, end - 1) : kNone;
        const size_t closed = group != kNone ? nesting_.brace_end(group) : kNone;
        if (closed == kNone || closed < end) return end;
        if (closed > limit) return kNone;
        from = closed;
    }
}

// The { of the outermost \text group still open at `end`.
size_t Formulas::open_text_group(size_t start, size_t end) const {
    const std::u32string_view seen = part(text_, start, end);
    std::vector<size_t> opened;
    for (size_t at = 0; at < seen.size(); ++at) {
        if (seen[at] == U'\\') {
            const size_t inside = past_text_opener(seen, at, true);
            if (inside != kNone) opened.push_back(start + inside - 1);
            at = inside != kNone ? inside - 1 : at + 1;
        } else if (seen[at] == U'{') {
            opened.push_back(kNone);
        } else if (seen[at] == U'}' && !opened.empty()) {
            opened.pop_back();
        }
    }
    const auto first = std::ranges::find_if(opened, [](size_t at) { return at != kNone; });
    return first != opened.end() ? *first : kNone;
}

size_t Formulas::display(size_t start, size_t limit) {
    const size_t end = past_dollars(text_, start + 2, limit, true);
    if (end == kNone) return kNone;
    const std::u32string_view content = part(text_, start + 2, end - 2);
    if (content.empty()) return kNone;
    for (size_t at = content.find(U'$'); at < content.size(); at = content.find(U'$', at + 1)) {
        if (at > 0 && content[at - 1] == U'\\') continue;
        if (content.find(U"\\text") == content.npos && content.find(U"box") == content.npos) return kNone;
        break;
    }
    return is_display_formula(content) ? end : kNone;
}

size_t Formulas::bracketed(size_t start, size_t limit) {
    const bool square = text_[start + 1] == U'[';
    const size_t end = next_closer(square, start + 2);
    if (end == kNone || end + 2 > limit || end - start > kLongestFormula) return kNone;
    if (find(text_, square ? U"\\[" : U"\\(", start + 2, end) != kNone) return kNone;
    return is_bracketed_formula(part(text_, start + 2, end)) ? end + 2 : kNone;
}

// The next \) or \] whose backslash is not itself escaped, searched for once and remembered.
size_t Formulas::next_closer(bool square, size_t position) {
    size_t& closer = closers_[square ? 1 : 0];
    if (closer >= position) return closer;
    const auto escaped = [&](size_t place) {
        size_t run = place;
        while (run > position && text_[run - 1] == U'\\') --run;
        return (place - run) % 2 == 1;
    };
    const std::u32string_view sign = square ? U"\\]" : U"\\)";
    closer = find(text_, sign, position, text_.size());
    while (closer != kNone && escaped(closer)) closer = find(text_, sign, closer + 1, text_.size());
    return closer;
}

size_t Formulas::environment(size_t start, size_t limit) {
    const Environment* found = nesting_.environment(start);
    if (found == nullptr || !is_math_environment(found->name)) return kNone;
    if (found->end > limit || found->end - start > kLongestFormula) return kNone;
    const bool alien =
        find(text_, U"```", start, found->end) != kNone || find_media(text_, start, found->end) != kNone;
    return alien ? kNone : found->end;
}

}  // namespace lomo::span
