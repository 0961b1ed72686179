#include "span/code.h"

#include <algorithm>
#include <optional>
#include <string>

#include "span/classes.h"
#include "span/pattern.h"

namespace lomo::span {

namespace {

// Elements and drawings whose content is a program or a verbatim text.
const Pattern& verbatim_opener() {
    static const Pattern pattern(
        UR"(\[(asy)\]|<(pre|code|script|style)(?:\s[^<>]*+)?>|<\?(?:php\b|=)|)"
        UR"(\\begin\{(tikzpicture|asy|verbatim\*?|lstlisting|minted|picture)\})",
        kIgnoreCase);
    return pattern;
}

// Whether indentation, quotation marks and one list marker are all that stands there.
bool may_precede_fence(std::u32string_view before) {
    const size_t at = past(before, 0, [](char32_t c) { return is_in(c, U" \t>"); });
    if (at == before.size()) return true;
    const size_t marker = past(before, at, is_ascii_digit);
    const size_t digits = marker - at;
    if (digits > 9 || marker == before.size()) return false;
    const char32_t sign = before[marker];
    const bool is_marker =
        digits > 0 ? sign == U'.' || sign == U')' : sign == U'-' || sign == U'*' || sign == U'+';
    const std::u32string_view rest = before.substr(marker + 1);
    return is_marker && !rest.empty() && past_blanks(rest, 0) == rest.size();
}

// Whether what follows a fence in mid-line may be the name of a language.
bool is_info(std::u32string_view info) {
    constexpr size_t kLongestName = 20;
    const size_t name = past_blanks(info, 0);
    const auto in_name = [](char32_t c) { return is_word(c) || is_in(c, U"+#.-"); };
    size_t at = past(info.substr(0, name + kLongestName), name, in_name);
    at = past_blanks(info, at);
    if (peek(info, at) == U'\r') ++at;
    return at == info.size();
}

}  // namespace

size_t fenced_end(std::u32string_view text, size_t start, Nesting& nesting) {
    constexpr size_t kLongestInfo = 200;  // nobody writes more of it
    const char32_t sign = text[start];
    size_t run_end = start;
    while (run_end < text.size() && text[run_end] == sign) ++run_end;
    const size_t run = run_end - start;
    if (run < 3) return kNone;
    // The info ends its line and, behind backticks, holds none.
    const std::u32string_view rest = text.substr(run_end, kLongestInfo + 1);
    const size_t length = std::min(rest.find(U'\n'), rest.size());
    const std::u32string_view info = rest.substr(0, length);
    if (length > kLongestInfo || (sign == U'`' && info.find(U'`') != info.npos)) return kNone;
    size_t line = start;
    while (line > 0 && start - line < kLongestInfo && text[line - 1] != U'\n') --line;
    const bool opens_line = (line == 0 || (start - line < kLongestInfo && text[line - 1] == U'\n')) &&
                            may_precede_fence(part(text, line, start));
    if (!opens_line && (sign == U'~' || !is_info(info))) return kNone;
    const size_t end = nesting.closing_fence(sign, run, run_end + length);
    return end == kNone && opens_line ? text.size() : end;
}

InlineCode inline_code(std::u32string_view text, size_t start, Nesting& nesting) {
    const size_t run_end = std::min(text.find_first_not_of(U'`', start), text.size());
    const size_t closing = nesting.next_backticks(run_end - start, run_end);
    if (closing == kNone || nesting.has_blank_line(start, closing)) return {kNone, run_end};
    return {closing + run_end - start, run_end};
}

size_t verbatim_end(std::u32string_view text, size_t start, Nesting& nesting) {
    const std::optional<Match> match = verbatim_opener().match(text, start);
    if (!match) return kNone;
    std::u32string closer = U"?>";
    if (match->has(1)) {
        closer = U"[/asy]";
    } else if (match->has(2)) {
        closer = U"</" + std::u32string(match->in(text, 2)) + U">";
    } else if (match->has(3)) {
        closer = U"\\end{" + std::u32string(match->in(text, 3)) + U"}";
    }
    const size_t found = nesting.next_sign(closer, match->end());
    return found == kNone ? kNone : found + closer.size();
}

}  // namespace lomo::span
