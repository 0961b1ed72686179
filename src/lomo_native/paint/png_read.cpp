// PNG (second edition) with a fixed order of chunks: header, palette, transparency, data; others are skipped.
#include "paint/png_read.h"

#include <libdeflate.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string>

#include "value/error.h"

namespace lomo {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";

enum class Kind : std::uint8_t { kGrey = 0, kRgb = 2, kPalette = 3, kGreyAlpha = 4, kRgba = 6 };

[[noreturn]] void refuse(const std::string& why) {
    throw InputError("the PNG picture " + why);
}

struct Header {
    std::int32_t width = 0;
    std::int32_t height = 0;
    unsigned bits = 0;  // of a sample
    Kind kind = Kind::kGrey;

    unsigned samples() const {
        switch (kind) {
            case Kind::kRgb:
                return 3;
            case Kind::kGreyAlpha:
                return 2;
            case Kind::kRgba:
                return 4;
            case Kind::kGrey:
            case Kind::kPalette:
                break;
        }
        return 1;
    }
    std::size_t row_bytes() const { return (std::size_t(width) * samples() * bits + 7) / 8; }
    std::size_t back() const { return samples() * bits < 8 ? 1 : samples() * bits / 8; }  // to the left pixel
};

class File {
  public:
    explicit File(std::string_view bytes) : rest_(bytes) {
        if (!rest_.starts_with(kSignature)) refuse("has no PNG signature");
        rest_.remove_prefix(kSignature.size());
    }

    // The next chunk's name and data.
    std::pair<std::string_view, std::string_view> next() {
        if (rest_.size() < 12) refuse("is cut off");
        const std::size_t length = number(rest_);
        if (length > rest_.size() - 12) refuse("is cut off");
        const std::string_view named = rest_.substr(4, 4 + length);
        if (libdeflate_crc32(0, named.data(), named.size()) != number(rest_.substr(8 + length))) {
            refuse("has a chunk with a wrong checksum");
        }
        rest_.remove_prefix(12 + length);
        return {named.substr(0, 4), named.substr(4)};
    }

    static std::uint32_t number(std::string_view at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) value = value << 8 | std::uint8_t(at[i]);
        return value;
    }

  private:
    std::string_view rest_;
};

Header read_header(File& file) {
    const auto [name, data] = file.next();
    if (name != "IHDR" || data.size() != 13) refuse("does not begin with its header");
    const std::uint32_t width = File::number(data), height = File::number(data.substr(4));
    if (width == 0 || height == 0) refuse("has no pixels");
    if (width > kGreatestPngSide || height > kGreatestPngSide) {
        refuse("is larger than " + std::to_string(kGreatestPngSide) + " px a side");
    }
    Header header{std::int32_t(width), std::int32_t(height), std::uint8_t(data[8]), Kind(data[9])};
    const unsigned bits = header.bits;
    const bool whole = bits == 8, part = bits == 1 || bits == 2 || bits == 4;
    switch (header.kind) {
        case Kind::kGrey:
        case Kind::kPalette:
            if (!whole && !part) refuse("has other than 1, 2, 4 or 8 bits a sample");
            break;
        case Kind::kRgb:
        case Kind::kGreyAlpha:
        case Kind::kRgba:
            if (!whole) refuse("has other than 8 bits a sample");
            break;
        default:
            refuse("has an unknown kind of colour");
    }
    if (data[10] != 0 || data[11] != 0) refuse("is compressed or filtered in an unknown way");
    if (data[12] != 0) refuse("is interlaced");
    return header;
}

// Undoes the filter of each row in place; `lines` holds its kind before each row.
void unfilter(const Header& header, Bytes& lines) {
    const std::size_t size = header.row_bytes(), back = header.back();
    const Bytes nothing(size, 0);
    const std::uint8_t* above = nothing.data();
    for (std::int32_t y = 0; y < header.height; ++y) {
        std::uint8_t* const line = lines.data() + std::size_t(y) * (size + 1);
        std::uint8_t* const row = line + 1;
        for (std::size_t i = 0; i < size; ++i) {
            const int a = i < back ? 0 : row[i - back], b = above[i], c = i < back ? 0 : above[i - back];
            int guess = 0;
            switch (line[0]) {
                case 0:
                    break;
                case 1:
                    guess = a;
                    break;
                case 2:
                    guess = b;
                    break;
                case 3:
                    guess = (a + b) / 2;
                    break;
                case 4: {
                    const int from_a = std::abs(b - c), from_b = std::abs(a - c),
                              from_c = std::abs(a + b - 2 * c);
                    guess = from_a <= from_b && from_a <= from_c ? a : from_b <= from_c ? b : c;
                    break;
                }
                default:
                    refuse("has a row filtered in an unknown way");
            }
            row[i] = std::uint8_t(row[i] + guess);
        }
        above = row;
    }
}

struct Palette {
    std::array<std::array<std::uint8_t, 4>, 256> colours{};
    std::size_t size = 0;
};

void fill_palette(Palette& palette, std::string_view data) {
    if (data.empty() || data.size() % 3 != 0 || data.size() > 768) refuse("has a broken palette");
    palette.size = data.size() / 3;
    for (std::size_t i = 0; i < data.size(); ++i) palette.colours[i / 3][i % 3] = std::uint8_t(data[i]);
    for (std::size_t i = 0; i < palette.size; ++i) palette.colours[i][3] = 255;
}

// A palette's alphas, or the one colour that is transparent.
void fill_transparency(const Header& header, std::string_view data, Palette& palette,
                       std::array<int, 3>& key) {
    if (header.kind == Kind::kPalette) {
        if (data.size() > palette.size) refuse("has more transparencies than colours");
        for (std::size_t i = 0; i < data.size(); ++i) palette.colours[i][3] = std::uint8_t(data[i]);
        return;
    }
    if (header.kind != Kind::kGrey && header.kind != Kind::kRgb) return;
    if (data.size() != 2 * header.samples()) refuse("has a broken transparent colour");
    for (std::size_t i = 0; i < header.samples(); ++i) {
        key[i] = std::uint8_t(data[2 * i]) << 8 | std::uint8_t(data[2 * i + 1]);
    }
}

PngPixels to_pixels(const Header& header, const Bytes& lines, const Palette& palette,
                    const std::array<int, 3>& key) {
    PngPixels made{header.width, header.height,
                   Bytes(std::size_t(header.width) * std::size_t(header.height) * 4)};
    const unsigned most = (1U << header.bits) - 1;
    const unsigned samples = header.samples();
    std::uint8_t* out = made.rgba.data();
    for (std::int32_t y = 0; y < header.height; ++y) {
        const std::uint8_t* row = lines.data() + std::size_t(y) * (header.row_bytes() + 1) + 1;
        for (std::size_t x = 0; x < std::size_t(header.width); ++x, out += 4) {
            const std::size_t bit = x * header.bits;
            const unsigned first =
                header.bits == 8 ? row[x * samples] : row[bit / 8] >> (8 - header.bits - bit % 8) & most;
            const std::uint8_t* const pixel = row + x * samples;
            switch (header.kind) {
                case Kind::kGrey: {
                    const auto grey = std::uint8_t(first * (255 / most));
                    out[0] = out[1] = out[2] = grey;
                    out[3] = int(first) == key[0] ? 0 : 255;
                    break;
                }
                case Kind::kPalette:
                    if (first >= palette.size) refuse("names a colour that its palette lacks");
                    std::memcpy(out, palette.colours[first].data(), 4);
                    break;
                case Kind::kGreyAlpha:
                    out[0] = out[1] = out[2] = pixel[0];
                    out[3] = pixel[1];
                    break;
                case Kind::kRgb:
                    std::memcpy(out, pixel, 3);
                    out[3] = pixel[0] == key[0] && pixel[1] == key[1] && pixel[2] == key[2] ? 0 : 255;
                    break;
                case Kind::kRgba:
                    std::memcpy(out, pixel, 4);
                    break;
            }
        }
    }
    return made;
}

Bytes inflate(const Bytes& data, std::size_t size) {
    const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> inflater(
        libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
    if (!inflater) throw std::bad_alloc();
    Bytes lines(size);
    std::size_t made = 0;
    const bool whole = libdeflate_zlib_decompress(inflater.get(), data.data(), data.size(), lines.data(),
                                                  size, &made) == LIBDEFLATE_SUCCESS;
    if (!whole || made != size) refuse("holds other data than its size asks for");
    return lines;
}

}  // namespace

PngPixels read_png(std::string_view bytes) {
    File file(bytes);
    const Header header = read_header(file);
    Palette palette;
    std::array<int, 3> key{-1, -1, -1};
    Bytes data;
    for (;;) {
        const auto [name, held] = file.next();
        if (name == "PLTE") {
            fill_palette(palette, held);
        } else if (name == "tRNS") {
            fill_transparency(header, held, palette, key);
        } else if (name == "IDAT") {
            data.insert(data.end(), held.begin(), held.end());
        } else if (name == "IEND") {
            break;
        } else if (name[0] >= 'A' && name[0] <= 'Z') {
            refuse("has an unknown chunk that its reader must know");
        }
    }
    Bytes lines = inflate(data, (header.row_bytes() + 1) * std::size_t(header.height));
    unfilter(header, lines);
    return to_pixels(header, lines, palette, key);
}

}  // namespace lomo
