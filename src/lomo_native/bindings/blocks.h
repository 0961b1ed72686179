// The blocks of one text as Python holds them, to be handed to other calls of the core.
#pragma once

#include <vector>

#include "span/blocks.h"

namespace lomo::bindings {

struct Blocks {
    std::vector<span::Block> list;
};

}  // namespace lomo::bindings
