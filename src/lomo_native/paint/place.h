// An item of a layout -> the whole pixels it is drawn on, y downward from the baseline.
#pragma once

#include <algorithm>
#include <cstdint>

#include "paint/glyph_cache.h"
#include "value/layout.h"

namespace lomo {

// The coverage of an item that is not drawn in black.
inline std::uint8_t inked(std::uint8_t coverage, std::uint8_t ink) {
    return std::uint8_t((coverage * ink + 127) / 255);
}

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

// A rule is snapped to whole pixels: across, as many as its thickness rounds to, at least one, so that lines
// are crisp, even and never vanish; along, every pixel that it touches, so that lines that meet stay joined.
struct RulePixels {
    std::int64_t x, y, width, height;  // y downward, upper edge
};

struct PixelSpan {
    std::int64_t first, count;
};

inline PixelSpan span_across(Unit at, Unit length) {
    const std::int64_t count = std::max<std::int64_t>(1, round_px(length));
    return {round_px(at + length / 2 - count * kUnitsPerPx / 2), count};
}

inline PixelSpan span_along(Unit at, Unit length) {
    const std::int64_t first = floor_px(at);
    return {first, std::max<std::int64_t>(1, ceil_px(at + length) - first)};
}

inline RulePixels rule_pixels(const RuleItem& rule) {
    if (rule.width <= 0 || rule.height <= 0) return {0, 0, 0, 0};
    const bool level = rule.width >= 2 * rule.height, upright = rule.height >= 2 * rule.width;
    const PixelSpan x = level ? span_along(rule.x, rule.width) : span_across(rule.x, rule.width);
    const PixelSpan y = upright ? span_along(rule.y, rule.height) : span_across(rule.y, rule.height);
    return {x.first, -(y.first + y.count), x.count, y.count};
}

}  // namespace lomo
