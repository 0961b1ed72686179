// The vectors of lanes.h in plain C++.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace lomo::LOMO_TARGET {

struct Shorts {
    static constexpr std::ptrdiff_t kCount = 8;
    std::int16_t v[kCount];
};

template <class Function>
inline Shorts each(Function function) {
    Shorts out;
    for (std::ptrdiff_t i = 0; i < Shorts::kCount; ++i) {
        out.v[i] = static_cast<std::int16_t>(function(i));
    }
    return out;
}
inline std::int32_t low16(std::uint32_t value) {  // wraps, as the instructions do
    return std::int16_t(std::uint16_t(value & 0xFFFF));
}

inline Shorts load(const std::int16_t* from) {
    return each([&](std::ptrdiff_t i) { return from[i]; });
}
inline void store(std::int16_t* to, Shorts a) {
    std::memcpy(to, a.v, sizeof a.v);
}
inline Shorts all(int value) {
    return each([&](std::ptrdiff_t) { return low16(std::uint32_t(value)); });
}
inline Shorts operator+(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(a.v[i] + b.v[i])); });
}
inline Shorts operator-(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(a.v[i] - b.v[i])); });
}
inline Shorts operator*(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(a.v[i] * b.v[i])); });
}
inline Shorts saturated_sum(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) {
        const int sum = a.v[i] + b.v[i];
        return sum < -32768 ? -32768 : sum > 32767 ? 32767 : sum;
    });
}
inline Shorts saturated_difference(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) {
        const int left = a.v[i] - b.v[i];
        return left < -32768 ? -32768 : left > 32767 ? 32767 : left;
    });
}
inline Shorts times15(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t((a.v[i] * b.v[i] + 16384) >> 15)); });
}
inline Shorts high_product(Shorts a, Shorts b) {  // of unsigned numbers
    return each([&](std::ptrdiff_t i) {
        return low16((std::uint32_t(std::uint16_t(a.v[i])) * std::uint16_t(b.v[i])) >> 16);
    });
}
template <int Bits>
inline Shorts up(Shorts a) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(a.v[i]) << Bits); });
}
template <int Bits>
inline Shorts down(Shorts a) {  // unsigned
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(std::uint16_t(a.v[i])) >> Bits); });
}
inline Shorts down_by(Shorts a, int bits) {
    return each([&](std::ptrdiff_t i) { return low16(std::uint32_t(std::uint16_t(a.v[i])) >> bits); });
}
inline Shorts lesser(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; });
}
inline Shorts greater(Shorts a, Shorts b) {
    return each([&](std::ptrdiff_t i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; });
}
inline Shorts from_bytes(const std::uint8_t* from) {
    return each([&](std::ptrdiff_t i) { return from[i]; });
}
inline void to_bytes(std::uint8_t* to, Shorts a, Shorts b) {  // values 0 .. 255
    for (std::ptrdiff_t i = 0; i < Shorts::kCount; ++i) {
        to[i] = static_cast<std::uint8_t>(a.v[i]);
        to[i + Shorts::kCount] = static_cast<std::uint8_t>(b.v[i]);
    }
}
inline void to_half_bytes(std::uint8_t* to, Shorts a) {
    for (std::ptrdiff_t i = 0; i < Shorts::kCount; ++i) {
        to[i] = static_cast<std::uint8_t>(a.v[i]);
    }
}
// Each element three times, in three vectors.
inline void triple_each(Shorts a, Shorts (&out)[3]) {
    for (std::ptrdiff_t k = 0; k < 3; ++k) {
        out[k] = each([&](std::ptrdiff_t i) { return a.v[(k * Shorts::kCount + i) / 3]; });
    }
}
inline bool none(Shorts a) {  // whether all are 0
    std::int16_t any = 0;
    for (const std::int16_t value : a.v) {
        any = static_cast<std::int16_t>(any | value);
    }
    return any == 0;
}

struct Bytes {
    std::uint8_t v[2 * Shorts::kCount];
};

inline Bytes load_bytes(const std::uint8_t* from) {
    Bytes out;
    std::memcpy(out.v, from, sizeof out.v);
    return out;
}
inline void store_bytes(std::uint8_t* to, Bytes a) {
    std::memcpy(to, a.v, sizeof a.v);
}
struct Two {
    Bytes a, b;
};
struct Wide {
    Shorts a, b;
};
// Bytes part of the way (1/128) from a to b: (a * (128 - part) + b * part + 64) >> 7, the parts prepared.
inline Two prepared(Bytes parts) {
    return {parts, parts};
}
inline Bytes between(Bytes a, Bytes b, const Two& by) {
    const Bytes& part = by.a;
    for (std::size_t i = 0; i < sizeof a.v; ++i) {
        a.v[i] = static_cast<std::uint8_t>((a.v[i] * (128 - part.v[i]) + b.v[i] * part.v[i] + 64) >> 7);
    }
    return a;
}
inline Bytes all_bytes(int value) {
    Bytes out;
    std::memset(out.v, value, sizeof out.v);
    return out;
}
// a[0] b[0] a[1] b[1] ... as two vectors, in an order that rounded() undoes.
inline Two interleaved(Bytes a, Bytes b) {
    Two out;
    for (std::size_t i = 0; i < std::size_t(Shorts::kCount); ++i) {
        out.a.v[2 * i] = a.v[i];
        out.a.v[2 * i + 1] = b.v[i];
        out.b.v[2 * i] = a.v[i + Shorts::kCount];
        out.b.v[2 * i + 1] = b.v[i + Shorts::kCount];
    }
    return out;
}
// The same, in a register: compilers load vectors again for each use, and reorder sums until none is left.
inline Bytes kept(Bytes a) {
    return a;
}
inline Shorts kept(Shorts a) {
    return a;
}
inline Bytes darker(Bytes a, Bytes b) {  // bits that both have: white only where both are
    for (std::size_t i = 0; i < sizeof a.v; ++i) {
        a.v[i] &= b.v[i];
    }
    return a;
}
inline bool white(Bytes a) {
    bool all_white = true;
    for (const std::uint8_t value : a.v) {
        all_white = all_white && value == 255;
    }
    return all_white;
}
// Of unsigned bytes at even and odd places: each, the sums of an even place and the next, and back.
inline Shorts evens(Bytes a) {
    return each([&](std::ptrdiff_t i) { return a.v[2 * i]; });
}
inline Shorts odds(Bytes a) {
    return each([&](std::ptrdiff_t i) { return a.v[2 * i + 1]; });
}
inline Shorts pair_sums(Bytes a) {
    return each([&](std::ptrdiff_t i) { return a.v[2 * i] + a.v[2 * i + 1]; });
}
inline Bytes merged(Shorts even, Shorts odd) {  // values 0 .. 255
    Bytes out;
    for (std::ptrdiff_t i = 0; i < Shorts::kCount; ++i) {
        out.v[2 * i] = static_cast<std::uint8_t>(even.v[i]);
        out.v[2 * i + 1] = static_cast<std::uint8_t>(odd.v[i]);
    }
    return out;
}
template <int Bits>
inline Bytes merged_down(Shorts even, Shorts odd) {  // the same after down<Bits>
    return merged(down<Bits>(even), down<Bits>(odd));
}
inline Wide widened(Bytes a) {  // in the order of interleaved()
    return {each([&](std::ptrdiff_t i) { return a.v[i]; }),
            each([&](std::ptrdiff_t i) { return a.v[i + Shorts::kCount]; })};
}
inline Wide pair_sums(const Two& a) {
    return {pair_sums(a.a), pair_sums(a.b)};
}
inline Bytes narrowed(const Wide& a) {  // values 0 .. 255; widened() undone
    Bytes out;
    for (std::ptrdiff_t i = 0; i < Shorts::kCount; ++i) {
        out.v[i] = static_cast<std::uint8_t>(a.a.v[i]);
        out.v[i + Shorts::kCount] = static_cast<std::uint8_t>(a.b.v[i]);
    }
    return out;
}
inline Bytes all_pairs(int pair) {  // the low byte first
    Bytes out;
    for (std::size_t i = 0; i < sizeof out.v; ++i) {
        out.v[i] = static_cast<std::uint8_t>((i % 2 == 0 ? pair : pair >> 8) & 255);
    }
    return out;
}
// Sums of two neighbours' products: unsigned weights, signed bytes.
inline Shorts products(Bytes weights, Bytes bytes) {
    return each([&](std::ptrdiff_t i) {
        return weights.v[2 * i] * std::int8_t(bytes.v[2 * i]) +
               weights.v[2 * i + 1] * std::int8_t(bytes.v[2 * i + 1]);
    });
}
// (sum + 128) >> 8 as signed bytes: of two vectors of sums, and of the sums of even and of odd places.
inline Bytes rounded(Shorts a, Shorts b) {
    Bytes out;
    for (std::ptrdiff_t i = 0; i < Shorts::kCount; ++i) {
        out.v[i] = static_cast<std::uint8_t>((a.v[i] + 128) >> 8);
        out.v[i + Shorts::kCount] = static_cast<std::uint8_t>((b.v[i] + 128) >> 8);
    }
    return out;
}
inline Bytes joined(Shorts even, Shorts odd) {
    Bytes out;
    for (std::ptrdiff_t i = 0; i < Shorts::kCount; ++i) {
        out.v[2 * i] = static_cast<std::uint8_t>((even.v[i] + 128) >> 8);
        out.v[2 * i + 1] = static_cast<std::uint8_t>((odd.v[i] + 128) >> 8);
    }
    return out;
}
inline Bytes flipped(Bytes a) {  // less 128, as a signed byte, and back
    for (std::uint8_t& value : a.v) {
        value ^= 128;
    }
    return a;
}
// (start + i * step) >> 15 for the first kCount whole i.
inline Shorts ramp15(std::int32_t start, std::int32_t step) {
    return each([&](std::ptrdiff_t i) {
        const auto at =
            static_cast<std::int32_t>(std::uint32_t(start) + std::uint32_t(i) * std::uint32_t(step));
        return at >> 15 < -32768 ? -32768 : at >> 15 > 32767 ? 32767 : at >> 15;
    });
}

}  // namespace lomo::LOMO_TARGET
