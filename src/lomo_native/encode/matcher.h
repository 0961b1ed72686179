// Bytes of a page, row after row -> steps that write them again: a few new bytes, then a copy of earlier ones.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lomo {

// `literals` bytes as they stand, then `length` (0, or 3 .. 258) bytes again from `distance` (1 .. 32768) back.
struct Step {
    std::uint32_t literals = 0;
    std::uint16_t length = 0;
    std::uint16_t distance = 0;
};

// Finds repeats where pages have them: in the byte before, in the row above, and at the last place where the
// same few bytes stood. One pass, always the same steps for the same bytes.
class Matcher {
  public:

    // `row_bytes`: the distance from a byte to the one above it.
    Matcher(const std::uint8_t* data, std::size_t size, std::size_t row_bytes);

    // Appends steps until all bytes or at least `bytes` more of them are covered or `steps` steps were made;
    // returns how many bytes these cover.
    std::size_t advance(std::size_t bytes, std::size_t most_steps, std::vector<Step>& steps);

  private:
    static constexpr unsigned kHashBits = 14;

    const std::uint8_t* data_;
    std::size_t size_;
    std::size_t above_;
    std::size_t at_ = 0;
    std::array<std::uint16_t, std::size_t(1) << kHashBits> seen_{};  // last place of a hash, modulo 65536
};

}  // namespace lomo
