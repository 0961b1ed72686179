#include "span/content_words.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "span/classes.h"
#include "span/place.h"

namespace lomo::span {

namespace {

using View = std::u32string_view;

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
        const size_t end = past(content, at + 1, is_ascii_lower);
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
        const size_t end = past(content, next, is_ascii_lower);
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

bool is_bare_name(View content) {
    constexpr std::array<View, 5> kPlaceholders = {U"name", U"user", U"date", U"item", U"file"};
    if (std::ranges::find(kPlaceholders, content) != kPlaceholders.end()) return true;
    if (content.empty() || !is_ascii_letter(content[0])) return false;
    if (is_ascii_upper(content[0])) {  // MAX_LEN
        const size_t end = past(content, 1, is_ascii_upper);
        const auto shouted = [](char32_t c) { return is_ascii_upper(c) || c == U'_'; };
        return end >= 2 && peek(content, end) == U'_' && end + 1 < content.size() &&
               past(content, end, shouted) == content.size();
    }
    size_t end = past(content, 1, is_ascii_lower);
    if (end == content.size()) return end >= 5;
    if (is_ascii_upper(content[end])) {  // firstName
        return end >= 2 && end + 1 < content.size() && past(content, end, is_ascii_letter) == content.size();
    }
    while (peek(content, end) == U'_') {  // total_price
        const size_t next = past(content, end + 1, is_ascii_lower);
        if (next < end + 3) return false;
        end = next;
    }
    return end == content.size();
}

bool is_name_and_word(View content) {
    const size_t name = past(content, 0, is_word);
    const size_t word = past(content, name, is_space);
    const size_t end = past(content, word, is_ascii_lower);
    return name >= 2 && word > name && end > word && end < content.size() &&
           past(content, end, is_space) == content.size();
}

bool is_spaced_out(View content) {
    size_t at = past_blanks(content, 0);
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
