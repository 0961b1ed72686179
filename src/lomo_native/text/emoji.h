// A grapheme cluster -> whether it is to be shown as an emoji, in colour (UTS #51, 1.4 and 4).
#pragma once

#include <algorithm>
#include <string_view>

#include "text/characters.h"

namespace lomo {

// A sign that is an emoji by itself (flags' letters and skin tones are) or one that a variation selector
// makes one; no selector of the text's look is in it.
inline bool asks_for_colour(std::u32string_view cluster) {
    constexpr char32_t kTextLook = 0xFE0E, kEmojiLook = 0xFE0F;
    if (cluster.find(kTextLook) != std::u32string_view::npos) return false;
    return cluster.find(kEmojiLook) != std::u32string_view::npos ||
           std::any_of(cluster.begin(), cluster.end(), is_emoji_presentation);
}

}  // namespace lomo
