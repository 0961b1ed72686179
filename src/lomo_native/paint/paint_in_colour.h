// Layout -> Image in RGB: glyphs that have colours of their own in these, all else in ink, on paper.
#pragma once

#include "paint/colour.h"
#include "paint/paint.h"
#include "value/image.h"
#include "value/layout.h"

namespace lomo {

// Whether some glyph of the layout is of a face opened for its colours.
bool in_colour(const Layout& layout);

// Paints a layout on `out`, RGB and of the size of `sheet`, which sheet_for gave for the same layout. Where
// no glyph has colours, the picture is that of colour() on that of paint(). In black on white its luma is
// what paint() gives, but where a glyph in colour overlaps another item.
void paint_in_colour(const Layout& layout, const Sheet& sheet, const Colours& colours, const Canvas& out);

}  // namespace lomo
