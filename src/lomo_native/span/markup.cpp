#include "span/markup.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "span/classes.h"
#include "span/media.h"
#include "span/pattern.h"

namespace lomo::span {

namespace {

// Chinese, Japanese and Korean text, general punctuation and emoji end a URL: no space stands between them
// and it.
const Pattern& url_pattern() {
    static const Pattern pattern(
        UR"((?i:https?|ftps?|file|wss?|s3|gs|git|ssh|postgresql|mysql|mongodb|redis)://)"
        UR"([^\s<>"`|\\^\u2000-\u206f\u2e80-\U0010ffff]++|(?i:www)\.(?=[\w-]+\.\w))"
        UR"([^\s<>"`|\\^\u2000-\u206f\u2e80-\U0010ffff]++)");
    return pattern;
}

const Pattern& image_pattern() {
    static const Pattern pattern(
        UR"(!\[[^\[\]\n]*+\](?:\((?>(?:[^()\n]|\([^()\n]*+\))*)\)|\[[^\[\]\n]*+\]))");
    return pattern;
}

const Pattern& tag_pattern() {
    static const Pattern pattern(
        UR"re(<(/?)([A-Za-z][\w:.-]*+)((?>(?:\s++[^\s"'<>/=]++(?>(?:\s*+=\s*+(?:"[^"]{0,4000}+")re"
        UR"re(|'[^']{0,4000}+'|[^\s"'=<>`]++))?))*))\s*+(/?)>)re");
    return pattern;
}

const Pattern& autolink_pattern() {
    static const Pattern pattern(UR"(<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+>)");
    return pattern;
}

constexpr std::string_view kElements =
    " a abbr address area article aside audio b base blockquote body br button canvas caption center "
    "cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset "
    "figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins "
    "kbd label legend li link main map mark math menu meta meter nav noscript object ol optgroup option "
    "output p param path picture pre progress q rect s samp script section select slot small source "
    "span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time "
    "title tr track tt u ul var video wbr ";
constexpr size_t kLongestElement = 10;

// Whether the name, in whatever case, is an element of HTML.
bool is_element(std::u32string_view name) {
    if (name.size() > kLongestElement) return false;
    std::string word = " ";
    for (const char32_t c : name) {
        if (c == 0x212A) {  // the Kelvin sign, whose lower case is k
            word += 'k';
        } else if (c >= 0x80) {
            return false;
        } else {
            word += char(c >= U'A' && c <= U'Z' ? c | 0x20 : c);
        }
    }
    return kElements.find(word + ' ') != std::string_view::npos;
}

std::u32string_view stripped(std::u32string_view line, std::u32string_view of) {
    const size_t start = line.find_first_not_of(of);
    if (start == line.npos) return {};
    return part(line, start, line.find_last_not_of(of) + 1);
}

// What a row of a table holds between its outer pipes.
std::u32string_view row_inside(std::u32string_view line) {
    return stripped(stripped(line, U"> \t\r"), U"|");
}

bool is_rule_cell(std::u32string_view cell) {
    cell = stripped(cell, U" \t\r");
    if (cell.starts_with(U':')) cell.remove_prefix(1);
    if (cell.ends_with(U':')) cell.remove_suffix(1);
    return !cell.empty() && cell.find_first_not_of(U'-') == cell.npos;
}

// How many cells a table's rule has; 0 when the line is none.
size_t rule_columns(std::u32string_view line) {
    if (line.find(U'|') == line.npos) return 0;
    size_t columns = 0;
    const std::u32string_view inside = row_inside(line);
    for (size_t start = 0;; ++columns) {
        const size_t end = std::min(inside.find(U'|', start), inside.size());
        if (!is_rule_cell(part(inside, start, end))) return 0;
        if (end == inside.size()) return columns + 1;
        start = end + 1;
    }
}

// How many cells a table's row has; escaped pipes separate none.
size_t row_columns(std::u32string_view line) {
    std::u32string unescaped;
    for (size_t at = 0; at < line.size(); ++at) {
        if (line[at] == U'\\' && at + 1 < line.size()) {
            ++at;
        } else {
            unescaped += line[at];
        }
    }
    return size_t(std::ranges::count(row_inside(unescaped), U'|')) + 1;
}

// The end of the line at `start` when it holds nothing but a rule's signs, and a dash among them.
size_t rule_end(std::u32string_view text, size_t start) {
    bool dash = false;
    size_t end = start;
    for (; end < text.size(); ++end) {
        const char32_t c = text[end];
        if (c != U'-' && c != U':' && c != U'|' && c != U'>' && c != U' ' && c != U'\t') break;
        dash = dash || c == U'-';
    }
    if (!dash) return kNone;
    if (end < text.size() && text[end] == U'\r') ++end;
    return end == text.size() || text[end] == U'\n' ? end : kNone;
}

// The end of the rows with pipes that follow the line that ends at `end`.
size_t rows_end(std::u32string_view text, size_t end) {
    while (end < text.size()) {
        const size_t line_end = std::min(text.find(U'\n', end + 1), text.size());
        if (find(text, U"|", end + 1, line_end) == kNone) break;
        end = line_end;
    }
    while (text[end - 1] == U'\r') --end;
    return end;
}

}  // namespace

size_t scheme_start(std::u32string_view text, size_t floor, size_t colon) {
    const size_t first = std::max(floor, colon - std::min(colon, size_t{10}));
    size_t start = kNone;
    for (size_t place = colon; place > first; --place) {
        const char32_t c = text[place - 1];
        if (!is_ascii_alnum(c)) break;
        if (is_ascii_letter(c) && place < colon) start = place - 1;
    }
    return start;
}

size_t url_end(std::u32string_view text, size_t start) {
    const std::optional<Match> match = url_pattern().match(text, start);
    if (!match) return kNone;
    const std::u32string_view body = match->in(text);
    const auto surplus_of = [body](char32_t opening, char32_t closing) {
        return std::ranges::count(body, closing) - std::ranges::count(body, opening);
    };
    std::array surplus = {surplus_of(U'(', U')'), surplus_of(U'[', U']'), surplus_of(U'{', U'}')};
    const std::u32string_view closers = U")]}", punctuation = U".,;:!?'*_~$";
    for (size_t end = match->end();; --end) {
        const char32_t last = text[end - 1];
        if (punctuation.find(last) != punctuation.npos) continue;
        const size_t closer = closers.find(last);
        if (closer != closers.npos && surplus[closer] > 0) {
            --surplus[closer];
            continue;
        }
        constexpr size_t kLongestScheme = 8;  // https://, and nothing behind it
        return last != U'/' || end - start > kLongestScheme ? end : kNone;
    }
}

size_t image_end(std::u32string_view text, size_t start) {
    const std::optional<Match> match = image_pattern().match(text, start);
    return match ? match->end() : kNone;
}

Tag tag_at(std::u32string_view text, size_t start, Nesting& nesting) {
    if (const size_t length = media_length(text, start); length > 0) return {start + length, Kind::kMedia};
    if (text.substr(start).starts_with(U"<!--")) {
        const size_t end = nesting.next_sign(U"-->", start + 4);
        return {end == kNone ? kNone : end + 3, Kind::kHtml};
    }
    const std::optional<Match> match = tag_pattern().match(text, start);
    if (!match) {
        const std::optional<Match> link = autolink_pattern().match(text, start);
        return {link ? link->end() : kNone, Kind::kUrl};
    }
    const bool closing = !match->in(text, 1).empty(), alone = !match->in(text, 4).empty();
    const std::u32string_view name = match->in(text, 2), attributes = match->in(text, 3);
    const bool valued = attributes.find(U'=') != attributes.npos;
    if (!closing && !is_element(name)) {
        // `vector<int>` and `a<b>c` are no tags; `<item>` and `<item id="3">` are.
        const char32_t before = start > 0 ? text[start - 1] : U' ';
        if (!alone && !valued && (is_word(before) || !attributes.empty())) return {};
    } else if (!attributes.empty() && !valued && name.size() == 1) {
        return {};
    }
    return {match->end(), Kind::kHtml};
}

std::vector<Pair> tables(std::u32string_view text) {
    std::vector<Pair> found;
    size_t done = 0;
    for (size_t feed = text.find(U'\n'); feed != kNone; feed = text.find(U'\n', feed + 1)) {
        const size_t rule = feed + 1;
        if (rule < done) continue;
        const size_t end = rule_end(text, rule);
        if (end == kNone) continue;
        size_t header = feed;
        while (header > done && text[header - 1] != U'\n') --header;
        const std::u32string_view titles = part(text, header, feed);
        const size_t columns = rule_columns(part(text, rule, end));
        if (columns == 0 || titles.find(U'|') == titles.npos || columns > row_columns(titles)) continue;
        done = rows_end(text, end);
        if (find_media(text, header, done) == kNone) found.push_back({header, done});
    }
    return found;
}

}  // namespace lomo::span
