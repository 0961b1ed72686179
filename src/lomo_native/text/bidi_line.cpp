// A line and its levels go in; the levels with the white space reset (L1) or the visual order (L2) come out.
#include <algorithm>
#include <numeric>

#include "text/bidi.h"
#include "text/unicode_tables.h"

namespace lomo {

using Class = unicode::Bidi;

void reset_line_levels(std::u32string_view line, std::uint8_t paragraph_level,
                       std::span<std::uint8_t> levels) {
    bool reset = true;  // only white space between here and the line's end or a separator
    for (std::size_t i = line.size(); i-- > 0;) {
        switch (unicode::record(line[i]).bidi) {
            case Class::B:
            case Class::S:
                reset = true;
                break;
            case Class::WS:
            case Class::FSI:
            case Class::LRI:
            case Class::RLI:
            case Class::PDI:
            case Class::LRE:
            case Class::RLE:
            case Class::LRO:
            case Class::RLO:
            case Class::PDF:
            case Class::BN:
                break;
            default:
                reset = false;
        }
        if (reset) levels[i] = paragraph_level;
    }
}

std::vector<std::int32_t> reorder_line(std::span<const std::uint8_t> levels) {
    std::vector<std::int32_t> order(levels.size());
    std::iota(order.begin(), order.end(), 0);
    int highest = 0;
    int lowest_odd = 255;
    for (const int level : levels) {
        highest = std::max(highest, level);
        if (level % 2 == 1) lowest_odd = std::min(lowest_odd, level);
    }
    for (int level = highest; level >= lowest_odd; --level) {
        for (std::size_t i = 0; i < levels.size(); ++i) {
            if (levels[i] < level) continue;
            const std::size_t start = i;
            while (i < levels.size() && levels[i] >= level) ++i;
            std::reverse(order.begin() + std::ptrdiff_t(start), order.begin() + std::ptrdiff_t(i));
        }
    }
    return order;
}

}  // namespace lomo
