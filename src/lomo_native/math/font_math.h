// The MATH table of a face, read once through HarfBuzz: constants, glyph measures, variants, assemblies and
// script forms, in font units. Immutable.
#pragma once

#include <hb-ot.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "text/font.h"

namespace lomo {

// A glyph's box as TeX takes it: height and depth are never negative.
struct GlyphMeasure {
    std::int16_t advance = 0;
    std::int16_t height = 0;
    std::int16_t depth = 0;
    std::int16_t italic = 0;
    std::int16_t x_max = 0;
    std::int16_t accent = 0;  // top accent attachment; half the advance where the table is silent
};

struct AssemblyPart {
    std::uint32_t glyph;
    std::int16_t start;  // connector lengths
    std::int16_t end;
    std::int16_t advance;  // along the assembly
    bool extender;
};

GlyphMeasure measure_glyph(const FontFile& face, std::uint32_t glyph);

class MathTable {
  public:
    // Throws InputError when the face has no MATH table.
    explicit MathTable(const FontFile& face);

    std::int32_t constant(hb_ot_math_constant_t which) const { return constants_[std::size_t(which)]; }
    const GlyphMeasure& measure(std::uint32_t glyph) const {
        return glyph < glyphs_.size() ? glyphs_[glyph] : glyphs_[0];
    }
    // The glyph's form in script (1) or scriptscript size (2); 0 gives the glyph.
    std::uint32_t script_form(std::uint32_t glyph, unsigned size) const {
        return size == 0 || glyph >= scripts_[0].size() ? glyph : scripts_[size - 1][glyph];
    }
    // Larger forms, the glyph itself first where the font lists it, smallest to largest.
    std::span<const std::uint32_t> variants(std::uint32_t glyph, bool vertical) const {
        return part_of(variant_lists_[vertical], variant_glyphs_, glyph);
    }
    // From bottom to top, or from left to right; empty: there is none.
    std::span<const AssemblyPart> assembly(std::uint32_t glyph, bool vertical) const {
        return part_of(assembly_lists_[vertical], assembly_parts_, glyph);
    }
    std::int32_t least_overlap() const { return least_overlap_; }

    std::uint32_t glyph_index(char32_t code) const {
        if (code < low_.size()) return low_[code];
        if (code - kLetters < letters_.size()) return letters_[code - kLetters];
        return face_.glyph_index(code);
    }

  private:
    struct Range {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };
    template <class T>
    static std::span<const T> part_of(const std::vector<Range>& lists, const std::vector<T>& all,
                                      std::uint32_t glyph) {
        if (glyph >= lists.size()) return {};
        return {all.data() + lists[glyph].first, lists[glyph].count};
    }
    void read_scripts(hb_face_t* face);
    void read_growth(std::uint32_t glyph, bool vertical);

    static constexpr char32_t kLetters = 0x1D400;

    const FontFile& face_;
    std::array<std::int32_t, 56> constants_{};
    std::vector<GlyphMeasure> glyphs_;
    std::array<std::vector<std::uint32_t>, 2> scripts_;
    std::array<std::vector<Range>, 2> variant_lists_, assembly_lists_;
    std::vector<std::uint32_t> variant_glyphs_;
    std::vector<AssemblyPart> assembly_parts_;
    std::int32_t least_overlap_ = 0;
    std::array<std::uint32_t, 0x400> low_{};      // glyph indices of the commonest characters
    std::array<std::uint32_t, 0x400> letters_{};  // U+1D400 .. U+1D7FF
};

}  // namespace lomo
