// A glyph of a face at a size and a phase, as one word -> its bitmap, where it is kept.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "paint/glyph_bitmap.h"

namespace lomo {

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
    const GlyphBitmap& add(std::uint64_t key, GlyphBitmap bitmap) {
        if (2 * (kept_.size() + 1) > slots_.size()) grow();
        kept_.push_back(std::move(bitmap));
        put({key, &kept_.back()});
        return kept_.back();
    }
    void clear() { *this = Bitmaps(); }

  private:
    struct Slot {
        std::uint64_t key = 0;
        const GlyphBitmap* bitmap = nullptr;
    };

    std::size_t mask() const { return slots_.size() - 1; }
    std::size_t home(std::uint64_t key) const { return spread(key) >> (64 - bits_); }
    void put(const Slot& slot) {
        std::size_t at = home(slot.key);
        while (slots_[at].bitmap != nullptr) at = (at + 1) & mask();
        slots_[at] = slot;
    }
    void grow() {
        ++bits_;
        std::vector<Slot> before(std::size_t{1} << bits_);
        slots_.swap(before);
        for (const Slot& slot : before) {
            if (slot.bitmap != nullptr) put(slot);
        }
    }

    int bits_ = 10;
    std::vector<Slot> slots_{std::size_t{1} << bits_};
    std::deque<GlyphBitmap> kept_;
};

}  // namespace lomo
