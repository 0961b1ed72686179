#include "paint/item_boxes.h"

#include "paint/glyph_cache.h"
#include "paint/place.h"
#include "paint/trim.h"

namespace lomo {

std::vector<ItemBox> item_boxes(const Layout& layout) {
    std::vector<ItemBox> boxes;
    boxes.reserve(layout.glyphs.size() + layout.rules.size() + layout.pictures.size());
    for (const GlyphItem& item : layout.glyphs) {
        const Pen pen = pen_at(item.x, item.y);
        const GlyphBitmap& glyph =
            glyph_bitmap(*layout.faces[item.face], item.glyph, item.size, pen.phase_x, pen.phase_y);
        const std::int64_t x = pen.x + glyph.left, y = -pen.y - glyph.top;
        boxes.push_back(
            {ItemKind::kGlyph, x, y, x + glyph.width, y + glyph.height, item.source, item.size});
    }
    for (const RuleItem& item : layout.rules) {
        const RulePixels rule = rule_pixels(item);
        boxes.push_back(
            {ItemKind::kRule, rule.x, rule.y, rule.x + rule.width, rule.y + rule.height, item.source, 0});
    }
    for (const PictureItem& item : layout.pictures) {
        ItemBox box{ItemKind::kPicture, 0, 0, 0, 0, item.source, 0};
        if (const auto ink = trim_box(*item.image)) {
            const std::int64_t x = round_px(item.x), y = -round_px(item.y) - item.image->height;
            box.x0 = x + ink->left, box.x1 = x + ink->right;
            box.y0 = y + ink->top, box.y1 = y + ink->bottom;
        }
        boxes.push_back(box);
    }
    return boxes;
}

}  // namespace lomo
