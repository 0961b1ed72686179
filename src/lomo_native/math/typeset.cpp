// The one dispatch from a node to its typesetter.
#include "math/typeset.h"

#include "math/row.h"
#include "math/scripts.h"

namespace lomo {

namespace {

const SymbolNode* lone_symbol(const List* list) {
    if (list == nullptr || list->first == nullptr || list->first != list->last) return nullptr;
    const Node* const node = list->first;
    if (node->kind != NodeKind::kSymbol || !node->bare() || node->atom == AtomClass::kOp) return nullptr;
    return static_cast<const SymbolNode*>(node);
}

template <class T>
const T& as(const Node& node) {
    return static_cast<const T&>(node);
}

}  // namespace

Box* typeset_list(Setter& setter, const List* list, Style style) {
    if (const SymbolNode* const symbol = lone_symbol(list)) return typeset_symbol(setter, *symbol, style);
    Row row(setter, list, style, false);
    return row.finish({}, nullptr);
}

Box* typeset_nucleus(Setter& setter, const List* list, Style style) {
    // {f} is f; a lone accent or group keeps what it is too, so that \hat{\hat x} finds the letter.
    if (list != nullptr && list->first != nullptr && list->first == list->last && list->first->bare()) {
        const Node& only = *list->first;
        if (only.atom == AtomClass::kOrd && only.is_atom()) return typeset_node(setter, only, style);
    }
    Box* const box = typeset_list(setter, list, style);
    box->character = box->hooked = false;
    return box;
}

Box* typeset_node(Setter& setter, const Node& node, Style style) {
    switch (node.kind) {
        case NodeKind::kSymbol: {
            const auto& symbol = as<SymbolNode>(node);
            return node.atom == AtomClass::kOp ? typeset_operator(setter, symbol, style)
                                               : typeset_symbol(setter, symbol, style);
        }
        case NodeKind::kGroup: {
            Box* const box = typeset_nucleus(setter, as<GroupNode>(node).body, style);
            if (as<GroupNode>(node).words || node.atom != AtomClass::kOrd) {
                box->character = box->hooked = false;
            }
            return box;
        }
        case NodeKind::kText:
            return typeset_text(setter, as<TextNode>(node), style);
        case NodeKind::kFraction:
            return typeset_fraction(setter, as<FractionNode>(node), style);
        case NodeKind::kRadical:
            return typeset_radical(setter, as<RadicalNode>(node), style);
        case NodeKind::kFence:
            return typeset_fence(setter, as<FenceNode>(node), style);
        case NodeKind::kBigDelimiter:
            return typeset_big_delimiter(setter, as<BigDelimiterNode>(node), style);
        case NodeKind::kAccent:
            return typeset_accent(setter, as<AccentNode>(node), style);
        case NodeKind::kBar:
            return typeset_bar(setter, as<BarNode>(node), style);
        case NodeKind::kBrace:
            return typeset_brace(setter, as<BraceNode>(node), style);
        case NodeKind::kStack:
            return typeset_stack(setter, as<StackNode>(node), style);
        case NodeKind::kArrow:
            return typeset_arrow(setter, as<ArrowNode>(node), style);
        case NodeKind::kTable:
            return typeset_table(setter, as<TableNode>(node), style);
        case NodeKind::kFrame:
            return typeset_frame(setter, as<FrameNode>(node), style);
        case NodeKind::kPhantom:
            return typeset_phantom(setter, as<PhantomNode>(node), style);
        case NodeKind::kShifted:
            return typeset_shifted(setter, as<ShiftedNode>(node), style);
        case NodeKind::kSideset:
            return typeset_sideset(setter, as<SidesetNode>(node), style);
        case NodeKind::kOverlay:
            return typeset_overlay(setter, as<OverlayNode>(node), style);
        case NodeKind::kRule:
            return typeset_rule(setter, as<RuleNode>(node), style);
        case NodeKind::kMiddle:
        case NodeKind::kSpace:
        case NodeKind::kStyle:
        case NodeKind::kChoice:
        case NodeKind::kNonscript:
        case NodeKind::kBreak:
        case NodeKind::kTag:
            break;  // the row's own
    }
    return setter.list(node.source);
}

Box* typeset_atom(Setter& setter, const Node& node, Style style) {
    Box* const nucleus = typeset_node(setter, node, style);
    if (node.bare()) return nucleus;
    const bool limits =
        node.limits == Limits::kAlways || (node.limits == Limits::kDefault && style.display());
    return limits ? attach_limits(setter, nucleus, node, style)
                  : attach_scripts(setter, nucleus, node, style);
}

}  // namespace lomo
