// Lays each item's own coverage over the picture: paint only darkens, so that an item which was painted left
// no pixel lighter than it is alone.
#include "paint/item_ink.h"

#include <algorithm>

#include "paint/glyph_cache.h"
#include "paint/place.h"
#include "value/error.h"

namespace lomo {

namespace {

class Reader {
  public:
    Reader(const ImageView& image, std::int64_t origin_x, std::int64_t origin_y)
        : image_(image), origin_x_(origin_x), origin_y_(origin_y) {}

    // One pixel of an item, at (x, y) from the layout's origin, y downward.
    void read(ItemInk& ink, std::int64_t x, std::int64_t y, int coverage) const {
        if (coverage == 0) return;
        ++ink.drawn;
        const std::int64_t column = origin_x_ + x, line = origin_y_ + y;
        if (column < 0 || line < 0 || column >= image_.width || line >= image_.height) return;
        ink.seen += image_.row(std::int32_t(line))[column] <= 255 - coverage;
    }

    // All pixels of a rule; one that no page could hold costs no more than one that fills the page.
    void read_full(ItemInk& ink, const RulePixels& rule, std::uint8_t darkness) const {
        ink.drawn += rule.width * rule.height;
        const auto clamp = [](std::int64_t at, std::int32_t side) {
            return std::clamp<std::int64_t>(at, 0, side);
        };
        const std::int64_t left = clamp(origin_x_ + rule.x, image_.width);
        const std::int64_t right = clamp(origin_x_ + rule.x + rule.width, image_.width);
        const std::int64_t bottom = clamp(origin_y_ + rule.y + rule.height, image_.height);
        for (std::int64_t y = clamp(origin_y_ + rule.y, image_.height); y < bottom; ++y) {
            const std::uint8_t* row = image_.row(std::int32_t(y));
            ink.seen += std::count_if(row + left, row + right,
                                      [&](std::uint8_t value) { return value <= 255 - darkness; });
        }
    }

  private:
    const ImageView& image_;
    std::int64_t origin_x_, origin_y_;
};

ItemInk glyph_ink(const Reader& reader, const FontFile& face, const GlyphItem& item) {
    const Pen pen = pen_at(item.x, item.y);
    const GlyphBitmap& glyph = glyph_bitmap(face, item.glyph, item.size, pen.phase_x, pen.phase_y);
    ItemInk ink;
    for (std::int32_t y = 0; y < glyph.height; ++y) {
        const std::uint8_t* row = glyph.coverage + std::size_t(y) * std::size_t(glyph.width);
        for (std::int32_t x = 0; x < glyph.width; ++x) {
            reader.read(ink, pen.x + glyph.left + x, -pen.y - glyph.top + y, inked(row[x], item.ink));
        }
    }
    return ink;
}

ItemInk rule_ink(const Reader& reader, const RuleItem& item) {
    const RulePixels rule = rule_pixels(item);
    ItemInk ink;
    reader.read_full(ink, rule, item.ink);
    return ink;
}

ItemInk picture_ink(const Reader& reader, const PictureItem& item) {
    const std::int64_t left = round_px(item.x), top = -round_px(item.y) - item.image->height;
    ItemInk ink;
    for (std::int32_t y = 0; y < item.image->height; ++y) {
        const std::uint8_t* row = item.image->row(y);
        for (std::int32_t x = 0; x < item.image->width; ++x)
            reader.read(ink, left + x, top + y, 255 - row[x]);
    }
    return ink;
}

}  // namespace

std::vector<ItemInk> item_ink(const Layout& layout, const ImageView& image, std::int64_t origin_x,
                              std::int64_t origin_y) {
    if (image.channels != 1) throw InputError("ink is read from a grey picture: shape (height, width, 1)");
    const Reader reader(image, origin_x, origin_y);
    std::vector<ItemInk> inks;
    inks.reserve(layout.glyphs.size() + layout.rules.size() + layout.pictures.size());
    for (const GlyphItem& item : layout.glyphs) {
        inks.push_back(glyph_ink(reader, *layout.faces[item.face], item));
    }
    for (const RuleItem& item : layout.rules) inks.push_back(rule_ink(reader, item));
    for (const PictureItem& item : layout.pictures) inks.push_back(picture_ink(reader, item));
    return inks;
}

}  // namespace lomo
