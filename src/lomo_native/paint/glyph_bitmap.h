// The pixels of one glyph, trimmed to its ink: as they are made, and as they are kept.
#pragma once

#include <cstdint>
#include <vector>

#include "paint/colour_pixel.h"

namespace lomo {

struct GlyphPixels {  // coverage 0..255, rows from the top; left and top place it against the whole-pixel pen
    std::int32_t left = 0;
    std::int32_t top = 0;  // rows above the baseline
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::vector<std::uint8_t> coverage;  // of a glyph in colour: how dark it is in black and white
    std::vector<ColourPixel> colours;    // one for each pixel; none for an outline in the text's ink
};

struct GlyphBitmap {  // the same where it is kept
    std::int32_t left;
    std::int32_t top;
    std::int32_t width;
    std::int32_t height;
    const std::uint8_t* coverage;
    const ColourPixel* colours;  // null: none
};

}  // namespace lomo
