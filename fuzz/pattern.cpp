// Bytes -> a regular expression and a short text -> its matches: no crash, and every group within the match's
// text. The text is short, since an expression may be as slow as it likes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "span/pattern.h"
#include "value/error.h"

namespace {

using lomo::span::kMostGroups;
using lomo::span::Match;
using lomo::span::Pattern;

void require(bool promise) {
    if (!promise) __builtin_trap();
}

constexpr std::size_t kLongestText = 8;
constexpr std::size_t kLongestSource = 60;
constexpr std::string_view kSigns = "ab.\\|()[]^$*+?{},:=!<>012wWsSdDbBZAn-";

std::u32string points(const std::uint8_t* data, std::size_t size) {
    std::u32string made;
    for (std::size_t i = 0; i < size; ++i) {
        made += data[i] < 0xE0 ? char32_t(kSigns[data[i] % kSigns.size()]) : char32_t(0x160 + data[i]);
    }
    return made;
}

void check(const std::optional<Match>& match, std::size_t start, std::size_t end) {
    if (!match) return;
    require(match->start() >= start && match->start() <= match->end() && match->end() <= end);
    for (int group = 1; group < kMostGroups; ++group) {
        if (match->has(group)) require(match->start(group) <= match->end(group) && match->end(group) <= end);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::size_t length = std::min<std::size_t>(data[1] % (kLongestText + 1), size - 2);
    const std::u32string text = points(data + 2, length);
    const std::u32string source = points(data + 2 + length, std::min(kLongestSource, size - 2 - length));
    try {
        const Pattern pattern(source, data[0] % 16);
        for (std::size_t start = 0; start <= text.size(); ++start) {
            check(pattern.match(text, start), start, text.size());
            check(pattern.fullmatch(text, start), start, text.size());
            const std::size_t end = std::max(start, text.size() - std::min<std::size_t>(text.size(), 1));
            check(pattern.search(text, start, end), start, end);
        }
        std::size_t matches = 0;
        pattern.find_all(text, [&](const Match& match) {
            check(match, 0, text.size());
            require(++matches <= 2 * text.size() + 2);
        });
    } catch (const lomo::InputError&) {
        return 0;
    }
    return 0;
}
