#include "span/nesting.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "span/classes.h"

namespace lomo::span {

namespace {

size_t past_letters(std::u32string_view text, size_t at) {
    return past(text, at, is_ascii_letter);
}

// Past the blank line that the line feed at `at` begins; kNone where something stands on the next line.
size_t past_blank_line(std::u32string_view text, size_t at) {
    const size_t next = past_blanks(text, at + 1);
    return next < text.size() && text[next] == U'\n' ? next + 1 : kNone;
}

// Past what stands behind \right: a command, or one character.
size_t past_delimiter(std::u32string_view text, size_t at) {
    at = past_blanks(text, at);
    if (at < text.size() && text[at] == U'\n') at = past_blanks(text, at + 1);
    if (at == text.size()) return kNone;
    if (text[at] != U'\\') {
        return is_in(text[at], U"()[]|/.<>") ? at + 1 : kNone;
    }
    if (++at == text.size()) return kNone;
    if (!is_ascii_letter(text[at])) return is_space(text[at]) ? kNone : at + 1;
    at = past_letters(text, at);
    return text.substr(at, 2) == U"{}" ? at + 2 : at;
}

// The end of what `start` opens; `opened` is in order of start.
size_t end_of(const std::vector<Pair>& opened, size_t start) {
    const auto found = std::ranges::lower_bound(opened, start, {}, &Pair::start);
    return found != opened.end() && found->start == start ? found->end : kNone;
}

}  // namespace

size_t Nesting::brace_end(size_t open) {
    if (!braces_) braces_ = paired_braces();
    return end_of(*braces_, open);
}

std::vector<Pair> Nesting::paired_braces() const {
    std::vector<Pair> found;
    std::vector<size_t> open;  // places in `found`
    for (size_t at = 0; at < text_.size(); ++at) {
        switch (text_[at]) {
            case U'\\':
                ++at;
                break;
            case U'{':
                open.push_back(found.size());
                found.push_back({at});
                break;
            case U'}':
                if (open.empty()) break;
                found[open.back()].end = at + 1;
                open.pop_back();
                break;
            case U'\n':
                if (!open.empty() && past_blank_line(text_, at) != kNone) open.clear();
                break;
            default:
                break;
        }
    }
    return found;
}

size_t Nesting::delimiter_end(size_t start) {
    if (!delimiters_) delimiters_ = paired_delimiters();
    return end_of(*delimiters_, start);
}

std::vector<Pair> Nesting::paired_delimiters() const {
    std::vector<Pair> found;
    std::vector<size_t> open;
    for (size_t at = 0; at < text_.size(); ++at) {
        if (text_[at] == U'\n') {
            if (!open.empty() && past_blank_line(text_, at) != kNone) open.clear();
            continue;
        }
        if (text_[at] != U'\\') continue;
        if (text_.substr(at + 1, 1) == U"\\") {
            ++at;
            continue;
        }
        const size_t end = past_letters(text_, at + 1);
        const std::u32string_view name = text_.substr(at + 1, end - at - 1);
        if (name == U"left") {
            open.push_back(found.size());
            found.push_back({at});
        } else if (name == U"right" && !open.empty()) {
            found[open.back()].end = past_delimiter(text_, end);
            open.pop_back();
        }
        at = end - 1;
    }
    return found;
}

const Environment* Nesting::environment(size_t start) {
    if (!environments_) environments_ = paired_environments();
    const auto found = std::ranges::lower_bound(*environments_, start, {}, &Environment::start);
    const bool closed = found != environments_->end() && found->start == start && found->end != kNone;
    return closed ? &*found : nullptr;
}

std::vector<Environment> Nesting::paired_environments() const {
    std::vector<Environment> found;
    std::vector<size_t> open;
    std::map<std::u32string_view, size_t> open_names;
    for (size_t at = text_.find(U'\\'); at < text_.size(); at = text_.find(U'\\', at + 1)) {
        if (text_.substr(at + 1, 1) == U"\\") {
            ++at;
            continue;
        }
        const bool begins = text_.substr(at + 1, 5) == U"begin";
        if (!begins && text_.substr(at + 1, 3) != U"end") continue;
        const size_t brace = past_blanks(text_, at + (begins ? 6 : 4));
        if (brace == text_.size() || text_[brace] != U'{') continue;
        size_t end = past_letters(text_, brace + 1);
        if (end == brace + 1) continue;
        if (end < text_.size() && text_[end] == U'*') ++end;
        if (end == text_.size() || text_[end] != U'}') continue;
        const std::u32string_view name = text_.substr(brace + 1, end - brace - 1);
        if (begins) {
            open.push_back(found.size());
            found.push_back({at, name});
            ++open_names[name];
        } else if (const auto known = open_names.find(name); known != open_names.end() && known->second > 0) {
            while (true) {  // what was opened inside and never closed ends here, too
                Environment& inner = found[open.back()];
                open.pop_back();
                --open_names[inner.name];
                if (inner.name != name) continue;
                inner.end = end + 1;
                break;
            }
        }
        at = end;
    }
    return found;
}

bool Nesting::has_blank_line(size_t start, size_t end) {
    if (!blank_lines_) blank_lines_ = found_blank_lines();
    const auto at = std::ranges::lower_bound(*blank_lines_, start);
    return at != blank_lines_->end() && *at < end;
}

std::vector<size_t> Nesting::found_blank_lines() const {
    std::vector<size_t> found;
    for (size_t at = text_.find(U'\n'); at != kNone; at = text_.find(U'\n', at)) {
        size_t next = at + 1;
        while (next < text_.size() && (text_[next] == U' ' || text_[next] == U'\t' || text_[next] == U'\r')) {
            ++next;
        }
        if (next < text_.size() && text_[next] == U'\n') {
            found.push_back(at);
            ++next;
        }
        at = next;
    }
    return found;
}

size_t Nesting::closing_fence(char32_t character, size_t length, size_t position) {
    size_t& unclosed = unclosed_[character == U'~' ? 1 : 0];
    if (length >= unclosed) return kNone;
    if (!fences_) fences_ = found_fences();
    const auto first = std::ranges::lower_bound(*fences_, position, {}, &Fence::start);
    Sought& known = closing_[{character, length}];
    const auto place = size_t(first - fences_->begin());
    if (!known.answers(place)) {
        const auto closes = [&](const Fence& one) {
            return one.character == character && one.length >= length;
        };
        known = {place, size_t(std::find_if(first, fences_->end(), closes) - fences_->begin())};
    }
    if (known.at < fences_->size()) return (*fences_)[known.at].start + (*fences_)[known.at].length;
    unclosed = length;
    return kNone;
}

std::vector<Nesting::Fence> Nesting::found_fences() const {
    std::vector<Fence> found;
    for (size_t line = 0; line < text_.size();) {
        size_t start = line;
        while (start < text_.size() &&
               (text_[start] == U' ' || text_[start] == U'\t' || text_[start] == U'>')) {
            ++start;
        }
        const char32_t character = start < text_.size() ? text_[start] : U'\0';
        if (character == U'`' || character == U'~') {
            const size_t end = std::min(text_.find_first_not_of(character, start), text_.size());
            size_t rest = past_blanks(text_, end);
            if (rest < text_.size() && text_[rest] == U'\r') ++rest;
            const bool alone = rest == text_.size() || text_[rest] == U'\n';
            if (alone && end - start >= 3) found.push_back({start, end - start, character});
        }
        const size_t feed = text_.find(U'\n', line);
        if (feed == kNone) break;
        line = feed + 1;
    }
    return found;
}

size_t Nesting::next_backticks(size_t length, size_t position) {
    if (!backticks_) backticks_ = found_backticks();
    const auto key = [](const Run& run) { return std::tuple(run.length, run.start); };
    const auto at = std::ranges::lower_bound(*backticks_, std::tuple(length, position), {}, key);
    return at != backticks_->end() && at->length == length ? at->start : kNone;
}

std::vector<Nesting::Run> Nesting::found_backticks() const {
    std::vector<Run> found;
    for (size_t at = text_.find(U'`'); at != kNone;) {
        const size_t end = std::min(text_.find_first_not_of(U'`', at), text_.size());
        found.push_back({end - at, at});
        at = text_.find(U'`', end);
    }
    std::ranges::stable_sort(found, {}, &Run::length);
    return found;
}

size_t Nesting::next_sign(std::u32string_view sign, size_t position) {
    auto known = signs_.find(sign);
    if (known == signs_.end()) known = signs_.emplace(sign, Sought{}).first;
    Sought& sought = known->second;
    if (!sought.answers(position)) sought = {position, text_.find(sign, position)};
    return sought.at;
}

}  // namespace lomo::span
