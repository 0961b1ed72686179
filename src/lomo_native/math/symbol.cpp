// Looks a character up: Latin Modern Math or the face of letters asked for, then the others, then fallbacks.
#include "math/symbol.h"

#include <algorithm>
#include <cstdio>

#include "math/typeset.h"

namespace lomo {

namespace {

Box* math_glyph(Setter& setter, std::uint32_t glyph, Unit size, unsigned level, SourceRange source) {
    return setter.glyph(MathFonts::kMathFace, setter.math.script_form(glyph, level), size, source);
}

// LaTeX's text faces have no italic correction of their own; a slanted letter's is taken to where its ink
// ends, and .02 em more.
Box* text_glyph(Setter& setter, std::uint16_t index, std::uint32_t glyph, bool slanted, Unit size,
                SourceRange source) {
    Box* const box = setter.glyph(index, glyph, size, source);
    if (slanted) {
        const GlyphMeasure measure = setter.measure(index, glyph);
        box->italic = setter.face(index).at_size(std::max(measure.x_max - measure.advance + 20, 0), size);
    }
    return box;
}

[[noreturn]] void no_glyph(char32_t code, SourceRange source) {
    char name[16];
    std::snprintf(name, sizeof name, "U+%04X", unsigned(code));
    throw MathError(std::string("no face has a glyph for ") + name, source.start, source.end - source.start);
}

}  // namespace

Box* typeset_character(Setter& setter, char32_t code, Face face, Unit size, unsigned level,
                       SourceRange source) {
    if (face == Face::kMath) {
        if (const std::uint32_t glyph = setter.math.glyph_index(code)) {
            return math_glyph(setter, glyph, size, level, source);
        }
    }
    const Face wanted = face == Face::kMath ? Face::kRoman : face;
    const std::uint16_t index = setter.fonts.face_of(wanted, level);
    if (const std::uint32_t glyph = setter.face(index).glyph_index(code)) {
        const bool slanted = face == Face::kItalic || face == Face::kBoldItalic;
        return text_glyph(setter, index, glyph, slanted, size, source);
    }
    if (face != Face::kMath) {
        if (const std::uint32_t glyph = setter.math.glyph_index(code)) {
            return math_glyph(setter, glyph, size, level, source);
        }
    }
    for (std::size_t i = 0; i < setter.fallbacks.size(); ++i) {
        if (const std::uint32_t glyph = setter.fallbacks[i]->glyph_index(code)) {
            return setter.glyph(std::uint16_t(MathFonts::kCount + i), glyph, size, source);
        }
    }
    no_glyph(code, source);
}

Box* typeset_symbol(Setter& setter, const SymbolNode& node, Style style) {
    return typeset_character(setter, node.code, node.face, setter.size(style), style.size(), node.source);
}

}  // namespace lomo
