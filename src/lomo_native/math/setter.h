// What every typesetter is handed: the faces, the sizes of one formula, and the memory its boxes live in.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "math/arena.h"
#include "math/box.h"
#include "math/fonts.h"
#include "math/style.h"
#include "text/shape.h"

namespace lomo {

struct RowItem;
struct TagNode;
struct Dimension;

using FaceList = std::vector<std::shared_ptr<const FontFile>>;

class Setter {
  public:
    // em: the formula's em size. fallbacks: faces for characters that Latin Modern lacks, tried in order.
    Setter(const MathFonts& math_fonts, std::span<const std::shared_ptr<const FontFile>> fallbacks,
           Arena& memory, Unit em);
    ~Setter();

    const MathFonts& fonts;
    const MathTable& math;
    Arena& arena;
    const std::span<const std::shared_ptr<const FontFile>> fallbacks;
    std::vector<RowItem>& items;       // a stack: each row being set owns the top of it
    std::vector<ShapedGlyph>& shaped;  // scratch of text boxes
    struct Tag {
        const TagNode* node;
        Unit y;  // of its baseline
    };
    std::vector<Tag> tags;  // the equation numbers met so far

    Unit em() const { return sizes_[0]; }
    Unit size(Style style) const { return sizes_[style.size()]; }
    // Thousandths of the formula's em: LaTeX's absolute lengths, at 1 pt = 100 u.
    Unit u(std::int64_t thousandths) const { return scale(thousandths, sizes_[0], 1000); }
    // A MATH constant at the size of the style.
    Unit constant(hb_ot_math_constant_t which, Style style) const {
        return scale(math.constant(which), size(style), 1000);
    }
    Unit axis(Style style) const { return constant(HB_OT_MATH_CONSTANT_AXIS_HEIGHT, style); }
    Unit mu(std::int64_t count, Style style) const { return size(style) * count / 18; }
    Unit length(Dimension dimension, Style style) const;

    Box* list(SourceRange source) { return with_source(arena.make<Box>(), source); }
    // A glyph of a face by its index: MathFonts' faces first, then the fallbacks.
    Box* glyph(std::uint16_t face, std::uint32_t glyph, Unit size, SourceRange source);
    Box* rule(Unit width, Unit height, Unit depth, SourceRange source);
    const FontFile& face(std::uint16_t index) const {
        return index < MathFonts::kCount ? *fonts.faces()[index] : *fallbacks[index - MathFonts::kCount];
    }
    GlyphMeasure measure(std::uint16_t face, std::uint32_t glyph) const;

  private:
    static Box* with_source(Box* box, SourceRange source) {
        box->source = source;
        return box;
    }
    Unit sizes_[3];
};

}  // namespace lomo
