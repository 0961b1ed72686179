// A big operator's character -> the size of its style, centred on the axis (Appendix G, rule 13).
#include "math/scripts.h"
#include "math/stretch.h"
#include "math/symbol.h"
#include "math/typeset.h"

namespace lomo {

Box* typeset_operator(Setter& setter, const SymbolNode& node, Style style) {
    const std::uint32_t glyph = node.face == Face::kMath ? setter.math.glyph_index(node.code) : 0;
    Box* symbol = nullptr;
    if (glyph != 0 && style.display()) {
        const Unit least = setter.constant(HB_OT_MATH_CONSTANT_DISPLAY_OPERATOR_MIN_HEIGHT, style);
        symbol = stretch_vertically(setter, glyph, setter.size(style), least, node.source);
    } else {
        symbol = typeset_symbol(setter, node, style);
    }
    Box* const box = setter.list(node.source);
    box->width = symbol->width;
    box->include(symbol, 0, setter.axis(style) - (symbol->height - symbol->depth) / 2);
    box->italic = symbol->italic;
    return box;
}

// \sideset: scripts on both sides of an operator, all at the operator's height.
Box* typeset_sideset(Setter& setter, const SidesetNode& node, Style style) {
    Box* const base = typeset_atom(setter, *node.body, style);
    Box* const box = setter.list(node.source);
    const auto add = [&](Box* part) {
        box->include(part, box->width, 0);
        box->width += part->width;
    };
    const auto scripts = [&](List* over, List* under) {
        if (over == nullptr && under == nullptr) return;
        Box* const strut = setter.list(node.source);
        strut->height = base->height;
        strut->depth = base->depth;
        GroupNode nucleus;
        nucleus.source = node.source;
        nucleus.superscript = over;
        nucleus.subscript = under;
        add(attach_scripts(setter, strut, nucleus, style));
    };
    box->width = setter.mu(3, style);
    scripts(node.left_superscript, node.left_subscript);
    add(base);
    scripts(node.right_superscript, node.right_subscript);
    return box;
}

}  // namespace lomo
