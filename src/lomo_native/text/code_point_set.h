// Code points go in, one after another; whether one is among them comes out, in two look-ups.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lomo {

class CodePointSet {
  public:
    void add(char32_t cp) {
        if (cp > kLast) return;
        std::uint16_t& page = pages_[cp >> 8];
        if (page == 0) {
            page = std::uint16_t(bits_.size());
            bits_.push_back({});
        }
        bits_[page][(cp >> 6) & 3] |= std::uint64_t{1} << (cp & 63);
    }

    bool has(char32_t cp) const {
        return cp <= kLast && (bits_[pages_[cp >> 8]][(cp >> 6) & 3] >> (cp & 63) & 1) != 0;
    }

  private:
    static constexpr char32_t kLast = 0x10FFFF;
    using Page = std::array<std::uint64_t, 4>;  // 256 code points

    std::vector<std::uint16_t> pages_ = std::vector<std::uint16_t>((kLast >> 8) + 1);
    std::vector<Page> bits_ = std::vector<Page>(1);  // the first page is empty
};

}  // namespace lomo
