// A glyph of a face in colour at a size and a sub-pixel phase -> its pixels: a PNG brought to that size, or
// outlines laid over each other.
#pragma once

#include <cstdint>
#include <functional>

#include "paint/glyph_bitmap.h"
#include "text/font.h"
#include "value/units.h"

namespace lomo {

// The coverage of a glyph's own outline, at the size and the phase that are asked for.
using Outline = std::function<GlyphPixels(std::uint32_t glyph)>;

// shift_x, shift_y: of the glyph's origin from the whole-pixel pen, to the right and up. Throws InputError
// for a picture that cannot be read or would be too large.
GlyphPixels colour_glyph(const FontFile& face, std::uint32_t glyph, Unit size, Unit shift_x, Unit shift_y,
                         const Outline& outline);

}  // namespace lomo
