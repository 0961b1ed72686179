// Pixels and prepared numbers -> pixels: the inner loops of the distortions, one set for each kind of
// processor. Every set computes the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "value/image.h"

namespace lomo {

// The ink (255 - p) of a picture's channels, apart, inside a border wide enough for any neighbour.
struct Planes {
    const std::uint8_t* origin[3] = {nullptr, nullptr, nullptr};  // of the pixel (0, 0)
    std::ptrdiff_t stride = 0;
};
inline constexpr std::int32_t kPlaneBorder = 32;

// A row of a turned picture: the pixels that may hold ink, and the place in the source of the row's first
// pixel, in 1/2**27 px, half of 1/128 px added.
struct TurnedRow {
    std::int32_t first = 0;
    std::int32_t last = 0;
    std::int64_t x = 0;
    std::int64_t y = 0;
};
inline constexpr int kPlaceBits = 27;

inline constexpr std::size_t kSlack = 256;  // elements that may be read or written past the end of a buffer

// What a pixel of a row and the one after it weigh in 1/256, the second in bits 8 to 15: for the output at an
// offset from them (dx, dy), and for the one a pixel to its right. In RGB the latter has pairs of its own.
struct TapPair {
    std::int32_t dx = 0;
    std::int32_t dy = 0;
    std::int32_t even = 0;
    std::int32_t odd = 0;
};

// First the pairs that weigh for both, then those for the even places of a row only, then for the odd ones.
struct Taps {
    const TapPair* pairs = nullptr;
    std::size_t count = 0;
    std::size_t both = 0;
    std::size_t even = 0;
    std::int32_t radius = 0;  // of all offsets
};
inline constexpr std::size_t kMostTapPairs = 96;

// Sliding windows work on strips of at most so many bytes of a row.
inline constexpr std::int32_t kStripBytes = 2048;
inline constexpr std::int32_t kMostRadius = 24;
constexpr std::size_t window_stride(std::int32_t halo_bytes) {
    return (kStripBytes + 2 * std::size_t(halo_bytes) + kSlack + 63) / 64 * 64;
}
constexpr std::size_t window_size(std::int32_t radius, std::int32_t channels, std::int32_t rows) {
    return std::size_t(rows) * window_stride((radius + 1) * channels);
}

// A box of up to so many pixels a side has sums of 16 bits. It is taken in bands of rows, so that what one
// block of columns leaves in the cache serves the next.
inline constexpr std::int32_t kMostBoxSide = 15;
inline constexpr std::int32_t kBoxBand = 128;
inline constexpr std::ptrdiff_t kBoxBandBytes =
    192 << 10;                                    // and as many of the output, in half of a second cache
inline constexpr std::ptrdiff_t kBoxFrame = 128;  // bytes: a vector and twice kMostBoxSide / 2 pixels
inline constexpr std::size_t kBoxScratch = std::size_t(kBoxFrame) * (kBoxBand + kMostBoxSide);

// The place of the highest bit of a box's area.
constexpr std::int32_t box_shift(std::int32_t side) {
    std::int32_t shift = 0;
    while ((side * side) >> (shift + 1) != 0) {
        ++shift;
    }
    return shift;
}

// floor(n / area) = (n * factor >> 16) >> shift for the sums of a box.
struct Division {
    std::int32_t half = 0;
    std::int32_t factor = 0;
    std::int32_t shift = 0;
};

// Neighbouring columns of bytes, kPiece at most, that move by the same whole number of pixels: row y of the
// output takes them from row y - whole of the source, `from` bytes after the beginning of row y.
inline constexpr std::ptrdiff_t kPiece = 32;
struct ColumnRun {
    std::int32_t first = 0;
    std::int32_t bytes = 0;
    std::int32_t whole = 0;
    std::ptrdiff_t from = 0;
};
struct ColumnRuns {
    const ColumnRun* begin = nullptr;
    const ColumnRun* end = nullptr;
    std::int32_t least = 0;  // of the whole numbers
    std::int32_t most = 0;
};

// The rows [top, bottom) of an output, and rows of the source from `first` on, among which are all that the
// runs ask for; beyond its `height` rows the source is white.
struct ColumnBand {
    ImageView rows;
    std::int32_t first = 0;
    std::int32_t height = 0;
    std::int32_t top = 0;
    std::int32_t bottom = 0;

    const std::uint8_t* row(std::int32_t y) const { return rows.row(y - first); }
};

// Places along a side of the page in units of a blob's radius: in 1/2**29 for the first and from one to the
// next; and the wobble, in 1/65536 of the radius, of `pace` / 4 turns a radius, which they add across it.
struct BlobAxis {
    std::int32_t start = 0;
    std::int32_t step = 0;
    std::int32_t phase = 0;  // in 1/65536 turn
    std::int32_t pace = 0;
    std::int32_t wobble = 0;
};
inline constexpr int kBlobBits = 29;
inline constexpr std::int32_t kBlobOutside = 28000;  // in 1/16384 of the radius: places are cut to this

// A blob's opacity by 1 - q in 1/8192 (see stain.h): from nothing at middle - limit to that of the inside at
// middle + limit, e going from -1 to 1 between them. Slope is that of a line of e in 1/32768.
struct BlobProfile {
    std::int32_t middle = 0;
    std::int32_t limit = 0;
    std::int32_t slope = 0;
    std::int32_t base = 0;    // at e = 0, in 1/8192
    std::int32_t inside = 0;  // in 1/8192
    std::int32_t rim = 0;     // in 1/32768
    // The share of light (1/32768) that it absorbs, of each byte of as many pixels as a vector may have.
    std::int16_t absorbs[96] = {};
};

constexpr std::size_t shift_stride(std::size_t row_bytes) {
    return (row_bytes + kSlack + 63) / 64 * 64;
}

struct Rows {
    const char* name;
    // The ink of `count` pixels in a plane for each channel.
    void (*ink)(const std::uint8_t* pixels, std::ptrdiff_t count, int channels, std::uint8_t* const* planes);
    // Grey pixels in RGB.
    void (*triple)(const std::uint8_t* grey, std::ptrdiff_t count, std::uint8_t* rgb);
    void (*turn)(const Planes& source, const TurnedRow* rows, std::int64_t step_x, std::int64_t step_y,
                 const Canvas& out);
    // Weights in 1/256, all below 1, for the offsets -radius .. radius; scratch of window_size for 4 rows.
    void (*gaussian)(const ImageView& in, const std::uint8_t* weights, std::int32_t radius,
                     std::uint8_t* scratch, const Canvas& out);
    // Scratch of window_size for 2 * radius + 1 rows.
    void (*taps)(const ImageView& in, const Taps& taps, std::uint8_t* scratch, const Canvas& out);
    // side <= kMostBoxSide; scratch of kBoxScratch bytes.
    void (*box)(const ImageView& in, std::int32_t side, const Division& by, std::uint8_t* scratch,
                const Canvas& out);
    // (nearer * (128 - part) + beyond * part + 64) >> 7 for at least 64 bytes.
    void (*blend)(const std::uint8_t* nearer, const std::uint8_t* beyond, std::int32_t part,
                  std::ptrdiff_t count, std::uint8_t* out);
    // Then the same of each row gathered by the runs and the one above it. `parts` is kSlack longer than a
    // row, and scratch holds five of shift_stride.
    void (*shift_columns)(const ColumnBand& band, const ColumnRuns& runs, const std::uint8_t* parts,
                          std::uint8_t* scratch, const Canvas& out);
    // darkening * smooth(line) for the line start + i * step in 1/2**30.
    void (*ramp_shades)(std::int16_t* out, std::ptrdiff_t count, std::int32_t start, std::int32_t step,
                        std::int32_t darkening);
    // shade + d - shade * d for more shades d.
    void (*mix_shades)(std::int16_t* shade, const std::int16_t* more, std::ptrdiff_t count);
    // `out` does not overlap `in`.
    void (*darken)(const std::uint8_t* in, const std::int16_t* shade, std::ptrdiff_t count,
                   std::uint8_t* out);
    // Of `count` places of a blob's axis, in 1/16384 of the radius: the places and their wobbles. Up to
    // kSlack elements more are written.
    void (*blob_axis)(const BlobAxis& axis, std::ptrdiff_t count, std::int16_t* places,
                      std::int16_t* wobbles);
    // Shades (1/8192) of a blob for each byte of the pixels of a row at this place and with this wobble. Of
    // each pixel: the place of its column, and the wobble this adds to the row's place. All are kSlack
    // longer.
    void (*blob_shades)(const std::int16_t* places, const std::int16_t* wobbles, const BlobProfile& profile,
                        std::int32_t place, std::int32_t wobble, std::ptrdiff_t count, std::int32_t channels,
                        std::int16_t* shades);
    // Darkens up to `pace` rows, the first of pixels [0, count) from `pixels` on, by the shades of their
    // middle and those of the middles of the `pace` rows before and after. Bytes up to `end` where shades
    // past `count` are 0 may be written as they were.
    void (*lay_shades)(const std::int16_t* before, const std::int16_t* middle, const std::int16_t* after,
                       std::int32_t pace, std::int32_t rows, std::ptrdiff_t count, std::ptrdiff_t stride,
                       std::uint8_t* pixels, const std::uint8_t* end);
};

}  // namespace lomo
