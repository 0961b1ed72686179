// Layout -> the box of whole pixels that the ink of each item fills, for ground truth.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "value/layout.h"

namespace lomo {

enum class ItemKind : std::uint8_t { kGlyph, kRule, kPicture };

// Pixels from the layout's origin, y downward, x1 and y1 exclusive; x0 == x1 where nothing is drawn.
struct ItemBox {
    ItemKind kind = ItemKind::kGlyph;
    std::int64_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    SourceRange source;
    Unit size = 0;  // a glyph's em size; 0 for what has none
};

// Glyphs, then rules, then pictures, each in the layout's order.
std::vector<ItemBox> item_boxes(const Layout& layout);

// Of one item: glyphs[index].
ItemBox glyph_box(const Layout& layout, std::size_t index);
// pictures[index].
ItemBox picture_box(const Layout& layout, std::size_t index);

}  // namespace lomo
