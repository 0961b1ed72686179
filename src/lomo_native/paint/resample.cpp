// Columns first, then rows: a pixel of the page takes each pixel of the picture by the length of their
// overlap in layout units, which add up to one pixel where the picture covers it.
#include "paint/resample.h"

#include <algorithm>
#include <cstddef>

namespace lomo {

namespace {

struct Overlap {
    std::int32_t from = 0;     // pixel of the picture
    std::uint32_t length = 0;  // units; at most 65536
};

struct Axis {
    std::int64_t first = 0;           // pixel of the page
    std::vector<std::size_t> begins;  // of each page's pixel among the overlaps, and their end
    std::vector<Overlap> overlaps;

    std::int32_t count() const { return std::int32_t(begins.size()) - 1; }
};

// `count` pixels of a picture spread over [low, high) units.
Axis axis_of(std::int32_t count, Unit low, Unit high) {
    Axis axis;
    axis.first = floor_px(low);
    const auto edge = [&](std::int32_t i) { return low + scale(high - low, i, count); };
    std::int32_t i = 0;
    for (std::int64_t at = axis.first; at < ceil_px(high); ++at) {
        axis.begins.push_back(axis.overlaps.size());
        const Unit start = px(at), end = px(at + 1);
        while (i < count && edge(i + 1) <= start) ++i;
        for (std::int32_t j = i; j < count && edge(j) < end; ++j) {
            const Unit length = std::min(edge(j + 1), end) - std::max(edge(j), start);
            if (length > 0) axis.overlaps.push_back({j, std::uint32_t(length)});
        }
    }
    axis.begins.push_back(axis.overlaps.size());
    return axis;
}

constexpr std::size_t kChannels = 4;

std::vector<std::uint8_t> with_alpha_multiplied(const PngPixels& picture) {
    std::vector<std::uint8_t> made = picture.rgba;
    for (std::size_t i = 0; i < made.size(); i += kChannels) {
        for (std::size_t c = 0; c < 3; ++c) made[i + c] = share(made[i + c], made[i + 3]);
    }
    return made;
}

}  // namespace

ColourMap resample(const PngPixels& picture, const UnitBox& box) {
    ColourMap made;
    if (box.x0 >= box.x1 || box.y0 >= box.y1 || picture.width <= 0 || picture.height <= 0) return made;
    const Axis across = axis_of(picture.width, box.x0, box.x1);
    const Axis down = axis_of(picture.height, -box.y1, -box.y0);
    made.left = across.first, made.top = -down.first;
    made.width = across.count(), made.height = down.count();
    const auto columns = std::size_t(made.width);

    const std::vector<std::uint8_t> source = with_alpha_multiplied(picture);
    std::vector<std::uint32_t> narrowed(columns * std::size_t(picture.height) * kChannels, 0);
    for (std::size_t y = 0; y < std::size_t(picture.height); ++y) {
        const std::uint8_t* const row = source.data() + y * std::size_t(picture.width) * kChannels;
        std::uint32_t* out = narrowed.data() + y * columns * kChannels;
        for (std::size_t x = 0; x < columns; ++x, out += kChannels) {
            for (std::size_t k = across.begins[x]; k < across.begins[x + 1]; ++k) {
                const Overlap& overlap = across.overlaps[k];
                const std::uint8_t* const pixel = row + std::size_t(overlap.from) * kChannels;
                for (std::size_t c = 0; c < kChannels; ++c) out[c] += overlap.length * pixel[c];
            }
        }
    }

    made.pixels.resize(columns * std::size_t(made.height));
    std::vector<std::uint64_t> sums(columns * kChannels);
    ColourPixel* pixel = made.pixels.data();
    for (std::size_t y = 0; y < std::size_t(made.height); ++y) {
        std::fill(sums.begin(), sums.end(), 0);
        for (std::size_t k = down.begins[y]; k < down.begins[y + 1]; ++k) {
            const Overlap& overlap = down.overlaps[k];
            const std::uint32_t* const row =
                narrowed.data() + std::size_t(overlap.from) * columns * kChannels;
            for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += std::uint64_t{overlap.length} * row[i];
        }
        const auto rounded = [](std::uint64_t sum) {
            return std::uint8_t((sum + (std::uint64_t{1} << 31)) >> 32);
        };
        for (std::size_t x = 0; x < columns; ++x, ++pixel) {
            for (std::size_t c = 0; c < 3; ++c) pixel->rgb[c] = rounded(sums[kChannels * x + c]);
            pixel->alpha = rounded(sums[kChannels * x + 3]);
        }
    }
    return made;
}

}  // namespace lomo
