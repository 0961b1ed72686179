// A picture in memory: 8 bits a channel, rows from the top, channels interleaved, no padding; owned, or seen
// where somebody else keeps it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lomo {

struct Image {
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::int32_t channels = 1;  // 1 = grey, 3 = RGB
    std::vector<std::uint8_t> pixels;

    Image() = default;
    Image(std::int32_t w, std::int32_t h, std::int32_t c, std::uint8_t fill)
        : width(w), height(h), channels(c), pixels(std::size_t(w) * std::size_t(h) * std::size_t(c), fill) {}

    std::size_t stride() const { return std::size_t(width) * std::size_t(channels); }
    std::uint8_t* row(std::int32_t y) { return pixels.data() + std::size_t(y) * stride(); }
    const std::uint8_t* row(std::int32_t y) const { return pixels.data() + std::size_t(y) * stride(); }
};

// Someone else's pixels, to read (ImageView) or to write (Canvas; what it holds before means nothing).
template <class Byte>
struct Seen {
    Byte* pixels = nullptr;
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::int32_t channels = 1;

    std::size_t stride() const { return std::size_t(width) * std::size_t(channels); }
    std::size_t size() const { return stride() * std::size_t(height); }
    Byte* row(std::int32_t y) const { return pixels + std::size_t(y) * stride(); }
};
using ImageView = Seen<const std::uint8_t>;
using Canvas = Seen<std::uint8_t>;

inline ImageView view(const Image& image) {
    return {image.pixels.data(), image.width, image.height, image.channels};
}
inline Canvas canvas(Image& image) {
    return {image.pixels.data(), image.width, image.height, image.channels};
}

}  // namespace lomo
