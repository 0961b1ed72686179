// A text and a place in it go in; the range of the bare formula there comes out: a command with its arguments
// and scripts.
//
// \frac{a}{b}, \left[ .. \right), \sum_{i=1}^n, x_{1}^{2}. Arguments end where TeX ends them: at the group's
// brace, or after one token for the commands that people write so (\frac12, \vec v). Bare formulas that touch
// are one (\sin\theta).
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "span/nesting.h"
#include "span/place.h"

namespace lomo::span {

struct BareCommand;

class Bare {
  public:
    Bare(std::u32string_view text, Nesting& nesting) : text_(text), nesting_(nesting) {}

    // The end of the bare formula whose backslash is at `start`; kNone when it is no command of mathematics.
    size_t command(size_t start, size_t limit);

    // The range of the formula whose _{ or ^{ is at `mark`, not before `floor`; its end is kNone when none
    // is. The base is what stands before the mark: a short run of letters and digits, or a bracketed group.
    Pair scripts(size_t mark, size_t floor, size_t limit);

  private:
    bool holds_escapes();
    bool is_base(size_t start, size_t mark, size_t floor, size_t end, size_t length) const;
    size_t group_start(size_t close, size_t floor) const;
    size_t chain(size_t end, size_t limit);
    size_t element(size_t start, size_t limit);
    size_t arguments(const BareCommand& command, size_t end, size_t limit);
    size_t argument(size_t start, size_t limit, bool unbraced);
    size_t scripts_end(size_t end, size_t limit);
    size_t script_end(size_t start, size_t limit);
    size_t script_command(size_t start, size_t limit);

    std::u32string_view text_;
    Nesting& nesting_;
    std::optional<bool> escapes_;
    // Where long runs of scripts end, by the places between their scripts: within a row of a table, and in
    // the text. A run that is no formula's is met again at each of its scripts.
    std::array<std::unordered_map<size_t, size_t>, 2> runs_;
};

}  // namespace lomo::span
