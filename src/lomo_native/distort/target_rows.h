// Every kernel of lanes.h's form -> the table of them.
#pragma once

#include "distort/blob_rows.h"
#include "distort/box_rows.h"
#include "distort/gauss_rows.h"
#include "distort/ink_rows.h"
#include "distort/shade_rows.h"
#include "distort/shift_rows.h"
#include "distort/tap_rows.h"
#include "distort/turn_rows.h"

namespace lomo::LOMO_TARGET {

inline constexpr Rows kRows = {
    LOMO_TARGET_NAME, ink,         triple,     turn,   gaussian,  taps,        box,       blend,
    shift_columns,    ramp_shades, mix_shades, darken, blob_axis, blob_shades, lay_shades};

}  // namespace lomo::LOMO_TARGET
