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

// Two pixels' weights in 1/256: of the one at an offset, and of the one after it, in the row or the column.
struct TapPair {
    std::int32_t dx = 0;
    std::int32_t dy = 0;
    std::int32_t weights = 0;  // the second one's in bits 8 to 15
};

// Sliding windows work on strips of at most so many bytes of a row.
inline constexpr std::int32_t kStripBytes = 768;
inline constexpr std::int32_t kMostRadius = 24;
constexpr std::size_t window_stride(std::int32_t halo_bytes) {
    return (kStripBytes + 2 * std::size_t(halo_bytes) + kSlack + 63) / 64 * 64;
}
// Bytes for 2 * radius + 2 rows of pairs and two rows more.
constexpr std::size_t window_size(std::int32_t radius, std::int32_t channels) {
    return (4 * std::size_t(radius) + 6) * window_stride((radius + 1) * channels);
}

// floor(n / area) = (n * factor >> 16) >> shift for the sums of a box.
struct Division {
    std::int32_t half = 0;
    std::int32_t factor = 0;
    std::int32_t shift = 0;
};

// Neighbouring columns of bytes that move by the same whole number of pixels: row y of the output takes them
// from row y - whole of the source.
struct ColumnRun {
    std::int32_t first = 0;
    std::int32_t bytes = 0;
    std::int32_t whole = 0;
};
struct ColumnRuns {
    const ColumnRun* begin = nullptr;
    const ColumnRun* end = nullptr;
    std::int32_t least = 0;  // of the whole numbers
    std::int32_t most = 0;
};

// Numbers of a blob, all in 1/32768.
struct BlobRow {
    std::int32_t place = 0;  // of the row
    std::int32_t wobble = 0;
    std::int32_t hardness = 0;
    std::int32_t inside = 0;
    std::int32_t rim = 0;
};

struct Rows {
    const char* name;
    void (*turn)(const Planes& source, const TurnedRow* rows, std::int64_t step_x, std::int64_t step_y,
                 const Canvas& out);
    // Weights in 1/256, all below 1, for the offsets -radius .. radius; scratch of window_size bytes.
    void (*gaussian)(const ImageView& in, const std::uint8_t* weights, std::int32_t radius,
                     std::uint8_t* scratch, const Canvas& out);
    // Pairs lie in a column if `upright`, else in a row.
    void (*taps)(const ImageView& in, const TapPair* pairs, std::size_t count, bool upright,
                 std::int32_t radius, std::uint8_t* scratch, const Canvas& out);
    // side <= 15; scratch of a row and side - 1 pixels and kSlack.
    void (*box)(const ImageView& in, std::int32_t side, const Division& by, std::int16_t* scratch,
                const Canvas& out);
    // (nearer * (128 - part) + beyond * part + 64) >> 7; both rows are kSlack longer than `count`.
    void (*blend)(const std::uint8_t* nearer, const std::uint8_t* beyond, std::int32_t part,
                  std::ptrdiff_t count, std::uint8_t* out);
    // Then the same of each row gathered by the runs and the one above it. `parts` is kSlack longer than a
    // row, and scratch holds five such rows.
    void (*shift_columns)(const ImageView& in, const ColumnRuns& runs, const std::uint8_t* parts,
                          std::uint8_t* scratch, const Canvas& out);
    // shade + d - shade * d for d = darkening * smooth(line), line = start + i * step in 1/2**30.
    void (*add_shade)(std::int16_t* shade, std::ptrdiff_t count, std::int32_t start, std::int32_t step,
                      std::int32_t darkening);
    void (*darken_ramp)(const std::uint8_t* in, std::ptrdiff_t count, std::int32_t start, std::int32_t step,
                        std::int32_t darkening, std::uint8_t* out);
    void (*darken)(const std::uint8_t* in, const std::int16_t* shade, std::ptrdiff_t count,
                   std::uint8_t* out);
    void (*opacities)(const std::int16_t* places, const std::int16_t* wobbles, std::ptrdiff_t count,
                      const BlobRow& row, std::int16_t* out);
    // shade = opacity * absorbed.
    void (*scale)(const std::int16_t* in, std::int32_t by, std::ptrdiff_t count, std::int16_t* out);
};

}  // namespace lomo
