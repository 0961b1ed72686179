// A page, its distorted picture and where its glyphs stand -> how well each can still be told, without a
// model.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "distort/undo.h"
#include "value/units.h"

namespace lomo {

struct Patch {  // the box of a glyph's ink in the page, in px, and its em size (0: not to be judged)
    std::int64_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    Unit size = 0;
};

inline constexpr std::int32_t kScoreOne = 65536;  // scores are in 1/65536

struct GlyphScore {
    std::int32_t patch = 0;  // which one
    std::int32_t score = 0;  // correlation * min(1, kContrastCounts * contrast) * size * straightness
    std::int32_t correlation = 0;
    std::int32_t contrast = 0;
    std::int32_t size = 0;
    std::int32_t straightness = 0;
};

struct Legible {
    std::int32_t page = kScoreOne;
    std::vector<GlyphScore> glyphs;
};

// The picture is read at the places of the patch and kPatchMarginPx around it (every kRowStep-th row, from
// the first on), as `undo` says, between pixels linearly, RGB as its luma, and compared with the page's
// pixels: correlation is Pearson's, cut to 0 .. 1; contrast the slope of the picture's values over the
// page's, cut alike; size the em size over kFullSizePx, at most one. Straightness falls with the height that
// the columns from kLineReachEm to the left to as much to the right span: 1 up to kStraightEm, 0 from
// kCrookedEm on, linear between; it is the one thing that undoing a warp hides and a reader of lines minds.
// The page's score is that of the glyph at kPagePercent from below. Patches without ink are left out; a page
// without any is legible. A page in RGB counts as its luma, too. `distorted` has the size that `undo` says or
// is larger on the right and below. Throws InputError where they do not fit.
Legible legibility(const ImageView& page, const ImageView& distorted, const Undo& undo,
                   std::span<const Patch> patches);

inline constexpr std::int32_t kPatchMarginPx = 2;
inline constexpr std::int32_t kRowStep = 2;
inline constexpr std::int32_t kFullSizePx = 14;
inline constexpr std::int64_t kContrastCounts = 6;  // a sixth of the contrast is enough
inline constexpr std::int64_t kLineReachEm = 6;
inline constexpr std::int64_t kStraightEm = kScoreOne / 5;  // in 1/65536 em
inline constexpr std::int64_t kCrookedEm = 3 * kScoreOne / 5;
inline constexpr std::int64_t kPagePercent = 5;

}  // namespace lomo
