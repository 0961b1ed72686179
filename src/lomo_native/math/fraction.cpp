// Fractions and stacks without a bar (Appendix G, rule 15).
#include <algorithm>

#include "math/stretch.h"
#include "math/typeset.h"

namespace lomo {

namespace {

// LaTeX's \nulldelimiterspace, 1.2 pt, at every size.
constexpr std::int64_t kNullDelimiter = 120;
// \cfrac's numerator stands on a \strut.
constexpr std::int64_t kStrutHeight = 840, kStrutDepth = 360;
// FractionDelimiterSize and FractionDelimiterDisplayStyleSize, which LuaTeX's font loader adds: tenths of u.
constexpr Unit kDelimiter = 10'099, kDelimiterDisplay = 23'997;

struct Shifts {
    Unit up = 0;
    Unit down = 0;
};

// Rules 15b and 15d: a fraction with a bar. gap: the least between the bar and each part.
Shifts with_bar(Setter& setter, const Box& numerator, const Box& denominator, Unit bar, Unit gap,
                Style style) {
    const bool display = style.display();
    const Unit axis = setter.axis(style);
    const Unit up = setter.constant(display ? HB_OT_MATH_CONSTANT_FRACTION_NUMERATOR_DISPLAY_STYLE_SHIFT_UP
                                            : HB_OT_MATH_CONSTANT_FRACTION_NUMERATOR_SHIFT_UP,
                                    style);
    const Unit down =
        setter.constant(display ? HB_OT_MATH_CONSTANT_FRACTION_DENOMINATOR_DISPLAY_STYLE_SHIFT_DOWN
                                : HB_OT_MATH_CONSTANT_FRACTION_DENOMINATOR_SHIFT_DOWN,
                        style);
    return {std::max(up, axis + bar / 2 + gap + numerator.depth),
            std::max(down, denominator.height + gap - axis + bar / 2)};
}

// Rule 15c: \binom and \atop.
Shifts without_bar(Setter& setter, const Box& numerator, const Box& denominator, Style style) {
    const bool display = style.display();
    Shifts shifts{setter.constant(display ? HB_OT_MATH_CONSTANT_STACK_TOP_DISPLAY_STYLE_SHIFT_UP
                                          : HB_OT_MATH_CONSTANT_STACK_TOP_SHIFT_UP,
                                  style),
                  setter.constant(display ? HB_OT_MATH_CONSTANT_STACK_BOTTOM_DISPLAY_STYLE_SHIFT_DOWN
                                          : HB_OT_MATH_CONSTANT_STACK_BOTTOM_SHIFT_DOWN,
                                  style)};
    const Unit least = setter.constant(
        display ? HB_OT_MATH_CONSTANT_STACK_DISPLAY_STYLE_GAP_MIN : HB_OT_MATH_CONSTANT_STACK_GAP_MIN, style);
    const Unit gap = (shifts.up - numerator.depth) - (denominator.height - shifts.down);
    if (gap < least) {
        shifts.up += (least - gap) / 2;
        shifts.down += (least - gap) / 2;
    }
    return shifts;
}

Box* set_delimiter(Setter& setter, const FractionNode& node, const Delimiter& delimiter, Style style) {
    if (delimiter.code == 0) {
        Box* const none = setter.list(node.source);
        none->width = node.delimited ? 0 : setter.u(kNullDelimiter);
        return none;
    }
    const Unit tenths = style.display() ? kDelimiterDisplay : kDelimiter;
    // amsmath sets \genfrac's delimiters around an empty box, in the formula's own size.
    const Style sized = node.growing ? style : Style::of(Level::kText);
    return stretch_delimiter(setter, delimiter.code, setter.size(sized),
                             scale(tenths, setter.size(style), 10'000), setter.axis(sized), delimiter.source);
}

}  // namespace

Box* typeset_fraction(Setter& setter, const FractionNode& node, Style outer) {
    const Style style =
        node.forced ? Style{node.level, outer.cramped && node.level != Level::kDisplay} : outer;
    Box* numerator = typeset_list(setter, node.numerator, style.numerator());
    Box* const denominator = typeset_list(setter, node.denominator, style.denominator());
    if (node.continued) {
        Box* const strutted = setter.list(node.source);
        strutted->width = numerator->width;
        strutted->height = setter.u(kStrutHeight);
        strutted->depth = setter.u(kStrutDepth);
        strutted->include(numerator, 0, 0);
        numerator = strutted;
    }

    const Unit font_bar = setter.constant(HB_OT_MATH_CONSTANT_FRACTION_RULE_THICKNESS, style);
    const Unit bar = node.thickness < 0 ? font_bar : scale(node.thickness, setter.em(), 1'000'000);
    Shifts shifts;
    if (bar == 0) {
        shifts = without_bar(setter, *numerator, *denominator, style);
    } else {
        Unit gap = setter.constant(style.display() ? HB_OT_MATH_CONSTANT_FRACTION_NUM_DISPLAY_STYLE_GAP_MIN
                                                   : HB_OT_MATH_CONSTANT_FRACTION_NUMERATOR_GAP_MIN,
                                   style);
        if (node.thickness >= 0) gap = scale(gap, bar, font_bar);
        shifts = with_bar(setter, *numerator, *denominator, bar, gap, style);
    }

    Box* const box = setter.list(node.source);
    Box* const left = set_delimiter(setter, node, node.left, style);
    Box* const right = set_delimiter(setter, node, node.right, style);
    const Unit width = std::max(numerator->width, denominator->width);
    const Unit x = left->width;
    box->include(left, 0, 0);
    const Unit slack = width - numerator->width;
    box->include(numerator, x + (node.align == 'l' ? 0 : node.align == 'r' ? slack : slack / 2), shifts.up);
    box->include(denominator, x + (width - denominator->width) / 2, -shifts.down);
    if (bar != 0) {
        box->include(setter.rule(width, bar, 0, node.source), x, setter.axis(style) - bar / 2);
    }
    box->include(right, x + width, 0);
    box->width = x + width + right->width;
    if (node.continued) box->width -= setter.u(kNullDelimiter);
    return box;
}

}  // namespace lomo
