// What stands in \text{..}, read token by token into a text box: characters, accents, switches of face and
// size, boxes in boxes, and formulas between $ and $.
#pragma once

#include "math/parser.h"
#include "math/text_builder.h"

namespace lomo {

class TextReader {
  public:
    // in_cell: the text ends before &, \\ and \end, which are left unread; else after the } that closes it.
    // opening: where it began, for errors.
    TextReader(Parser& parser, TextNode* node, TextState state, bool in_cell, const Token& opening)
        : parser_(parser),
          node_(node),
          builder_(parser.arena_, node),
          state_(state),
          in_cell_(in_cell),
          opening_(opening) {}

    void read();

  private:
    bool ends(const Token& token);
    void space(const Token& token);
    bool character(const Token& token);  // false: the text ends with it
    void command(const Token& token);
    bool switch_state(std::u32string_view name);
    bool accent(const Token& token);
    bool box(const Command& command, const Token& token);
    void formula(const Token& token);
    void add_node(Node* inner) {
        builder_.flush(state_);
        builder_.append_node(inner);
    }

    Parser& parser_;
    TextNode* node_;
    TextBuilder builder_;
    TextState state_;
    bool in_cell_;
    Token opening_;
};

}  // namespace lomo
