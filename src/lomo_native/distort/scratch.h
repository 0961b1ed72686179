// A number of bytes -> memory for as long as the object lives, kept by the thread for the next one: fresh
// pages cost more than most kernels that write them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lomo {

inline constexpr std::size_t kScratchAlignment = 64;  // of the widest vectors

class Scratch {
  public:
    // What it holds means nothing.
    explicit Scratch(std::size_t bytes);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    std::uint8_t* get() const { return memory_; }

  private:
    std::uint8_t* memory_;
    std::size_t bytes_;
};

}  // namespace lomo
