#include "distort/shift.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "distort/scratch.h"
#include "distort/target.h"

namespace lomo {

namespace {

constexpr int kPartBits = 7;
constexpr std::int32_t kPartMask = (1 << kPartBits) - 1;
constexpr std::size_t kShortest = 64;  // bytes that a row of vectors needs

std::vector<ColumnRun> column_runs(std::span<const std::int32_t> displacements, std::int32_t before,
                                   std::int32_t channels) {
    const auto stride = static_cast<std::ptrdiff_t>(displacements.size()) * channels;
    const std::size_t most = std::size_t(kPiece / channels);  // pixels
    std::vector<ColumnRun> runs;
    for (std::size_t first = 0, last = 0; first < displacements.size(); first = last) {
        const std::int32_t whole = displacements[first] >> kPartBits;
        do {
            ++last;
        } while (last < displacements.size() && last - first < most &&
                 displacements[last] >> kPartBits == whole);
        const std::int32_t at = static_cast<std::int32_t>(first) * channels;
        runs.push_back({at, static_cast<std::int32_t>(last - first) * channels, before + whole,
                        at - (before + whole) * stride});
    }
    return runs;
}

// One row moved to the right by `part` of a pixel more than a whole number of them: its pixels and one more.
void blend_row(const std::uint8_t* row, std::size_t stride, std::size_t pixel, std::int32_t part,
               std::uint8_t* out) {
    const auto mixed = [&](std::int32_t nearer, std::int32_t beyond) {
        return static_cast<std::uint8_t>((nearer * (128 - part) + beyond * part + 64) >> 7);
    };
    for (std::size_t c = 0; c < pixel; ++c) {
        out[c] = mixed(row[c], 255);
        out[stride + c] = mixed(255, row[stride - pixel + c]);
    }
    if (stride - pixel >= kShortest) {
        rows().blend(row + pixel, row, part, std::ptrdiff_t(stride - pixel), out + pixel);
        return;
    }
    for (std::size_t i = pixel; i < stride; ++i) {
        out[i] = mixed(row[i], row[i - pixel]);
    }
}

}  // namespace

void shift_rows(const ImageView& image, std::span<const std::int32_t> displacements, std::int32_t before,
                const Canvas& out) {
    const auto pixel = std::size_t(image.channels);
    for (std::int32_t y = 0; y < image.height; ++y) {
        const std::int32_t whole = displacements[std::size_t(y)] >> kPartBits;
        const std::int32_t part = displacements[std::size_t(y)] & kPartMask;
        const std::size_t left = std::size_t(before + whole) * pixel;
        const std::size_t moved = image.stride() + (part == 0 ? 0 : pixel);
        std::uint8_t* const to = out.row(y);
        std::memset(to, 255, left);
        if (part == 0) {
            std::memcpy(to + left, image.row(y), moved);
        } else {
            blend_row(image.row(y), image.stride(), pixel, part, to + left);
        }
        std::memset(to + left + moved, 255, out.stride() - left - moved);
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
    const Scratch memory(5 * shift_stride(image.stride()));
    rows().shift_columns(image, {runs.data(), runs.data() + runs.size(), least->whole, most->whole},
                         parts.data(), memory.get(), out);
}

}  // namespace lomo
