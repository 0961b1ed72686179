// Pixels of a patch, pair by pair of the page and of the picture -> the sums that their correlation is made
// of.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lomo {

struct Sums {  // a of the page, b of the picture
    std::uint64_t count = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;

    static constexpr std::size_t kMost = 2048;  // pixels at once: a lane's 256 of them fit 16 bits
    static constexpr std::size_t kLanes = 8;

    // Both hold zeros up to the next multiple of kLanes.
    void add(const std::uint8_t* page, const std::uint8_t* picture, std::size_t pixels);
};

}  // namespace lomo
