// A prompt goes in; its blocks come out: text, formulas, code, URLs, tables, HTML tags and media
// placeholders.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "span/place.h"

namespace lomo::span {

enum class Kind : std::uint8_t { kText, kMath, kCode, kUrl, kTable, kHtml, kMedia };

struct Block {
    Kind kind = Kind::kText;
    bool display = false;  // of kMath: delimited as a display
    size_t start = 0;
    size_t end = 0;
};

// The blocks in order of start. They are disjoint and cover the text, except that a kTable is followed by the
// kMath blocks inside it. None for an empty text. Takes time linear in the length of the text.
std::vector<Block> blocks(std::u32string_view text);

}  // namespace lomo::span
