// Boxes, struck-out parts, phantoms, shifts, rules and overlays.
#include <algorithm>

#include "math/stretch.h"
#include "math/symbol.h"
#include "math/typeset.h"

namespace lomo {

namespace {

constexpr std::int64_t kFrameRule = 40, kFrameGap = 300;  // u: \fboxrule .4 pt, \fboxsep 3 pt
constexpr std::int64_t kStrokeWidth = 40;

Box* framed(Setter& setter, Box* body, SourceRange source) {
    const Unit rule = setter.u(kFrameRule), gap = setter.u(kFrameGap);
    Box* const box = setter.list(source);
    box->width = body->width + 2 * (rule + gap);
    box->height = body->height + gap + rule;
    box->depth = body->depth + gap + rule;
    const Unit inner = box->total() - rule;
    box->place(setter.rule(box->width, rule, 0, source), 0, box->height - rule);
    box->place(setter.rule(box->width, rule, 0, source), 0, -box->depth);
    // The side rules reach to the middle of the others.
    box->place(setter.rule(rule, inner, 0, source), 0, -box->depth + rule / 2);
    box->place(setter.rule(rule, inner, 0, source), box->width - rule, -box->depth + rule / 2);
    box->place(body, rule + gap, 0);
    return box;
}

// A stroke from corner to corner, of steps as small as a rule is thick: a Layout knows no slanted lines.
void add_stroke(Setter& setter, Box* box, Unit left, Unit bottom, Unit width, Unit height, bool rising,
                SourceRange source) {
    const Unit pen = setter.u(kStrokeWidth);
    const std::int64_t steps =
        std::clamp<std::int64_t>(4 * std::max(width, height) / std::max<Unit>(pen, 1), 8, 400);
    const Unit piece_width = width / steps + pen, piece_height = height / steps + pen / 2;
    for (std::int64_t i = 0; i < steps; ++i) {
        const Unit x = left + scale(width, i, steps);
        const Unit y = bottom + scale(height, rising ? i : steps - 1 - i, steps);
        box->place(setter.rule(piece_width, piece_height, 0, source), x, y);
    }
}

}  // namespace

Box* typeset_frame(Setter& setter, const FrameNode& node, Style style) {
    const Style inner = node.display ? Style::of(Level::kDisplay) : style;
    Box* const body = typeset_list(setter, node.body, inner);
    if (node.frame == FrameKind::kBox) return framed(setter, body, node.source);
    Box* const box = setter.list(node.source);
    box->width = body->width;
    box->include(body, 0, 0);
    // On a narrow body the stroke stands out on both sides, so that it is not taken for an upright one.
    const Unit total = body->total();
    const Unit over = std::max<Unit>(0, (total * 2 / 3 - body->width) / 2);
    const Unit left = -over, w = body->width + 2 * over, h = total, low = -body->depth;
    switch (node.frame) {
        case FrameKind::kCancel:
            add_stroke(setter, box, left, low, w, h, true, node.source);
            break;
        case FrameKind::kBackCancel:
            add_stroke(setter, box, left, low, w, h, false, node.source);
            break;
        case FrameKind::kCrossCancel:
            add_stroke(setter, box, left, low, w, h, true, node.source);
            add_stroke(setter, box, left, low, w, h, false, node.source);
            break;
        case FrameKind::kAngle: {  // a corner over the body and on its right
            const Unit rule = setter.u(kStrokeWidth), gap = setter.u(kFrameGap / 3);
            box->width = body->width + 2 * gap;
            box->height = body->height + gap + rule;
            box->first->x = gap;
            box->place(setter.rule(box->width, rule, 0, node.source), 0, body->height + gap);
            box->place(setter.rule(rule, box->height, 0, node.source), box->width - rule, 0);
            break;
        }
        case FrameKind::kStrike:
            box->place(setter.rule(body->width, setter.u(kStrokeWidth), 0, node.source), 0,
                       setter.axis(style) - setter.u(kStrokeWidth / 2));
            break;
        default:
            break;
    }
    if (node.target != nullptr) {  // \cancelto: the stroke ends beside the new value
        Box* const target = typeset_list(setter, node.target, style.superscript());
        const Unit x = left + w + setter.u(80);
        box->include(target, x, body->height - target->height / 3);
        box->width = x + target->width;
    }
    return box;
}

Box* typeset_phantom(Setter& setter, const PhantomNode& node, Style style) {
    Box* const body = typeset_list(setter, node.body, style);
    Box* const box = setter.list(node.source);
    if (node.width) box->width = body->width;
    if (node.height) box->height = body->height;
    if (node.depth) box->depth = body->depth;
    if (node.ink) {
        const Unit x = node.lap == 'l' ? -body->width : node.lap == 'c' ? -body->width / 2 : 0;
        box->place(body, x, 0);
    }
    return box;
}

Box* typeset_shifted(Setter& setter, const ShiftedNode& node, Style style) {
    Box* const body = typeset_list(setter, node.body, style);
    const Unit y = node.shift == Shift::kRaise ? setter.length(node.raise, style)
                                               : setter.axis(style) - (body->height - body->depth) / 2;
    Box* const box = setter.list(node.source);
    box->width = body->width;
    box->include(body, 0, y);
    return box;
}

Box* typeset_rule(Setter& setter, const RuleNode& node, Style style) {
    Box* const box = setter.list(node.source);
    box->width = setter.length(node.width, style);
    const Unit height = setter.length(node.height, style), depth = setter.length(node.depth, style);
    // Without a width it is a strut.
    box->include(setter.rule(box->width, height, depth, node.source), 0, setter.length(node.raise, style));
    return box;
}

Box* typeset_overlay(Setter& setter, const OverlayNode& node, Style style) {
    Box* const body = typeset_nucleus(setter, node.body, style);
    Box* const box = setter.list(node.source);
    box->width = body->width;
    box->include(body, 0, 0);
    if (node.overlay == OverlayKind::kSlash) {
        constexpr char32_t kSlash = 0x0338;
        Box* const slash = typeset_character(setter, kSlash, Face::kMath, setter.size(style), 0, node.source);
        // Centred on the glyph from top to bottom; its ink stands left of its origin.
        const Unit middle = (body->height - body->depth - (slash->height - slash->depth)) / 2;
        const Unit at = (body->character ? body->accent : body->width / 2) - slash->accent;
        box->place(slash, at, middle);
        box->height = std::max(box->height, slash->height + middle);
        return box;
    }
    constexpr char32_t kCircle = 0x25EF;
    Box* const circle = typeset_character(setter, kCircle, Face::kMath, setter.size(style), 0, node.source);
    const Unit width = std::max(circle->width, body->width);
    body->x = (width - body->width) / 2;
    body->y = (circle->height - circle->depth - (body->height - body->depth)) / 2;
    box->include(circle, (width - circle->width) / 2, 0);
    box->width = width;
    return box;
}

}  // namespace lomo
