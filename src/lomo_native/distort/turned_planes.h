// An image and a number of quarter turns, counter-clockwise -> the image turned, or the planes of its ink.
#pragma once

#include <cstdint>
#include <memory>

#include "distort/bounds.h"
#include "distort/rows.h"
#include "distort/scratch.h"

namespace lomo {

// A transposition: `out` has the turned image's size.
void quarter_turn(const ImageView& image, std::int32_t quarters, const Canvas& out);

class TurnedPlanes {
  public:
    TurnedPlanes(const ImageView& image, std::int32_t quarters);

    Size size;  // of the turned image
    Planes planes;

  private:
    std::unique_ptr<Scratch> memory_;
};

}  // namespace lomo
