// Bytes of a page, row after row -> items that write them again: new bytes, and copies of earlier ones.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "encode/items.h"

namespace lomo {

// Where the search stands on a page, and what it remembers of it.
struct Matcher {
    static constexpr unsigned kHashBits = 14;
    static constexpr std::ptrdiff_t kPatience = 512;

    const std::uint8_t* data;  // `kDeflateSlack` bytes behind the last are readable
    std::size_t size;
    std::size_t row_bytes;  // from a byte to the one above it
    bool differences;       // the rows are written as differences: letters repeat in more, fainter bytes
    std::size_t at = 0;
    std::ptrdiff_t patience = kPatience;
    // The last place of a hash, its lowest bits: a copy reaches back 32,768 at most.
    std::array<std::uint16_t, std::size_t(1) << kHashBits> seen{};
};

// What `Advance` may write beyond the items that were asked for: those of one look, and of whole vectors.
inline constexpr std::size_t kItemSlack = 128;

// Writes items for the next bytes to `items` until all are covered, or at least `most` items were made;
// returns their end. Always the same items for the same bytes.
using Advance = Item* (*)(Matcher& matcher, std::size_t most, Item* items);

}  // namespace lomo
