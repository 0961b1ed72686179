// Pairs what opens and closes in the source of \ce or \pu, and collects the translation within its limit.
#include "math/chemistry_source.h"

#include <algorithm>

#include "value/error.h"

namespace lomo::chemistry {
namespace {

using std::size_t;

constexpr size_t kMostCharacters = 300'000;  // of a translation
constexpr size_t kLongestSource = 100'000;

}  // namespace

bool is_space(char32_t c) {
    return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == 0xA0;
}
bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}
bool is_upper(char32_t c) {
    return c >= U'A' && c <= U'Z';
}
bool is_lower(char32_t c) {
    return c >= U'a' && c <= U'z';
}
bool is_letter(char32_t c) {
    return is_upper(c) || is_lower(c);
}
bool is_greek(char32_t c) {
    return (c >= 0x391 && c <= 0x3A9) || (c >= 0x3B1 && c <= 0x3C9);
}
bool is_minus(char32_t c) {
    return c == U'-' || c == 0x2212;
}

Source::Source(std::u32string_view text) : text_(text) {
    if (text_.size() > kLongestSource) {
        throw MathError("\\ce or \\pu is too long", 0, std::int32_t(kLongestSource));
    }
    partner_.assign(text_.size(), 0);
    pair_up();
}

// Brackets pair only outside of dollars and only within one pair of braces; one that stays open is no error,
// because intervals such as "[0,1)" are written that way.
void Source::pair_up() {
    std::vector<size_t> open;
    const auto forget_brackets = [&] {
        while (!open.empty() && text_[open.back()] == U'[') open.pop_back();
    };
    const auto close = [&](size_t place) {
        partner_[open.back()] = std::uint32_t(place + 1);
        partner_[place] = std::uint32_t(open.back() + 1);
        open.pop_back();
    };
    for (size_t i = 0; i < text_.size(); ++i) {
        const char32_t c = text_[i];
        if ((c < U' ' && !is_space(c)) || c == 0x7F || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
            fail("a character that cannot be typeset", i, i + 1);
        }
        if (c == U'\\') {
            if (i + 1 == text_.size()) fail("a backslash with nothing after it", i, i + 1);
            if (std::u32string_view(U"{}[]$\\").find(text_[i + 1]) != std::u32string_view::npos) ++i;
        } else if (c == U'{') {
            open.push_back(i);
        } else if (c == U'[') {
            if (open.empty() || text_[open.back()] != U'$') open.push_back(i);
        } else if (c == U']') {
            if (!open.empty() && text_[open.back()] == U'[') close(i);
        } else if (c == U'$') {
            if (!open.empty() && text_[open.back()] == U'$') {
                close(i);
            } else {
                open.push_back(i);
            }
        } else if (c == U'}') {
            forget_brackets();
            if (open.empty()) fail("} without {", i, i + 1);
            if (text_[open.back()] == U'$') fail("$ without a second $", open.back(), open.back() + 1);
            close(i);
        }
    }
    forget_brackets();
    if (open.empty()) return;
    fail(text_[open.back()] == U'{' ? "{ without }" : "$ without a second $", open.back(), open.back() + 1);
}

bool Source::holds(size_t place, size_t end, std::u32string_view wanted) const {
    return place + wanted.size() <= end && text_.substr(place, wanted.size()) == wanted;
}

size_t Source::partner(size_t place) const {
    if (partner_[place] != 0) return size_t(partner_[place]) - 1;
    if (text_[place] != U'[') fail("a brace or dollar without a second one", place, place + 1);
    return kNone;
}

size_t Source::skip_spaces(size_t place, size_t end) const {
    while (place < end && is_space(text_[place])) ++place;
    return place;
}

size_t Source::trim_end(size_t begin, size_t end) const {
    const size_t before = end;
    while (end > begin && is_space(text_[end - 1])) --end;
    return end < before && end > begin && text_[end - 1] == U'\\' ? end + 1 : end;
}

size_t Source::skip_digits(size_t place, size_t end) const {
    while (place < end && is_digit(text_[place])) ++place;
    return place;
}

size_t Source::command_end(size_t place, size_t end) const {
    size_t after = place + 1;
    while (after < end && is_letter(text_[after])) ++after;
    return after == place + 1 ? std::min(after + 1, end) : after;
}

void Source::fail(const char* message, size_t begin, size_t end) const {
    throw MathError(message, std::int32_t(begin), std::int32_t(std::max(end, begin) - begin));
}

void Writer::put(std::u32string_view tex, size_t begin, size_t end) {
    if (tex.empty()) return;
    written_ += tex.size();
    if (written_ > kMostCharacters) source_.fail("the formula is too long", begin, end);
    const std::int32_t offset = std::int32_t(begin);
    const std::int32_t length = std::int32_t(end - begin);
    if (!pieces_.empty() && pieces_.back().offset == offset && pieces_.back().length == length) {
        pieces_.back().tex += tex;
    } else {
        pieces_.push_back({std::u32string(tex), offset, length});
    }
}

void Writer::declare(size_t begin, size_t end) {
    pieces_.push_back({{}, std::int32_t(begin), std::int32_t(end - begin)});
}

}  // namespace lomo::chemistry
