// One run of text in one face, script and direction -> positioned glyphs, by HarfBuzz.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/font.h"

namespace lomo {

struct ShapedGlyph {  // lengths in font units; glyphs come in visual order
    std::uint32_t glyph;
    std::int32_t cluster;  // code point offset into the text that the run lies in
    std::int32_t advance;
    std::int32_t x_offset;
    std::int32_t y_offset;
};

// Appends to `glyphs`. text: the whole line, for context; [start, end): the run. script: ISO 15924 tag as
// four bytes, the first highest. A glyph index 0 means that the face lacks the character.
void shape_run(const FontFile& face, std::u32string_view text, std::int32_t start, std::int32_t end,
               std::uint32_t script, bool right_to_left, std::vector<ShapedGlyph>& glyphs);

// HarfBuzz, as linked: "6.0.0".
std::string shaper_version();

}  // namespace lomo
