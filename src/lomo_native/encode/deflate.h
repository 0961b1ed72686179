// Bytes of a page, row after row -> a zlib stream (RFC 1950 and 1951), the same on every CPU.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lomo {

// Bytes behind the last one that `deflate_page` may read. What they hold is not in the stream, but which of
// two equally good copies is: the same bytes need the same ones there.
inline constexpr std::size_t kDeflateSlack = 512;

// The most bytes that `deflate_page` may write for `size` bytes.
std::size_t deflate_bound(std::size_t size);

// Writes the stream to `to` and returns its length. `kDeflateSlack` bytes behind the last must be readable.
// Made for pages: long white runs and rows like the row above cost next to nothing, and what does not repeat
// is coded by its frequency; bytes that neither helps are stored as they are.
// `differences`: the rows are written as differences from the row above.
std::size_t deflate_page(const std::uint8_t* data, std::size_t size, std::size_t row_bytes, bool differences,
                         std::uint8_t* to);

}  // namespace lomo
