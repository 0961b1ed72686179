// An image and a displacement for each row (or column) -> the image with its rows (or columns) moved along
// themselves, interpolated linearly, on a canvas grown by what the caller says.
#pragma once

#include <cstdint>
#include <span>

#include "value/image.h"

namespace lomo {

// Displacements are in 1/128 px, positive to the right (down); white enters. `before` pixels are added on the
// left (top), and `out` is as much wider (higher) as both sides grow; nothing is lost when -128 * before <=
// each displacement <= 128 * after. Weights are in 1/128, the sum rounded to nearest, halves up.
void shift_rows(const ImageView& image, std::span<const std::int32_t> displacements, std::int32_t before,
                const Canvas& out);
void shift_columns(const ImageView& image, std::span<const std::int32_t> displacements, std::int32_t before,
                   const Canvas& out);

// The rows, then the columns of what this gives, of which only some rows are held at a time.
struct Displacements {
    std::span<const std::int32_t> each;
    std::int32_t before = 0;
};
void shift_both(const ImageView& image, const Displacements& rows, const Displacements& columns,
                const Canvas& out);

}  // namespace lomo
