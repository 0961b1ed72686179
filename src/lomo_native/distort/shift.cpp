#include "distort/shift.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "distort/bounds.h"
#include "distort/target.h"

namespace lomo {

namespace {

constexpr int kPartBits = 7;
constexpr std::int32_t kPartMask = (1 << kPartBits) - 1;

std::vector<ColumnRun> column_runs(std::span<const std::int32_t> displacements, std::int32_t before,
                                   std::int32_t channels) {
    std::vector<ColumnRun> runs;
    for (std::size_t first = 0, last = 0; first < displacements.size(); first = last) {
        const std::int32_t whole = displacements[first] >> kPartBits;
        do {
            ++last;
        } while (last < displacements.size() && displacements[last] >> kPartBits == whole);
        runs.push_back({static_cast<std::int32_t>(first) * channels,
                        static_cast<std::int32_t>(last - first) * channels, before + whole});
    }
    return runs;
}

}  // namespace

void shift_rows(const ImageView& image, std::span<const std::int32_t> displacements, std::int32_t before,
                const Canvas& out) {
    const auto pixel = std::ptrdiff_t(image.channels);
    // White, the row, white: wide enough for any displacement within the canvas and one neighbour.
    const std::size_t side = out.stride() - image.stride() + std::size_t(pixel);
    std::vector<std::uint8_t> wide(image.stride() + 2 * side + kSlack, 255);
    for (std::int32_t y = 0; y < image.height; ++y) {
        std::memcpy(wide.data() + side, image.row(y), image.stride());
        const std::int32_t whole = displacements[std::size_t(y)] >> kPartBits;
        const std::int32_t part = displacements[std::size_t(y)] & kPartMask;
        const std::uint8_t* nearer = wide.data() + side - (before + whole) * pixel;
        rows().blend(nearer, nearer - pixel, part, std::ptrdiff_t(out.stride()), out.row(y));
    }
}

void shift_columns(const ImageView& image, std::span<const std::int32_t> displacements, std::int32_t before,
                   const Canvas& out) {
    const std::vector<ColumnRun> runs = column_runs(displacements, before, image.channels);
    const auto [least, most] =
        std::ranges::minmax_element(runs, {}, [](const ColumnRun& run) { return run.whole; });
    std::vector<std::uint8_t> parts(image.stride() + kSlack, 0);
    const auto channels = static_cast<std::size_t>(image.channels);
    for (std::size_t x = 0; x < displacements.size(); ++x) {
        for (std::size_t c = 0; c < channels; ++c) {
            parts[x * channels + c] = static_cast<std::uint8_t>(displacements[x] & kPartMask);
        }
    }
    const auto memory = std::make_unique<std::uint8_t[]>(5 * (image.stride() + kSlack));
    rows().shift_columns(image, {runs.data(), runs.data() + runs.size(), least->whole, most->whole},
                         parts.data(), memory.get(), out);
}

}  // namespace lomo
