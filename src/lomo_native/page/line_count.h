// A passage of plain text -> how many lines it takes at a width, by its words instead of its letters.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "page/passage.h"

namespace lomo {

// Lines are counted as break_lines makes them, wherever these can only end between words.
class LineCount {
  public:
    // None where, at `least` or wider, a line may end elsewhere than between words, or is no plain text's:
    // where a word, formula or URL is wider, or there are tabs, code or blocks.
    static std::optional<LineCount> of(const Passage& passage, Unit least);

    // At a width of at least `least`.
    std::size_t at(Unit width) const;

  private:
    struct Word {  // what stands between two opportunities
        Unit start = 0;
        Unit reach = 0;         // where what is seen of it ends
        bool mandatory = true;  // a line ends before it in any case
    };
    std::vector<Word> words_;
};

}  // namespace lomo
