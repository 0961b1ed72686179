// A node and a style -> its box. One function for each construct, all of one signature, called from one
// dispatch; the scripts of an atom are the row's.
#pragma once

#include "math/box.h"
#include "math/node.h"
#include "math/setter.h"
#include "math/table.h"

namespace lomo {

// A list in a style -> a box of its atoms with the spaces of TeX's rules between them. Null: an empty box.
Box* typeset_list(Setter& setter, const List* list, Style style);
// The same as a nucleus: a list of one plain character is that character.
Box* typeset_nucleus(Setter& setter, const List* list, Style style);
// A node without its scripts.
Box* typeset_node(Setter& setter, const Node& node, Style style);
// An atom with its scripts or limits.
Box* typeset_atom(Setter& setter, const Node& node, Style style);

Box* typeset_symbol(Setter& setter, const SymbolNode& node, Style style);
Box* typeset_operator(Setter& setter, const SymbolNode& node, Style style);
Box* typeset_fraction(Setter& setter, const FractionNode& node, Style style);
Box* typeset_radical(Setter& setter, const RadicalNode& node, Style style);
Box* typeset_fence(Setter& setter, const FenceNode& node, Style style);
Box* typeset_big_delimiter(Setter& setter, const BigDelimiterNode& node, Style style);
Box* typeset_accent(Setter& setter, const AccentNode& node, Style style);
Box* typeset_bar(Setter& setter, const BarNode& node, Style style);
Box* typeset_brace(Setter& setter, const BraceNode& node, Style style);
Box* typeset_stack(Setter& setter, const StackNode& node, Style style);
Box* typeset_arrow(Setter& setter, const ArrowNode& node, Style style);
Box* typeset_table(Setter& setter, const TableNode& node, Style style);
Box* typeset_frame(Setter& setter, const FrameNode& node, Style style);
Box* typeset_phantom(Setter& setter, const PhantomNode& node, Style style);
Box* typeset_shifted(Setter& setter, const ShiftedNode& node, Style style);
Box* typeset_sideset(Setter& setter, const SidesetNode& node, Style style);
Box* typeset_overlay(Setter& setter, const OverlayNode& node, Style style);
Box* typeset_text(Setter& setter, const TextNode& node, Style style);
Box* typeset_rule(Setter& setter, const RuleNode& node, Style style);

}  // namespace lomo
