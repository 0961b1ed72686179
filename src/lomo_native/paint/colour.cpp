#include "paint/colour.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "value/error.h"

namespace lomo {

namespace {

std::uint8_t channel(const std::array<std::int64_t, 3>& colour, std::size_t which) {
    if (colour[which] < 0 || colour[which] > 255) {
        throw InputError("a colour's channels must be in 0 .. 255, not " + std::to_string(colour[which]));
    }
    return static_cast<std::uint8_t>(colour[which]);
}

}  // namespace

Colours checked_colours(const std::array<std::int64_t, 3>& ink, const std::array<std::int64_t, 3>& paper) {
    Colours colours;
    for (std::size_t c = 0; c < 3; ++c) {
        colours.ink[c] = channel(ink, c);
        colours.paper[c] = channel(paper, c);
    }
    return colours;
}

std::int32_t coloured_channels(const Colours& colours) {
    const auto grey = [](const Rgb& rgb) { return rgb[0] == rgb[1] && rgb[1] == rgb[2]; };
    return grey(colours.ink) && grey(colours.paper) ? 1 : 3;
}

void colour(const ImageView& image, const Colours& colours, const Canvas& out) {
    if (image.channels != 1) throw InputError("only a grey picture takes colours");
    const std::size_t size = image.size();
    if (out.channels == 1) {
        std::array<std::uint8_t, 256> table{};
        for (std::uint32_t g = 0; g < 256; ++g) {
            table[g] = between(colours.ink[0], colours.paper[0], g);
        }
        std::transform(image.pixels, image.pixels + size, out.pixels,
                       [&](std::uint8_t grey) { return table[grey]; });
        return;
    }
    std::array<Rgb, 256> table{};
    for (std::uint32_t g = 0; g < 256; ++g) {
        for (std::size_t c = 0; c < 3; ++c) table[g][c] = between(colours.ink[c], colours.paper[c], g);
    }
    std::uint8_t* to = out.pixels;
    for (std::size_t i = 0; i < size; ++i, to += 3) std::memcpy(to, table[image.pixels[i]].data(), 3);
}

}  // namespace lomo
