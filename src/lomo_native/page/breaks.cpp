// The plain algorithm, then one pass for each tailoring.
#include "page/breaks.h"

#include <algorithm>
#include <cstddef>

#include "text/segment.h"
#include "text/word_breaks.h"

namespace lomo {
namespace {

using std::size_t;

constexpr char32_t kFirstEastAsian = 0x2E80;
constexpr char32_t kFirstOfWords = 0xE00, kEndOfWords = 0x1800;  // Thai to Khmer

bool is_visible_ascii(char32_t c) {
    return c > 0x20 && c < 0x7F;
}

bool is_ascii_letter(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

bool is_ascii_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

// C:\ or \\ somewhere near the token's start, past brackets and quotes.
bool is_windows_path(std::u32string_view token) {
    const size_t at = token.find(U'\\');
    if (at == token.npos || at + 1 >= token.size()) return false;
    const bool drive = at >= 2 && token[at - 1] == U':' && is_ascii_letter(token[at - 2]) &&
                       (at == 2 || !(is_ascii_letter(token[at - 3]) || is_ascii_digit(token[at - 3])));
    const bool share = token[at + 1] == U'\\' && at + 2 < token.size() && is_ascii_letter(token[at + 2]) &&
                       token.find(U'\\', at + 2) != token.npos && token.find(U'{') == token.npos;
    return drive || share;
}

void tailor_token(std::u32string_view token, std::uint8_t* breaks) {
    const bool windows = is_windows_path(token);
    const bool url = token.find(U"://") != token.npos;
    for (size_t i = 1; i < token.size(); ++i) {
        const char32_t before = token[i - 1], c = token[i];
        bool extra = url && c == U'&';
        if (windows) {
            if (c == U'\\' && breaks[i] == kBreakAllowed) breaks[i] = kNoBreak;
            extra = extra || (i > 2 && before == U'\\' && c != U'\\');
        } else if (c == U'\\' && i + 1 < token.size() && is_ascii_letter(token[i + 1])) {
            extra = is_ascii_letter(before) || is_ascii_digit(before) || before == U'}' || before == U')';
        }
        if (i == 1 && before == U'/') breaks[i] = kNoBreak;  // the root of a path
        if (breaks[i] == kBreakAllowed || (extra && breaks[i] == kNoBreak)) breaks[i] = kBreakInToken;
    }
}

void tailor_tokens(std::u32string_view text, std::vector<std::uint8_t>& breaks) {
    for (size_t at = text.find_first_of(U"/\\"); at != text.npos; at = text.find_first_of(U"/\\", at)) {
        size_t start = at, end = at + 1;
        while (start > 0 && is_visible_ascii(text[start - 1])) --start;
        while (end < text.size() && is_visible_ascii(text[end])) ++end;
        tailor_token(text.substr(start, end - start), breaks.data() + start);
        const bool path = end > start + 1 && text[start] == U'/' && text[start + 1] != U'/';
        if (path && start > 0 && text[start - 1] == U' ') breaks[start] = kBreakAllowed;
        at = end;
    }
}

void tailor_marks(std::u32string_view text, std::vector<std::uint8_t>& breaks) {
    for (size_t i = 1; i < text.size(); ++i) {
        if (breaks[i] != kBreakAllowed) continue;
        const char32_t before = text[i - 1], c = text[i];
        const bool closes = (c == U'\u201D' || c == U'\u2019') && before == U' ' && i + 1 < text.size() &&
                            text[i + 1] >= kFirstEastAsian;
        if (closes || (before == U'$' && c == U'\\')) breaks[i] = kNoBreak;
    }
}

}  // namespace

std::vector<std::uint8_t> page_breaks(std::u32string_view text) {
    std::vector<std::uint8_t> breaks = line_breaks(text);
    if (std::any_of(text.begin(), text.end(),
                    [](char32_t c) { return c >= kFirstOfWords && c < kEndOfWords; })) {
        add_word_breaks(text, breaks);
    }
    tailor_marks(text, breaks);
    tailor_tokens(text, breaks);
    return breaks;
}

}  // namespace lomo
