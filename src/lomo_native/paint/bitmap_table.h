// A glyph of a face at a size and a phase, as one word -> its bitmap, where it is kept.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "paint/glyph_bitmap.h"

namespace lomo {

// Memory for many small things that are given back together.
class Shelf {
  public:
    explicit Shelf(std::size_t alignment) : alignment_(alignment) {}
    std::byte* take(std::size_t bytes);

  private:
    static constexpr std::size_t kBoard = std::size_t{1} << 18;
    std::size_t alignment_;  // of a piece; a power of two
    std::vector<std::unique_ptr<std::byte[]>> boards_;
    std::byte* next_ = nullptr;
    std::size_t left_ = 0;
};

constexpr std::uint64_t spread(std::uint64_t value) {
    return value * 0x9E3779B97F4A7C15u;
}

// Small numbers for the faces and sizes seen, so that a bitmap's key is one word.
class Strikes {
  public:
    std::uint64_t number(std::uint64_t face, std::uint32_t size) {
        Recent& recent = recent_[spread((face << 18) ^ size) >> (64 - kRecentBits)];
        if (recent.face != face || recent.size != size) {
            const auto found = numbers_.try_emplace({face, size}, numbers_.size()).first;
            recent = {face, size, found->second};
        }
        return recent.number;
    }
    bool full() const {
        return numbers_.size() > kMost;
    }  // a number is given even where no glyph can be drawn
    void clear() {
        numbers_.clear();
        recent_.fill({});
    }

  private:
    struct Recent {
        std::uint64_t face = 0;  // no face has this id
        std::uint32_t size = 0;
        std::uint64_t number = 0;
    };
    static constexpr int kRecentBits = 6;
    static constexpr std::size_t kMost = 1 << 16;
    std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint64_t> numbers_;
    std::array<Recent, std::size_t{1} << kRecentBits> recent_{};
};

// Bitmaps by their key: open addressing, at most half full, never erased from but all at once.
class Bitmaps {
  public:
    const GlyphBitmap* find(std::uint64_t key) const {
        for (std::size_t at = home(key);; at = (at + 1) & mask()) {
            const Slot& slot = slots_[at];
            if (slot.bitmap == nullptr || slot.key == key) return slot.bitmap;
        }
    }
    // Asks memory for what find will read, and for what painting will read of what it has found.
    void expect(std::uint64_t key) const { __builtin_prefetch(&slots_[home(key)]); }
    static void expect(const GlyphBitmap* bitmap) {
        const char* const line = reinterpret_cast<const char*>(bitmap);
        for (std::size_t at = 0; at < kExpected; at += kLine) __builtin_prefetch(line + at);
    }
    const GlyphBitmap& add(std::uint64_t key, const GlyphPixels& made);
    void clear() { *this = Bitmaps(); }

  private:
    struct Slot {
        std::uint64_t key = 0;
        const GlyphBitmap* bitmap = nullptr;
    };
    static constexpr std::size_t kLine = 64, kExpected = 4 * kLine;

    std::size_t mask() const { return slots_.size() - 1; }
    std::size_t home(std::uint64_t key) const { return spread(key) >> (64 - bits_); }
    void put(const Slot& slot);
    void grow();

    int bits_ = 10;
    std::size_t count_ = 0;
    std::vector<Slot> slots_{std::size_t{1} << bits_};
    Shelf shelf_{kLine};
};

}  // namespace lomo
