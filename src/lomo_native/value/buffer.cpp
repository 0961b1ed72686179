// See buffer.h. At most kKept bytes are kept, those given back last; the others return to the system.
#include "value/buffer.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <new>

namespace lomo {

namespace {

constexpr auto kAligned = std::align_val_t{kBufferAlignment};

#ifndef LOMO_BUFFERS_KEPT
#define LOMO_BUFFERS_KEPT 1  // 0 for sanitizers, which see faults only in what the heap hands out
#endif
bool is_kept(std::size_t bytes) {
    return LOMO_BUFFERS_KEPT && bytes >= kLargeBuffer;
}

constexpr std::size_t kKept = std::size_t{24} << 20;  // three of the largest pages
constexpr std::size_t kStep = std::size_t{64} << 10;  // sizes are rounded up, so that more requests fit

Buffer mapped(std::size_t bytes) {
    void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    return {static_cast<std::uint8_t*>(memory), bytes};
}

void unmap(const Buffer& buffer) noexcept {
    munmap(buffer.memory, buffer.bytes);
}

class Kept {
  public:
    // The smallest that is large enough, or none; one of more than twice the size would be wasted on a
    // picture that somebody holds on to.
    Buffer take(std::size_t bytes) {
        const auto end = kept_.begin() + std::ptrdiff_t(count_);
        auto best = end;
        for (auto each = kept_.begin(); each != end; ++each) {
            const bool fits = each->bytes >= bytes && each->bytes <= 2 * bytes;
            if (fits && (best == end || each->bytes < best->bytes)) best = each;
        }
        if (best == end) return {};
        const Buffer found = *best;
        std::move(best + 1, end, best);
        count_ -= 1;
        total_ -= found.bytes;
        return found;
    }
    // In the place of those given back first.
    void give(const Buffer& buffer) noexcept {
        if (buffer.bytes > kKept) return unmap(buffer);
        while (count_ == kept_.size() || total_ + buffer.bytes > kKept) {
            total_ -= kept_[0].bytes;
            unmap(kept_[0]);
            std::move(kept_.begin() + 1, kept_.begin() + std::ptrdiff_t(count_), kept_.begin());
            count_ -= 1;
        }
        kept_[count_++] = buffer;
        total_ += buffer.bytes;
    }

  private:
    std::array<Buffer, 8> kept_;
    std::size_t count_ = 0;
    std::size_t total_ = 0;
};

// Never destroyed: arrays are given back until the process has ended.
struct Process {
    std::mutex mutex;
    Kept kept;
};
Process& process() {
    static Process* const one = new Process;
    return *one;
}

}  // namespace

// The lock is never waited for: another thread may have held it when this process was forked.
Buffer take_buffer(std::size_t bytes) {
    if (!is_kept(bytes)) return {static_cast<std::uint8_t*>(operator new(bytes, kAligned)), bytes};
    const std::size_t rounded = (bytes + kStep - 1) / kStep * kStep;
    {
        Process& own = process();
        const std::unique_lock lock(own.mutex, std::try_to_lock);
        if (const Buffer found = lock ? own.kept.take(rounded) : Buffer{}; found.memory) return found;
    }
    return mapped(rounded);
}

void give_buffer(const Buffer& buffer) noexcept {
    if (!is_kept(buffer.bytes)) return operator delete(buffer.memory, kAligned);
    Process& own = process();
    const std::unique_lock lock(own.mutex, std::try_to_lock);
    lock ? own.kept.give(buffer) : unmap(buffer);
}

}  // namespace lomo
