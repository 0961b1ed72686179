#include "span/content_signs.h"

#include <algorithm>
#include <array>
#include <string>

#include "span/classes.h"
#include "span/media.h"
#include "span/place.h"

namespace lomo::span {

namespace {

using View = std::u32string_view;

bool is_in(char32_t c, View set) {
    return set.find(c) != kNone;
}

bool is_lower(char32_t c) {
    return c - U'a' < 26;
}
bool is_upper(char32_t c) {
    return c - U'A' < 26;
}

// The character at `at`; NUL past the end, where nothing that is asked for below matches it.
char32_t peek(View text, size_t at) {
    return at < text.size() ? text[at] : U'\0';
}
bool word_at(View text, size_t at) {
    return at < text.size() && is_word(text[at]);
}
bool space_at(View text, size_t at) {
    return at < text.size() && is_space(text[at]);
}

template <class Is>
size_t past(View text, size_t at, Is is) {
    while (at < text.size() && is(text[at])) ++at;
    return at;
}

// Past the opening brace of the \text group at the backslash `at`; kNone where none is. `boxes` only: those
// whose content is text for sure.
size_t past_text_opener(View text, size_t at, bool tags) {
    const View rest = text.substr(at + 1);
    size_t end = 0;
    if (rest.starts_with(U"text")) {
        end = past(text, at + 5, is_word);
    } else if (is_in(peek(rest, 0), U"mhf") && rest.substr(1).starts_with(U"box")) {
        end = at + 5;
    } else if (tags && rest.starts_with(U"tag")) {
        end = at + 4;
    } else {
        return kNone;
    }
    if (tags && peek(text, end) == U'*') ++end;
    end = past(text, end, is_space);
    return peek(text, end) == U'{' ? end + 1 : kNone;
}

// In alphabetical order.
constexpr auto kNoWords = std::to_array<View>(
    {U"abs", U"and", U"arccos",    U"arcsin", U"arctan", U"arg", U"cm",   U"cos",  U"cosh", U"cot", U"csc",
     U"deg", U"det", U"dim",       U"else",   U"exp",    U"for", U"frac", U"gcd",  U"if",   U"inf", U"is",
     U"ker", U"kg",  U"km",        U"lcm",    U"lim",    U"ln",  U"log",  U"max",  U"min",  U"mm",  U"mod",
     U"mol", U"or",  U"otherwise", U"sec",    U"sgn",    U"sin", U"sinh", U"sqrt", U"sup",  U"tan", U"tanh"});

// What is a word of two letters; longer ones are told by their letters.
constexpr auto kShortWords = std::to_array<View>(
    {U"an", U"as", U"at", U"be", U"by", U"in", U"is", U"it", U"of", U"on", U"so", U"to", U"we"});

// Whether what stands behind a word lets it be one: marks, then white space and another word or number, or
// the end.
bool word_goes_on(View text, size_t at) {
    at = past(text, at, [](char32_t c) { return is_in(c, U",.;:!?)"); });
    const size_t next = past(text, at, is_space);
    if (next == text.size()) return true;
    return next > at && (is_ascii_letter(text[next]) || is_decimal(text[next]));
}

template <class Counts>
int count_words(View content, Counts counts) {
    int found = 0;
    for (size_t at = 0; at < content.size(); ++at) {
        if (!is_ascii_letter(content[at])) continue;
        const size_t end = past(content, at + 1, is_lower);
        const char32_t before = at > 0 ? content[at - 1] : U' ';
        if (is_in(before, U",.;:!?(") || is_space(before)) {
            const View word = content.substr(at, end - at);
            const bool known = word.size() > 2 || (word.size() == 2 &&
                                                   std::ranges::find(kShortWords, word) != kShortWords.end());
            if (known && counts(word) && word_goes_on(content, end)) ++found;
        }
        at = end - 1;
    }
    return found;
}

// Whether words, or a comma and words, stand at `at`, just past an amount.
bool amount_words(View content, size_t at) {
    size_t next = past(content, at, is_space);
    if (next > at) {
        const size_t end = past(content, next, is_lower);
        const View word = content.substr(next, end - next);
        constexpr std::array<View, 5> kUnits = {U"mod", U"cm", U"mm", U"km", U"kg"};
        if (word.size() >= 2 && !word_at(content, end) && std::ranges::find(kUnits, word) == kUnits.end()) {
            return true;
        }
    }
    if (is_in(peek(content, at), U".,:;") && space_at(content, at + 1)) {
        const size_t letter = past(content, at + 1, is_space);
        if (is_ascii_letter(peek(content, letter)) && is_ascii_letter(peek(content, letter + 1))) return true;
    }
    if (!is_in(peek(content, next), U"，。、；：？！")) return false;
    next = past(content, next + 1, is_space);
    return peek(content, next) >= 0x4E00 && peek(content, next) <= 0x9FFF;
}

}  // namespace

bool has_command(View content) {
    for (size_t at = 0; at + 1 < content.size(); ++at) {
        const char32_t next = content[at + 1];
        if (content[at] == U'\\') {
            if (is_in(next, U"{}|,;!")) return true;
            if (is_ascii_letter(next) && is_ascii_letter(peek(content, at + 2))) return true;
        } else if (next == U'{' && (content[at] == U'_' || content[at] == U'^')) {
            return true;
        }
    }
    return false;
}

bool has_escaped(View content) {
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at + 1)) {
        if (is_in(peek(content, at + 1), U"$%# &")) return true;
    }
    return false;
}

bool has_path(View content) {
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at + 1)) {
        if (at >= 2 && content[at - 1] == U':' && is_ascii_letter(content[at - 2]) &&
            (at == 2 || !is_word(content[at - 3]))) {
            return true;
        }
        if (!is_ascii_letter(peek(content, at + 1))) continue;
        const size_t second = past(content, at + 2, is_word);
        if (peek(content, second) != U'\\' || !is_ascii_letter(peek(content, second + 1))) continue;
        const size_t stop = past(content, second + 2, is_word);
        if (peek(content, stop) == U'.' && word_at(content, stop + 1)) return true;
    }
    return false;
}

bool has_text_group(View content) {
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at + 1)) {
        if (past_text_opener(content, at, true) != kNone) return true;
    }
    return false;
}

std::u32string without_text(View content) {
    std::u32string rest;
    size_t kept = 0;
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at)) {
        const size_t inside = past_text_opener(content, at, false);
        const size_t close = inside == kNone ? kNone : content.find_first_of(U"{}", inside);
        if (close == kNone || content[close] != U'}') {
            ++at;
            continue;
        }
        rest += content.substr(kept, at - kept);
        kept = at = close + 1;
    }
    return rest += content.substr(kept);
}

std::u32string without_blank_lines(View content, bool& found) {
    std::u32string rest;
    size_t kept = 0;
    found = false;
    for (size_t at = content.find(U'\n'); at != kNone; at = content.find(U'\n', at)) {
        const size_t run = past(content, at + 1, [](char32_t c) { return is_in(c, U" \t\r\n"); });
        const size_t last = content.rfind(U'\n', run - 1);
        if (last > at) {
            found = true;
            rest += content.substr(kept, at - kept);
            rest += U'\n';
            kept = last + 1;
        }
        at = run;
    }
    return rest += content.substr(kept);
}

namespace {

// An alien but for backquotes.
bool has_url_or_gap(View content) {
    for (size_t at = 0; at < content.size(); ++at) {
        switch (content[at]) {
            case U':':
                if (content.substr(at + 1).starts_with(U"//")) return true;
                break;
            case U'\n': {
                const size_t next =
                    past(content, at + 1, [](char32_t c) { return c == U' ' || c == U'\t' || c == U'\r'; });
                if (peek(content, next) == U'\n') return true;
                break;
            }
            case U'<':
                if (media_length(content, at) > 0) return true;
                break;
            default:
                break;
        }
    }
    return false;
}

}  // namespace

bool has_alien(View content) {
    if (!is_in(U'`', content)) return has_url_or_gap(content);
    const bool quoted =
        has_text_group(content) || (content.find(U"``") != kNone && content.find(U"''") != kNone);
    if (!quoted) return true;
    std::u32string bare(content);
    std::erase(bare, U'`');
    return has_url_or_gap(bare);
}

bool starts_with_amount(View content) {
    if (content.empty() || !is_decimal(content[0])) return false;
    const size_t end = past(content, 1, [](char32_t c) { return is_decimal(c) || c == U',' || c == U'.'; });
    size_t suffixed = end;
    if (is_in(peek(content, end), U"KMBkmb") && end < content.size() && !word_at(content, end + 1)) {
        suffixed = end + 1;
    } else if (content.substr(end, 2) == U"bn" && !word_at(content, end + 2)) {
        suffixed = end + 2;
    }
    // The last of `5,` may be the comma before the words.
    return amount_words(content, suffixed) || (end > 1 && amount_words(content, end - 1));
}

int words(View content) {
    return count_words(content, [](View) { return true; });
}

int plain_words(View content) {
    return count_words(content, [](View word) { return !std::ranges::binary_search(kNoWords, word); });
}

bool has_other_opener(View content) {
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at + 1)) {
        if (is_in(peek(content, at + 1), U"([") && at + 1 < content.size() &&
            (at == 0 || content[at - 1] != U'\\')) {
            return true;
        }
    }
    return false;
}

bool has_pause(View content) {
    for (size_t at = 1; at < content.size(); ++at) {
        if (is_space(content[at]) && is_in(content[at - 1], U".?!,;:")) return true;
    }
    return false;
}

bool has_operator(View content) {
    return content.find_first_of(U"-+*/=<>^_|()[]") != kNone;
}

namespace {

// Whether an = stands behind the semicolon at `at`, with at most one word between.
bool assigns_after(View content, size_t at) {
    const size_t word = past(content, at + 1, is_space);
    const size_t end = past(content, word, [](char32_t c) { return !is_space(c); });
    if (content.substr(word, end - word).find(U'=') != kNone) return true;
    return peek(content, past(content, end, is_space)) == U'=';
}

}  // namespace

bool has_code(View content) {
    const size_t last_equals = content.rfind(U'=');
    for (size_t at = 0; at < content.size(); ++at) {
        const char32_t next = peek(content, at + 1);
        switch (content[at]) {
            case U'"':
            case U'#':
            case U'@':
            case U'$':
                return true;
            case U'-':
                if (next == U'>') return true;
                break;
            case U'=':
                if (next == U'>' || next == U'=') return true;
                break;
            case U':':
            case U'&':
            case U'/':
                if (next == content[at]) return true;
                break;
            case U'!':
                if (next == U'=' && at > 0 && is_space(content[at - 1])) return true;
                break;
            case U';':
                if (at + 1 == content.size() || (at + 2 == content.size() && next == U'\n')) return true;
                if (last_equals != kNone && at < last_equals && assigns_after(content, at)) return true;
                break;
            default:
                break;
        }
    }
    if (content.empty() || !is_ascii_letter(content[0])) return false;
    const size_t name = past(content, 1, is_word);
    if (peek(content, name) == U':') return name > 1 && word_at(content, name + 1);
    if (peek(content, name) != U'.') return false;
    const size_t method = past(content, name + 1, is_word);
    return method > name + 1 && peek(content, method) == U'(';
}

bool is_bare_name(View content) {
    constexpr std::array<View, 5> kPlaceholders = {U"name", U"user", U"date", U"item", U"file"};
    if (std::ranges::find(kPlaceholders, content) != kPlaceholders.end()) return true;
    if (content.empty() || !is_ascii_letter(content[0])) return false;
    if (is_upper(content[0])) {  // MAX_LEN
        const size_t end = past(content, 1, is_upper);
        const auto shouted = [](char32_t c) { return is_upper(c) || c == U'_'; };
        return end >= 2 && peek(content, end) == U'_' && end + 1 < content.size() &&
               past(content, end, shouted) == content.size();
    }
    size_t end = past(content, 1, is_lower);
    if (end == content.size()) return end >= 5;
    if (is_upper(content[end])) {  // firstName
        return end >= 2 && end + 1 < content.size() && past(content, end, is_ascii_letter) == content.size();
    }
    while (peek(content, end) == U'_') {  // total_price
        const size_t next = past(content, end + 1, is_lower);
        if (next < end + 3) return false;
        end = next;
    }
    return end == content.size();
}

bool has_regular_expression(View content) {
    for (const View sign :
         {View(U".*"), View(U"[^"), View(U"[a-z"), View(U"[0-9"), View(U"/tmp/"), View(U"/dev/")}) {
        if (content.find(sign) != kNone) return true;
    }
    for (size_t at = content.find(U'\\'); at != kNone; at = content.find(U'\\', at + 1)) {
        if (at + 1 < content.size() && is_in(content[at + 1], U"|+?wdsb") &&
            !is_ascii_letter(peek(content, at + 2))) {
            return true;
        }
    }
    return peek(content, 0) == U'?';
}

bool is_name_and_word(View content) {
    const size_t name = past(content, 0, is_word);
    const size_t word = past(content, name, is_space);
    const size_t end = past(content, word, is_lower);
    return name >= 2 && word > name && end > word && end < content.size() &&
           past(content, end, is_space) == content.size();
}

bool is_spaced_out(View content) {
    const auto is_blank = [](char32_t c) { return c == U' ' || c == U'\t'; };
    size_t at = past(content, 0, is_blank);
    if (at == 0) return false;
    if (at == content.size()) return at > 1;
    while (at < content.size()) {
        const char32_t c = content[at];
        if (is_in(c, U"-+*/=<>^_|()[]{}.,'") || is_space(c)) {
            ++at;
            continue;
        }
        size_t end = at;
        if (is_ascii_letter(c)) {
            end = at + 1;
        } else if (is_decimal(c)) {
            end = past(content, at, is_decimal);
            if (is_ascii_letter(peek(content, end))) ++end;
        }
        if (end == at || word_at(content, end)) return false;
        at = end;
    }
    return true;
}

}  // namespace lomo::span
