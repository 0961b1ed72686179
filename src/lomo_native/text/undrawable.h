// A text goes in; the first character that no picture can show faithfully comes out.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lomo {

// In the order in which they are told. kControl: a control character other than white space (tab, line feed,
// vertical tab, form feed, carriage return, next line), which has no look of its own. kLongCluster: a
// grapheme cluster of more code points than allowed, since shaping takes its square.
enum class Undrawable : std::uint8_t { kLoneSurrogate, kControl, kLongCluster };

struct UndrawablePlace {
    Undrawable fault;
    std::int32_t at;  // of the character, or of the cluster's first
};

std::optional<UndrawablePlace> first_undrawable(std::u32string_view text, std::int32_t most_in_cluster);

}  // namespace lomo
