// A page's painted picture and an operation -> the final picture: distorted, in its colours, padded; and how
// legible that is.
#pragma once

#include <cstdint>

#include "distort/operation.h"
#include "picture/finish.h"
#include "value/image.h"
#include "value/layout.h"

namespace lomo {

struct PaintedPage {
    const Layout& layout;
    std::int32_t origin_x;  // where the layout's origin lies in the picture, px
    std::int32_t origin_y;
    ImageView image;  // in its colours
    ImageView grey;   // the same, black on white
};

struct FinalSize {
    Size size;
    std::int32_t channels = 1;
};

// Throws InputError where the picture would be too large, or a parameter cannot be used.
FinalSize final_size(const PaintedPage& page, const Operation& operation, const Finish& finish);

// What moves and blends pixels does so in black on white, and the result is coloured: a blend of colours is
// the colour of the blend, the canvas grows in paper, and the kernels need not know. What takes light away
// takes it from the coloured page: a shadow darkens dark paper, too, where one on black ink would have
// brightened it. Where the canvas does not grow, the page is padded first: no stain ends in a straight line.
// A page with glyphs in colours of their own has no black and white to come from: it is distorted as it is.
void draw_final(const PaintedPage& page, const Operation& operation, const Finish& finish, const Canvas& out);

// The page's score in 1/65536, from at most `most` of its glyphs (0: all), evenly spread.
std::int32_t final_score(const PaintedPage& page, const Operation& operation, const ImageView& final,
                         std::size_t most);

}  // namespace lomo
