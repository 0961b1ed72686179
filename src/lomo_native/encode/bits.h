// Codes of up to 56 bits in turn -> a stream of bytes, the first code in the lowest bits (RFC 1951, 3.1.1).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace lomo {

// Eight bytes as a number whose lowest byte is the first, whatever the CPU's own order.
inline std::uint64_t load_64(const std::uint8_t* from) {
    std::uint64_t value = 0;
    std::memcpy(&value, from, 8);
    if constexpr (std::endian::native == std::endian::big) {
        value = __builtin_bswap64(value);
    }
    return value;
}

inline void store_64(std::uint8_t* to, std::uint64_t value) {
    if constexpr (std::endian::native == std::endian::big) {
        value = __builtin_bswap64(value);
    }
    std::memcpy(to, &value, 8);
}

// Writes up to 8 bytes past the last whole one: the target needs that much room.
class BitWriter {
  public:
    explicit BitWriter(std::uint8_t* to) : at_(to) {}

    // At most so many bits may be put between two calls of flush; those of `code` above `length` are 0.
    static constexpr unsigned kMost = 56;
    void put(std::uint64_t code, unsigned length) {
        held_ |= code << count_;
        count_ += length;
    }
    void flush() {
        store_64(at_, held_);
        at_ += count_ >> 3;
        held_ >>= count_ & ~7U;
        count_ &= 7;
    }
    // Zeros up to the next whole byte; then where that byte is.
    std::uint8_t* align() {
        flush();
        at_ += count_ != 0;
        held_ = 0;
        count_ = 0;
        return at_;
    }
    void continue_at(std::uint8_t* at) { at_ = at; }

  private:
    std::uint8_t* at_;
    std::uint64_t held_ = 0;
    unsigned count_ = 0;
};

}  // namespace lomo
