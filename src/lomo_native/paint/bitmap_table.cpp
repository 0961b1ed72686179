// A kept bitmap stands right before its coverage, and begins a line of the processor's caches.
#include "paint/bitmap_table.h"

#include <algorithm>
#include <new>

namespace lomo {

std::byte* Shelf::take(std::size_t bytes) {
    bytes = (bytes + alignment_ - 1) / alignment_ * alignment_;
    if (bytes > left_) {
        const std::size_t board = std::max(kBoard, bytes);
        boards_.push_back(std::make_unique_for_overwrite<std::byte[]>(board + alignment_));
        void* from = boards_.back().get();
        std::size_t room = board + alignment_;
        next_ = static_cast<std::byte*>(std::align(alignment_, board, from, room));
        left_ = board;
    }
    std::byte* const taken = next_;
    next_ += bytes, left_ -= bytes;
    return taken;
}

const GlyphBitmap& Bitmaps::add(std::uint64_t key, const GlyphPixels& made) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    static_assert(alignof(ColourPixel) == 1);
    const std::size_t colours = made.colours.size() * sizeof(ColourPixel);
    std::byte* const memory = shelf_.take(sizeof(GlyphBitmap) + made.coverage.size() + colours);
    auto* const coverage = reinterpret_cast<std::uint8_t*>(memory + sizeof(GlyphBitmap));
    auto* const pixels = reinterpret_cast<ColourPixel*>(coverage + made.coverage.size());
    std::copy(made.coverage.begin(), made.coverage.end(), coverage);
    std::uninitialized_copy(made.colours.begin(), made.colours.end(), pixels);
    const auto* const kept = new (memory) GlyphBitmap{
        made.left, made.top, made.width, made.height, coverage, made.colours.empty() ? nullptr : pixels};
    put({key, kept});
    ++count_;
    return *kept;
}

void Bitmaps::put(const Slot& slot) {
    std::size_t at = home(slot.key);
    while (slots_[at].bitmap != nullptr) at = (at + 1) & mask();
    slots_[at] = slot;
}

void Bitmaps::grow() {
    std::vector<Slot> before(2 * slots_.size());  // where there is no memory for it, all stays as it is
    ++bits_;
    slots_.swap(before);
    for (const Slot& slot : before) {
        if (slot.bitmap != nullptr) put(slot);
    }
}

}  // namespace lomo
