#include "encode/matcher.h"

#include <algorithm>
#include <bit>

#include "encode/bits.h"

namespace lomo {

namespace {

constexpr std::size_t kLongest = 258;
constexpr std::size_t kWindow = 32768;
#ifndef HMIN
#define HMIN 5
#define NMIN 4
#define INS 1
#endif

// How many of the first bytes of two words are equal, from what their bits differ in.
std::size_t equal_bytes(std::uint64_t differ) {
    return std::size_t(std::countr_zero(differ)) / 8;
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
        return std::size_t(static_cast<std::uint32_t>(word) * 0x9e3779b1U >> (32 - kHashBits));
    };
    if (at == 0) {
        ++at;
    }
    while (at < end) {
        // Branch-free up to the one question whether anything repeats: the answer is hard to foresee.
        const std::uint64_t word = load_64(data + at);
        const std::size_t above = at >= above_ ? above_ : 1;
        std::uint16_t& slot = seen_[hash(word)];
        std::size_t back = (at - slot) & 0xffff;
        slot = static_cast<std::uint16_t>(at);
        back = back - 1 < std::min(at, kWindow) ? back : 1;
        const std::size_t as_above = equal_bytes(word ^ load_64(data + at - above));
        const std::size_t as_run = equal_bytes(word ^ load_64(data + at - 1));
        const std::size_t as_seen = equal_bytes(word ^ load_64(data + at - back));
        const std::size_t near = std::max(as_above, as_run);
        if (near < NMIN && as_seen < HMIN) {
            ++at;
            continue;
        }
        const std::size_t most = std::min(kLongest, size_ - at);
        std::size_t length = near;
        std::size_t distance = as_run >= as_above ? 1 : above;
        if (near == 8) {
            length = as_above == 8 ? extend(data + at, above, most) : 8;
            distance = above;
            if (as_run == 8) {
                const std::size_t run = extend(data + at, 1, most);
                if (run >= length) {
                    length = run;
                    distance = 1;
                }
            } 
        }
        if (as_seen >= HMIN && as_seen + 1 > length && length < 16) {
            const std::size_t found = as_seen == 8 ? extend(data + at, back, most) : as_seen;
            if (found > length + 1) {
                length = found;
                distance = back;
            }
        }
        length = std::min(length, most);
        if (length < 3) { ++at; continue; }
        steps.push_back({static_cast<std::uint32_t>(at - literals_from), static_cast<std::uint16_t>(length),
                         static_cast<std::uint16_t>(distance)});
        if (INS && length < 32) {
            for (std::size_t i = 1; i < length; ++i) {
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
