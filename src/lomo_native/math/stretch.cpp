// Chooses among a glyph's forms by TeX's measure (height and depth of its box, or its advance), and puts
// assemblies together.
#include "math/stretch.h"

#include <algorithm>

#include "math/symbol.h"

namespace lomo {

namespace {

// A form that misses its aim by less than this share of the em reaches it: sums of rounded lengths must not
// choose another form at another size. (LuaTeX's constants come out smaller by as much, for another reason.)
constexpr Unit kToleranceShare = 10'000;

constexpr std::int64_t kMostCopies = 4000;  // of an extender

struct Joint {
    Unit full = 0;   // all that the two connectors can overlap
    Unit least = 0;  // what they must
};

class Assembler {
  public:
    Assembler(Setter& setter, std::span<const AssemblyPart> parts, Unit size, bool vertical)
        : setter_(setter), parts_(parts), size_(size), vertical_(vertical) {}

    // OpenType MATH, "Glyph assembly": the fewest copies of each extender that reach `aim` with the joints
    // pulled out; then the joints are pulled out just as far as needed, each in proportion to its play.
    Box* build(Unit aim, SourceRange source) {
        const FontFile& file = setter_.face(MathFonts::kMathFace);
        least_overlap_ = file.at_size(setter_.math.least_overlap(), size_);
        std::int64_t copies = fewest_copies(aim);
        Unit natural = 0, play = 0;
        each(copies, [&](const AssemblyPart& part, const Joint& joint) {
            natural += length_of(part) - joint.full;
            play += joint.full - joint.least;
        });
        const Unit lack = std::min(std::max<Unit>(aim - natural, 0), play);
        Box* const box = setter_.list(source);
        Unit at = 0;
        each(copies, [&](const AssemblyPart& part, const Joint& joint) {
            const Unit pulled = play > 0 ? scale(joint.full - joint.least, lack, play) : 0;
            at -= joint.full - pulled;
            Box* const glyph = setter_.glyph(MathFonts::kMathFace, part.glyph, size_, source);
            if (vertical_) {
                box->place(glyph, 0, at + glyph->depth);
                at += glyph->total();
                box->width = std::max(box->width, glyph->width);
            } else {
                box->include(glyph, at, 0);
                at += glyph->width;
            }
        });
        (vertical_ ? box->height : box->width) = at;
        return box;
    }

  private:
    Unit length_of(const AssemblyPart& part) const {
        const GlyphMeasure& measure = setter_.math.measure(part.glyph);
        const int length = vertical_ ? measure.height + measure.depth : measure.advance;
        return setter_.face(MathFonts::kMathFace).at_size(length, size_);
    }

    // Calls visit(part, the joint before it) for every piece.
    template <class Visit>
    void each(std::int64_t copies, const Visit& visit) const {
        const FontFile& file = setter_.face(MathFonts::kMathFace);
        const AssemblyPart* before = nullptr;
        for (const AssemblyPart& part : parts_) {
            for (std::int64_t i = part.extender ? copies : 1; i > 0; --i) {
                Joint joint;
                if (before != nullptr) {
                    joint.full = file.at_size(std::min(before->end, part.start), size_);
                    joint.least = std::min(least_overlap_, joint.full);
                }
                visit(part, joint);
                before = &part;
            }
        }
    }

    Unit longest(std::int64_t copies) const {
        Unit length = 0;
        each(copies,
             [&](const AssemblyPart& part, const Joint& joint) { length += length_of(part) - joint.least; });
        return length;
    }

    std::int64_t fewest_copies(Unit aim) const {
        const Unit none = longest(0), one = longest(1);
        if (none >= aim || longest(2) <= one) return none >= aim ? 0 : 1;
        std::int64_t copies = 1;
        const Unit each_copy = longest(2) - one;
        if (one < aim) copies += (aim - one + each_copy - 1) / each_copy;
        return std::min(copies, kMostCopies);
    }

    Setter& setter_;
    std::span<const AssemblyPart> parts_;
    Unit size_;
    bool vertical_;
    Unit least_overlap_ = 0;
};

}  // namespace

Box* stretch_vertically(Setter& setter, std::uint32_t glyph, Unit size, Unit aim, SourceRange source) {
    const auto reaches = [&](std::uint32_t form) {
        const GlyphMeasure& measure = setter.math.measure(form);
        return setter.face(MathFonts::kMathFace).at_size(measure.height + measure.depth, size) >=
               aim - size / kToleranceShare;
    };
    std::uint32_t best = glyph;
    if (!reaches(glyph)) {
        for (const std::uint32_t form : setter.math.variants(glyph, true)) {
            best = form;
            if (reaches(form)) break;
        }
        if (!reaches(best)) {
            const std::span<const AssemblyPart> parts = setter.math.assembly(glyph, true);
            if (!parts.empty()) return Assembler(setter, parts, size, true).build(aim, source);
        }
    }
    return setter.glyph(MathFonts::kMathFace, best, size, source);
}

Box* stretch_delimiter(Setter& setter, char32_t code, Unit size, Unit aim, Unit axis, SourceRange source) {
    const std::uint32_t glyph = setter.math.glyph_index(code);
    Box* const inner = glyph != 0 ? stretch_vertically(setter, glyph, size, aim, source)
                                  : typeset_character(setter, code, Face::kMath, size, 0, source);
    Box* const box = setter.list(source);
    box->width = inner->width;
    box->include(inner, 0, axis - (inner->height - inner->depth) / 2);
    return box;
}

Box* assemble_horizontally(Setter& setter, std::uint32_t glyph, Unit size, Unit aim, SourceRange source) {
    const std::span<const AssemblyPart> parts = setter.math.assembly(glyph, false);
    if (parts.empty()) return nullptr;
    return Assembler(setter, parts, size, false).build(aim, source);
}

Box* stretch_horizontally(Setter& setter, std::uint32_t glyph, Unit size, Unit aim, bool assemble,
                          SourceRange source) {
    const auto width = [&](std::uint32_t form) {
        return setter.face(MathFonts::kMathFace).at_size(setter.math.measure(form).advance, size);
    };
    std::uint32_t best = glyph;
    bool all_fit = true;
    for (const std::uint32_t form : setter.math.variants(glyph, false)) {
        if (width(form) > aim + size / kToleranceShare) {
            all_fit = false;
            break;
        }
        best = form;
    }
    if (assemble && all_fit && width(best) < aim) {
        if (Box* const built = assemble_horizontally(setter, glyph, size, aim, source)) return built;
    }
    return setter.glyph(MathFonts::kMathFace, best, size, source);
}

}  // namespace lomo
