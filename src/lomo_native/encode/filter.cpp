#include "encode/filter.h"

#include <algorithm>
#include <array>
#include <bit>

#include "encode/bits.h"

namespace lomo {

namespace {

constexpr std::int32_t kLeastStep = 8;  // rows
constexpr std::int32_t kRows = 12;

using Counts = std::array<std::uint32_t, 256>;

// n * log2(n) in 1/256, the logarithm linear between powers of two: no floating point where bytes depend on
// it.
std::uint64_t times_log(std::uint64_t n) {
    if (n == 0) {
        return 0;
    }
    const unsigned whole = unsigned(std::bit_width(n)) - 1;
    return n * (std::uint64_t{whole} * 256 + ((n << 8 >> whole) - 256));
}

// The least bits that the counted symbols take, coded one by one, in 1/256.
std::uint64_t entropy(const Counts& counts, std::uint64_t total) {
    std::uint64_t bits = times_log(total);
    for (const std::uint32_t count : counts) {
        bits -= times_log(count);
    }
    return bits;
}

}  // namespace

bool rows_are_alike(const ImageView& image) {
    Counts values{};
    Counts differences{};
    std::uint64_t total = 0;
    const std::size_t width = image.stride();
    const std::int32_t every = std::max(kLeastStep, image.height / kRows);
    for (std::int32_t y = every / 2; y < image.height; y += every) {
        const std::uint8_t* const row = image.pixels + width * std::size_t(y);
        const std::uint8_t* const above = row - width;
        for (std::size_t x = 1; x < width; ++x) {
            while (x + 8 <= width && load_64(row + x) == load_64(row + x - 1)) {
                x += 8;
            }
            // Only sums, no branch: whether a sample repeats cannot be foreseen.
            for (const std::size_t end = std::min(x + 8, width); x < end; ++x) {
                const unsigned fresh = unsigned(row[x] != row[x - 1]) & unsigned(row[x] != above[x]);
                values[row[x]] += fresh;
                differences[std::uint8_t(row[x] - above[x])] += fresh;
                total += fresh;
            }
            x += 7;  // the next eight are left out: rows enough tell more than whole rows
        }
    }
    // A twelfth must be gained: readers undo the differences, and letters repeat less often in them.
    return 12 * entropy(differences, total) < 11 * entropy(values, total);
}

}  // namespace lomo
