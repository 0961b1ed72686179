// Bytes of a page, row after row -> steps that write them again: a few new bytes, then a copy of earlier
// ones.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lomo {

// `literals` bytes as they stand, then `length` (0, or 3 .. 258) bytes again from `distance` (1 .. 32768)
// back.
struct Step {
    std::uint32_t literals = 0;
    std::uint16_t length = 0;
    std::uint16_t distance = 0;
};

// Finds repeats where pages have them: in the byte before (white), in the row above (white, stems, shadows),
// and at the last place where the same seven bytes stood (letters). One pass, always the same steps for the
// same bytes.
class Matcher {
  public:
    // `row_bytes`: the distance from a byte to the one above it. 8 bytes behind the last must be readable.
    Matcher(const std::uint8_t* data, std::size_t size, std::size_t row_bytes);

    // Appends steps for the next bytes until all are covered, or at least `bytes` of them, or `most_steps`
    // steps and one of literals alone were made; returns how many bytes they cover.
    std::size_t advance(std::size_t bytes, std::size_t most_steps, std::vector<Step>& steps);

    // How often each value stands among the literals of the steps last made.
    std::array<std::uint32_t, 256> literal_counts() const;

  private:
    static constexpr unsigned kHashBits = 13;  // the table fills a first-level cache

    struct Copy {
        std::size_t skip = 0;  // literals before it
        std::size_t length = 0;
        std::size_t distance = 0;
    };

    static std::size_t hash(std::uint64_t word);
    Copy next_copy(std::size_t at);
    void judge(std::size_t at, std::size_t above);

    const std::uint8_t* data_;
    std::size_t size_;
    std::size_t above_;
    std::size_t at_ = 0;
    std::ptrdiff_t patience_;
    // By place in a group of four: equal values in a row would wait for each other.
    std::array<std::array<std::uint32_t, 256>, 4> literals_{};
    std::array<std::uint32_t, std::size_t(1) << kHashBits> seen_{};  // the last place of a hash
};

}  // namespace lomo
