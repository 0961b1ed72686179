// A prompt and its blocks go in; the places where it may be cut come out: never in a block, never in a
// grapheme. What costs a pass over the text is computed on first use.
//
// A place that is aimed at may lie between two code points: a third of a length. It is a double, as is all
// that is compared with it, got from whole numbers by one correctly rounded operation each: the same on every
// CPU.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "span/blocks.h"
#include "span/place.h"

namespace lomo::span {

class Boundaries {
  public:
    // The atoms are the blocks that may not be cut: all but text, and but the formulas inside a table.
    Boundaries(std::u32string_view text, const std::vector<Block>& blocks);

    std::u32string_view text() const { return text_; }
    size_t size() const { return text_.size(); }

    size_t sentence_count() { return sentence_ends().size(); }

    // The atom that `position` lies inside of; null at an atom's edge and in text.
    const Block* atom_over(size_t position) const;

    // The last and the first legal place at or before, and at or after, `position`.
    size_t at_or_before(size_t position);
    size_t at_or_after(size_t position);

    // The legal sentence boundary nearest to `aim` and at most `reach` away.
    size_t nearest_sentence_end(double aim, double reach);

    // The legal line-break opportunity (UAX #14) nearest to `aim`, the end of the text included.
    size_t nearest_line_break(double aim);

    // The last legal line-break opportunity at or before `position`, else 0; the first at or after it, else
    // the end of the text.
    size_t line_break_before(size_t position);
    size_t line_break_after(size_t position);

  private:
    bool is_grapheme_boundary(size_t position);
    bool is_legal(size_t position) {
        return atom_over(position) == nullptr && is_grapheme_boundary(position);
    }
    const std::vector<std::int32_t>& sentence_ends();
    const std::vector<std::int32_t>& graphemes();
    const std::vector<std::uint8_t>& breaks();

    std::u32string_view text_;
    std::vector<Block> atoms_;
    std::optional<std::vector<std::int32_t>> sentence_ends_;
    std::optional<std::vector<std::int32_t>> graphemes_;
    std::optional<std::vector<std::uint8_t>> breaks_;
};

}  // namespace lomo::span
