#include "distort/shift.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "distort/bounds.h"
#include "distort/target.h"

namespace lomo {

namespace {

// What shift_columns of the kernels wants to know; the masks and parts of all blocks lie in `bytes`.
struct Blocks {
    std::vector<ColumnBlock> list;
    std::vector<std::uint8_t> bytes;
};

Blocks column_blocks(const ImageView& image, std::span<const std::int32_t> displacements) {
    const auto block = static_cast<std::size_t>(rows().block);
    const auto channels = static_cast<std::size_t>(image.channels);
    const std::size_t stride = image.stride();
    std::vector<std::int32_t> shifts(stride);
    for (std::size_t x = 0, i = 0; x < displacements.size(); ++x) {
        for (std::size_t c = 0; c < channels; ++c) {
            shifts[i++] = displacements[x];
        }
    }
    Blocks made;
    std::vector<std::size_t> places;
    for (std::size_t first = 0; first < stride; first += block) {
        const std::size_t count = std::min(block, stride - first);
        const std::int32_t* from = shifts.data() + first;
        const auto [least, most] = std::minmax_element(from, from + count);
        ColumnBlock each;
        each.first = static_cast<std::int32_t>(first);
        each.bytes = static_cast<std::int32_t>(count);
        each.least = *least >> 8;
        each.count = (*most >> 8) - each.least + 1;
        const std::size_t at = made.bytes.size();
        const std::size_t parts = at + std::size_t(each.count) * block;
        made.bytes.resize(parts + block, 0);
        for (std::size_t i = 0; i < count; ++i) {
            made.bytes[at + std::size_t((from[i] >> 8) - each.least) * block + i] = 255;
            made.bytes[parts + i] = static_cast<std::uint8_t>(from[i] & 255);
        }
        places.push_back(at);
        made.list.push_back(each);
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        made.list[i].masks = made.bytes.data() + places[i];
        made.list[i].parts = made.list[i].masks + std::size_t(made.list[i].count) * block;
    }
    return made;
}

}  // namespace

void shift_rows(const ImageView& image, std::span<const std::int32_t> displacements, std::int32_t before,
                const Canvas& out) {
    const auto pixel = std::ptrdiff_t(image.channels);
    // White, the row, white: wide enough for any displacement within the canvas and one neighbour.
    const std::size_t side = out.stride() - image.stride() + std::size_t(pixel);
    std::vector<std::uint8_t> wide(image.stride() + 2 * side, 255);
    for (std::int32_t y = 0; y < image.height; ++y) {
        std::memcpy(wide.data() + side, image.row(y), image.stride());
        const std::int32_t whole = displacements[std::size_t(y)] >> 8;
        const std::int32_t part = displacements[std::size_t(y)] & 255;
        const std::uint8_t* nearer = wide.data() + side - (before + whole) * pixel;
        rows().blend(nearer, nearer - pixel, part, std::ptrdiff_t(out.stride()), out.row(y));
    }
}

void shift_columns(const ImageView& image, std::span<const std::int32_t> displacements, std::int32_t before,
                   const Canvas& out) {
    const Blocks blocks = column_blocks(image, displacements);
    const std::vector<std::uint8_t> white(std::size_t(rows().block), 255);
    rows().shift_columns(image, blocks.list.data(), blocks.list.size(), before, white.data(), out);
}

}  // namespace lomo
