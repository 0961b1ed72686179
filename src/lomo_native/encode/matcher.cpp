#include "encode/matcher.h"

#include <algorithm>
#include <bit>

#include "encode/bits.h"

namespace lomo {

namespace {

constexpr std::size_t kLongest = 258;
constexpr std::size_t kWindow = 32768;
#ifndef HMIN
#define HMIN 6
#endif
#ifndef GAIN
#define GAIN 16
#define CAP 512
#define LONG 8
#endif
#ifndef INSTEP
#define INSTEP 2
#endif
#if 1
#define NMIN 4
#define INS 1
#ifndef IDLE
#ifndef IDLE
#define IDLE 200
#endif
#endif
#endif

// How many of the first bytes of two words are equal, from what their bits differ in.
std::size_t equal_bytes(std::uint64_t differ) {
    return std::size_t(std::countr_zero(differ)) / 8;
}

std::uint64_t equal_mask(std::uint64_t differ) {
    constexpr std::uint64_t kLow = 0x7f7f7f7f7f7f7f7f;
    return ~(((differ & kLow) + kLow) | differ | kLow);
}

// Where four equal bytes in a row start, as the highest bit of the first one's byte, from what two words differ
// in; the places 0 .. 4 of the word are told.
std::uint64_t repeats_of_4(std::uint64_t differ) {
    constexpr std::uint64_t kLow = 0x7f7f7f7f7f7f7f7f;
    const std::uint64_t equal = ~(((differ & kLow) + kLow) | differ | kLow);
    const std::uint64_t pairs = equal & equal >> 8;
    return pairs & pairs >> 16;
}

// How many of the next bytes, at most `most`, equal those `distance` back; the first 8 are known to.
std::size_t extend(const std::uint8_t* at, std::size_t distance, std::size_t most) {
    std::size_t length = 8;
    while (length < most) {
        const std::uint64_t differ = load_64(at + length) ^ load_64(at + length - distance);
        if (differ != 0) {
            length += std::size_t(std::countr_zero(differ)) / 8;
            break;
        }
        length += 8;
    }
    return std::min(length, most);
}

}  // namespace

Matcher::Matcher(const std::uint8_t* data, std::size_t size, std::size_t row_bytes)
    : data_(data), size_(size), above_(row_bytes <= kWindow ? row_bytes : 1) {}

std::size_t Matcher::advance(std::size_t bytes, std::size_t most_steps, std::vector<Step>& steps) {
    const std::uint8_t* const data = data_;
    const std::size_t begin = at_;
    const std::size_t end = begin + std::min(bytes, size_ - begin);
    const std::size_t first = steps.size();
    std::size_t at = begin;
    std::size_t literals_from = at;
    const auto hash = [](std::uint64_t word) {
        return std::size_t((word << (64 - 8 * HMIN)) * 0x9e3779b185ebca87 >> (64 - kHashBits));
    };
    std::ptrdiff_t credit = CAP;
    if (at == 0) {
        ++at;
    }
    while (at < end) {
        const std::uint64_t word = load_64(data + at);
        const std::size_t above = at >= above_ ? above_ : 1;
        const std::uint64_t from_above = word ^ load_64(data + at - above);
        const std::uint64_t from_run = word ^ load_64(data + at - 1);
        const std::uint64_t starts = repeats_of_4(from_above) | repeats_of_4(from_run);
        const std::size_t near = starts != 0 ? std::size_t(std::countr_zero(starts)) / 8 : 5;
        std::size_t length = 0;
        std::size_t distance = 0;
        std::size_t skip = near;
        const std::size_t probes = credit > 0 ? (near < 5 ? near + 1 : 5) : 1;
        for (std::size_t i = 0; i < probes; ++i) {
            const std::uint64_t there = load_64(data + at + i);
            std::uint16_t& slot = seen_[hash(there)];
            std::size_t back = (at + i - slot) & 0xffff;
            slot = static_cast<std::uint16_t>(at + i);
            back = back - 1 < std::min(at + i, kWindow) ? back : 1;
            const std::uint64_t from_seen = there ^ load_64(data + at + i - back);
            if (from_seen << (64 - 8 * HMIN) == 0) {
                skip = i;
                length = equal_bytes(from_seen);
                distance = back;
                break;
            }
        }
        if (length == 0 && near == 5) {
            at += 5;
            credit -= credit > 0 ? 5 : 0;
            continue;
        }
        at += skip;
        const std::size_t most = std::min(kLongest, size_ - at);
        if (length == 8) {
            length = extend(data + at, distance, most);
        }
        if (credit > 0) { credit -= std::ptrdiff_t(skip); }
        if (length >= LONG) {
            const std::uint64_t w2 = load_64(data + at);
            const int fresh = 8 - std::popcount(equal_mask(w2 ^ load_64(data + at - 1)) | equal_mask(w2 ^ load_64(data + at - above)));
            credit = std::min<std::ptrdiff_t>(std::max<std::ptrdiff_t>(credit, 0) + GAIN * fresh, CAP);
        }
        if (skip == near) {
            std::size_t as_above = equal_bytes(load_64(data + at) ^ load_64(data + at - above));
            std::size_t as_run = equal_bytes(load_64(data + at) ^ load_64(data + at - 1));
            if (as_above == 8) {
                as_above = extend(data + at, above, most);
            }
            if (as_run == 8) {
                as_run = extend(data + at, 1, most);
            }
            const std::size_t best = std::max(as_above, as_run);
            if (best + 1 >= length) {
                length = best;
                distance = as_run >= as_above ? 1 : above;
            }
        }
        length = std::min(length, most);
        if (length < 3) { ++at; continue; }
        steps.push_back({static_cast<std::uint32_t>(at - literals_from), static_cast<std::uint16_t>(length),
                         static_cast<std::uint16_t>(distance)});
        if (INS && length < 32) {
            for (std::size_t i = 1; i < length; i += INSTEP) {
                seen_[hash(load_64(data + at + i))] = static_cast<std::uint16_t>(at + i);
            }
        }
        at += length;
        literals_from = at;
        if (steps.size() - first >= most_steps) {
            break;
        }
    }
    if (at > literals_from) {
        steps.push_back({static_cast<std::uint32_t>(at - literals_from), 0, 0});
    }
    at_ = at;
    return at - begin;
}

}  // namespace lomo
