// A glyph of a face at a size and a sub-pixel phase -> its 8-bit coverage, trimmed to its ink. One cache and
// one FreeType face a thread: FreeType's faces are not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "text/font.h"
#include "value/units.h"

namespace lomo {

inline constexpr int kPhases = 4;  // sub-pixel positions along each axis

struct GlyphBitmap {  // coverage 0..255, rows from the top; left and top place it against the whole-pixel pen
    static constexpr std::int32_t kLanes = 8;  // each row is filled up with zeros to a multiple of these

    std::int32_t left = 0;
    std::int32_t top = 0;  // rows above the baseline
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::vector<std::uint8_t> coverage;

    std::int32_t stride() const { return (width + kLanes - 1) / kLanes * kLanes; }
};

// The returned reference stays valid until the calling thread's next call. size: em size; phase_x, phase_y:
// 0..kPhases-1 quarters of a pixel to the right and up. Throws InputError for a face FreeType cannot read.
const GlyphBitmap& glyph_bitmap(const FontFile& face, std::uint32_t glyph, Unit size, int phase_x,
                                int phase_y);

// FreeType, as linked: "2.12.1".
std::string rasteriser_version();

}  // namespace lomo
