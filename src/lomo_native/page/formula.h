// A formula of a passage -> the pieces that lines are made of: the whole formula, or one piece for each of
// the parts that a line may end after.
#pragma once

#include <cstdint>

#include "page/passage.h"
#include "value/layout.h"

namespace lomo {

// Adds the pieces of a formula and their clusters, whose sources partition the formula's. Parts whose sources
// end at one place (they come out of one macro) are one piece.
void add_formula(Passage& passage, std::uint32_t formula, std::uint8_t level, std::uint8_t base_level);

bool is_formula(const Cluster& cluster);

// The white space at the end of a cluster's advance that vanishes at the end of a line.
Unit space_after(const Passage& passage, const Cluster& cluster);

// Whether a line of this width may end before the cluster, which then stands inside a formula: only where the
// formula does not fit the line as a whole.
bool breaks_formula(const Passage& passage, const Cluster& cluster, Unit width);

// Where a formula ends without its tag.
Unit body_end(const Layout& layout);

}  // namespace lomo
