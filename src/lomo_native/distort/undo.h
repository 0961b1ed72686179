// A warp's parameters and the size of the picture before -> where its pixels lie in the picture after, in
// whole numbers: what a look back through the warp needs.
#pragma once

#include <cstdint>
#include <vector>

#include "distort/wave.h"

namespace lomo {

// The centre of the source's pixel (x, y) lies at the picture's place (in 1/256 px from the centre of its
// first pixel): of a turn, (from_x + x across + y down, from_y - x down + y across) / 2**31 px; of a shift,
// at (256 x + rows[y], 256 y + columns[..]), columns being read, between its entries linearly, at the place's
// x.
struct Undo {
    enum class Kind : std::uint8_t { kStill, kTurn, kShift };

    Kind kind = Kind::kStill;
    std::int32_t width = 0;  // of the source
    std::int32_t height = 0;
    Size grown;  // of the picture
    std::int64_t from_x = 0, from_y = 0, across = 0, down = 0;
    std::vector<std::int32_t> rows;     // for each row of the source, 1/256 px
    std::vector<std::int32_t> columns;  // for each column of the picture, 1/256 px
};

Undo undo_still(std::int32_t width, std::int32_t height);
Undo undo_rotate(std::int32_t width, std::int32_t height, std::int64_t angle);
Undo undo_wave(std::int32_t width, std::int32_t height, const Wave& wave);
Undo undo_fold(std::int32_t width, std::int32_t height, const Fold& fold);

}  // namespace lomo
