#include "distort/trigonometry.h"

#include <array>

namespace lomo {

const std::int32_t* Sines::quarter() {
    using Table = std::array<std::int32_t, kQuarter + 1>;
    static const Table table = [] {
        Table made{};
        for (std::size_t i = 0; i < made.size(); ++i) {
            made[i] = static_cast<std::int32_t>(sine(turn_of_phase(static_cast<std::int64_t>(i))));
        }
        return made;
    }();
    return table.data();
}

}  // namespace lomo
