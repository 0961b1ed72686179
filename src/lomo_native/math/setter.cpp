// Glyphs and rules at a formula's sizes.
#include "math/setter.h"

#include "math/node.h"
#include "math/row.h"

namespace lomo {

namespace {
// One formula at a time in a thread: its scratch is kept for the next.
thread_local std::vector<RowItem> row_items;
thread_local std::vector<ShapedGlyph> shaped_glyphs;
}  // namespace

Setter::Setter(const MathFonts& math_fonts, std::span<const std::shared_ptr<const FontFile>> faces,
               Arena& memory, Unit em)
    : fonts(math_fonts),
      math(math_fonts.math()),
      arena(memory),
      fallbacks(faces),
      items(row_items),
      shaped(shaped_glyphs),
      // LaTeX's 10, 7 and 5 pt, which are also the font's ScriptPercentScaleDown values.
      sizes_{em, em * math.constant(HB_OT_MATH_CONSTANT_SCRIPT_PERCENT_SCALE_DOWN) / 100,
             em * math.constant(HB_OT_MATH_CONSTANT_SCRIPT_SCRIPT_PERCENT_SCALE_DOWN) / 100} {
    items.clear();
}

Setter::~Setter() {
    constexpr std::size_t kKept = 4096;
    if (items.capacity() > kKept) std::vector<RowItem>().swap(items);
    if (shaped.capacity() > kKept) std::vector<ShapedGlyph>().swap(shaped);
}

Unit Setter::length(Dimension dimension, Style style) const {
    return dimension.mu ? scale(dimension.value, size(style), 18'000)
                        : scale(dimension.value, em(), 1'000'000);
}

GlyphMeasure Setter::measure(std::uint16_t index, std::uint32_t glyph) const {
    return index < MathFonts::kCount ? fonts.measure(index, glyph) : measure_glyph(face(index), glyph);
}

Box* Setter::glyph(std::uint16_t index, std::uint32_t glyph, Unit size, SourceRange source) {
    Box* const box = list(source);
    box->kind = BoxKind::kGlyph;
    box->character = box->hooked = true;
    box->face = index;
    box->glyph = glyph;
    box->size = size;
    const GlyphMeasure measured = measure(index, glyph);
    const FontFile& file = face(index);
    box->width = file.at_size(measured.advance, size);
    box->height = file.at_size(measured.height, size);
    box->depth = file.at_size(measured.depth, size);
    box->italic = file.at_size(measured.italic, size);
    box->accent = index == MathFonts::kMathFace ? file.at_size(measured.accent, size) : box->width / 2;
    return box;
}

Box* Setter::rule(Unit width, Unit height, Unit depth, SourceRange source) {
    Box* const box = list(source);
    box->kind = BoxKind::kRule;
    box->width = width;
    box->height = height;
    box->depth = depth;
    return box;
}

}  // namespace lomo
