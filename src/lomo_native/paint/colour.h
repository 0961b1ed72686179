// A grey picture, black on white, and two colours -> the same picture in ink on paper.
#pragma once

#include <array>
#include <cstdint>

#include "value/image.h"

namespace lomo {

using Rgb = std::array<std::uint8_t, 3>;

struct Colours {
    Rgb ink{0, 0, 0};
    Rgb paper{255, 255, 255};
};

// One channel of a grey value as a blend of ink (0) and paper (255), rounded to nearest.
constexpr std::uint8_t between(std::uint8_t ink, std::uint8_t paper, std::uint32_t grey) {
    return static_cast<std::uint8_t>((paper * grey + ink * (255 - grey) + 127) / 255);
}

// Throws InputError for a channel outside 0 .. 255.
Colours checked_colours(const std::array<std::int64_t, 3>& ink, const std::array<std::int64_t, 3>& paper);

// 1 where both colours are grey, else 3.
std::int32_t coloured_channels(const Colours& colours);

// A value g becomes (paper * g + ink * (255 - g)) / 255, rounded to nearest, channel by channel: a blend of
// grey values and that of their colours are the same, to the rounding. `image` has one channel, `out` its
// size and coloured_channels channels. Throws InputError for an RGB image.
void colour(const ImageView& image, const Colours& colours, const Canvas& out);

}  // namespace lomo
