// Sets each node, settles which binary operators are none, and puts the spaces between.
#include "math/row.h"

#include <algorithm>

#include "math/typeset.h"

namespace lomo {

namespace {

// TeXbook, chapter 18: spaces between atoms in mu; c: only in display and text style.
enum : std::uint8_t { kNone, kThin, kThinC, kMedC, kThickC };
constexpr std::uint8_t kSpaces[8][8] = {
    // Ord    Op     Bin    Rel      Open     Close  Punct  Inner
    {kNone, kThin, kMedC, kThickC, kNone, kNone, kNone, kThinC},       // Ord
    {kThin, kThin, kNone, kThickC, kNone, kNone, kNone, kThinC},       // Op
    {kMedC, kMedC, kNone, kNone, kMedC, kNone, kNone, kMedC},          // Bin
    {kThickC, kThickC, kNone, kNone, kThickC, kNone, kNone, kThickC},  // Rel
    {kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone},          // Open
    {kNone, kThin, kMedC, kThickC, kNone, kNone, kNone, kThinC},       // Close
    {kThinC, kThinC, kNone, kThinC, kThinC, kThinC, kThinC, kThinC},   // Punct
    {kThinC, kThin, kMedC, kThickC, kThinC, kNone, kThinC, kThinC},    // Inner
};

Unit space_between(const Setter& setter, AtomClass left, AtomClass right, Style style) {
    switch (kSpaces[std::size_t(left)][std::size_t(right)]) {
        case kThin:
            return setter.mu(3, style);
        case kThinC:
            return style.size() == 0 ? setter.mu(3, style) : 0;
        case kMedC:
            return style.size() == 0 ? setter.mu(4, style) : 0;
        case kThickC:
            return style.size() == 0 ? setter.mu(5, style) : 0;
        default:
            return 0;
    }
}

bool ends_operand(AtomClass atom) {  // a binary operator may follow it
    return atom == AtomClass::kOrd || atom == AtomClass::kClose || atom == AtomClass::kInner;
}

void count_leaves(const Box& box, LayoutPart& part) {
    if (box.draws()) ++(box.kind == BoxKind::kGlyph ? part.glyphs_end : part.rules_end);
    for (const Box* child = box.first; child != nullptr; child = child->next) count_leaves(*child, part);
}

}  // namespace

Row::Row(Setter& setter, const List* list, Style style, bool inner)
    : setter_(setter), items_(setter.items), start_(setter.items.size()), style_(style) {
    if (list != nullptr) add_list(list);
    resolve_binaries();
    set_spaces(inner);
}

void Row::add_list(const List* list) {
    for (const Node* node = list->first; node != nullptr; node = node->next) {
        switch (node->kind) {
            case NodeKind::kSpace:
                if (skip_space_ && style_.size() > 0) break;
                items_.push_back({RowItemKind::kSpace, AtomClass::kOrd, style_, nullptr, node,
                                  setter_.length(static_cast<const SpaceNode*>(node)->width, style_)});
                break;
            case NodeKind::kStyle:
                style_ = Style::of(static_cast<const StyleNode*>(node)->level);
                break;
            case NodeKind::kChoice:
                add_list(static_cast<const ChoiceNode*>(node)->choices[std::size_t(style_.level)]);
                break;
            case NodeKind::kNonscript:
                skip_space_ = true;
                continue;
            case NodeKind::kBreak:
                items_.push_back({static_cast<const BreakNode*>(node)->allowed ? RowItemKind::kBreak
                                                                               : RowItemKind::kNoBreak,
                                  AtomClass::kOrd, style_, nullptr, node, 0});
                break;
            case NodeKind::kMiddle:
                items_.push_back({RowItemKind::kMiddle, AtomClass::kClose, style_, nullptr, node, 0});
                break;
            case NodeKind::kTag:
                break;  // the formula's, not the row's
            default:
                add_atom(*node);
        }
        skip_space_ = false;
    }
}

void Row::add_atom(const Node& node) {
    Box* const box = typeset_atom(setter_, node, style_);
    items_.push_back({RowItemKind::kAtom, node.atom, style_, box, &node, 0});
    height_ = std::max(height_, box->height);
    depth_ = std::max(depth_, box->depth);
}

// Appendix G, rules 5 and 6: a Bin without two operands is an Ord.
void Row::resolve_binaries() {
    RowItem* open = nullptr;  // the last atom, while it is a Bin
    bool operand = false;
    for (std::size_t i = start_; i < items_.size(); ++i) {
        RowItem& item = items_[i];
        if (item.kind == RowItemKind::kMiddle) {
            if (open != nullptr) open->atom = AtomClass::kOrd;
            open = nullptr;
            operand = false;
            continue;
        }
        if (item.kind != RowItemKind::kAtom) continue;
        if (item.atom == AtomClass::kBin) {
            if (!operand) item.atom = AtomClass::kOrd;
        } else if (open != nullptr && (item.atom == AtomClass::kRel || item.atom == AtomClass::kClose ||
                                       item.atom == AtomClass::kPunct)) {
            open->atom = AtomClass::kOrd;
        }
        open = item.atom == AtomClass::kBin ? &item : nullptr;
        operand = ends_operand(item.atom);
    }
    if (open != nullptr) open->atom = AtomClass::kOrd;
}

void Row::set_spaces(bool inner) {
    bool any = inner;  // \left is an Open, \right a Close
    AtomClass left = AtomClass::kOpen;
    for (std::size_t i = start_; i < items_.size(); ++i) {
        RowItem& item = items_[i];
        if (item.kind != RowItemKind::kAtom && item.kind != RowItemKind::kMiddle) continue;
        if (any) item.before = space_between(setter_, left, item.atom, item.style);
        any = true;
        left = item.atom;
    }
    if (inner) after_ = space_between(setter_, left, AtomClass::kClose, style_);
}

// LuaTeX with an OpenType font: a plain Ord letter has its italic correction before another character of the
// same family; a letter of a text face before anything else. An accented letter has it before anything.
Unit Row::italic_after(std::size_t index) const {
    const RowItem& item = items_[index];
    const Box& box = *item.box;
    if (!box.character || box.italic == 0 || !item.node->bare() || item.atom != AtomClass::kOrd) return 0;
    const RowItem* const next = index + 1 < items_.size() ? &items_[index + 1] : nullptr;
    if (item.node->kind == NodeKind::kAccent) return next != nullptr ? box.italic : 0;
    if (item.node->kind != NodeKind::kSymbol) return 0;
    const Face face = static_cast<const SymbolNode*>(item.node)->face;
    const bool same = next != nullptr && next->kind == RowItemKind::kAtom &&
                      next->node->kind == NodeKind::kSymbol && next->atom != AtomClass::kInner &&
                      static_cast<const SymbolNode*>(next->node)->face == face;
    return same == (face == Face::kMath) ? box.italic : 0;
}

Box* Row::finish(SourceRange source, std::vector<LayoutPart>* parts) {
    Box* const row = setter_.list(source);
    Unit x = 0;
    LayoutPart part;
    bool fresh = true;  // nothing stands in the part yet
    const auto end_part = [&](PartEnd end, std::int32_t source_end) {
        part.width = x - part.x;
        part.end = end;
        // What a macro's body brings stands at the macro, before its arguments.
        part.source_end = parts->empty() ? source_end : std::max(source_end, parts->back().source_end);
        parts->push_back(part);
        part.height = part.depth = 0;
        fresh = true;
    };
    for (std::size_t i = start_; i < items_.size(); ++i) {
        const RowItem& item = items_[i];
        if (item.box == nullptr) {
            x += item.before;
            if (parts != nullptr && item.kind == RowItemKind::kBreak && !fresh && i + 1 < items_.size()) {
                end_part(PartEnd::kBinary, item.node->end);
            }
            continue;
        }
        x += item.before;
        if (fresh) part.x = x;
        fresh = false;
        row->include(item.box, x, 0);
        x += item.box->width + italic_after(i);
        if (parts == nullptr) continue;
        part.height = std::max(part.height, item.box->height);
        part.depth = std::max(part.depth, item.box->depth);
        count_leaves(*item.box, part);
        if (item.atom != AtomClass::kRel && item.atom != AtomClass::kBin) continue;
        const RowItem* const next = i + 1 < items_.size() ? &items_[i + 1] : nullptr;
        if (next == nullptr || next->kind == RowItemKind::kNoBreak ||
            (next->kind == RowItemKind::kAtom && next->atom == AtomClass::kRel)) {
            continue;
        }
        end_part(item.atom == AtomClass::kRel ? PartEnd::kRelation : PartEnd::kBinary, item.node->end);
    }
    x += after_;
    row->width = x;
    if (parts != nullptr) {
        if (fresh && !parts->empty()) {  // spaces alone follow the last operator
            parts->back().end = PartEnd::kEnd;
            parts->back().width = x - parts->back().x;
        } else {
            end_part(PartEnd::kEnd, source.end);
        }
        parts->back().source_end = source.end;
        if (parts->size() < 2) parts->clear();
    }
    return row;
}

}  // namespace lomo
