// The lengths of a block's two codes -> the header that tells them to the reader (RFC 1951, 3.2.7).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "encode/bits.h"
#include "encode/huffman.h"

namespace lomo {

// Lengths in a row, runs of them as one item, and the code of these items.
struct Header {
    struct Item {
        std::uint8_t symbol;
        std::uint8_t extra;
    };
    std::array<Item, 320> items{};
    std::size_t size = 0;
    std::size_t literals = 0;  // how many lengths of each code are told
    std::size_t distances = 0;
    std::size_t order = 0;  // how many lengths of the items' code
    std::array<Code, 19> codes{};
    std::size_t bits = 0;  // all that it takes
};

// 257 to 286 literals and lengths, 1 to 30 distances; at least one length of each is not 0.
Header make_header(std::span<const Code> literals, std::span<const Code> distances);

void write_header(BitWriter& out, const Header& header);

}  // namespace lomo
