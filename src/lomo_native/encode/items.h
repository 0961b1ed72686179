// Bytes and copies -> the symbols of deflate with their extra bits (RFC 1951, 3.2.5), one number each.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace lomo {

// A symbol in the lowest 9 bits, the value of its extra bits above. Symbols 0 .. 255 are bytes, 256 is the
// end of the block, 257 .. 285 are lengths, and kFirstDistance .. +29 distances, which follow a length.
using Item = std::uint32_t;

inline constexpr unsigned kEndOfBlock = 256;
inline constexpr unsigned kFirstDistance = 288;
inline constexpr unsigned kSymbols = kFirstDistance + 30;

constexpr unsigned symbol_of(Item item) {
    return item & 511;
}
constexpr Item item_of(unsigned symbol, unsigned extra) {
    return symbol | extra << 9;
}

// By length, 3 .. 258.
inline constexpr std::array<Item, 259> kLengthItems = [] {
    std::array<Item, 259> items{};
    for (unsigned length = 3; length < 258; ++length) {
        const unsigned from = length - 3;
        const unsigned bits = from < 8 ? 0 : unsigned(std::bit_width(from)) - 3;
        items[length] = item_of(257 + bits * 4 + (from >> bits), from & ((1U << bits) - 1));
    }
    items[258] = item_of(285, 0);
    return items;
}();

// 1 .. 32768.
constexpr Item distance_item(std::size_t distance) {
    const unsigned from = unsigned(distance - 1);
    const unsigned bits = unsigned(std::bit_width(from | 2)) - 2;  // 0 and 1, too, take none
    return item_of(kFirstDistance + bits * 2 + (from >> bits), from & ((1U << bits) - 1));
}

// How many extra bits each symbol has.
inline constexpr std::array<std::uint8_t, kSymbols> kExtraBits = [] {
    std::array<std::uint8_t, kSymbols> bits{};
    for (unsigned i = 265; i < 285; ++i) {
        bits[i] = static_cast<std::uint8_t>((i - 261) / 4);
    }
    for (unsigned i = 4; i < 30; ++i) {
        bits[kFirstDistance + i] = static_cast<std::uint8_t>(i / 2 - 1);
    }
    return bits;
}();

}  // namespace lomo
