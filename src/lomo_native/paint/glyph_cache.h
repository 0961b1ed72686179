// A glyph of a face at a size and a sub-pixel phase -> its 8-bit coverage, trimmed to its ink, and its
// colours where the face has them. One cache and one FreeType face a thread: FreeType's faces are not
// thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "paint/glyph_bitmap.h"
#include "text/font.h"
#include "value/layout.h"
#include "value/units.h"

namespace lomo {

inline constexpr int kPhases = 4;  // sub-pixel positions along each axis

// The returned reference stays valid until the calling thread's next call, or longer: glyph_cache_token().
// size: em size; phase_x, phase_y: 0..kPhases-1 quarters of a pixel to the right and up. Throws InputError
// for a face FreeType cannot read.
const GlyphBitmap& glyph_bitmap(const FontFile& face, std::uint32_t glyph, Unit size, int phase_x,
                                int phase_y);

// For kBatch glyphs of a layout, or fewer, from `first` on: what the calling thread has kept of them, null
// for others. Memory is asked for all of it at once.
inline constexpr std::size_t kBatch = 64;
void find_kept(const Layout& layout, std::size_t first, std::size_t count, const GlyphBitmap** found);

// Stands for what the calling thread has kept: while it is the same, every reference that glyph_bitmap has
// returned is valid. No two threads have the same.
std::uint64_t glyph_cache_token();

// FreeType, as linked: "2.12.1".
std::string rasteriser_version();

}  // namespace lomo
