// A page's picture in RGB and the same in grey -> what both show: the account of the grey one then holds for
// the other, too.
#pragma once

#include <cstdint>

#include "paint/colour.h"
#include "value/image.h"
#include "value/layout.h"

namespace lomo {

// The grey picture, white wherever the other shows anything else: not the ink that is in the grey one nor,
// where a glyph in colour stands, its own pixel under that ink. Where two such glyphs overlap, of which one
// may hide the other, the grey is kept. Throws InputError where the two differ in size.
Image agreed(const Layout& layout, const ImageView& grey, const ImageView& image, const Colours& colours,
             std::int64_t origin_x, std::int64_t origin_y);

}  // namespace lomo
