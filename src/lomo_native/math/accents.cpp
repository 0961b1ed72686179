// Accents and arrows over a nucleus (Appendix G, rule 12).
#include <algorithm>

#include "math/stretch.h"
#include "math/symbol.h"
#include "math/typeset.h"

namespace lomo {

namespace {

Box* accent_glyph(Setter& setter, const AccentNode& node, Unit width, Style style) {
    const std::uint32_t glyph = setter.math.glyph_index(node.code);
    if (glyph == 0) {
        return typeset_character(setter, node.code, Face::kMath, setter.size(style), style.size(),
                                 node.source);
    }
    switch (node.accent) {
        case AccentKind::kFixed:
            return setter.glyph(MathFonts::kMathFace, glyph, setter.size(style), node.source);
        case AccentKind::kWide:
            return stretch_horizontally(setter, glyph, setter.size(style), width, false, node.source);
        default:
            return stretch_horizontally(setter, glyph, setter.size(style), width, true, node.source);
    }
}

}  // namespace

Box* typeset_accent(Setter& setter, const AccentNode& node, Style style) {
    Box* const body = typeset_nucleus(setter, node.body, style.cramp());
    Box* const accent = accent_glyph(setter, node, body->width, style);
    const bool below = node.accent == AccentKind::kBelow;
    const Unit attached = body->hooked && !below ? body->accent : body->width / 2;
    // An assembly is a list: it hangs by its middle.
    const Unit hook = accent->kind == BoxKind::kGlyph ? accent->accent : accent->width / 2;
    const Unit y =
        below ? -body->depth
              : body->height -
                    std::min(body->height, setter.constant(HB_OT_MATH_CONSTANT_ACCENT_BASE_HEIGHT, style));
    Box* const box = setter.list(node.source);
    box->width = body->width;
    box->include(accent, attached - hook, y);
    box->include(body, 0, 0);
    // Scripts see through one accent to the letter; an accent sees through any number.
    box->character = body->kind == BoxKind::kGlyph;
    box->italic = box->character ? body->italic : 0;
    box->hooked = body->hooked;
    box->accent = body->accent;
    return box;
}

}  // namespace lomo
