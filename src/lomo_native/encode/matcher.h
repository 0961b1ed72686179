// Bytes of a page, row after row -> steps that write them again: a few new bytes, then a copy of earlier
// ones.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace lomo {

// `literals` bytes as they stand, then `length` (0, or 3 .. 258) bytes again from `distance` (1 .. 32768)
// back.
struct Step {
    std::uint32_t literals = 0;
    std::uint16_t length = 0;
    std::uint16_t distance = 0;
};

// Where the steps stand on a page, and what they remember of it.
struct Matcher {
    static constexpr unsigned kHashBits = 14;
    static constexpr std::ptrdiff_t kPatience = 512;
    using Counts = std::array<std::uint32_t, 256>;

    const std::uint8_t* data;  // `kDeflateSlack` bytes behind the last are readable
    std::size_t size;
    std::size_t row_bytes;  // from a byte to the one above it
    bool differences;       // the rows are written as differences: letters repeat in more, fainter bytes
    std::size_t at = 0;
    std::ptrdiff_t patience = kPatience;
    // How often each value stands among the literals of the steps last made; the sum of four, by place in a
    // group: equal values in a row would wait for each other.
    std::array<Counts, 4> literals{};
    // The last place of a hash, its lowest bits: a copy reaches back 32,768 at most.
    std::array<std::uint16_t, std::size_t(1) << kHashBits> seen{};
};

// Writes steps for the next bytes to `steps` until all are covered, or at least `bytes` of them, or
// `most_steps` steps and one of literals alone were made; returns the end of the steps. Always the same steps
// for the same bytes.
using Advance = Step* (*)(Matcher& matcher, std::size_t bytes, std::size_t most_steps, Step* steps);

}  // namespace lomo
