// A whole number, 0 or more -> its square root, rounded down.
#pragma once

#include <cmath>

namespace lomo {

// Of a value with two bits less than Whole has. A double guesses it, to within 2**-52 of itself; whole
// numbers decide.
template <class Whole>
Whole whole_root(Whole value) {
    auto found = static_cast<Whole>(std::sqrt(static_cast<double>(value)));
    while (found * found > value) --found;
    while ((found + 1) * (found + 1) <= value) ++found;
    return found;
}

}  // namespace lomo
