// \left .. \middle .. \right (Appendix G, rule 19) and \big .. \Bigg.
#include <algorithm>

#include "math/row.h"
#include "math/stretch.h"
#include "math/typeset.h"

namespace lomo {

namespace {

constexpr std::int64_t kNullDelimiter = 120;  // u, \nulldelimiterspace
constexpr std::int64_t kShortfall = 500;      // u, \delimitershortfall
constexpr std::int64_t kFactor = 901;         // \delimiterfactor, thousandths

// \big's boxes: 1.2 times the height and depth of a parenthesis, times the step; tenths of u.
constexpr std::int64_t kBigStep = 11'952;

// What a delimiter must reach around a box of this height and depth.
Unit aim_for(Setter& setter, Unit height, Unit depth, Unit axis) {
    const Unit extent = std::max(height - axis, depth + axis);
    return std::max(extent * 2 * kFactor / 1000, extent * 2 - setter.u(kShortfall));
}

Box* set_delimiter(Setter& setter, const Delimiter& delimiter, Unit aim, Style style) {
    if (delimiter.code == 0) {
        Box* const none = setter.list(delimiter.source);
        none->width = setter.u(kNullDelimiter);
        return none;
    }
    return stretch_delimiter(setter, delimiter.code, setter.size(style), aim, setter.axis(style),
                             delimiter.source);
}

}  // namespace

Box* typeset_fence(Setter& setter, const FenceNode& node, Style style) {
    Row row(setter, node.body, style, true);
    const Unit aim = aim_for(setter, row.height(), row.depth(), setter.axis(style));
    row.set_middles(
        [&](const MiddleNode& middle) { return set_delimiter(setter, middle.delimiter, aim, style); });
    Box* const body = row.finish(node.source, nullptr);
    Box* const left = set_delimiter(setter, node.left, aim, style);
    Box* const right = set_delimiter(setter, node.right, aim, style);
    Box* const box = setter.list(node.source);
    box->include(left, 0, 0);
    box->include(body, left->width, 0);
    box->include(right, left->width + body->width, 0);
    box->width = left->width + body->width + right->width;
    return box;
}

Box* typeset_big_delimiter(Setter& setter, const BigDelimiterNode& node, Style) {
    const Style text = Style::of(Level::kText);
    const Unit axis = setter.axis(text);
    // \vcenter of an empty box of that height.
    const Unit total = scale(kBigStep * (node.step + 1), setter.em(), 20'000);
    const Unit height = axis + total / 2, depth = total / 2 - axis;
    Box* const box = setter.list(node.source);
    box->height = height;
    box->depth = depth;
    if (node.delimiter.code == 0) return box;
    Box* const delimiter =
        stretch_delimiter(setter, node.delimiter.code, setter.em(), aim_for(setter, height, depth, axis),
                          axis, node.delimiter.source);
    box->include(delimiter, 0, 0);
    box->width = delimiter->width;
    return box;
}

}  // namespace lomo
