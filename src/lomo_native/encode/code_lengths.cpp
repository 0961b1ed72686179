#include "encode/code_lengths.h"

#include <algorithm>

namespace lomo {

namespace {

constexpr std::array<std::uint8_t, 19> kLengthOrder = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                       11, 4,  12, 3, 13, 2, 14, 1, 15};

constexpr unsigned repeat_bits(unsigned symbol) {
    return symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
}

}  // namespace

Header make_header(std::span<const Code> literals, std::span<const Code> distances) {
    Header header;
    header.literals = 286;
    while (literals[header.literals - 1].length == 0) {
        --header.literals;
    }
    header.distances = 30;
    while (distances[header.distances - 1].length == 0) {
        --header.distances;
    }
    std::array<std::uint8_t, 320> lengths{};
    const std::size_t count = header.literals + header.distances;
    for (std::size_t i = 0; i < count; ++i) {
        lengths[i] = static_cast<std::uint8_t>(i < header.literals ? literals[i].length
                                                                   : distances[i - header.literals].length);
    }
    std::array<std::uint32_t, 19> counts{};
    const auto add = [&](unsigned symbol, std::size_t extra) {
        header.items[header.size++] = {static_cast<std::uint8_t>(symbol), static_cast<std::uint8_t>(extra)};
        ++counts[symbol];
        header.bits += repeat_bits(symbol);
    };
    for (std::size_t at = 0; at < count;) {
        std::size_t run = 1;
        while (at + run < count && lengths[at + run] == lengths[at]) {
            ++run;
        }
        const unsigned length = lengths[at];
        at += run;
        if (length == 0) {
            for (; run >= 11; run -= std::min<std::size_t>(run, 138)) {
                add(18, std::min<std::size_t>(run, 138) - 11);
            }
            if (run >= 3) {
                add(17, run - 3);
                run = 0;
            }
        } else {
            add(length, 0);
            for (--run; run >= 3; run -= std::min<std::size_t>(run, 6)) {
                add(16, std::min<std::size_t>(run, 6) - 3);
            }
        }
        for (; run > 0; --run) {
            add(length, 0);
        }
    }
    make_code(counts, 7, header.codes);
    header.order = 19;
    while (header.codes[kLengthOrder[header.order - 1]].length == 0) {
        --header.order;
    }
    header.bits += 14 + 3 * header.order;
    for (std::size_t i = 0; i < 19; ++i) {
        header.bits += std::size_t{counts[i]} * header.codes[i].length;
    }
    return header;
}

void write_header(BitWriter& out, const Header& header) {
    out.put(header.literals - 257, 5);
    out.put(header.distances - 1, 5);
    out.put(header.order - 4, 4);
    for (std::size_t i = 0; i < header.order; ++i) {
        out.flush();
        out.put(header.codes[kLengthOrder[i]].length, 3);
    }
    for (std::size_t i = 0; i < header.size; ++i) {
        const Header::Item item = header.items[i];
        out.flush();
        out.put(header.codes[item.symbol].bits, header.codes[item.symbol].length);
        out.put(item.extra, repeat_bits(item.symbol));
    }
    out.flush();
}

}  // namespace lomo
