// What the face holds decides: a picture, else layers, else the glyph's outline in the colour of the text.
#include "paint/colour_glyph.h"

#include <algorithm>
#include <limits>
#include <string>

#include "paint/resample.h"
#include "text/colour_face.h"
#include "value/error.h"

namespace lomo {

namespace {

constexpr Unit kGreatestSide = px(4096);
constexpr std::size_t kGreatestLayers = std::size_t{64} << 20;  // pixels of all layers of a glyph

void check_side(Unit side) {
    if (side > kGreatestSide) throw InputError("a glyph in colour would be larger than 4096 px a side");
}

// The coverage of one outline, and what it is filled with.
struct Filled {
    GlyphPixels bitmap;
    ColourLayer layer;

    ColourPixel pixel(std::int32_t x, std::int32_t y) const {
        const std::uint8_t coverage =
            bitmap.coverage[std::size_t(y) * std::size_t(bitmap.width) + std::size_t(x)];
        ColourPixel made;
        made.alpha = share(coverage, layer.alpha);
        made.ink = layer.ink ? made.alpha : std::uint8_t{0};
        for (std::size_t c = 0; c < 3; ++c)
            made.rgb[c] = layer.ink ? std::uint8_t{0} : share(layer.rgb[c], made.alpha);
        return made;
    }
};

ColourMap laid(const std::vector<Filled>& filled) {
    ColourMap made;
    std::int64_t left = std::numeric_limits<std::int64_t>::max(),
                 right = std::numeric_limits<std::int64_t>::min();
    std::int64_t bottom = left, top = right;
    for (const auto& [bitmap, layer] : filled) {
        if (bitmap.width == 0) continue;
        left = std::min<std::int64_t>(left, bitmap.left);
        right = std::max<std::int64_t>(right, bitmap.left + bitmap.width);
        top = std::max<std::int64_t>(top, bitmap.top);
        bottom = std::min<std::int64_t>(bottom, bitmap.top - bitmap.height);
    }
    if (left >= right) return made;
    check_side(px(right - left)), check_side(px(top - bottom));
    made.left = left, made.top = top;
    made.width = std::int32_t(right - left), made.height = std::int32_t(top - bottom);
    made.pixels.resize(std::size_t(made.width) * std::size_t(made.height));
    for (const Filled& one : filled) {
        for (std::int32_t y = 0; y < one.bitmap.height; ++y) {
            const std::int64_t row = top - one.bitmap.top + y, column = one.bitmap.left - left;
            ColourPixel* out = made.pixels.data() + row * made.width + column;
            for (std::int32_t x = 0; x < one.bitmap.width; ++x, ++out) {
                *out = laid_over(one.pixel(x, y), *out);
            }
        }
    }
    return made;
}

ColourMap picture(const FontFile& face, std::uint32_t glyph, const FontBytes& png, Unit size, Unit shift_x,
                  Unit shift_y) {
    const FontFile::Box box = face.glyph_box(glyph);
    const auto at = [&](std::int32_t value, Unit shift) { return face.at_size(value, size) + shift; };
    const UnitBox fills{at(box.x_min, shift_x), at(box.y_min, shift_y), at(box.x_max, shift_x),
                        at(box.y_max, shift_y)};
    check_side(fills.x1 - fills.x0), check_side(fills.y1 - fills.y0);
    try {
        return resample(read_png(bytes_of(png)), fills);
    } catch (const InputError& error) {
        throw InputError("glyph " + std::to_string(glyph) + " of " + face.name() + ": " + error.what());
    }
}

GlyphPixels trimmed(const ColourMap& map) {
    std::int32_t x0 = map.width, x1 = 0, y0 = map.height, y1 = 0;
    const ColourPixel* pixel = map.pixels.data();
    for (std::int32_t y = 0; y < map.height; ++y) {
        for (std::int32_t x = 0; x < map.width; ++x, ++pixel) {
            if (pixel->alpha == 0) continue;
            x0 = std::min(x0, x), x1 = std::max(x1, x + 1);
            y0 = std::min(y0, y), y1 = std::max(y1, y + 1);
        }
    }
    GlyphPixels made;
    if (x0 >= x1) return made;
    made.left = std::int32_t(map.left) + x0;
    made.top = std::int32_t(map.top) - y0;
    made.width = x1 - x0, made.height = y1 - y0;
    made.coverage.resize(std::size_t(made.width) * std::size_t(made.height));
    made.colours.reserve(std::size_t(made.width) * std::size_t(made.height));
    for (std::int32_t y = y0; y < y1; ++y) {
        std::uint8_t* coverage = made.coverage.data() + std::size_t(y - y0) * std::size_t(made.width);
        for (std::int32_t x = x0; x < x1; ++x) {
            made.colours.push_back(map.pixels[std::size_t(y) * std::size_t(map.width) + std::size_t(x)]);
            *coverage++ = darkness_of(made.colours.back());
        }
    }
    return made;
}

}  // namespace

GlyphPixels colour_glyph(const FontFile& face, std::uint32_t glyph, Unit size, Unit shift_x, Unit shift_y,
                         const Outline& outline) {
    if (!face.draws(glyph)) return {};
    if (const FontBytes png = glyph_png(face.shaper(), glyph); !bytes_of(png).empty()) {
        return trimmed(picture(face, glyph, png, size, shift_x, shift_y));
    }
    std::vector<ColourLayer> layers = colour_layers(face.shaper(), glyph);
    if (layers.empty()) layers.push_back({glyph, true, {}, 255});
    std::vector<Filled> filled;
    std::size_t pixels = 0;
    for (const ColourLayer& layer : layers) {
        filled.push_back({outline(layer.glyph), layer});
        pixels += filled.back().bitmap.coverage.size();
        if (pixels > kGreatestLayers) throw InputError("a glyph's layers in colour would be too large");
    }
    return trimmed(laid(filled));
}

}  // namespace lomo
