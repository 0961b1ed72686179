#include "distort/trigonometry.h"

#include <array>

namespace lomo {

namespace {

constexpr std::int64_t kQuarter = 16384;
using Table = std::array<std::int32_t, kQuarter + 1>;

Table make_table() {
    Table table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = static_cast<std::int32_t>(sine(turn_of_phase(static_cast<std::int64_t>(i))));
    }
    return table;
}

}  // namespace

std::int64_t sine_of_phase(std::int64_t phase) {
    static const Table table = make_table();
    const std::int64_t quadrant = (phase >> 14) & 3;
    const std::int64_t part = phase & (kQuarter - 1);
    const std::int64_t size = table[static_cast<std::size_t>(quadrant % 2 == 0 ? part : kQuarter - part)];
    return quadrant < 2 ? size : -size;
}

}  // namespace lomo
