// A picture -> the bytes that a PNG deflates: rows of samples at the smallest depth that holds them exactly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace lomo {

// A picture where it lies: 8 bits a channel, rows from the top, channels interleaved, no padding.
struct PixelView {
    const std::uint8_t* pixels = nullptr;
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::int32_t channels = 1;  // 1 = grey, 3 = RGB

    std::size_t stride() const { return std::size_t(width) * std::size_t(channels); }
    std::size_t size() const { return stride() * std::size_t(height); }
};

// Bytes that keep their place from call to call: they grow, are never cleared, and are given back when large.
class Scratch {
  public:
    std::uint8_t* at_least(std::size_t size);
    void give_back_large();

  private:
    std::unique_ptr<std::uint8_t[]> bytes_;
    std::size_t size_ = 0;
};

// The fewest bits a sample (1, 2, 4, 8) that hold every value exactly; 8 for RGB.
unsigned sample_bits(const PixelView& image);

// Of one row: a filter byte and the packed samples.
std::size_t scanline_bytes(const PixelView& image, unsigned bits);

// Writes all rows to `to`, the first sample of a byte in its highest bits, the last byte filled up with
// zeros.
void write_scanlines(const PixelView& image, unsigned bits, std::uint8_t* to);

// The same for 8 bits a sample, each row but the first as its difference from the row above (filter 2, up).
void write_differences(const PixelView& image, std::uint8_t* to);

}  // namespace lomo
