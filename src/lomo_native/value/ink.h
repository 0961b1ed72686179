// What an item of a layout left on a painted page.
#pragma once

#include <cstdint>

namespace lomo {

struct ItemInk {
    std::int64_t drawn = 0;  // pixels that the item covers, fully or in part
    std::int64_t seen = 0;   // of these, pixels of the picture that are at least as dark as the item alone

    bool whole() const { return drawn > 0 && seen == drawn; }
};

}  // namespace lomo
