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

    Place inlined(Place start, Place limit);      // $..$
    Place display(Place start, Place limit);      // $$..$$
    Place bracketed(Place start, Place limit);    // \(..\) or \[..\]
    Place environment(Place start, Place limit);  // of mathematics

  private:
    Place closing_dollar(Place start, Place limit);
    Place open_text_group(Place start, Place end) const;
    Place next_closer(bool square, Place position);

    static constexpr Place kUnknown = -2;

    std::u32string_view text_;
    Nesting& nesting_;
    std::array<Place, 2> closers_ = {kUnknown, kUnknown};  // the \) and the \] searched for last
};

}  // namespace lomo::span
