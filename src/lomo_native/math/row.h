// A list of nodes -> a row of boxes with the spaces of TeX's rules between them (TeXbook, Appendix G, rules
// 5, 6, 14, 20; chapter 18's table of spaces).
#pragma once

#include <cstdint>
#include <vector>

#include "math/box.h"
#include "math/node.h"
#include "math/setter.h"
#include "value/layout.h"

namespace lomo {

enum class RowItemKind : std::uint8_t { kAtom, kSpace, kMiddle, kBreak, kNoBreak };

struct RowItem {
    RowItemKind kind;
    AtomClass atom;
    Style style;
    Box* box;  // kAtom, kMiddle; kSpace: null
    const Node* node;
    Unit before;  // space in front of it; kSpace: its width
};

class Row {
  public:
    // inner: the row stands between \left and \right.
    Row(Setter& setter, const List* list, Style style, bool inner);
    ~Row() { items_.resize(start_); }
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;

    Unit height() const { return height_; }  // of the items so far, without the \middle delimiters
    Unit depth() const { return depth_; }
    // Gives each \middle its box: make(node) -> Box*.
    template <class Make>
    void set_middles(const Make& make) {
        for (std::size_t i = start_; i < items_.size(); ++i) {
            if (items_[i].kind != RowItemKind::kMiddle) continue;
            items_[i].box = make(static_cast<const MiddleNode&>(*items_[i].node));
        }
    }
    // Places everything in a box. parts: where a line may end, for the outermost row; the item counts of a
    // part are those of the boxes' leaves.
    Box* finish(SourceRange source, std::vector<LayoutPart>* parts);

  private:
    void add_list(const List* list);
    void add_atom(const Node& node);
    void resolve_binaries();
    void set_spaces(bool inner);
    Unit italic_after(std::size_t index) const;

    Setter& setter_;
    std::vector<RowItem>& items_;
    std::size_t start_;
    Style style_;
    Unit height_ = 0;
    Unit depth_ = 0;
    Unit after_ = 0;           // before \right
    bool skip_space_ = false;  // after \nonscript
};

}  // namespace lomo
