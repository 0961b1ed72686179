// An image -> the same image with translucent soft blobs on its paper; RGB if it was, or if a blob has a
// tint.
#pragma once

#include <cstdint>
#include <span>

#include "value/image.h"

namespace lomo {

struct Blob {
    std::int64_t x = 0;         // centre, as shares (1/65536) of width and height: 0 .. 65536
    std::int64_t y = 0;         //
    std::int64_t radius = 0;    // as a share of the longer side: 1 .. 65536
    std::int64_t opacity = 0;   // of the blob's inside: 0 .. 65536
    std::int64_t rim = 0;       // opacity added on the rim, where a stain dried: 0 .. 65536
    std::int64_t hardness = 0;  // 4 (falls off from the centre) .. 64 (flat, with a narrow rim)
    std::int64_t wobble =
        0;                   // how far the outline strays from a circle, as a share of the radius: 0 .. 16384
    std::int64_t phase = 0;  // of the wobble, in 1/65536 turn: 0 .. 65535
    std::int64_t red = 0;    // the blob's colour on white paper, fully opaque: 0 .. 255 each
    std::int64_t green = 0;
    std::int64_t blue = 0;
};

// One to 64 blobs, laid on one after the other. In units of the radius (at least 1 px; 1/16384, rounded down)
// a pixel's centre lies at (u, v) from the blob's; the wobble adds to u a wave of v (one turn in 2 radii) and
// to v a wave of u (three turns in 4 radii), waves of two parabolas a turn. With q = u^2 + v^2 and the line l
// = hardness / 2 * (1 - q) - 1, cut to -1 .. 1, e = l(2 - |l|), the opacity is opacity * (1 + e) / 2 + rim *
// (1 - e^2); a channel p loses p * opacity * (1 - colour / 255). Where the radius is at least 6 * hardness px
// (half as much), only every fourth (second) row has shades of its own, in the middle of four (two) rows,
// which take theirs from a quadratic spline. Arithmetic as in fifteen.h. `out` has the image's size and
// stained_channels channels.
void stain(const ImageView& image, std::span<const Blob> blobs, const Canvas& out);
std::int32_t stained_channels(const ImageView& image, std::span<const Blob> blobs);

}  // namespace lomo
