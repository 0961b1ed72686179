// A picture -> the bytes that a PNG deflates: rows of samples at the smallest depth that holds them exactly.
#pragma once

#include <cstddef>
#include <cstdint>

#include "value/buffer.h"
#include "value/image.h"

namespace lomo {

// A Buffer that keeps its place from call to call while it is small; a large one goes back for the next
// picture.
class ReusedBytes {
  public:
    ReusedBytes() = default;
    ~ReusedBytes();
    ReusedBytes(const ReusedBytes&) = delete;
    ReusedBytes& operator=(const ReusedBytes&) = delete;

    std::uint8_t* at_least(std::size_t size);
    void give_back_large();

  private:
    void give_back();

    Buffer buffer_;
};

// The fewest bits a sample (1, 2, 4, 8) that hold every value exactly; 8 for RGB.
unsigned sample_bits(const ImageView& image);

// Of one row: a filter byte and the packed samples.
std::size_t scanline_bytes(const ImageView& image, unsigned bits);

// Writes all rows to `to`, the first sample of a byte in its highest bits, the last byte filled up with
// zeros.
void write_scanlines(const ImageView& image, unsigned bits, std::uint8_t* to);

// The same for 8 bits a sample, each row but the first as its difference from the row above (filter 2, up).
void write_differences(const ImageView& image, std::uint8_t* to);

}  // namespace lomo
