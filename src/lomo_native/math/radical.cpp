// Roots (Appendix G, rule 11, with the MATH constants of radicals).
#include <algorithm>

#include "math/stretch.h"
#include "math/typeset.h"

namespace lomo {

namespace {

constexpr char32_t kRadical = 0x221A;

// The degree stands in the radical's notch: kern, degree, kern; the sign never starts left of the origin.
Unit place_degree(Setter& setter, Box* box, const RadicalNode& node, Unit sign_bottom, Unit sign_total,
                  Style style) {
    Box* const degree = typeset_list(setter, node.degree, Style::of(Level::kScriptScript));
    const Unit before = setter.constant(HB_OT_MATH_CONSTANT_RADICAL_KERN_BEFORE_DEGREE, style);
    const Unit after = std::max(setter.constant(HB_OT_MATH_CONSTANT_RADICAL_KERN_AFTER_DEGREE, style),
                                -(before + degree->width));
    const Unit rise =
        sign_total * setter.math.constant(HB_OT_MATH_CONSTANT_RADICAL_DEGREE_BOTTOM_RAISE_PERCENT) / 100;
    box->include(degree, before - setter.length({node.left, true}, style),
                 sign_bottom + rise + setter.length({node.up, true}, style));
    return before + degree->width + after;
}

}  // namespace

Box* typeset_radical(Setter& setter, const RadicalNode& node, Style style) {
    Box* const body = typeset_list(setter, node.body, style.cramp());
    const Unit bar = setter.constant(HB_OT_MATH_CONSTANT_RADICAL_RULE_THICKNESS, style);
    Unit gap = setter.constant(style.display() ? HB_OT_MATH_CONSTANT_RADICAL_DISPLAY_STYLE_VERTICAL_GAP
                                               : HB_OT_MATH_CONSTANT_RADICAL_VERTICAL_GAP,
                               style);
    Box* const sign = stretch_vertically(setter, setter.math.glyph_index(kRadical), setter.size(style),
                                         body->total() + gap + bar, node.source);
    const Unit excess = sign->total() - bar - (body->total() + gap);
    if (excess > 0) gap += excess / 2;

    const Unit bar_bottom = body->height + gap;
    const Unit sign_y = bar_bottom + bar - sign->height;
    Box* const box = setter.list(node.source);
    Unit x = 0;
    if (node.degree != nullptr) {
        x = place_degree(setter, box, node, sign_y - sign->depth, sign->total(), style);
    }
    box->include(sign, x, sign_y);
    x += sign->width;
    box->include(body, x, 0);
    box->include(setter.rule(body->width, bar, 0, node.source), x, bar_bottom);
    box->width = x + body->width;
    box->height = std::max(
        box->height, bar_bottom + bar + setter.constant(HB_OT_MATH_CONSTANT_RADICAL_EXTRA_ASCENDER, style));
    return box;
}

}  // namespace lomo
