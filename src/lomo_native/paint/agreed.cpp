// Each glyph in colour is asked for alone, so that one which the painting left out is missed.
#include "paint/agreed.h"

#include <cstddef>
#include <cstring>
#include <vector>

#include "paint/glyph_cache.h"
#include "paint/paint.h"
#include "paint/place.h"
#include "value/error.h"

namespace lomo {

namespace {

constexpr std::int64_t kMostPixels = std::int64_t{1} << 30;

// What lies under the ink: paper, or the glyph in colour that reaches the pixel.
class Ground {
  public:
    Ground(std::int32_t width, std::int32_t height, const Colours& colours)
        : width_(width), height_(height), colours_(colours) {
        const std::size_t pixels = std::size_t(width) * std::size_t(height);
        rgb_.resize(pixels, colours.paper);
        glyphs_.resize(pixels, 0);
    }

    void add(const FontFile& face, const GlyphItem& item, std::int64_t origin_x, std::int64_t origin_y) {
        const Pen pen = pen_at(item.x, item.y);
        const GlyphBitmap& glyph = glyph_bitmap(face, item.glyph, item.size, pen.phase_x, pen.phase_y);
        const ColourPixel* pixel = glyph.colours;
        for (std::int32_t y = 0; y < glyph.height; ++y) {
            for (std::int32_t x = 0; x < glyph.width; ++x, ++pixel) {
                const std::int64_t column = origin_x + pen.x + glyph.left + x;
                const std::int64_t line = origin_y - pen.y - glyph.top + y;
                const bool inside = column >= 0 && line >= 0 && column < width_ && line < height_;
                if (inside && pixel->alpha > 0) add(*pixel, item.ink, std::size_t(line * width_ + column));
            }
        }
    }

    const Rgb& rgb(std::size_t at) const { return rgb_[at]; }
    int glyphs(std::size_t at) const { return glyphs_[at]; }  // 2: or more

  private:
    void add(const ColourPixel& pixel, std::uint8_t darkness, std::size_t at) {
        if (glyphs_[at] < 2) ++glyphs_[at];
        for (std::size_t c = 0; c < 3; ++c) {
            rgb_[at][c] = on_page(pixel, c, colours_.ink[c], darkness, colours_.paper[c]);
        }
    }

    std::int32_t width_, height_;
    const Colours& colours_;
    std::vector<Rgb> rgb_;
    std::vector<std::uint8_t> glyphs_;
};

// The picture of what is drawn in ink alone.
class Ink {
  public:
    Ink(const Layout& layout, std::int64_t origin_x, std::int64_t origin_y)
        : sheet_(sheet_for(layout, 0, kMostPixels)),
          image_(sheet_.width, sheet_.height, 1, 255),
          right_(sheet_.origin_x - origin_x),
          down_(sheet_.origin_y - origin_y) {
        paint(layout, sheet_, canvas(image_), Drawn::kInInk);
    }

    std::uint8_t at(std::int64_t x, std::int64_t y) const {
        x += right_, y += down_;
        const bool inside = x >= 0 && y >= 0 && x < sheet_.width && y < sheet_.height;
        return inside ? image_.row(std::int32_t(y))[x] : std::uint8_t{255};
    }

  private:
    Sheet sheet_;
    Image image_;
    std::int64_t right_, down_;  // from the page's pixels to those of the sheet
};

}  // namespace

Image agreed(const Layout& layout, const ImageView& grey, const ImageView& image, const Colours& colours,
             std::int64_t origin_x, std::int64_t origin_y) {
    if (grey.channels != 1 || image.channels != 3 || grey.width != image.width ||
        grey.height != image.height) {
        throw InputError("a grey picture and one in RGB of the same size are compared");
    }
    Ground ground(grey.width, grey.height, colours);
    for (const GlyphItem& item : layout.glyphs) {
        const FontFile& face = *layout.faces[item.face];
        if (face.in_colour()) ground.add(face, item, origin_x, origin_y);
    }
    const Ink ink(layout, origin_x, origin_y);
    Image made(grey.width, grey.height, 1, 255);
    std::size_t at = 0;
    for (std::int32_t y = 0; y < grey.height; ++y) {
        for (std::int32_t x = 0; x < grey.width; ++x, ++at) {
            const int glyphs = ground.glyphs(at);
            const std::uint8_t light = glyphs == 0 ? grey.pixels[at] : ink.at(x, y);
            Rgb wanted = ground.rgb(at);
            for (std::size_t c = 0; c < 3; ++c) wanted[c] = between(colours.ink[c], wanted[c], light);
            const bool shown = std::memcmp(wanted.data(), image.pixels + 3 * at, 3) == 0;
            if (shown || glyphs > 1) made.pixels[at] = grey.pixels[at];
        }
    }
    return made;
}

}  // namespace lomo
