// How often each symbol occurs -> a prefix code of limited length, as deflate writes codes.
#pragma once

#include <cstdint>
#include <span>

namespace lomo {

struct Code {
    std::uint16_t bits = 0;  // the first bit of the code lowest
    std::uint16_t length = 0;
};

// The lengths of a Huffman code for `counts` (at most 288 symbols, each below 2**23), none above `limit`,
// then the canonical codes of RFC 1951, 3.2.2. A symbol that does not occur gets length 0; where fewer than
// two occur, the first symbols fill up, since some decoders refuse an incomplete code. Equal counts give
// equal codes.
void make_code(std::span<const std::uint32_t> counts, unsigned limit, std::span<Code> codes);

// The codes that belong to lengths already set.
void number_codes(std::span<Code> codes);

}  // namespace lomo
