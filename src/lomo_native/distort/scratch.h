// A number of bytes -> a Buffer for as long as the object lives.
#pragma once

#include <cstddef>
#include <cstdint>

#include "value/buffer.h"

namespace lomo {

class Scratch {
  public:
    // What it holds means nothing.
    explicit Scratch(std::size_t bytes);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    std::uint8_t* get() const { return buffer_.memory; }

  private:
    Buffer buffer_;
};

}  // namespace lomo
