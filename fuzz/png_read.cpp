// Bytes -> a PNG file with right checksums, its data packed here -> refused, or pixels that fill a box of a
// page.
#include <libdeflate.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "paint/png_read.h"
#include "paint/resample.h"
#include "value/error.h"

namespace {

using namespace lomo;

void put(std::string& file, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) file += char(value >> shift);
}

void put_chunk(std::string& file, std::string_view name, std::string_view data) {
    put(file, std::uint32_t(data.size()));
    const std::string named = std::string(name) + std::string(data);
    file += named;
    put(file, libdeflate_crc32(0, named.data(), named.size()));
}

// zlib's format with stored blocks: what the fuzzer writes is what the reader unpacks.
std::string stored(std::string_view data) {
    std::string made = "\x78\x01";
    std::string_view rest = data;
    do {
        const std::string_view block = rest.substr(0, 65535);
        rest.remove_prefix(block.size());
        const auto length = std::uint16_t(block.size()), other = std::uint16_t(~length);
        made += char(rest.empty());
        for (const std::uint16_t half : {length, other}) made += {char(half & 255), char(half >> 8)};
        made += block;
    } while (!rest.empty());
    put(made, libdeflate_adler32(1, data.data(), data.size()));
    return made;
}

void require(bool promise) {
    if (!promise) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const auto take = [&](std::size_t count) {
        const std::string_view taken = rest.substr(0, count);
        rest.remove_prefix(taken.size());
        return taken;
    };
    const std::string_view head = take(6), palette = take(std::size_t{3} * (size % 17)),
                           keys = take(size % 7);
    if (head.size() < 6) return 0;
    std::string file = "\x89PNG\r\n\x1a\n", header;
    put(header, std::uint8_t(head[0]) * (head[5] == 1 ? 9U : 1U));
    put(header, std::uint8_t(head[1]));
    header += {head[2], head[3], '\0', '\0', char(head[4] == 77)};
    put_chunk(file, "IHDR", header);
    if (!palette.empty()) put_chunk(file, "PLTE", palette);
    if (!keys.empty()) put_chunk(file, "tRNS", keys);
    put_chunk(file, "IDAT", head[5] == 2 ? rest : stored(rest));
    put_chunk(file, "IEND", {});
    if (head[5] == 3) file.resize(file.size() * std::uint8_t(head[4]) / 256);
    try {
        const PngPixels read = read_png(file);
        require(read.rgba.size() == std::size_t(read.width) * std::size_t(read.height) * 4);
        const Unit x = Unit{head[4]} << 12, side = (Unit{std::uint8_t(head[1])} << 13) + 1;
        const ColourMap map = resample(read, {x, -x, x + side, side - x});
        require(map.pixels.size() == std::size_t(map.width) * std::size_t(map.height));
        for (const ColourPixel& pixel : map.pixels) {
            require(*std::max_element(pixel.rgb.begin(), pixel.rgb.end()) <= pixel.alpha);
        }
    } catch (const InputError&) {
    }
    return 0;
}
