// The source of a formula and the ranges its parse declared as undrawn -> for each character, whether it must
// leave ink on the page.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "value/layout.h"

namespace lomo {

enum class Need : std::uint8_t {
    kInk,        // a letter, a sign, a command that names one
    kMarkup,     // says how: braces, commands that draw nothing of their own, lengths, names, comments
    kSpace,      // white space
    kInvisible,  // a character without a look: joiners, U+200B
};

// One entry for each character. declared: Layout::declared. A command of the formula's own (\def) counts as
// markup: what its body draws is told by the glyphs.
std::vector<Need> needs_of(std::u32string_view tex, const std::vector<SourceRange>& declared);

}  // namespace lomo
