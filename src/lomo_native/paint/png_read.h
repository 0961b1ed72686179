// The bytes of a PNG file, as a font holds one of a glyph -> its pixels.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lomo {

struct PngPixels {  // red, green, blue and alpha of each, rows from the top; colours as if alpha were 255
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::vector<std::uint8_t> rgba;
};

inline constexpr std::int32_t kGreatestPngSide = 1024;

// Grey, RGB or palette, with or without alpha or a transparent colour, of 8 bits a channel or fewer. Colours
// are taken as they stand: gamma and profiles are left out. Throws InputError for any other kind (16 bits,
// interlaced rows), a longer side than kGreatestPngSide, or a file that is cut off or does not add up.
PngPixels read_png(std::string_view file);

}  // namespace lomo
