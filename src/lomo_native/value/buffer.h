// A number of bytes goes in, memory for a picture comes out: from the heap where it is small, else from large
// blocks that the process keeps for the next picture. Fresh pages of the system cost more than most kernels
// that write them, and a heap that has once served large pictures never gives back what they took.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lomo {

inline constexpr std::size_t kBufferAlignment = 64;  // of the widest vectors

struct Buffer {
    std::uint8_t* memory = nullptr;
    std::size_t bytes = 0;  // at least as many as were asked for
};

// What it holds means nothing. Throws std::bad_alloc. Any thread may give back what another took.
Buffer take_buffer(std::size_t bytes);
void give_buffer(const Buffer& buffer) noexcept;

// From so many bytes on, buffers are kept.
inline constexpr std::size_t kLargeBuffer = std::size_t{512} << 10;

}  // namespace lomo
