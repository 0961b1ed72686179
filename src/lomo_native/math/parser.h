// LaTeX source -> a list of nodes, or MathError with the place of the fault. One class; the commands' own
// parsing lies in parse_*.cpp, by construct.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "math/arena.h"
#include "math/macros.h"
#include "math/node.h"
#include "math/symbols.h"
#include "math/table.h"
#include "math/text_builder.h"

namespace lomo {

class Parser;
struct Command;
struct ScriptCharacter;
// Reads what follows the command; null where it leaves no node. The scripts of the node are the caller's.
using Parse = Node* (Parser::*)(const Command&, const Token&);

// A row of the table of commands.
struct Command {
    std::string_view name;
    Parse parse;
    std::int64_t value = 0;  // what the parse functions make of it differs
    std::int64_t option = 0;
    std::string_view words = {};
    bool in_text = false;  // may stand in \text too
};

const Command* find_command(std::u32string_view name);

struct ParsedFormula {
    List* body = nullptr;
    TagNode* tag = nullptr;  // of a formula that is no alignment
};

// Where a list of nodes ends.
enum Stop : std::uint32_t {
    kStopBrace = 1,
    kStopBracket = 2,
    kStopCell = 4,  // & and the ends of rows
    kStopRight = 8,
    kStopEnvironment = 16,
    kStopDollar = 32,
    kStopParenthesis = 64,  // \)
    kStopOf = 128,          // \root .. \of
    kStopOver = 256,        // \buildrel .. \over
    kStopSource = 512,
    kStopRow = 1024,  // the ends of rows, but not &
};

class Parser {
  public:
    Parser(Arena& arena, std::u32string_view source)
        : arena_(arena), stream_(source), length_(std::int32_t(source.size())) {}

    ParsedFormula parse();
    // What the parse left undrawn on purpose: lengths, names, definitions, what a phantom holds.
    std::vector<SourceRange> take_declared() { return stream_.take_declared(); }

    // --- what rows of the table of commands name ---------------------------------------------------------
    // parse_atoms.cpp
    Node* alphabet(const Command&, const Token&);
    Node* alphabet_switch(const Command&, const Token&);
    Node* bold_switch(const Command&, const Token&);
    Node* atom_class(const Command&, const Token&);
    Node* operator_word(const Command&, const Token&);
    Node* operator_name(const Command&, const Token&);
    Node* limits(const Command&, const Token&);
    Node* dots(const Command&, const Token&);
    Node* negation(const Command&, const Token&);
    Node* character_code(const Command&, const Token&);
    Node* sideset(const Command&, const Token&);
    // parse_structures.cpp
    Node* fraction(const Command&, const Token&);
    Node* continued_fraction(const Command&, const Token&);
    Node* general_fraction(const Command&, const Token&);
    Node* square_root(const Command&, const Token&);
    Node* root_shift(const Command&, const Token&);
    Node* root_of(const Command&, const Token&);
    Node* accent(const Command&, const Token&);
    Node* bar(const Command&, const Token&);
    Node* brace(const Command&, const Token&);
    Node* stack(const Command&, const Token&);
    Node* stack_both(const Command&, const Token&);
    Node* build_relation(const Command&, const Token&);
    Node* arrow(const Command&, const Token&);
    Node* choice(const Command&, const Token&);
    // parse_delimiters.cpp
    Node* left(const Command&, const Token&);
    Node* middle(const Command&, const Token&);
    Node* big_delimiter(const Command&, const Token&);
    // parse_spaces.cpp
    Node* space(const Command&, const Token&);
    Node* kern(const Command&, const Token&);
    Node* horizontal_space(const Command&, const Token&);
    Node* style(const Command&, const Token&);
    Node* line_break(const Command&, const Token&);
    Node* nonscript(const Command&, const Token&);
    Node* ignore(const Command&, const Token&);
    Node* fill(const Command&, const Token&);
    Node* vertical_space(const Command&, const Token&);
    Node* rule(const Command&, const Token&);
    // parse_boxes.cpp
    Node* frame(const Command&, const Token&);
    Node* cancel_to(const Command&, const Token&);
    Node* phantom(const Command&, const Token&);
    Node* smash(const Command&, const Token&);
    Node* lap(const Command&, const Token&);
    Node* raise(const Command&, const Token&);
    Node* centre(const Command&, const Token&);
    Node* strut(const Command&, const Token&);
    Node* colour(const Command&, const Token&);
    Node* coloured(const Command&, const Token&);
    Node* colour_box(const Command&, const Token&);
    Node* circled(const Command&, const Token&);
    Node* tag(const Command&, const Token&);
    Node* label(const Command&, const Token&);
    Node* link(const Command&, const Token&);
    // parse_text.cpp
    Node* text(const Command&, const Token&);
    Node* text_underline(const Command&, const Token&);
    Node* verbatim(const Command&, const Token&);
    Node* chemistry(const Command&, const Token&);
    Node* plain_box(const Command&, const Token&);
    Node* text_script(const Command&, const Token&);
    Node* ensure_mathematics(const Command&, const Token&);
    // parse_table.cpp
    Node* begin(const Command&, const Token&);
    Node* plain_table(const Command&, const Token&);
    Node* substack(const Command&, const Token&);
    // parse_definitions.cpp
    Node* define(const Command&, const Token&);
    Node* new_command(const Command&, const Token&);
    Node* let(const Command&, const Token&);
    Node* declare_operator(const Command&, const Token&);
    // parse_list.cpp
    Node* infix(const Command&, const Token&);
    Node* misplaced(const Command&, const Token&);

  private:
    friend class TextReader;

    class DepthGuard {  // counts nesting for as long as it lives
      public:
        DepthGuard(Parser& parser, const Token& token);
        ~DepthGuard() { --parser_.depth_; }
        DepthGuard(const DepthGuard&) = delete;
        DepthGuard& operator=(const DepthGuard&) = delete;

      private:
        Parser& parser_;
    };

    // parse_list.cpp
    List* parse_list(std::uint32_t stops);
    bool stops_at(const Token& token, std::uint32_t stops) const;
    static void join_marks(std::vector<List*>& rows);
    Node* stack_rows(const std::vector<List*>& rows);
    void add(List* list, const Token& token);
    Node* parse_node(const Token& token);
    Node* parse_character(const Token& token);
    Node* parse_command(const Token& token);
    Node* parse_group(const Token& opening);
    Node* parse_accented(char32_t c, const Token& token);
    Node* parse_typed_root(const Token& token);
    Node* lone_root(SourceRange source);
    Node* symbol_node(const Symbol& symbol, SourceRange source);
    Node* letter_node(char32_t base, SourceRange source);
    Node* group_of(List* body, AtomClass atom, SourceRange source);
    Node* parse_scripts(Node* node);
    void parse_typed_script(Node* node, const Token& first, const ScriptCharacter& kind);
    void parse_primes(Node* node, const Token& first);
    List* finish_infix(const Token& command, List* numerator, List* denominator, const FractionNode& kind);

    // parse_arguments.cpp
    Token next() { return stream_.next(); }
    Token peek() { return stream_.peek(); }
    List* argument(const Token& what);
    List* optional_argument();  // [..]; null where it does not follow
    Node* argument_node(const Token& what);
    Delimiter delimiter(const Token& what);
    Delimiter delimiter_argument(const Token& what);
    bool is_delimiter(const Token& token, Delimiter& delimiter);
    bool take_star();                        // of \hspace* and its like
    Dimension dimension(const Token& what);  // as \kern takes it
    void skip_glue(const Token& what);
    bool take_word(std::u32string_view word);
    Dimension dimension_argument(const Token& what);  // {..}
    static bool means_dimension(const std::vector<Token>& tokens);
    bool dimension_of(const std::vector<Token>& tokens, Dimension& result) const;
    std::u32string word_argument(const Token& what);  // {..} as characters
    SourceRange span_of(const Token& what) const { return {what.source.start, end_}; }

    // parse_text.cpp
    TextNode* parse_text(const Token& what, TextState state, bool fixed_size);
    Node* text_argument(const Token& what);
    TextNode* parse_words(const Token& first);
    BoxWidth box_width(const Token& what);
    TextNode* text_of(std::u32string_view characters, Face face, SourceRange source);

    // parse_table.cpp
    void parse_rows(TableNode* table, std::uint32_t stop);
    void parse_row_lines(RowLine*& lines);
    void parse_column_spec(ColumnSpec& spec, std::vector<Token> tokens, const Token& what);
    Cell* parse_cell(TableNode* table, std::uint32_t column, std::uint32_t stop);
    void parse_multirow(Cell* cell);
    void enclose_cell(const Column& column);
    static void align_by_fill(Cell* cell, const List* body);
    bool parse_multicolumn(Cell* cell, bool text, std::uint32_t stop);
    List* text_cell();
    std::int64_t row_extra(bool spaced);
    void translate_diagram(const Token& opening);
    Node* environment(std::u32string_view name, const Token& opening);

    Alphabet current_alphabet() const;
    static bool ends_row(const Token& token);
    static bool is_word_script(char32_t c);
    void check_cell_count(const Token& token);
    [[noreturn]] static void fail(const std::string& message, SourceRange source);
    [[noreturn]] void fail(const std::string& message, const Token& token) const;
    static std::string quoted(const Token& token);

    template <class T>
    T* make(SourceRange source) {
        T* const node = arena_.make<T>();
        node->source = source;
        node->end = source.end;
        return node;
    }
    void close(Node* node) { node->end = end_; }

    Arena& arena_;
    TokenStream stream_;
    std::int32_t length_;
    std::int32_t end_ = 0;  // where the last token read from the source ended
    std::int32_t depth_ = 0;
    Alphabet alphabet_ = Alphabet::kNormal;
    bool bold_ = false;
    bool operator_name_ = false;
    bool fenced_ = false;  // this list stands between \left and \right: \middle may stand in it
    std::uint32_t cells_ = 0;
    std::uint32_t tables_ = 0;       // open ones
    TableRow* row_ = nullptr;        // of the outermost table, where a \tag belongs
    TableRow* inner_row_ = nullptr;  // of the innermost, where a \vspace does
    TagNode* tag_ = nullptr;
    std::int64_t root_up_ = 0, root_left_ = 0;
    std::vector<std::vector<Token>> column_material_;  // >{..} and <{..}
};

}  // namespace lomo
