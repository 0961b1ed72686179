#include "distort/patch_sums.h"

#include <array>
#include <cstring>

namespace lomo {

namespace {

using Bytes [[gnu::vector_size(Sums::kLanes)]] = std::uint8_t;
using Words [[gnu::vector_size(2 * Sums::kLanes)]] = std::uint16_t;
using Longs [[gnu::vector_size(4 * Sums::kLanes)]] = std::uint32_t;
using HalfLongs [[gnu::vector_size(2 * Sums::kLanes)]] = std::uint32_t;

std::uint64_t total(const Longs& lanes) {  // below 2**32
    std::array<HalfLongs, 2> halves;
    std::memcpy(halves.data(), &lanes, sizeof lanes);
    const HalfLongs both = halves[0] + halves[1];
    return both[0] + both[1] + both[2] + both[3];
}

}  // namespace

void Sums::add(const std::uint8_t* page, const std::uint8_t* picture, std::size_t pixels) {
    Words sa{}, sb{};
    Longs saa{}, sbb{}, sab{};
    for (std::size_t i = 0; i < pixels; i += kLanes) {
        Bytes from_page, from_picture;
        std::memcpy(&from_page, page + i, sizeof from_page);
        std::memcpy(&from_picture, picture + i, sizeof from_picture);
        const Words one = __builtin_convertvector(from_page, Words);
        const Words other = __builtin_convertvector(from_picture, Words);
        sa += one, sb += other;
        saa += __builtin_convertvector(one * one, Longs);
        sbb += __builtin_convertvector(other * other, Longs);
        sab += __builtin_convertvector(one * other, Longs);
    }
    count += pixels;
    a += total(__builtin_convertvector(sa, Longs)), b += total(__builtin_convertvector(sb, Longs));
    aa += total(saa), bb += total(sbb), ab += total(sab);
}

}  // namespace lomo
