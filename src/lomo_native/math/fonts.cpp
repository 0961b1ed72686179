// Keeps the faces and measures each text face's glyphs at its first use.
#include "math/fonts.h"

#include <algorithm>

#include "value/error.h"

namespace lomo {

namespace {

const FontFile& first_of(const std::vector<std::shared_ptr<const FontFile>>& faces) {
    if (faces.size() != MathFonts::kCount ||
        std::any_of(faces.begin(), faces.end(), [](const auto& face) { return !face; })) {
        throw InputError("MathFonts takes " + std::to_string(MathFonts::kCount) + " faces");
    }
    return *faces[0];
}

// Columns: 10, 7, 5 pt.
constexpr std::uint16_t kFaces[][3] = {
    {0, 0, 0},     // kMath
    {1, 2, 3},     // kRoman
    {4, 5, 6},     // kBold
    {7, 8, 8},     // kItalic
    {9, 9, 9},     // kBoldItalic
    {10, 11, 11},  // kSans
    {12, 12, 12},  // kSansBold
    {13, 14, 14},  // kTypewriter
};
constexpr std::uint16_t kSmallCapitals = 15;

}  // namespace

MathFonts::MathFonts(std::vector<std::shared_ptr<const FontFile>> faces)
    : faces_(std::move(faces)),
      math_(first_of(faces_)),
      measures_(std::make_unique<std::array<Measures, kCount>>()) {}

std::uint16_t MathFonts::face_of(Face face, unsigned size, bool small_capitals) const {
    return small_capitals ? kSmallCapitals : kFaces[std::size_t(face)][size];
}

const GlyphMeasure& MathFonts::measure(std::uint16_t face, std::uint32_t glyph) const {
    if (face == kMathFace) return math_.measure(glyph);
    Measures& measures = (*measures_)[face];
    std::call_once(measures.once, [&] {
        const FontFile& file = *faces_[face];
        const std::uint32_t count = hb_face_get_glyph_count(hb_font_get_face(file.shaper()));
        measures.glyphs.reserve(count);
        for (std::uint32_t i = 0; i < count; ++i) measures.glyphs.push_back(measure_glyph(file, i));
    });
    return measures.glyphs[glyph < measures.glyphs.size() ? glyph : 0];
}

}  // namespace lomo
