// Characters, one after another -> the runs of a text box, each of one face and size, every character with
// its place in the source.
#pragma once

#include <string>
#include <vector>

#include "math/arena.h"
#include "math/node.h"

namespace lomo {

struct TextState {  // how characters are set from here on
    Face face = Face::kRoman;
    bool small_capitals = false;
    std::int16_t size = 1000;  // thousandths of the box's own
};

class TextBuilder {
  public:
    TextBuilder(Arena& arena, TextNode* node) : arena_(arena), node_(node) {}

    void add(char32_t c, SourceRange source) {
        characters_ += c;
        sources_.push_back(source);
    }
    char32_t last() const { return characters_.empty() ? U'\0' : characters_.back(); }
    bool empty() const { return characters_.empty() && last_ == nullptr; }
    // The space before a cell's end is none.
    void trim();
    // Ends the run: what follows is set otherwise, or is no character.
    void flush(TextState state);
    void append_node(Node* node);
    void append_space(Dimension width);

  private:
    void append(TextNode::Piece* piece) {
        (last_ != nullptr ? last_->next : node_->first) = piece;
        last_ = piece;
    }

    Arena& arena_;
    TextNode* node_;
    TextNode::Piece* last_ = nullptr;
    std::u32string characters_;
    std::vector<SourceRange> sources_;
};

}  // namespace lomo
