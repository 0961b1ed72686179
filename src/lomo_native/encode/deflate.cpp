#include "encode/deflate.h"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <memory>
#include <span>

#include "encode/bits.h"
#include "encode/code_lengths.h"
#include "encode/huffman.h"
#include "encode/match.h"

namespace lomo {

namespace {

constexpr std::size_t kBlockBytes = std::size_t(1) << 19;
constexpr std::size_t kWindow = 32768;
constexpr std::size_t kBlockSteps = std::size_t(1) << 14;
constexpr unsigned kCodeLimit = 14;  // four literals, or a copy, between two flushes of the writer
constexpr std::size_t kEndOfBlock = 256;

// The tables of RFC 1951, 3.2.5: for a length the symbol (257 up) and what its extra bits say.
struct Extra {
    std::uint8_t symbol = 0;
    std::uint8_t bits = 0;
    std::uint16_t value = 0;
};

constexpr std::array<Extra, 259> kLengths = [] {
    std::array<Extra, 259> table{};
    for (unsigned length = 3; length < 258; ++length) {
        const unsigned from = length - 3;
        const unsigned bits = from < 8 ? 0 : unsigned(std::bit_width(from)) - 3;
        table[length] = {static_cast<std::uint8_t>(1 + bits * 4 + (from >> bits)),
                         static_cast<std::uint8_t>(bits),
                         static_cast<std::uint16_t>(from & ((1U << bits) - 1))};
    }
    table[258] = {29, 0, 0};
    return table;
}();

Extra distance_extra(std::size_t distance) {
    const unsigned from = distance == 0 ? 0 : unsigned(distance - 1);
    const unsigned bits = from < 4 ? 0 : unsigned(std::bit_width(from)) - 2;
    return {static_cast<std::uint8_t>(bits * 2 + (from >> bits)), static_cast<std::uint8_t>(bits),
            static_cast<std::uint16_t>(from & ((1U << bits) - 1))};
}

constexpr unsigned length_extra_bits(std::size_t symbol) {  // symbol - 256
    return symbol < 9 || symbol == 29 ? 0 : unsigned(symbol - 5) / 4;
}
constexpr unsigned distance_extra_bits(std::size_t symbol) {
    return symbol < 4 ? 0 : unsigned(symbol) / 2 - 1;
}

struct Counts {
    std::array<std::uint32_t, 288> literals{};  // and the lengths
    std::array<std::uint32_t, 30> distances{};
};

struct Codes {
    std::array<Code, 288> literals{};
    std::array<Code, 30> distances{};
};

Counts count(const Matcher& matcher, std::span<const Step> steps) {
    Counts counts;
    for (std::size_t i = 0; i < 256; ++i) {
        for (const Matcher::Counts& literals : matcher.literals) {
            counts.literals[i] += literals[i];
        }
    }
    for (const Step& step : steps) {
        ++counts.literals[256U + kLengths[step.length].symbol];  // without a copy: one end of block too many
        counts.distances[distance_extra(step.distance).symbol] += step.length != 0;
    }
    counts.literals[kEndOfBlock] = 1;
    return counts;
}

std::size_t bits_with(const Counts& counts, const Codes& codes) {
    std::size_t bits = 0;
    for (std::size_t i = 0; i < 286; ++i) {
        bits += std::size_t{counts.literals[i]} *
                (codes.literals[i].length + (i > 256 ? length_extra_bits(i - 256) : 0));
    }
    for (std::size_t i = 0; i < 30; ++i) {
        bits += std::size_t{counts.distances[i]} * (codes.distances[i].length + distance_extra_bits(i));
    }
    return bits;
}

const Codes& fixed_codes() {
    static const Codes codes = [] {
        Codes made;
        for (std::size_t i = 0; i < 288; ++i) {
            made.literals[i].length = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
        }
        number_codes(made.literals);
        std::array<Code, 32> distances{};
        for (Code& code : distances) {
            code.length = 5;
        }
        number_codes(distances);
        std::copy_n(distances.begin(), 30, made.distances.begin());
        return made;
    }();
    return codes;
}

void write_steps(BitWriter& to, const std::uint8_t* at, std::span<const Step> steps, const Codes& codes) {
    BitWriter out = to;  // a copy stays in registers
    // A length's code and its extra bits as one: the bits below 24, how many above.
    std::array<std::uint32_t, 259> lengths{};
    for (std::size_t i = 3; i < 259; ++i) {
        const Code code = codes.literals[256U + kLengths[i].symbol];
        lengths[i] = code.bits | std::uint32_t{kLengths[i].value} << code.length |
                     std::uint32_t(code.length + kLengths[i].bits) << 24;
    }
    std::array<std::uint32_t, 256> literals;
    for (std::size_t i = 0; i < 256; ++i) {
        literals[i] = codes.literals[i].bits | std::uint32_t{codes.literals[i].length} << 16;
    }
    for (const Step& step : steps) {
        std::size_t left = step.literals;
        // Four at a time, those behind the last as nothing: a loop for the rest would be guessed wrong too
        // often.
        while (true) {
            const std::uint32_t a = left > 0 ? literals[at[0]] : 0;
            const std::uint32_t b = left > 1 ? literals[at[1]] : 0;
            const std::uint32_t c = left > 2 ? literals[at[2]] : 0;
            const std::uint32_t d = left > 3 ? literals[at[3]] : 0;
            out.put(a & 0xffff, a >> 16);
            out.put(b & 0xffff, b >> 16);
            out.put(c & 0xffff, c >> 16);
            out.put(d & 0xffff, d >> 16);
            if (left <= 4) {
                at += left;
                break;
            }
            out.flush();
            left -= 4;
            at += 4;
        }
        if (step.length != 0) {
            out.flush();
            at += step.length;
            const std::uint32_t length = lengths[step.length];
            out.put(length & 0xffffff, length >> 24);
            const Extra extra = distance_extra(step.distance);
            const Code code = codes.distances[extra.symbol];
            out.put(code.bits, code.length);
            out.put(extra.value, extra.bits);
        }
        out.flush();
    }
    const Code code = codes.literals[kEndOfBlock];
    out.put(code.bits, code.length);
    out.flush();
    to = out;
}

void write_stored(BitWriter& out, const std::uint8_t* data, std::size_t size, bool last) {
    while (true) {
        const std::size_t piece = std::min<std::size_t>(size, 65535);
        out.put(last && piece == size, 3);
        std::uint8_t* at = out.align();
        at[0] = static_cast<std::uint8_t>(piece);
        at[1] = static_cast<std::uint8_t>(piece >> 8);
        at[2] = static_cast<std::uint8_t>(~piece);
        at[3] = static_cast<std::uint8_t>(~piece >> 8);
        std::memcpy(at + 4, data, piece);
        out.continue_at(at + 4 + piece);
        data += piece;
        size -= piece;
        if (size == 0) {
            break;
        }
    }
}

void write_block(BitWriter& out, const std::uint8_t* data, std::size_t size, std::span<const Step> steps,
                 const Counts& counts, bool last) {
    Codes codes;
    make_code(std::span(counts.literals).first(286), kCodeLimit, std::span(codes.literals).first(286));
    make_code(counts.distances, kCodeLimit, codes.distances);
    const Header header = make_header(codes.literals, codes.distances);
    const std::size_t dynamic_bits = header.bits + bits_with(counts, codes);
    const std::size_t fixed_bits = bits_with(counts, fixed_codes());
    const std::size_t stored_bits = 8 * size + 40 * (size / 65535 + 1);
    if (stored_bits < std::min(dynamic_bits, fixed_bits)) {
        write_stored(out, data, size, last);
    } else if (fixed_bits <= dynamic_bits) {
        out.put((last ? 1U : 0U) | 1U << 1, 3);
        write_steps(out, data, steps, fixed_codes());
    } else {
        out.put((last ? 1U : 0U) | 2U << 1, 3);
        write_header(out, header);
        write_steps(out, data, steps, codes);
    }
}

}  // namespace

std::size_t deflate_bound(std::size_t size) {
    // Stored blocks at worst: 5 bytes each and what a bit left over and the writer's last word take.
    return size + 5 * (size / 65535 + 1) + 6 * (size / kBlockSteps + 1) + 64;
}

std::size_t deflate_page(const std::uint8_t* data, std::size_t size, std::size_t row_bytes, bool differences,
                         std::uint8_t* to) {
    const std::uint32_t adler = libdeflate_adler32(1, data, size);
    to[0] = 0x78;  // deflate, a window of 32768
    to[1] = 0x01;  // fast; a multiple of 31
    BitWriter out(to + 2);
    Matcher matcher{.data = data,
                    .size = size,
                    .row_bytes = row_bytes <= kWindow ? row_bytes : 1,
                    .differences = differences};
    static thread_local const auto steps = std::make_unique_for_overwrite<Step[]>(kBlockSteps + 1);
    const Advance advance = search().advance;
    while (matcher.at < size) {
        const std::size_t done = matcher.at;
        const std::span made(steps.get(), advance(matcher, kBlockBytes, kBlockSteps, steps.get()));
        write_block(out, data + done, matcher.at - done, made, count(matcher, made), matcher.at == size);
    }
    std::uint8_t* at = out.align();
    for (int shift = 24; shift >= 0; shift -= 8) {
        *at++ = static_cast<std::uint8_t>(adler >> shift);
    }
    return std::size_t(at - to);
}

}  // namespace lomo
