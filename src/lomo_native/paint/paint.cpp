// Finds the ink of every item of a layout, then composes it in the layout's order.
#include "paint/paint.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "paint/place.h"
#include "paint/placed.h"
#include "paint/trim.h"
#include "text/font.h"
#include "value/error.h"

namespace lomo {

namespace {

constexpr std::int64_t kFarthest = std::int64_t{1} << 30;  // px from the origin that ink may lie

// below * (255 - coverage) / 255 rounded to nearest. The division is spelt out for 16-bit lanes: t / 255 is
// (t + 1 + t / 256) / 256 for every t below 65535.
std::uint8_t over(std::uint8_t below, std::uint8_t coverage) {
    const auto t = std::uint16_t(below * (255 - coverage) + 127);
    return std::uint8_t(std::uint16_t(t + 1 + (t >> 8)) >> 8);
}

PixelBox ink_box(const Layout& layout, const PlacedGlyphs& placed) {
    PixelBox box = placed.box();
    for (const RuleItem& item : layout.rules) {
        const RulePixels rule = rule_pixels(item);
        box.add(rule.x, rule.y, rule.width, rule.height);
    }
    for (const PictureItem& item : layout.pictures) {
        if (const auto ink = trim_box(*item.image)) {
            box.add(round_px(item.x) + ink->left, -round_px(item.y) - item.image->height + ink->top,
                    ink->right - ink->left, ink->bottom - ink->top);
        }
    }
    return box;
}

using Bytes [[gnu::vector_size(8)]] = std::uint8_t;
using Words [[gnu::vector_size(16)]] = std::uint16_t;

// over() on all bytes of a word at once. Most of a page is white before a glyph is drawn.
template <typename Word>
Word over_all(Word below, Word coverage) {
    if (Word(~below) == 0) return Word(~coverage);
    const std::uint64_t wide_below = below, wide_coverage = coverage;
    Bytes dark, cover;
    std::memcpy(&dark, &wide_below, sizeof dark);
    std::memcpy(&cover, &wide_coverage, sizeof cover);
    const Words t =
        __builtin_convertvector(dark, Words) * (255 - __builtin_convertvector(cover, Words)) + 127;
    dark = __builtin_convertvector((t + 1 + (t >> 8)) >> 8, Bytes);
    Word made;
    std::memcpy(&made, &dark, sizeof made);
    return made;
}

// Two words of a row, which may overlap: both are read before one is written.
template <typename Word>
void draw_words(std::uint8_t* row, const std::uint8_t* coverage, std::int32_t other) {
    Word below[2], above[2];
    std::memcpy(&below[0], row, sizeof(Word));
    std::memcpy(&below[1], row + other, sizeof(Word));
    std::memcpy(&above[0], coverage, sizeof(Word));
    std::memcpy(&above[1], coverage + other, sizeof(Word));
    const Word made[2] = {over_all(below[0], above[0]), over_all(below[1], above[1])};
    std::memcpy(row, &made[0], sizeof(Word));
    std::memcpy(row + other, &made[1], sizeof(Word));
}

// A row of coverage and no byte more: the glyph beside it would wait for what was written here.
void draw_row(std::uint8_t* row, const std::uint8_t* coverage, std::int32_t width) {
    constexpr std::int32_t kWord = sizeof(std::uint64_t);
    for (; width > 2 * kWord; width -= kWord, row += kWord, coverage += kWord) {
        draw_words<std::uint64_t>(row, coverage, 0);
    }
    if (width >= kWord) {
        draw_words<std::uint64_t>(row, coverage, width - kWord);
    } else if (width >= kWord / 2) {
        draw_words<std::uint32_t>(row, coverage, width - kWord / 2);
    } else if (width >= kWord / 4) {
        draw_words<std::uint16_t>(row, coverage, width - kWord / 4);
    } else {
        row[0] = over(row[0], coverage[0]);
    }
}

struct Page {
    const Sheet& sheet;
    const Canvas& out;
};

void draw_glyph(const Page& page, const PlacedGlyph& placed, std::uint8_t ink) {
    const GlyphBitmap& glyph = *placed.bitmap;
    if (glyph.height == 0) return;
    const std::int64_t left = page.sheet.origin_x + placed.left;
    const std::int64_t top = page.sheet.origin_y + placed.top;
    const std::uint8_t* coverage = glyph.coverage;
    std::uint8_t* row = page.out.row(std::int32_t(top)) + left;
    for (std::int32_t y = 0; y < glyph.height; ++y, coverage += glyph.width, row += page.out.stride()) {
        if (ink == 255) {
            draw_row(row, coverage, glyph.width);
        } else {
            for (std::int32_t x = 0; x < glyph.width; ++x) row[x] = over(row[x], inked(coverage[x], ink));
        }
    }
}

void draw_rule(const Page& page, const RuleItem& item) {
    const RulePixels rule = rule_pixels(item);
    for (std::int64_t y = 0; y < rule.height; ++y) {
        std::uint8_t* row =
            page.out.row(std::int32_t(page.sheet.origin_y + rule.y + y)) + page.sheet.origin_x + rule.x;
        if (item.ink == 255) {
            std::fill_n(row, rule.width, std::uint8_t{0});
        } else {
            std::transform(row, row + rule.width, row,
                           [&](std::uint8_t below) { return over(below, item.ink); });
        }
    }
}

void draw_picture(const Page& page, const PictureItem& item) {
    const std::int64_t left = page.sheet.origin_x + round_px(item.x);
    const std::int64_t top = page.sheet.origin_y - round_px(item.y) - item.image->height;
    const auto ink = trim_box(*item.image);  // its white may reach beyond the page
    if (!ink) return;
    for (std::int32_t y = ink->top; y < ink->bottom; ++y) {
        std::uint8_t* row = page.out.row(std::int32_t(top) + y);
        const std::uint8_t* source = item.image->row(y);
        for (std::int32_t x = ink->left; x < ink->right; ++x) {
            std::uint8_t& below = row[left + x];
            below = over(below, std::uint8_t(255 - source[x]));
        }
    }
}

}  // namespace

Sheet sheet_for(const Layout& layout, const PlacedGlyphs& placed, std::int32_t margin_px,
                std::int64_t max_pixels) {
    if (margin_px < 0 || margin_px > 4096) {
        throw InputError("margin_px must be in 0 .. 4096, not " + std::to_string(margin_px));
    }
    const PixelBox box = ink_box(layout, placed);
    if (box.empty()) {
        const std::int32_t side = std::max(1, 2 * margin_px);
        return {side, side, margin_px, margin_px};
    }
    if (box.x0 < -kFarthest || box.y0 < -kFarthest || box.x1 > kFarthest || box.y1 > kFarthest) {
        throw SizeError("the page's ink lies too far from its origin");
    }
    const std::int64_t width = box.x1 - box.x0 + 2 * margin_px;
    const std::int64_t height = box.y1 - box.y0 + 2 * margin_px;
    if (width > 65535 || height > 65535 || width * height > max_pixels) {
        throw SizeError("the page would be " + std::to_string(width) + " x " + std::to_string(height) +
                        " px, more than " + std::to_string(max_pixels) + " pixels");
    }
    return {std::int32_t(width), std::int32_t(height), std::int32_t(margin_px - box.x0),
            std::int32_t(margin_px - box.y0)};
}

Sheet sheet_for(const Layout& layout, std::int32_t margin_px, std::int64_t max_pixels) {
    return sheet_for(layout, PlacedGlyphs(layout), margin_px, max_pixels);
}

void paint(const Layout& layout, const PlacedGlyphs* placed, const Sheet& sheet, const Canvas& out,
           Drawn drawn) {
    if (out.width != sheet.width || out.height != sheet.height || out.channels != 1) {
        throw InputError("the canvas is not grey and of the sheet's size");
    }
    std::memset(out.pixels, 255, out.size());
    const Page page{sheet, out};
    for (const PictureItem& item : layout.pictures) draw_picture(page, item);
    const bool known = placed != nullptr && placed->hold();
    for (std::size_t i = 0; i < layout.glyphs.size(); ++i) {
        const GlyphItem& item = layout.glyphs[i];
        if (drawn == Drawn::kInInk && layout.faces[item.face]->in_colour()) continue;
        draw_glyph(page, known ? placed->glyphs()[i] : placed_glyph(layout, item), item.ink);
    }
    for (const RuleItem& item : layout.rules) draw_rule(page, item);
}

void paint(const Layout& layout, const Sheet& sheet, const Canvas& out, Drawn drawn) {
    paint(layout, nullptr, sheet, out, drawn);
}

}  // namespace lomo
