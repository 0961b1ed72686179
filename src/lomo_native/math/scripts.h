// A nucleus and its scripts -> one box: beside it, or above and below (Appendix G, rules 13a and 18).
#pragma once

#include "math/box.h"
#include "math/node.h"
#include "math/setter.h"

namespace lomo {

Box* attach_scripts(Setter& setter, Box* nucleus, const Node& node, Style style);
Box* attach_limits(Setter& setter, Box* nucleus, const Node& node, Style style);

// Boxes centred above and below a nucleus by the rules of limits; either may be null. skew: how far the upper
// one stands right of the middle, and the lower one left of it.
Box* stack_limits(Setter& setter, Box* nucleus, Box* over, Box* under, Unit skew, Style style);

}  // namespace lomo
