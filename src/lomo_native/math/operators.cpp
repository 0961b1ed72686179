// A big operator's character -> the size of its style, centred on the axis (Appendix G, rule 13).
#include <algorithm>

#include "math/scripts.h"
#include "math/stretch.h"
#include "math/symbol.h"
#include "math/typeset.h"

namespace lomo {

Box* typeset_operator(Setter& setter, const SymbolNode& node, Style style) {
    const std::uint32_t glyph = node.face == Face::kMath ? setter.math.glyph_index(node.code) : 0;
    Box* symbol = nullptr;
    if (glyph != 0 && style.display() && !node.small) {
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
Box* typeset_sideset(Setter& setter, const SidesetNode& node, Style outer) {
    const Style style{Level::kDisplay, outer.cramped};  // amsmath's, wherever it stands
    Box* const sign = typeset_node(setter, *node.body, style);
    const auto scripts = [&](List* over, List* under) -> Box* {
        Box* const strut = setter.list(node.source);
        strut->height = sign->height;
        strut->depth = sign->depth;
        if (over == nullptr && under == nullptr) return strut;
        GroupNode nucleus;
        nucleus.source = node.source;
        nucleus.superscript = over;
        nucleus.subscript = under;
        return attach_scripts(setter, strut, nucleus, style);
    };
    Box* const left = scripts(node.left_superscript, node.left_subscript);
    Box* const right = scripts(node.right_superscript, node.right_subscript);
    // The limits clear what stands beside the operator, but are centred on it.
    Box* base = setter.list(node.source);
    base->width = sign->width;
    base->italic = sign->italic;
    base->include(sign, 0, 0);
    base->height = std::max({base->height, left->height, right->height});
    base->depth = std::max({base->depth, left->depth, right->depth});
    const bool limits =
        node.body->limits == Limits::kAlways || (node.body->limits == Limits::kDefault && outer.display());
    if (limits && !node.body->bare()) base = attach_limits(setter, base, *node.body, outer);
    const Unit overhang = (base->width - sign->width) / 2;
    const Unit x = std::max<Unit>(0, left->width - overhang);
    Box* const box = setter.list(node.source);
    box->include(left, x + overhang - left->width, 0);
    box->include(base, x, 0);
    box->include(right, x + overhang + sign->width, 0);
    box->width = std::max(x + base->width, x + overhang + sign->width + right->width);
    if (limits || node.body->bare()) return box;
    return attach_scripts(setter, box, *node.body, outer);
}

}  // namespace lomo
