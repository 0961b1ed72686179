#include "encode/huffman.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace lomo {

namespace {

constexpr std::size_t kMostSymbols = 288;
constexpr unsigned kMostBits = 15;

// Leaves in ascending order of weight -> how many leaves lie at each depth of the Huffman tree, those below
// `limit` counted there. Two queues: the leaves, and the inner nodes in the order they are made.
void count_depths(std::span<const std::uint32_t> weights, unsigned limit,
                  std::array<std::uint32_t, kMostBits + 1>& at_depth) {
    const std::size_t leaves = weights.size();
    std::array<std::uint32_t, kMostSymbols> inner{};
    std::array<std::uint16_t, 2 * kMostSymbols> parent{};  // of leaf i at i, of inner node i at leaves + i
    std::size_t leaf = 0;
    std::size_t taken = 0;
    for (std::size_t made = 0; made + 1 < leaves; ++made) {
        std::uint32_t weight = 0;
        for (int child = 0; child < 2; ++child) {
            if (leaf < leaves && (taken == made || weights[leaf] <= inner[taken])) {
                weight += weights[leaf];
                parent[leaf++] = static_cast<std::uint16_t>(made);
            } else {
                weight += inner[taken];
                parent[leaves + taken++] = static_cast<std::uint16_t>(made);
            }
        }
        inner[made] = weight;
    }
    std::array<std::uint16_t, kMostSymbols> depth{};
    for (std::size_t node = leaves - 2; node-- > 0;) {
        depth[node] = static_cast<std::uint16_t>(depth[parent[leaves + node]] + 1);
    }
    at_depth = {};
    for (std::size_t i = 0; i < leaves; ++i) {
        ++at_depth[std::min<unsigned>(depth[parent[i]] + 1U, limit)];
    }
}

// Clamped depths claim more than the whole code space: deepen a leaf and lift one from the limit, until they
// fit.
void fit(std::array<std::uint32_t, kMostBits + 1>& at_depth, unsigned limit) {
    std::uint32_t claimed = 0;
    for (unsigned length = 1; length <= limit; ++length) {
        claimed += at_depth[length] << (limit - length);
    }
    for (; claimed > 1U << limit; --claimed) {
        unsigned length = limit - 1;
        while (at_depth[length] == 0) {
            --length;
        }
        --at_depth[length];
        at_depth[length + 1] += 2;
        --at_depth[limit];
    }
}

// Sorts the first `used` of count << 9 | symbol by count, equal counts in the order given: byte by byte of
// the count, since comparisons of counts are guessed wrong half of the time.
void sort_by_count(std::array<std::uint32_t, kMostSymbols>& order, std::size_t used) {
    std::array<std::uint32_t, kMostSymbols> sorted;
    bool more = true;
    for (unsigned shift = 9; more; shift += 8) {
        std::array<std::uint16_t, 257> places{};
        more = false;
        for (std::size_t i = 0; i < used; ++i) {
            ++places[(order[i] >> shift & 255) + 1];
            more |= order[i] >> shift > 255;
        }
        for (std::size_t i = 1; i < 256; ++i) {
            places[i] = static_cast<std::uint16_t>(places[i] + places[i - 1]);
        }
        for (std::size_t i = 0; i < used; ++i) {
            sorted[places[order[i] >> shift & 255]++] = order[i];
        }
        std::copy_n(sorted.begin(), used, order.begin());
    }
}

}  // namespace

void number_codes(std::span<Code> codes) {
    std::array<std::uint32_t, kMostBits + 2> next{};
    for (const Code& code : codes) {
        ++next[code.length + 1U];
    }
    next[1] = 0;
    for (unsigned length = 1; length <= kMostBits; ++length) {
        next[length + 1] = (next[length] + next[length + 1]) << 1;
    }
    for (Code& code : codes) {
        if (code.length == 0) {
            continue;
        }
        std::uint32_t bits = next[code.length]++;
        bits = (bits & 0x5555) << 1 | (bits >> 1 & 0x5555);
        bits = (bits & 0x3333) << 2 | (bits >> 2 & 0x3333);
        bits = (bits & 0x0f0f) << 4 | (bits >> 4 & 0x0f0f);
        bits = (bits & 0x00ff) << 8 | bits >> 8;
        code.bits = static_cast<std::uint16_t>(bits >> (16 - code.length));
    }
}

void make_code(std::span<const std::uint32_t> counts, unsigned limit, std::span<Code> codes) {
    std::array<std::uint32_t, kMostSymbols> order{};  // count << 9 | symbol
    std::size_t used = 0;
    for (std::uint32_t symbol = 0; symbol < counts.size(); ++symbol) {
        codes[symbol] = {};
        if (counts[symbol] != 0) {
            order[used++] = counts[symbol] << 9 | symbol;
        }
    }
    for (std::uint32_t symbol = 0; used < 2; ++symbol) {
        if (counts[symbol] == 0) {
            order[used++] = 1U << 9 | symbol;
        }
    }
    sort_by_count(order, used);
    std::array<std::uint32_t, kMostSymbols> weights{};
    for (std::size_t i = 0; i < used; ++i) {
        weights[i] = order[i] >> 9;
    }
    std::array<std::uint32_t, kMostBits + 1> at_depth{};
    count_depths(std::span(weights).first(used), limit, at_depth);
    fit(at_depth, limit);
    std::size_t next = 0;
    for (unsigned length = limit; length > 0; --length) {
        for (std::uint32_t i = 0; i < at_depth[length]; ++i) {
            codes[order[next++] & 511].length = static_cast<std::uint16_t>(length);
        }
    }
    number_codes(codes);
}

}  // namespace lomo
