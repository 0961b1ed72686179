// A text and a place go in; whether a media placeholder stands there comes out. LLaMA-Factory and its like
// count them: each stands for one picture, film or sound of the record.
#pragma once

#include <array>
#include <string_view>

#include "span/place.h"

namespace lomo::span {

// The length of the placeholder that starts at `at`; 0 where none does.
inline size_t media_length(std::u32string_view text, size_t at) {
    constexpr std::array<std::u32string_view, 3> kMedia = {U"<image>", U"<video>", U"<audio>"};
    for (const std::u32string_view one : kMedia) {
        if (text.substr(at).starts_with(one)) return one.size();
    }
    return 0;
}

// The first placeholder in [start, end): where it starts.
inline size_t find_media(std::u32string_view text, size_t start, size_t end) {
    const std::u32string_view seen = text.substr(0, end);
    for (size_t at = seen.find(U'<', start); at < seen.size(); at = seen.find(U'<', at + 1)) {
        if (media_length(seen, at) > 0) return at;
    }
    return kNone;
}

}  // namespace lomo::span
