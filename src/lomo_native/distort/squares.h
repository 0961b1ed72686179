// Places between the pixels of a picture, each with the four pixels around it -> the values there.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace lomo {

class Squares {
  public:
    static constexpr std::size_t kMost = 2048;
    static constexpr std::size_t kLanes = 8;

    // Place i: pixels `from` and the one after it, the same a row further, and, in 1/256, how far to the
    // right and down it lies between them.
    void put(std::size_t i, const std::uint8_t* from, std::size_t next_row, std::int64_t right,
             std::int64_t down) {
        std::memcpy(&top_[i], from, 2);
        std::memcpy(&bottom_[i], from + next_row, 2);
        right_[i] = static_cast<std::uint16_t>(right & 255);
        down_[i] = static_cast<std::uint16_t>(down & 255);
    }

    // The values at the first `count` places, to nearest, halves up; `values` has room for a multiple of
    // kLanes.
    void blend(std::size_t count, std::uint8_t* values) {
        for (Held* const held : {&top_, &bottom_, &right_, &down_}) {
            std::fill_n(held->begin() + std::ptrdiff_t(count), kLanes, std::uint16_t{0});
        }
        for (std::size_t i = 0; i < count; i += kLanes) {
            const Words right = lanes(right_, i), down = lanes(down_, i);
            const Words above = along(lanes(top_, i), right), below = along(lanes(bottom_, i), right);
            // (above * (256 - down) + below * down + 2**15) / 2**16, by their high and low bytes: what comes
            // of the low ones is less than a unit of the high ones'.
            const Words high = between(above >> 8, below >> 8, down);
            const Words low = between(above & 255, below & 255, down);
            const Bytes value = __builtin_convertvector((high + (low >> 8) + 128) >> 8, Bytes);
            std::memcpy(values + i, &value, sizeof value);
        }
    }

  private:
    using Bytes [[gnu::vector_size(kLanes)]] = std::uint8_t;
    using Words [[gnu::vector_size(2 * kLanes)]] = std::uint16_t;
    using Held = std::array<std::uint16_t, kMost + kLanes>;

    static Words lanes(const Held& held, std::size_t i) {
        Words words;
        std::memcpy(&words, held.data() + i, sizeof words);
        return words;
    }
    // 256 times the value between two bytes, at most 255 * 256: what overflows on the way cancels.
    static Words between(Words first, Words second, Words part) {
        return (first << 8) + (second - first) * part;
    }
    static Words along(Words pairs, Words part) {
        constexpr bool kLittle = std::endian::native == std::endian::little;
        return kLittle ? between(pairs & 255, pairs >> 8, part) : between(pairs >> 8, pairs & 255, part);
    }

    alignas(16) Held top_;
    alignas(16) Held bottom_;
    alignas(16) Held right_;
    alignas(16) Held down_;
};

}  // namespace lomo
