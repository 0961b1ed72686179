// Bytes -> a picture with the repeats of pages -> a PNG; its stream must inflate to the rows of the picture,
// and be the same by every search for copies.
#include <libdeflate.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "encode/match.h"
#include "encode/png.h"

namespace {

using namespace lomo;

struct Input {
    const std::uint8_t* data;
    std::size_t left;

    std::uint8_t byte() {
        if (left == 0) {
            return 0;
        }
        --left;
        return *data++;
    }
};

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

// Commands of the input fill the pixels: new bytes, runs, pieces from further back, rows from above.
Image draw_image(Input& in) {
    std::int32_t width = 1 + in.byte();
    std::int32_t height = 1 + in.byte();
    const std::uint8_t shape = in.byte();
    if (shape < 24) {
        width = std::int32_t(std::min(65535, width * 257));
        height = 1 + height % 4;
    }
    Image image(width, height, shape % 4 == 0 ? 3 : 1, 255);
    std::vector<std::uint8_t>& pixels = image.pixels;
    const unsigned mask = shape % 8 == 1 ? 0x80 : 0xff;  // few values
    for (std::size_t at = 0; at < pixels.size() && in.left > 0;) {
        const std::uint8_t command = in.byte();
        std::size_t count = std::min<std::size_t>(1 + command / 4, pixels.size() - at);
        if (command % 4 == 0) {
            for (; count > 0; --count) {
                pixels[at++] = std::uint8_t(in.byte() & mask) ? 255 : in.byte();
            }
            continue;
        }
        std::size_t back = command % 4 == 1   ? 1
                           : command % 4 == 2 ? image.stride()
                                              : std::size_t{in.byte()} * 129 + 1;
        count = std::min(count * (1 + in.byte() % 16), pixels.size() - at);
        for (; count > 0; --count, ++at) {
            pixels[at] = at >= back ? pixels[at - back] : 255;
        }
    }
    return image;
}

std::uint32_t number(const std::uint8_t* at) {
    return std::uint32_t(at[0]) << 24 | std::uint32_t(at[1]) << 16 | std::uint32_t(at[2]) << 8 | at[3];
}

void check(const Image& image, const std::vector<std::uint8_t>& file) {
    const unsigned bits = file[24];
    const std::size_t row_bytes = 1 + (image.stride() * bits + 7) / 8;
    std::vector<std::uint8_t> lines(row_bytes * std::size_t(image.height));
    std::size_t made = 0;
    const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> inflate(
        libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
    require(libdeflate_zlib_decompress(inflate.get(), file.data() + 41, number(file.data() + 33),
                                       lines.data(), lines.size(), &made) == LIBDEFLATE_SUCCESS);
    require(made == lines.size());
    for (std::int32_t y = 0; y < image.height; ++y) {
        std::uint8_t* const line = lines.data() + row_bytes * std::size_t(y);
        require(line[0] == 0 || (line[0] == 2 && y > 0 && bits == 8));
        for (std::size_t i = 0; i < image.stride(); ++i) {
            std::uint8_t value = line[1 + i * bits / 8];
            if (line[0] == 2) {
                value = line[1 + i] = std::uint8_t(value + (line - row_bytes)[1 + i]);
            }
            if (bits < 8) {
                const unsigned sample = value >> (8 - bits - i * bits % 8) & ((1U << bits) - 1);
                value = std::uint8_t(sample * (255 / ((1U << bits) - 1)));
            }
            require(value == image.row(y)[i]);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input in{data, size};
    const Image image = draw_image(in);
    const std::vector<std::uint8_t> file = encode_png(image);
    check(image, file);
    for (const Search* search : usable_searches()) {
        choose_search(search->name);
        require(encode_png(image) == file);
    }
    return 0;
}
