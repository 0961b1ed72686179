// An item of a layout -> the whole pixels it is drawn on, y downward from the baseline.
#pragma once

#include <algorithm>
#include <cstdint>

#include "paint/glyph_cache.h"
#include "value/layout.h"

namespace lomo {

struct Pen {  // a position split into a whole pixel (y upward) and a phase
    std::int64_t x, y;
    int phase_x, phase_y;
};

inline Pen pen_at(Unit x, Unit y) {
    constexpr Unit kStep = kUnitsPerPx / kPhases;
    const auto quarter = [](Unit u) { return (u + kStep / 2) >> 14; };
    static_assert(kStep == Unit{1} << 14);
    const Unit qx = quarter(x), qy = quarter(y);
    return {qx >> 2, qy >> 2, int(qx & 3), int(qy & 3)};
}

// A rule is snapped to whole pixels, at least one thick, so that bars and lines are crisp and never vanish.
struct RulePixels {
    std::int64_t x, y, width, height;  // y downward, upper edge
};

inline RulePixels rule_pixels(const RuleItem& rule) {
    if (rule.width <= 0 || rule.height <= 0) return {0, 0, 0, 0};
    const std::int64_t x = round_px(rule.x);
    const std::int64_t width = std::max<std::int64_t>(1, round_px(rule.x + rule.width) - x);
    const std::int64_t height = std::max<std::int64_t>(1, round_px(rule.height));
    const std::int64_t top = round_px(rule.y + rule.height / 2 + height * kUnitsPerPx / 2);
    return {x, -top, width, height};
}

}  // namespace lomo
