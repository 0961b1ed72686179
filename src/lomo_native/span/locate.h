// A prompt and a position go in; the spans that become pictures come out, with the prompt's blocks: x_mid of
// the operator T (spec, section 2.1).
//
// A prompt of at most three sentences is taken whole. Otherwise cuts aim at thirds (fifths for kMulti) and
// move to the nearer edge of an atom, to a sentence boundary near by, or to a line break. What lies before,
// in and after the spans always joins to the prompt.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "span/blocks.h"
#include "span/place.h"

namespace lomo::span {

enum class Position : std::uint8_t { kPrefix, kMiddle, kSuffix, kMulti, kFull };

struct Stretch {
    size_t start = 0;
    size_t end = 0;
};

struct Segmented {
    std::vector<Stretch> spans;  // in order, disjoint, each with something other than white space in it
    std::vector<Block> blocks;   // of the whole text
};

// No span starts or ends inside an atom or a grapheme cluster, and none holds a media placeholder: one that
// would is narrowed to its longest part without any. Both are empty for a text without ink.
Segmented segmented(std::u32string_view text, Position position);

}  // namespace lomo::span
