// Lines and braces over or under a nucleus (Appendix G, rules 9 and 10).
#include <algorithm>

#include "math/stretch.h"
#include "math/typeset.h"

namespace lomo {

Box* typeset_bar(Setter& setter, const BarNode& node, Style style) {
    const auto constant = [&](hb_ot_math_constant_t which) { return setter.constant(which, style); };
    Box* const body = typeset_list(setter, node.body, node.over ? style.cramp() : style);
    Box* const box = setter.list(node.source);
    box->width = body->width;
    box->include(body, 0, 0);
    if (node.over) {
        const Unit bar = constant(HB_OT_MATH_CONSTANT_OVERBAR_RULE_THICKNESS);
        const Unit y = body->height + constant(HB_OT_MATH_CONSTANT_OVERBAR_VERTICAL_GAP);
        box->include(setter.rule(body->width, bar, 0, node.source), 0, y);
        box->height += constant(HB_OT_MATH_CONSTANT_OVERBAR_EXTRA_ASCENDER);
    } else {
        const Unit bar = constant(HB_OT_MATH_CONSTANT_UNDERBAR_RULE_THICKNESS);
        const Unit y = body->depth + constant(HB_OT_MATH_CONSTANT_UNDERBAR_VERTICAL_GAP) + bar;
        box->include(setter.rule(body->width, bar, 0, node.source), 0, -y);
        box->depth = y + constant(HB_OT_MATH_CONSTANT_UNDERBAR_EXTRA_DESCENDER);
    }
    return box;
}

Box* typeset_brace(Setter& setter, const BraceNode& node, Style style) {
    Box* const body = typeset_list(setter, node.body, node.over ? style.cramp() : style);
    Box* const brace = stretch_horizontally(setter, setter.math.glyph_index(node.code), setter.size(style),
                                            body->width, true, node.source);
    Box* const box = setter.list(node.source);
    box->width = body->width;
    const Unit base = setter.constant(HB_OT_MATH_CONSTANT_ACCENT_BASE_HEIGHT, style);
    const Unit y = node.over ? body->height - std::min(body->height, base) : -body->depth;
    box->include(brace, (body->width - brace->width) / 2, y);
    box->include(body, 0, 0);
    return box;
}

}  // namespace lomo
