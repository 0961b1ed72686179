// The faces of formulas: Latin Modern Math, the text faces of Latin Modern in LaTeX's sizes, and for each the
// measures of its glyphs. Immutable, so that any number of threads may set formulas with it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "math/alphabet.h"
#include "math/font_math.h"
#include "text/font.h"

namespace lomo {

class MathFonts {
  public:
    static constexpr std::size_t kCount = 16;
    static constexpr std::uint16_t kMathFace = 0;

    // faces: Latin Modern Math; Roman 10, 7, 5; bold 10, 7, 5; italic 10, 7; bold italic 10; Sans 10, 8; bold
    // Sans 10; Mono 10, 8; small capitals 10. Throws InputError for another number of them.
    explicit MathFonts(std::vector<std::shared_ptr<const FontFile>> faces);

    const std::vector<std::shared_ptr<const FontFile>>& faces() const { return faces_; }
    const MathTable& math() const { return math_; }
    // The face of letters that LaTeX takes at size 0, 1 or 2 (10, 7, 5 pt).
    std::uint16_t face_of(Face face, unsigned size, bool small_capitals = false) const;
    const GlyphMeasure& measure(std::uint16_t face, std::uint32_t glyph) const;

  private:
    struct Measures {  // of a text face: taken when it is first asked for
        std::once_flag once;
        std::vector<GlyphMeasure> glyphs;
    };

    std::vector<std::shared_ptr<const FontFile>> faces_;
    MathTable math_;
    std::unique_ptr<std::array<Measures, kCount>> measures_;
};

}  // namespace lomo
