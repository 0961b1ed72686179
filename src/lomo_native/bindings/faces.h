// Faces in order as Python holds them: converted once, not at each call that takes them.
#pragma once

#include <memory>
#include <vector>

#include "text/font.h"

namespace lomo::bindings {

struct Faces {
    std::vector<std::shared_ptr<const FontFile>> list;
};

}  // namespace lomo::bindings
