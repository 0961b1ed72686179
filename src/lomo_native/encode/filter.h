// A grey picture -> whether its rows are better written as differences from the row above.
#pragma once

#include "encode/scanlines.h"

namespace lomo {

// On a few rows half of the samples that neither repeat their left nor their upper neighbour are counted, by
// value and by difference: on a blurred page the differences are the fewer and smaller. Sharp letters gain
// nothing.
bool rows_are_alike(const ImageView& image);

}  // namespace lomo
