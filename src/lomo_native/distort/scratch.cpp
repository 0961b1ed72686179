#include "distort/scratch.h"

#include <array>
#include <new>
#include <utility>

#ifndef LOMO_SCRATCH_KEPT
#define LOMO_SCRATCH_KEPT (16 << 20)
#endif

namespace lomo {

namespace {

constexpr std::size_t kScratchKept = LOMO_SCRATCH_KEPT;  // bytes a thread; more is given back
constexpr auto kAligned = std::align_val_t{kScratchAlignment};

struct Block {
    std::uint8_t* memory = nullptr;
    std::size_t bytes = 0;

    void free() {
        operator delete(memory, kAligned);
        *this = {};
    }
};

// What a thread keeps: as many blocks as a kernel holds at once. Pictures that are padded or coloured hold
// more, which are given back.
class Kept {
  public:
    ~Kept() {
        for (Block& each : blocks_) {
            each.free();
        }
    }
    // The smallest that is large enough, or none.
    Block take(std::size_t bytes) {
        Block* best = nullptr;
        for (Block& each : blocks_) {
            if (each.bytes >= bytes && (best == nullptr || each.bytes < best->bytes)) {
                best = &each;
            }
        }
        return best == nullptr ? Block{} : std::exchange(*best, {});
    }
    // In the place of the smallest one, unless that is larger or all would be too much.
    void give(Block block) {
        Block* least = &blocks_[0];
        std::size_t others = 0;
        for (Block& each : blocks_) {
            others += each.bytes;
            if (each.bytes < least->bytes) {
                least = &each;
            }
        }
        if (block.bytes > least->bytes && others - least->bytes + block.bytes <= kScratchKept) {
            std::swap(*least, block);
        }
        block.free();
    }

  private:
    std::array<Block, 2> blocks_;
};

Kept& kept() {
    thread_local Kept blocks;
    return blocks;
}

}  // namespace

Scratch::Scratch(std::size_t bytes) {
    Block block = kept().take(bytes);
    if (block.memory == nullptr) {
        block = {static_cast<std::uint8_t*>(operator new(bytes, kAligned)), bytes};
    }
    memory_ = block.memory;
    bytes_ = block.bytes;
}

Scratch::~Scratch() {
    kept().give({memory_, bytes_});
}

}  // namespace lomo
