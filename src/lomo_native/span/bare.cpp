#include "span/bare.h"

#include <algorithm>
#include <vector>

#include "span/bare_signs.h"
#include "span/classes.h"
#include "span/commands.h"

namespace lomo::span {

// Where line feeds are written out, \not, \to, \rho may be an escape and a word.
bool Bare::holds_escapes() {
    if (escapes_) return *escapes_;
    bool feed = false, before = false;
    for (size_t at = text_.find(U'\\'); at < text_.size() && !(feed && before);
         at = text_.find(U'\\', at + 1)) {
        const char32_t letter = peek(text_, at + 1);
        if (!is_in(letter, U"nrt")) continue;
        feed = feed || letter == U'n';
        const char32_t next = at + 2 < text_.size() ? text_[at + 2] : U' ';
        before = before || (next >= U'A' && next <= U'Z') || is_decimal(next) || !is_word(next);
    }
    return escapes_.emplace(feed && before);
}

size_t Bare::command(size_t start, size_t limit) {
    const size_t end = element(start, limit);
    if (end == kNone) return kNone;
    if (path_follows(text_, end) && nesting_.next_sign(U"{", start) >= end) {
        // `src\alpha\beta`, `\alpha.txt`, `\alpha\Users` are paths; `\alpha\beta` by itself is not.
        const size_t name = past_name(text_.substr(0, end + kLongestCommand + 2), end);
        if (name == kNone || bare_command(part(text_, end + 1, name)) == nullptr) return kNone;
        const auto in_word = [](char32_t c) { return is_ascii_alnum(c) || is_in(c, U"_.-"); };
        if (start >= 2 && in_word(text_[start - 1]) && in_word(text_[start - 2])) return kNone;
    }
    return chain(end, limit);
}

Pair Bare::scripts(size_t mark, size_t floor, size_t limit) {
    constexpr size_t kLongestBase = 8;
    size_t start = mark;
    while (start > floor && mark - start < kLongestBase && is_ascii_alnum(text_[start - 1])) --start;
    const bool is_name = start < mark;
    if (!is_name) {
        if (mark <= floor || !is_in(text_[mark - 1], U")]|}")) return {};
        start = mark - 1;
    }
    const size_t end = scripts_end(mark, limit);
    if (end <= mark) return {};
    const size_t length = mark - start;
    if (length == 1 && start > floor + 1 && is_in(text_[start - 1], U"_^") && is_alnum(text_[start - 2])) {
        start -= 2;
    }
    if (is_name && !is_base(start, mark, floor, end, length)) return {};
    if (!is_name) start = group_start(start, floor);
    if (format_follows(text_, end)) return {};
    return {start, chain(end, limit)};
}

// Whether the name of `length` characters before the mark is the base of a formula that starts at `start`,
// rather than the end of a word, of a variable or of an amount.
bool Bare::is_base(size_t start, size_t mark, size_t floor, size_t end, size_t length) const {
    const char32_t before = start > floor ? text_[start - 1] : U' ';
    if (is_in(before, U"_\\$") || is_ascii_alnum(before)) return false;
    const std::u32string_view inside =
        end - 1 > mark + 2 ? part(text_, mark + 2, end - 1) : std::u32string_view();
    const bool number = !inside.empty() && std::ranges::all_of(inside, is_digit);
    if (length > (number ? 4u : 3u)) return false;
    return text_[mark] != U'_' || length == 1 || inside.size() <= 1 || is_digit(text_[mark - 1]) || number;
}

// Where the bracketed group that ends at `close` starts, looking back 60 characters; else `close`.
size_t Bare::group_start(size_t close, size_t floor) const {
    constexpr size_t kFarthest = 59;
    const char32_t closing = text_[close];
    if (closing != U')' && closing != U']') return close;
    const char32_t opening = closing == U')' ? U'(' : U'[';
    const size_t first = std::max(floor, close - std::min(close, kFarthest));
    size_t depth = 0;
    for (size_t at = close + 1; at-- > first;) {
        if (text_[at] == closing) {
            ++depth;
        } else if (text_[at] == opening) {
            if (--depth == 0) return at;
        } else if (is_in(text_[at], U"\n$`")) {
            break;
        }
    }
    return close;
}

// `end`, moved past the bare formulas that follow without a gap.
size_t Bare::chain(size_t end, size_t limit) {
    while (end < limit && text_[end] == U'\\') {
        const size_t following = element(end, limit);
        if (following == kNone) break;
        end = following;
    }
    return end;
}

// The end of one command with its arguments and scripts.
size_t Bare::element(size_t start, size_t limit) {
    const std::u32string_view seen = text_.substr(0, limit);
    const size_t sized = past_sized(seen, start);
    if (sized != kNone) return sized;
    size_t end = past_name(seen, start);
    if (end == kNone) return kNone;
    const std::u32string_view name = part(seen, start + 1, end);
    if (name == U"left") {
        end = nesting_.delimiter_end(start);
        return end <= limit ? scripts_end(end, limit) : kNone;
    }
    if (name == U"not") {
        const size_t negated = past_blanks(seen, end);
        if (negated > end && holds_escapes()) return kNone;
        if (is_in(peek(seen, negated), U"=<>")) return negated + 1;
        return past_name(seen, negated);
    }
    const BareCommand* command = bare_command(name);
    if (command == nullptr) return kNone;
    if (command->arguments == 0) {
        const bool escape = command->is_escape() && !is_in(peek(text_, end), U"_^") && holds_escapes();
        return escape ? kNone : scripts_end(end, limit);
    }
    if (name == U"operatorname" && peek(seen, end) == U'*') ++end;
    if (command->optional) end = past_optional(seen, end);
    end = arguments(*command, end, limit);
    return end == kNone ? kNone : scripts_end(end, limit);
}

size_t Bare::arguments(const BareCommand& command, size_t end, size_t limit) {
    for (unsigned i = 0; i < command.arguments && end != kNone; ++i) {
        end = argument(end, limit, command.unbraced);
    }
    return end;
}

// The end of the argument at `start`: a group or, for some, a single token (a digit, a letter that begins no
// word, a command).
size_t Bare::argument(size_t start, size_t limit, bool unbraced) {
    const std::u32string_view seen = text_.substr(0, limit);
    const size_t at = past_blanks(seen, start);
    const char32_t first = peek(seen, at);
    if (first == U'{') {
        const size_t end = nesting_.brace_end(at);
        return end <= limit ? end : kNone;
    }
    if (!unbraced) return kNone;
    if (first == U'\\') return past_name(seen, at);
    const bool is_token =
        is_ascii_digit(first) || (is_ascii_letter(first) && !is_ascii_letter(peek(seen, at + 1)));
    return is_token ? at + 1 : kNone;
}

// `end`, moved past the sub- and superscripts that follow.
size_t Bare::scripts_end(size_t end, size_t limit) {
    constexpr size_t kShort = 8;
    std::unordered_map<size_t, size_t>& known = runs_[limit == text_.size() ? 1 : 0];
    std::vector<size_t> passed;
    for (size_t count = 0;; ++count) {
        if (count >= kShort) {
            if (const auto run = known.find(end); run != known.end()) {
                end = run->second;
                break;
            }
            passed.push_back(end);
        }
        const size_t next = script_end(end, limit);
        if (next == kNone) break;
        end = next;
    }
    for (const size_t place : passed) known.emplace(place, end);
    return end;
}

// The end of the script at `start`.
size_t Bare::script_end(size_t start, size_t limit) {
    const std::u32string_view seen = text_.substr(0, limit);
    if (start >= seen.size()) return kNone;
    const size_t at = past_script_mark(seen, start);
    if (at == kNone) return kNone;
    size_t end = at + 1;
    if (seen[at] == U'{') {
        end = nesting_.brace_end(at);
    } else if (seen[at] == U'\\') {
        end = script_command(at, limit);
    }
    return end <= limit ? end : kNone;
}

// The end of a command that is a script by itself, with its arguments but without scripts of its own.
size_t Bare::script_command(size_t start, size_t limit) {
    const size_t end = past_name(text_.substr(0, limit), start);
    if (end == kNone) return kNone;
    const BareCommand* command = bare_command(part(text_, start + 1, end));
    return command == nullptr ? kNone : arguments(*command, end, limit);
}

}  // namespace lomo::span
