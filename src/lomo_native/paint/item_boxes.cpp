#include "paint/item_boxes.h"

#include "paint/glyph_cache.h"
#include "paint/place.h"
#include "paint/trim.h"

namespace lomo {

ItemBox glyph_box(const Layout& layout, std::size_t index) {
    const GlyphItem& item = layout.glyphs[index];
    const Pen pen = pen_at(item.x, item.y);
    const GlyphBitmap& glyph =
        glyph_bitmap(*layout.faces[item.face], item.glyph, item.size, pen.phase_x, pen.phase_y);
    const std::int64_t x = pen.x + glyph.left, y = -pen.y - glyph.top;
    return {ItemKind::kGlyph, x, y, x + glyph.width, y + glyph.height, item.source, item.size};
}

ItemBox picture_box(const Layout& layout, std::size_t index) {
    const PictureItem& item = layout.pictures[index];
    ItemBox box{ItemKind::kPicture, 0, 0, 0, 0, item.source, 0};
    if (const auto ink = trim_box(*item.image)) {
        const std::int64_t x = round_px(item.x), y = -round_px(item.y) - item.image->height;
        box.x0 = x + ink->left, box.x1 = x + ink->right;
        box.y0 = y + ink->top, box.y1 = y + ink->bottom;
    }
    return box;
}

std::vector<ItemBox> item_boxes(const Layout& layout) {
    std::vector<ItemBox> boxes;
    boxes.reserve(layout.glyphs.size() + layout.rules.size() + layout.pictures.size());
    for (std::size_t i = 0; i < layout.glyphs.size(); ++i) boxes.push_back(glyph_box(layout, i));
    for (const RuleItem& item : layout.rules) {
        const RulePixels rule = rule_pixels(item);
        boxes.push_back(
            {ItemKind::kRule, rule.x, rule.y, rule.x + rule.width, rule.y + rule.height, item.source, 0});
    }
    for (std::size_t i = 0; i < layout.pictures.size(); ++i) boxes.push_back(picture_box(layout, i));
    return boxes;
}

}  // namespace lomo
