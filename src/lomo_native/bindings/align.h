// The name of an alignment <-> Align.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "page/align.h"
#include "value/error.h"

namespace lomo::bindings {

inline constexpr std::array<std::string_view, 4> kAligns = {"left", "justified", "centre", "right"};

inline std::string_view align_name(Align align) {
    return kAligns[std::size_t(align)];
}

inline Align align_named(std::string_view name) {
    const auto* const found = std::find(kAligns.begin(), kAligns.end(), name);
    if (found == kAligns.end()) throw InputError("align: expected left, justified, centre or right");
    return static_cast<Align>(found - kAligns.begin());
}

}  // namespace lomo::bindings
