#include "page/kept_lines.h"

#include <algorithm>
#include <string_view>

#include "page/lines.h"
#include "text/characters.h"

namespace lomo {

namespace {

constexpr std::u32string_view kBullets = U"-*+\u2022\u25E6\u25AA\u00B7\u2013\u2014";
constexpr std::u32string_view kAfterNumber = U".)\uFF0E\u3001\uFF09";
constexpr std::size_t kDigits = 3;

bool holds(std::u32string_view set, char32_t c) {
    return set.find(c) != std::u32string_view::npos;
}

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool is_latin(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

bool ends_mark(char32_t c) {
    return is_white_space(c) && !is_line_terminator(c);
}

// How many characters a number or a single letter takes; 0: there is neither.
std::size_t count_length(std::u32string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    if (digits > 0) return digits <= kDigits ? digits : 0;
    return !text.empty() && is_latin(text[0]) ? 1 : 0;
}

bool begins_item(std::u32string_view line) {
    if (line.empty()) return false;
    if (line[0] >= 0x2460 && line[0] <= 0x249B) return true;  // circled numbers
    const bool opens = line[0] == U'(' || line[0] == 0xFF08;
    if (opens) line.remove_prefix(1);
    const std::size_t count = count_length(line);
    if (count == 0 || count == line.size()) {
        return !opens && line.size() > 1 && holds(kBullets, line[0]) && ends_mark(line[1]);
    }
    const char32_t mark = line[count];
    if (opens) return mark == U')' || mark == 0xFF09;
    if (!holds(kAfterNumber, mark)) return false;
    return mark > 0x7F || (count + 1 < line.size() && ends_mark(line[count + 1]));
}

bool keeps(std::u32string_view line) {
    if (holds(line, U'\t')) return true;  // columns, or indentation
    std::size_t blank = 0;
    while (blank < line.size() && line[blank] == U' ') ++blank;
    return blank > 1 || begins_item(line.substr(blank));
}

}  // namespace

void mark_kept(Passage& passage) {
    const std::vector<Block>& blocks = passage.markup.blocks;
    std::vector<HardLine>& lines = passage.hard_lines;
    std::size_t block = 0, first = 0;
    bool kept = false;
    const auto end_paragraph = [&](std::size_t end) {
        for (std::size_t i = first; i < end; ++i) lines[i].kept = kept;
        first = end;
        kept = false;
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::int32_t start = passage.clusters[lines[i].first].source.start;
        const std::int32_t end = i + 1 < lines.size() ? passage.clusters[lines[i + 1].first].source.start
                                                      : std::int32_t(passage.text.size());
        for (; block < blocks.size() && blocks[block].range.end <= start; ++block) end_paragraph(i);
        const auto line =
            std::u32string_view(passage.text).substr(std::size_t(start), std::size_t(end - start));
        if (std::all_of(line.begin(), line.end(), is_white_space)) end_paragraph(i);
        const bool cell = block < blocks.size() && blocks[block].table >= 0;  // has its own alignment
        if (lines[i].code || cell) {                                          // code stays anyway
            end_paragraph(i);
            end_paragraph(i + 1);
            continue;
        }
        kept = kept || keeps(line);
    }
    end_paragraph(lines.size());
}

}  // namespace lomo
