// One pixel of a glyph in colour, and how it lies over what is below it.
#pragma once

#include <array>
#include <cstdint>

namespace lomo {

constexpr std::uint8_t share(std::uint32_t value, std::uint32_t of_255) {  // value * of_255 / 255, rounded
    return std::uint8_t((value * of_255 + 127) / 255);
}

// What the pixel adds, and of 255 how much of what is below it is hidden. The light of the ink is not in
// `rgb`: its colour is a matter of the page.
struct ColourPixel {
    std::array<std::uint8_t, 3> rgb{};  // times alpha
    std::uint8_t alpha = 0;
    std::uint8_t ink = 0;  // the part of alpha that is in the colour of the text
};

// `above` over `below`.
constexpr ColourPixel laid_over(const ColourPixel& above, const ColourPixel& below) {
    const auto sum = [&](std::uint8_t a, std::uint8_t b) {
        const unsigned both = a + share(b, 255U - above.alpha);
        return std::uint8_t(both < 255 ? both : 255);
    };
    ColourPixel made;
    for (std::size_t c = 0; c < 3; ++c) made.rgb[c] = sum(above.rgb[c], below.rgb[c]);
    made.alpha = sum(above.alpha, below.alpha);
    made.ink = sum(above.ink, below.ink);
    return made;
}

// The pixel, thinned to `darkness` of 255, over the channel `c` of a page.
constexpr std::uint8_t on_page(const ColourPixel& pixel, std::size_t c, std::uint8_t ink,
                               std::uint8_t darkness, std::uint8_t below) {
    constexpr std::uint32_t kWhole = 255 * 255;
    const std::uint32_t own = 255U * pixel.rgb[c] + std::uint32_t{ink} * pixel.ink;
    const std::uint32_t light = own * darkness + below * (kWhole - std::uint32_t{pixel.alpha} * darkness);
    const std::uint32_t value = (light + kWhole / 2) / kWhole;
    return std::uint8_t(value < 255 ? value : 255);
}

// How dark the pixel is on white, in black ink: 255 less its luma, weighed as legibility weighs it.
constexpr std::uint8_t darkness_of(const ColourPixel& pixel) {
    const auto lit = [&](std::size_t c) { return std::uint32_t{on_page(pixel, c, 0, 255, 255)}; };
    return std::uint8_t(255U - ((77U * lit(0) + 150U * lit(1) + 29U * lit(2) + 128U) >> 8));
}

}  // namespace lomo
