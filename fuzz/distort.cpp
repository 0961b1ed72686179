// Bytes -> an image and a distortion with any parameters -> only an InputError may come out, sizes and points
// must agree with the pixels, and what trim and the PNG make of the result must hold.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "distort/blur.h"
#include "distort/rotate.h"
#include "distort/shadow.h"
#include "distort/stain.h"
#include "distort/wave.h"
#include "encode/png.h"
#include "paint/trim.h"

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
    // Mostly near the range 0 .. most, now and then anything at all.
    std::int64_t number(std::int64_t most) {
        const std::uint8_t kind = byte();
        std::uint64_t value = 0;
        for (int i = 0; i < (kind >= 250 ? 8 : 4); ++i) {
            value = value << 8 | byte();
        }
        if (kind >= 250) {
            return std::int64_t(value) / 4;
        }
        const auto small = std::int64_t(value % std::uint64_t(most + 2));
        return kind >= 200 ? -small : small;
    }
};

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

Image draw_image(Input& in) {
    // Thin and long, or small; never so large that a run grows slow.
    std::int32_t width = 1 + in.byte() % 96;
    std::int32_t height = 1 + in.byte() % 96;
    const std::uint8_t shape = in.byte();
    if (shape < 16) {
        width = 1 + width * 680;
        height = 1 + height % 3;
    } else if (shape < 32) {
        height = 1 + height * 680;
        width = 1 + width % 3;
    }
    Image image(width, height, shape % 2 ? 3 : 1, 255);
    const std::size_t inked = in.left / 2;
    for (std::size_t i = 0; i < inked; ++i) {
        image.pixels[(i * 37) % image.pixels.size()] = in.byte();
    }
    return image;
}

template <class Map>
void check_points(const Image& source, const Image& out, const Map& map) {
    std::vector<double> corners = {
        0, 0, double(source.width), 0, 0, double(source.height), double(source.width), double(source.height)};
    map(std::span<double>(corners));
    for (std::size_t i = 0; i < corners.size(); i += 2) {
        require(corners[i] > -1 && corners[i] < out.width + 1);
        require(corners[i + 1] > -1 && corners[i + 1] < out.height + 1);
    }
}

template <class Kernel>
Image made(Size size, std::int32_t channels, const Kernel& kernel) {
    Image out(size.width, size.height, channels, 0);
    kernel(canvas(out));
    return out;
}

Image distorted(Input& in, const Image& image) {
    const std::int32_t w = image.width;
    const std::int32_t h = image.height;
    switch (in.byte() % 8) {
        case 0: {
            const std::int64_t angle = in.number(368640);
            const Size size = rotated_size(w, h, angle);
            if (std::int64_t{size.width} * size.height > 4'000'000) {
                return image;
            }
            Image out = made(size, image.channels, [&](const Canvas& to) { rotate(view(image), angle, to); });
            check_points(image, out, [&](std::span<double> xy) { rotate_points(xy, w, h, angle); });
            return out;
        }
        case 1:
            return made({w, h}, image.channels,
                        [&](const Canvas& to) { blur_gaussian(view(image), in.number(512), to); });
        case 2:
            return made({w, h}, image.channels,
                        [&](const Canvas& to) { blur_box(view(image), in.number(31), to); });
        case 3: {
            const std::int64_t length = in.number(1984);
            const std::int64_t angle = in.number(368640);
            return made({w, h}, image.channels,
                        [&](const Canvas& to) { blur_motion(view(image), length, angle, to); });
        }
        case 4: {
            std::vector<EdgeShadow> shadows(in.byte() % 6);
            for (EdgeShadow& each : shadows) {
                each = {in.byte() % 5, in.number(65536), in.number(65536), in.number(65536)};
            }
            return made({w, h}, image.channels, [&](const Canvas& to) { shadow(view(image), shadows, to); });
        }
        case 5: {
            std::vector<Blob> blobs(in.byte() % 5);
            for (Blob& each : blobs) {
                each.x = in.number(65536), each.y = in.number(65536), each.radius = in.number(65536);
                each.opacity = in.number(65536), each.rim = in.number(65536),
                each.hardness = 3 + in.byte() % 63;
                each.wobble = in.number(16384), each.phase = in.number(65535);
                each.red = in.byte(), each.green = in.byte(), each.blue = in.number(255);
            }
            return made({w, h}, stained_channels(view(image), blobs),
                        [&](const Canvas& to) { stain(view(image), blobs, to); });
        }
        case 6: {
            Wave by;
            by.amplitude_x = in.number(4096), by.length_x = 512 + in.number(262144 - 512),
            by.phase_x = in.number(65535);
            by.amplitude_y = in.number(4096), by.length_y = 512 + in.number(262144 - 512),
            by.phase_y = in.number(65535);
            const Size size = waved_size(w, h, by);
            if (std::int64_t{size.width} * size.height > 4'000'000) {
                return image;
            }
            Image out = made(size, image.channels, [&](const Canvas& to) { wave(view(image), by, to); });
            check_points(image, out, [&](std::span<double> xy) { wave_points(xy, w, h, by); });
            return out;
        }
        default: {
            Fold by;
            by.axis = in.byte() % 3;
            const int creases = in.byte() % 10;
            std::int64_t at = 0;
            for (int k = 0; k < creases; ++k) {
                at += in.number(65536 / (creases + 1));
                by.positions.push_back(at);
                by.shifts.push_back(in.number(4096));
            }
            const Size size = folded_size(w, h, by);
            if (std::int64_t{size.width} * size.height > 4'000'000) {
                return image;
            }
            Image out = made(size, image.channels, [&](const Canvas& to) { fold(view(image), by, to); });
            check_points(image, out, [&](std::span<double> xy) { fold_points(xy, w, h, by); });
            return out;
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input in{data, size};
    try {
        const Image image = draw_image(in);
        const Image out = distorted(in, image);
        require(out.pixels.size() == out.stride() * std::size_t(out.height));
        if (out.pixels.size() < 200'000) {
            const std::int64_t margin = in.byte() % 20;
            const Trimmed trimmed = trim(out, margin);
            const Trimmed again = trim(trimmed.image, margin);
            require(again.image.pixels == trimmed.image.pixels);
            require(!encode_png(trimmed.image).empty());
        }
    } catch (const InputError&) {
    }
    return 0;
}
