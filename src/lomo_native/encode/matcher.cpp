#include "encode/matcher.h"

#include <algorithm>
#include <bit>

#include "encode/bits.h"

namespace lomo {

namespace {

constexpr std::size_t kLongest = 258;
constexpr std::size_t kWindow = 32768;
constexpr std::size_t kPlaces = 4;  // looked at in one go: those where a word tells of five equal bytes
constexpr unsigned kFar = 7;        // the shortest copy from anywhere: it costs about 20 bits
// Places without a worthwhile copy from afar before only every fourth is looked up: pages that were turned or
// waved have none, and shorter copies would even cost bytes there.
constexpr std::ptrdiff_t kPatience = 512;
constexpr std::ptrdiff_t kPatienceForByte = 16;

// The highest bit of each byte that is 0.
std::uint64_t zero_bytes(std::uint64_t word) {
    constexpr std::uint64_t kLow = 0x7f7f7f7f7f7f7f7f;
    return ~(((word & kLow) + kLow) | word | kLow);
}

// The highest bit of each byte where five bytes that are 0 start.
std::uint64_t five_zero_bytes(std::uint64_t word) {
    const std::uint64_t one = zero_bytes(word);
    const std::uint64_t two = one & one >> 8;
    return two & two >> 16 & one >> 32;
}

// How many of the first bytes of two words are equal, from what their bits differ in.
std::size_t equal_bytes(std::uint64_t differ) {
    return std::size_t(std::countr_zero(differ)) / 8;
}

// How many of the next bytes, at most `most`, equal those `distance` back; `differ`: of the first 8.
std::size_t equal_bytes(const std::uint8_t* at, std::size_t distance, std::size_t most,
                        std::uint64_t differ) {
    std::size_t length = 0;
    while (differ == 0 && length + 8 < most) {
        length += 8;
        differ = load_64(at + length) ^ load_64(at + length - distance);
    }
    return std::min(length + equal_bytes(differ), most);
}

}  // namespace

Matcher::Matcher(const std::uint8_t* data, std::size_t size, std::size_t row_bytes)
    : data_(data), size_(size), above_(row_bytes <= kWindow ? row_bytes : 1), patience_(kPatience) {}

inline std::size_t Matcher::hash(std::uint64_t word) {
    return std::size_t((word << (64 - 8 * kFar)) * 0x9e3779b185ebca87 >> (64 - kHashBits));
}

// A copy from afar is worth the bytes that neither the byte before nor the row above would have given.
inline void Matcher::judge(std::size_t at, std::size_t above) {
    const std::uint64_t word = load_64(data_ + at);
    const std::uint64_t had =
        zero_bytes(word ^ load_64(data_ + at - 1)) | zero_bytes(word ^ load_64(data_ + at - above));
    const std::ptrdiff_t worth =
        kPatienceForByte * std::ptrdiff_t(8 - ((had >> 7) * 0x0101010101010101 >> 56));
    patience_ = std::min(std::max<std::ptrdiff_t>(patience_, 0) + worth, kPatience);
}

// The first copy at the places `at` .. `at` + 3, at least 8 bytes before the end; a length of 0: there is
// none.
[[gnu::always_inline]] inline Matcher::Copy Matcher::next_copy(std::size_t at) {
    const std::uint8_t* const data = data_;
    const std::size_t above = at >= above_ ? above_ : 1;
    const std::uint64_t word = load_64(data + at);
    const std::uint64_t starts =
        five_zero_bytes(word ^ load_64(data + at - above)) | five_zero_bytes(word ^ load_64(data + at - 1));
    if (word == load_64(data + at - above) || word == load_64(data + at - 1)) {  // mostly white: no letter
        const std::size_t most = std::min(kLongest, size_ - at);
        const std::size_t as_above = equal_bytes(data + at, above, most, word ^ load_64(data + at - above));
        const std::size_t as_before = equal_bytes(data + at, 1, most, word ^ load_64(data + at - 1));
        return {0, std::max(as_above, as_before), as_before >= as_above ? 1 : above};
    }
    const std::size_t near = starts != 0 ? std::size_t(std::countr_zero(starts)) / 8 : kPlaces;
    const std::size_t probes = patience_ > 0 ? std::min(near, kPlaces - 1) + 1 : 1;
    Copy copy{near, 0, 0};
    for (std::size_t skip = 0; skip < probes; ++skip) {
        const std::uint64_t here = load_64(data + at + skip);
        std::uint32_t& slot = seen_[hash(here)];
        const std::size_t candidate = slot;
        slot = static_cast<std::uint32_t>(at + skip);
        const std::size_t distance = at + skip - candidate;
        if ((here ^ load_64(data + candidate)) << (64 - 8 * kFar) == 0 && distance <= kWindow) {
            copy = {skip, kFar, distance};
            break;
        }
    }
    patience_ -= patience_ > 0 ? std::ptrdiff_t(copy.skip) : 0;
    at += copy.skip;
    const std::size_t most = std::min(kLongest, size_ - at);
    if (copy.length != 0) {
        const std::uint64_t differ = load_64(data + at) ^ load_64(data + at - copy.distance);
        copy.length = equal_bytes(data + at, copy.distance, most, differ);
        if (copy.length >= 8) {
            judge(at, above);
        }
    }
    if (copy.skip == near && near < kPlaces) {
        const std::uint64_t here = load_64(data + at);
        const std::size_t as_above = equal_bytes(data + at, above, most, here ^ load_64(data + at - above));
        const std::size_t as_before = equal_bytes(data + at, 1, most, here ^ load_64(data + at - 1));
        if (std::max(as_above, as_before) + 1 >= copy.length) {
            copy.length = std::max(as_above, as_before);
            copy.distance = as_before >= as_above ? 1 : above;
        }
    }
    return copy;
}

std::size_t Matcher::advance(std::size_t bytes, std::size_t most_steps, std::vector<Step>& steps) {
    const std::size_t begin = at_;
    const std::size_t last = size_ > 8 ? size_ - 8 : 0;  // the last 8 bytes start no copy
    const std::size_t end = std::min(begin + std::min(bytes, size_), last);
    const std::size_t full = steps.size() + most_steps;
    std::size_t literals_from = begin;
    std::size_t at = begin;
    literals_ = {};
    if (at == 0) {
        ++literals_[0][data_[at++]];
    }
    while (at < end && steps.size() < full) {
        const Copy copy = next_copy(at);
        for (std::size_t place = 0; place < kPlaces; ++place) {
            literals_[place][data_[at + place]] += place < copy.skip;
        }
        at += copy.skip;
        if (copy.length == 0) {
            continue;
        }
        steps.push_back({static_cast<std::uint32_t>(at - literals_from),
                         static_cast<std::uint16_t>(copy.length), static_cast<std::uint16_t>(copy.distance)});
        const std::size_t taught = at + copy.length - 2;  // one place is enough to find a letter again
        seen_[hash(load_64(data_ + taught))] = static_cast<std::uint32_t>(taught);
        at += copy.length;
        literals_from = at;
    }
    if (at >= last) {
        for (; at < size_; ++at) {
            ++literals_[0][data_[at]];
        }
    }
    if (at > literals_from) {
        steps.push_back({static_cast<std::uint32_t>(at - literals_from), 0, 0});
    }
    at_ = at;
    return at - begin;
}

std::array<std::uint32_t, 256> Matcher::literal_counts() const {
    std::array<std::uint32_t, 256> counts{};
    for (std::size_t i = 0; i < 256; ++i) {
        counts[i] = literals_[0][i] + literals_[1][i] + literals_[2][i] + literals_[3][i];
    }
    return counts;
}

}  // namespace lomo
