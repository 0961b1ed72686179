// An image -> the same image bent as a moved scan or a folded sheet bends it, on a canvas grown to hold all
// of it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "distort/bounds.h"
#include "value/image.h"

namespace lomo {

// Two sinusoids. The row at height y moves right by amplitude_x * sin(phase_x + y / length_x); then the
// column at x (of the grown canvas) moves down by amplitude_y * sin(phase_y + x / length_y). The canvas grows
// on each side by the amplitude rounded up.
struct Wave {
    std::int64_t amplitude_x = 0;  // 1/64 px: 0 .. 4096
    std::int64_t length_x = 0;     // 1/64 px: 512 .. 262144
    std::int64_t phase_x = 0;      // 1/65536 turn: 0 .. 65535
    std::int64_t amplitude_y = 0;
    std::int64_t length_y = 0;
    std::int64_t phase_y = 0;
};

// A sheet folded flat again: along one axis the displacement is 0 at both sides, shifts[k] at crease k and
// linear between. Upright creases (axis 0) move columns down, level ones (axis 1) rows to the right. The
// canvas grows on a side by the largest shift towards it, rounded up.
struct Fold {
    std::int64_t axis = 0;
    std::vector<std::int64_t>
        positions;  // shares (1/65536) of the width or height, rising: 1 .. 65535; 1 to 8 creases
    std::vector<std::int64_t> shifts;  // 1/64 px: -4096 .. 4096
};

// Each writes `out`, whose size is the one named before it; the channels are the image's.

Size waved_size(std::int32_t width, std::int32_t height, const Wave& wave);
void wave(const ImageView& image, const Wave& wave, const Canvas& out);
// Points (x, y, x, y, ...) of the source, in px with pixel (0, 0) covering [0, 1) x [0, 1), moved in place.
void wave_points(std::span<double> xy, std::int32_t width, std::int32_t height, const Wave& wave);

Size folded_size(std::int32_t width, std::int32_t height, const Fold& fold);
void fold(const ImageView& image, const Fold& fold, const Canvas& out);
void fold_points(std::span<double> xy, std::int32_t width, std::int32_t height, const Fold& fold);

}  // namespace lomo
