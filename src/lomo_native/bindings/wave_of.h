// The six integers of a wave -> Wave.
#pragma once

#include <array>
#include <cstdint>

#include "distort/wave.h"

namespace lomo::bindings {

inline Wave wave_of(const std::array<std::int64_t, 6>& p) {
    return {p[0], p[1], p[2], p[3], p[4], p[5]};
}

}  // namespace lomo::bindings
