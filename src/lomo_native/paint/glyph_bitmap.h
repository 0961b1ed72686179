// The pixels of one glyph, trimmed to its ink.
#pragma once

#include <cstdint>
#include <vector>

#include "paint/colour_pixel.h"

namespace lomo {

struct GlyphBitmap {  // coverage 0..255, rows from the top; left and top place it against the whole-pixel pen
    static constexpr std::int32_t kLanes = 8;  // each row is filled up with zeros to a multiple of these

    std::int32_t left = 0;
    std::int32_t top = 0;  // rows above the baseline
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::vector<std::uint8_t> coverage;  // of a glyph in colour: how dark it is in black and white
    std::vector<ColourPixel> colours;    // width * height of them; none for an outline in the text's ink

    std::int32_t stride() const { return (width + kLanes - 1) / kLanes * kLanes; }
};

}  // namespace lomo
