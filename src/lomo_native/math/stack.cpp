// \overset, \underset, \stackrel, and arrows that grow with what stands above and below them.
#include <algorithm>

#include "math/scripts.h"
#include "math/stretch.h"
#include "math/symbol.h"
#include "math/typeset.h"

namespace lomo {

Box* typeset_stack(Setter& setter, const StackNode& node, Style style) {
    Box* base = typeset_list(setter, node.body, style);
    Unit skew = 0;
    if (node.centred) {
        // Inside \mathop a single Ord character sinks or rises to the axis.
        const Node* const only = node.body->first;
        if (only != nullptr && only == node.body->last && only->kind == NodeKind::kSymbol && only->bare() &&
            only->atom == AtomClass::kOrd) {
            base = typeset_operator(setter, static_cast<const SymbolNode&>(*only), style);
            skew = base->italic / 2;
        }
    }
    Box* const over = node.over != nullptr ? typeset_list(setter, node.over, style.superscript()) : nullptr;
    Box* const under = node.under != nullptr ? typeset_list(setter, node.under, style.subscript()) : nullptr;
    return stack_limits(setter, base, over, under, skew, style);
}

namespace {

// amsmath builds an arrow of its ends and of shafts between them, the joints overlapped; the shafts that fill
// it are set 4 mu narrower.
struct Pieces {
    char32_t code;
    char32_t left, shaft, right;
    int joint;  // tenths of mu
};
constexpr char32_t kMinus = 0x2212, kEquals = U'=';
constexpr Pieces kPieces[] = {
    {0x2192, kMinus, kMinus, 0x2192, 70},     {0x2190, 0x2190, kMinus, kMinus, 70},
    {0x2194, 0x2190, kMinus, 0x2192, 70},     {0x21D2, kEquals, kEquals, 0x21D2, 56},
    {0x21D0, 0x21D0, kEquals, kEquals, 56},   {0x21D4, 0x21D0, kEquals, 0x21D2, 46},
    {kEquals, kEquals, kEquals, kEquals, 70},
};

Box* pieced_arrow(Setter& setter, const Pieces& pieces, Unit width, Style style, SourceRange source) {
    const auto glyph = [&](char32_t code) {
        return typeset_character(setter, code, Face::kMath, setter.size(style), style.size(), source);
    };
    const Unit joint = setter.mu(pieces.joint, style) / 10, trim = setter.mu(2, style);
    Box* const left = glyph(pieces.left);
    Box* const right = glyph(pieces.right);
    const Unit natural = left->width + right->width - 2 * joint;
    Box* const box = setter.list(source);
    box->width = std::max(natural, width);
    box->include(left, 0, 0);
    Box* const first = glyph(pieces.shaft);
    const Unit step = first->width - 2 * trim, room = box->width - natural;
    const Unit count = step > 0 ? std::min<Unit>(room / step, 1000) : 0;
    Unit x = left->width - joint + (room - count * step) / 2 - trim;
    for (Unit i = 0; i < count; ++i, x += step) box->include(i == 0 ? first : glyph(pieces.shaft), x, 0);
    box->include(right, box->width - right->width, 0);
    return box;
}

Box* arrow_of_width(Setter& setter, char32_t code, Unit width, Style style, SourceRange source) {
    for (const Pieces& pieces : kPieces) {
        if (pieces.code == code) return pieced_arrow(setter, pieces, width, style, source);
    }
    Box* const glyph = typeset_character(setter, code, Face::kMath, setter.size(style), style.size(), source);
    const Unit wanted = std::max(width, setter.size(style));
    Box* const built = glyph->face == MathFonts::kMathFace
                           ? assemble_horizontally(setter, glyph->glyph, setter.size(style), wanted, source)
                           : nullptr;
    return built != nullptr ? built : glyph;
}

bool points_left(char32_t code) {
    return code == 0x2190 || code == 0x21D0 || code == 0x21BC || code == 0x21BD || code == 0x21A9 ||
           code == 0x219E;
}

}  // namespace

Box* typeset_arrow(Setter& setter, const ArrowNode& node, Style style) {
    const Style small = style.superscript();
    Box* const over = typeset_list(setter, node.over, small);
    Box* const under = node.under != nullptr ? typeset_list(setter, node.under, style.subscript()) : nullptr;
    const Unit inner = std::max(over->width, under != nullptr ? under->width : 0);
    // amsmath's \ext@arrow: 5 + 9 mu beside the longer script, and 3 mu towards the head.
    // The arrow is in display style wherever it stands.
    Box* const arrow = arrow_of_width(setter, node.code, inner + setter.mu(14, small),
                                      Style::of(Level::kDisplay), node.source);
    const Unit shift = setter.mu(3, small);
    const auto padded = [&](Box* script) {
        Box* const box = setter.list(node.source);
        box->include(script, points_left(node.code) ? shift : 0, 0);
        box->width = script->width + shift;
        return box;
    };
    const bool has_over = node.over != nullptr && !node.over->empty();
    const bool has_under = node.under != nullptr && !node.under->empty();
    return stack_limits(setter, arrow, has_over ? padded(over) : nullptr, has_under ? padded(under) : nullptr,
                        0, style);
}

}  // namespace lomo
