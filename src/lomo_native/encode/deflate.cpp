#include "encode/deflate.h"

#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <span>

#include "encode/bits.h"
#include "encode/code_lengths.h"
#include "encode/huffman.h"
#include "encode/match.h"

namespace lomo {

namespace {

constexpr std::size_t kWindow = 32768;
constexpr std::size_t kBlockItems = std::size_t(1) << 15;
constexpr unsigned kCodeLimit = 11;  // nearly always three items fit between two flushes of the writer

using Counts = std::array<std::uint32_t, kSymbols>;

struct Codes {
    std::array<Code, kSymbols> all{};

    std::span<Code> literals() { return std::span(all).first(286); }  // and the lengths
    std::span<Code> distances() { return std::span(all).subspan(kFirstDistance); }
};

// How often each symbol occurs, the end of the block once.
Counts count(std::span<const Item> items) {
    std::array<Counts, 4> parts{};  // equal items in a row would wait for each other
    std::size_t i = 0;
    for (; i + 4 <= items.size(); i += 4) {
        for (std::size_t k = 0; k < 4; ++k) {
            ++parts[k][symbol_of(items[i + k])];
        }
    }
    for (; i < items.size(); ++i) {
        ++parts[0][symbol_of(items[i])];
    }
    for (std::size_t symbol = 0; symbol < kSymbols; ++symbol) {
        parts[0][symbol] += parts[1][symbol] + parts[2][symbol] + parts[3][symbol];
    }
    parts[0][kEndOfBlock] = 1;
    return parts[0];
}

std::size_t bits_with(const Counts& counts, const Codes& codes) {
    std::size_t bits = 0;
    for (std::size_t i = 0; i < kSymbols; ++i) {
        bits += std::size_t{counts[i]} * (codes.all[i].length + unsigned{kExtraBits[i]});
    }
    return bits;
}

const Codes& fixed_codes() {
    static const Codes codes = [] {
        std::array<Code, 288> literals{};
        for (std::size_t i = 0; i < 288; ++i) {
            literals[i].length = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
        }
        number_codes(literals);
        std::array<Code, 32> distances{};
        for (Code& code : distances) {
            code.length = 5;
        }
        number_codes(distances);
        Codes made;
        std::copy_n(literals.begin(), 286, made.literals().begin());
        std::copy_n(distances.begin(), 30, made.distances().begin());
        return made;
    }();
    return codes;
}

// Without a branch that hangs on the items: whether one is a byte or a copy cannot be foreseen.
void write_items(BitWriter& to, std::span<const Item> items, const Codes& codes) {
    BitWriter out = to;  // a copy stays in registers
    // A code, its length from bit 16, and from bit 24 that of the code and the extra bits.
    std::array<std::uint32_t, kSymbols> table;
    unsigned longest_length = 0, longest_distance = 0;  // or byte; with the extra bits
    for (std::size_t i = 0; i < kSymbols; ++i) {
        const Code code = codes.all[i];
        const unsigned bits = code.length == 0 ? 0 : code.length + unsigned{kExtraBits[i]};
        table[i] = code.bits | std::uint32_t{code.length} << 16 | std::uint32_t{bits} << 24;
        unsigned& longest = i < kFirstDistance ? longest_length : longest_distance;
        longest = std::max(longest, bits);
    }
    const bool three_fit = longest_length + 2 * longest_distance <= BitWriter::kMost;
    const auto put = [&](Item item) {
        const std::uint32_t entry = table[symbol_of(item)];
        out.put((entry & 0xffff) | std::uint64_t{item >> 9} << (entry >> 16 & 63), entry >> 24);
    };
    std::size_t i = 0;
    for (; three_fit && i + 3 <= items.size(); i += 3) {
        put(items[i]);
        put(items[i + 1]);
        put(items[i + 2]);
        out.flush();
    }
    for (; i + 2 <= items.size(); i += 2) {
        put(items[i]);
        put(items[i + 1]);
        out.flush();
    }
    for (; i < items.size(); ++i) {
        put(items[i]);
    }
    out.flush();
    put(kEndOfBlock);
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

void write_block(BitWriter& out, const std::uint8_t* data, std::size_t size, std::span<const Item> items,
                 bool last) {
    const Counts counts = count(items);
    Codes codes;
    make_code(std::span(counts).first(286), kCodeLimit, codes.literals());
    make_code(std::span(counts).subspan(kFirstDistance), kCodeLimit, codes.distances());
    const Header header = make_header(codes.literals(), codes.distances());
    const std::size_t dynamic_bits = header.bits + bits_with(counts, codes);
    const std::size_t fixed_bits = bits_with(counts, fixed_codes());
    const std::size_t stored_bits = 8 * size + 40 * (size / 65535 + 1);
    if (stored_bits < std::min(dynamic_bits, fixed_bits)) {
        write_stored(out, data, size, last);
    } else if (fixed_bits <= dynamic_bits) {
        out.put((last ? 1U : 0U) | 1U << 1, 3);
        write_items(out, items, fixed_codes());
    } else {
        out.put((last ? 1U : 0U) | 2U << 1, 3);
        write_header(out, header);
        write_items(out, items, codes);
    }
}

}  // namespace

std::size_t deflate_bound(std::size_t size) {
    // Stored blocks at worst: 5 bytes each and what a bit left over and the writer's last word take.
    return size + 5 * (size / 65535 + 1) + 6 * (size / kBlockItems + 1) + 64;
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
    static thread_local const auto items = std::make_unique_for_overwrite<Item[]>(kBlockItems + kItemSlack);
    const Advance advance = search().advance;
    while (matcher.at < size) {
        const std::size_t done = matcher.at;
        const std::span made(items.get(), advance(matcher, kBlockItems, items.get()));
        write_block(out, data + done, matcher.at - done, made, matcher.at == size);
    }
    std::uint8_t* at = out.align();
    for (int shift = 24; shift >= 0; shift -= 8) {
        *at++ = static_cast<std::uint8_t>(adler >> shift);
    }
    return std::size_t(at - to);
}

}  // namespace lomo
