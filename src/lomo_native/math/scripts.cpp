// Shifts by the MATH constants of the nucleus's size, as LuaTeX takes them.
#include "math/scripts.h"

#include <algorithm>

#include "math/typeset.h"

namespace lomo {

Box* attach_scripts(Setter& setter, Box* nucleus, const Node& node, Style style) {
    const auto constant = [&](hb_ot_math_constant_t which) { return setter.constant(which, style); };
    Box* const over =
        node.superscript != nullptr ? typeset_list(setter, node.superscript, style.superscript()) : nullptr;
    Box* const under =
        node.subscript != nullptr ? typeset_list(setter, node.subscript, style.subscript()) : nullptr;

    // Rule 18a: a character's scripts start at its baseline, a box's at its edges.
    Unit up = 0, down = 0;
    if (!nucleus->character) {
        up = nucleus->height - constant(HB_OT_MATH_CONSTANT_SUPERSCRIPT_BASELINE_DROP_MAX);
        down = nucleus->depth + constant(HB_OT_MATH_CONSTANT_SUBSCRIPT_BASELINE_DROP_MIN);
    }
    if (over != nullptr) {  // 18c
        up = std::max({up,
                       constant(style.cramped ? HB_OT_MATH_CONSTANT_SUPERSCRIPT_SHIFT_UP_CRAMPED
                                              : HB_OT_MATH_CONSTANT_SUPERSCRIPT_SHIFT_UP),
                       over->depth + constant(HB_OT_MATH_CONSTANT_SUPERSCRIPT_BOTTOM_MIN)});
    }
    if (under != nullptr) {
        down = std::max(down, constant(HB_OT_MATH_CONSTANT_SUBSCRIPT_SHIFT_DOWN));
        if (over == nullptr) {  // 18b
            down = std::max(down, under->height - constant(HB_OT_MATH_CONSTANT_SUBSCRIPT_TOP_MAX));
        } else {  // 18e
            const Unit least = constant(HB_OT_MATH_CONSTANT_SUB_SUPERSCRIPT_GAP_MIN);
            const Unit gap = (up - over->depth) - (under->height - down);
            if (gap < least) {
                down += least - gap;
                const Unit rise =
                    constant(HB_OT_MATH_CONSTANT_SUPERSCRIPT_BOTTOM_MAX_WITH_SUBSCRIPT) - (up - over->depth);
                if (rise > 0) up += rise, down -= rise;
            }
        }
    }

    // 18f. An integral's subscript tucks in by the italic correction; a letter's superscript stands out by
    // it.
    const bool operation = node.atom == AtomClass::kOp && node.kind == NodeKind::kSymbol;
    const Unit over_x = nucleus->width + (nucleus->character ? nucleus->italic : 0);
    const Unit under_x = nucleus->width - (operation ? nucleus->italic : 0);
    const Unit after = constant(HB_OT_MATH_CONSTANT_SPACE_AFTER_SCRIPT);
    Box* const box = setter.list(node.source);
    box->include(nucleus, 0, 0);
    if (over != nullptr) {
        box->include(over, over_x, up);
        box->width = over_x + over->width + after;
    }
    if (under != nullptr) {
        box->include(under, under_x, -down);
        box->width = std::max(box->width, under_x + under->width + after);
    }
    return box;
}

Box* stack_limits(Setter& setter, Box* nucleus, Box* over, Box* under, Unit skew, Style style) {
    const auto constant = [&](hb_ot_math_constant_t which) { return setter.constant(which, style); };
    Box* const box = setter.list(nucleus->source);
    box->width = nucleus->width;
    if (over != nullptr) box->width = std::max(box->width, over->width);
    if (under != nullptr) box->width = std::max(box->width, under->width);
    box->include(nucleus, (box->width - nucleus->width) / 2, 0);
    if (over != nullptr) {
        const Unit gap = std::max(constant(HB_OT_MATH_CONSTANT_UPPER_LIMIT_GAP_MIN),
                                  constant(HB_OT_MATH_CONSTANT_UPPER_LIMIT_BASELINE_RISE_MIN) - over->depth);
        box->include(over, (box->width - over->width) / 2 + skew, nucleus->height + gap + over->depth);
    }
    if (under != nullptr) {
        const Unit gap =
            std::max(constant(HB_OT_MATH_CONSTANT_LOWER_LIMIT_GAP_MIN),
                     constant(HB_OT_MATH_CONSTANT_LOWER_LIMIT_BASELINE_DROP_MIN) - under->height);
        box->include(under, (box->width - under->width) / 2 - skew, -(nucleus->depth + gap + under->height));
    }
    return box;
}

Box* attach_limits(Setter& setter, Box* nucleus, const Node& node, Style style) {
    Box* const over =
        node.superscript != nullptr ? typeset_list(setter, node.superscript, style.superscript()) : nullptr;
    Box* const under =
        node.subscript != nullptr ? typeset_list(setter, node.subscript, style.subscript()) : nullptr;
    const Unit skew = node.kind == NodeKind::kSymbol ? nucleus->italic / 2 : 0;
    return stack_limits(setter, nucleus, over, under, skew, style);
}

}  // namespace lomo
