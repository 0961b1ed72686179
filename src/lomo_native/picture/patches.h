// A layout and where it lies in its picture -> the boxes whose legibility is judged.
#pragma once

#include <cstdint>
#include <vector>

#include "distort/legibility.h"
#include "value/layout.h"

namespace lomo {

// Of glyphs (at most so many, evenly spread; 0: all) and pictures.
std::vector<Patch> patches_of(const Layout& layout, std::int32_t origin_x, std::int32_t origin_y,
                              std::size_t most);

}  // namespace lomo
