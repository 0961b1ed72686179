// A text and the place of a delimiter go in; the end of the formula that starts there comes out: $..$,
// $$..$$,
// \(..\), \[..\] and \begin{name}..\end{name}. Where none does, the delimiter is text. No formula ends past
// the `limit`.
#pragma once

#include <array>
#include <string_view>

#include "span/nesting.h"
#include "span/place.h"

namespace lomo::span {

// Keeps what makes repeated searches in one text linear.
class Formulas {
  public:
    Formulas(std::u32string_view text, Nesting& nesting) : text_(text), nesting_(nesting) {}

    size_t inlined(size_t start, size_t limit);      // $..$
    size_t display(size_t start, size_t limit);      // $$..$$
    size_t bracketed(size_t start, size_t limit);    // \(..\) or \[..\]
    size_t environment(size_t start, size_t limit);  // of mathematics

  private:
    size_t closing_dollar(size_t start, size_t limit);
    size_t open_text_group(size_t start, size_t end) const;
    size_t next_closer(bool square, size_t position);

    std::u32string_view text_;
    Nesting& nesting_;
    std::array<size_t, 2> closers_ = {0, 0};  // the \) and the \] searched for last
};

}  // namespace lomo::span
