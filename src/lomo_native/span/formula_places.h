// The formulas of a text as they stand in it go in; each one's TeX without delimiters, and whether it gets a
// line of its own, come out.
#pragma once

#include <string_view>
#include <vector>

#include "value/layout.h"

namespace lomo::span {

struct MathBlock {  // delimiters included
    SourceRange source;
    bool display = false;  // delimited as one: $$, \[, an environment
};

struct FormulaSource {
    SourceRange tex;       // within the block
    bool display = false;  // as its delimiters say
};

// The formula of a block: $..$, $$..$$, \(..\), \[..\], an environment, a bare command. An environment that
// only says "a formula" (equation, displaymath, math) is taken off like a delimiter; any other is kept whole
// and is a display.
FormulaSource formula_source(std::u32string_view block);

struct FormulaPlace {
    SourceRange source;  // of the text, delimiters included
    SourceRange tex;     // of the text
    bool alone = false;  // set as a display, on a line of its own
};

// A display gets a line of its own, but $$..$$ between words of one line does not, nor does one of several on
// a line with words, such as the last of an exam's choices "(A) $$30$$ (B) $$60$$"; formulas with nothing but
// white space between them stand alone each. blocks: in order, within the text.
std::vector<FormulaPlace> formula_places(std::u32string_view text, const std::vector<MathBlock>& blocks);

}  // namespace lomo::span
