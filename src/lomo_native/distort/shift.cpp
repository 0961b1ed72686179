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
constexpr std::size_t kShortest = 64;          // bytes that a row of vectors needs
constexpr std::size_t kBandBytes = 256 << 10;  // of the rows held between the two, half of a second cache

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

// Rows [first, last) of an image, moved to the right, to `to`.
void shift_some(const ImageView& image, const Displacements& by, std::int32_t first, std::int32_t last,
                std::size_t wide, std::uint8_t* to) {
    const auto pixel = std::size_t(image.channels);
    for (std::int32_t y = first; y < last; ++y, to += wide) {
        const std::int32_t whole = by.each[std::size_t(y)] >> kPartBits;
        const std::int32_t part = by.each[std::size_t(y)] & kPartMask;
        const std::size_t left = std::size_t(by.before + whole) * pixel;
        const std::size_t moved = image.stride() + (part == 0 ? 0 : pixel);
        const std::size_t right = wide - left - moved;
        if (wide >= kShortest && left <= kShortest && right <= kShortest) {  // of known length: no call
            std::memset(to, 255, kShortest);
            std::memset(to + wide - kShortest, 255, kShortest);
        } else {
            std::memset(to, 255, left);
            std::memset(to + left + moved, 255, right);
        }
        if (part == 0) {
            std::memcpy(to + left, image.row(y), moved);
        } else {
            blend_row(image.row(y), image.stride(), pixel, part, to + left);
        }
    }
}

// Columns of rows so wide, ready to be moved.
class Columns {
  public:
    Columns(const Displacements& by, std::int32_t channels)
        : stride_(by.each.size() * std::size_t(channels)),
          runs_(column_runs(by.each, by.before, channels)),
          parts_(stride_ + kSlack, 0),
          memory_(5 * shift_stride(stride_)) {
        const auto [least, most] =
            std::ranges::minmax_element(runs_, {}, [](const ColumnRun& run) { return run.whole; });
        least_ = least->whole;
        most_ = most->whole;
        const auto pixel = std::size_t(channels);
        for (std::size_t x = 0; x < by.each.size(); ++x) {
            for (std::size_t c = 0; c < pixel; ++c) {
                parts_[x * pixel + c] = static_cast<std::uint8_t>(by.each[x] & kPartMask);
            }
        }
    }
    std::int32_t least() const { return least_; }
    std::int32_t most() const { return most_; }
    void move(const ColumnBand& band, const Canvas& out) const {
        rows().shift_columns(band, {runs_.data(), runs_.data() + runs_.size(), least_, most_}, parts_.data(),
                             memory_.get(), out);
    }

  private:
    std::size_t stride_;
    std::vector<ColumnRun> runs_;
    std::vector<std::uint8_t> parts_;
    Scratch memory_;
    std::int32_t least_ = 0;
    std::int32_t most_ = 0;
};

}  // namespace

void shift_rows(const ImageView& image, std::span<const std::int32_t> displacements, std::int32_t before,
                const Canvas& out) {
    shift_some(image, {displacements, before}, 0, image.height, out.stride(), out.pixels);
}

void shift_columns(const ImageView& image, std::span<const std::int32_t> displacements, std::int32_t before,
                   const Canvas& out) {
    const Columns columns({displacements, before}, image.channels);
    columns.move({image, 0, image.height, 0, out.height}, out);
}

void shift_both(const ImageView& image, const Displacements& by_rows, const Displacements& by_columns,
                const Canvas& out) {
    const Columns columns(by_columns, image.channels);
    const std::size_t stride = out.stride();
    const std::int32_t span = columns.most() - columns.least() + 1;  // and the row above
    const auto fitting = static_cast<std::int32_t>(kBandBytes / stride);
    const std::int32_t band = std::max({fitting, span, 16});
    const auto slack = static_cast<std::int32_t>((std::size_t(kPiece) + stride - 1) / stride);
    const Scratch memory(stride * std::size_t(band + span + slack));
    std::int32_t first = 0, end = 0;  // the moved rows that are there
    for (std::int32_t top = 0; top < out.height; top += band) {
        const std::int32_t bottom = std::min(out.height, top + band);
        const std::int32_t from = std::clamp(top - 1 - columns.most(), 0, image.height);
        const std::int32_t to = std::clamp(bottom - columns.least(), from, image.height);
        if (from < end) {
            std::memmove(memory.get(), memory.get() + std::size_t(from - first) * stride,
                         std::size_t(end - from) * stride);
        }
        first = from;
        end = std::max(end, from);
        shift_some(image, by_rows, end, to, stride, memory.get() + std::size_t(end - first) * stride);
        end = std::max(end, to);
        const ImageView held{memory.get(), out.width, end - first + slack, image.channels};
        columns.move({held, first, image.height, top, bottom}, out);
    }
}

}  // namespace lomo
