// A character without a glyph -> an outlined box with its code point in it, so that it is never drawn as
// another character and never silently dropped.
#pragma once

#include "page/passage.h"
#include "value/layout.h"

namespace lomo {

// The advance of the boxes of `count` characters at an em size.
Unit missing_box_advance(Unit size, std::int32_t count);

// Adds the boxes of a cluster of kind kMissing with its pen at (x, y).
void set_missing_box(const Passage& passage, const Cluster& cluster, Unit x, Unit y, Layout& layout);

}  // namespace lomo
