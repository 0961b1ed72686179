// The walk over a page that finds copies where pages have them: in the byte before (white), in the row above
// (white, stems, shadows), and where the same letter stood last. Included by each target once.
#pragma once

#include <algorithm>
#include <bit>

#include "encode/byte_masks.h"
#include "encode/matcher.h"

namespace lomo::LOMO_TARGET {

inline constexpr std::size_t kLongest = 258;
inline constexpr std::size_t kWindow = 32768;
inline constexpr std::size_t kAhead = 56;  // of 64 bytes compared at once, those where eight more are known
inline constexpr std::size_t kLeast = 6;   // the shortest copy from anywhere: it costs about 20 bits
inline constexpr std::size_t kTail = 8;    // the last bytes start no copy
inline constexpr unsigned kHashed = 6;     // bytes, the first of them before the anchor
// Places looked up without a worthwhile copy from afar before no more are: pages that were turned or waved
// have none, and shorter copies would even cost bytes there.
inline constexpr std::ptrdiff_t kPatienceForByte = 16;

inline std::size_t ones(std::uint64_t mask) {
    return std::size_t(std::countr_one(mask));
}

// Where six set bits start: a shorter copy saves less than it costs in codes and in time.
inline std::uint64_t sixes(std::uint64_t mask) {
    const std::uint64_t two = mask & mask >> 1;
    const std::uint64_t four = two & two >> 2;
    return four & two >> 4;
}

// How many bytes equal those `distance` back, the first `had` of them known to.
inline std::size_t equal_bytes(const std::uint8_t* at, std::size_t distance, std::size_t had) {
    while (had < kLongest) {
        const std::size_t more = ones(equal_64(at + had, at + had - distance));
        had += more;
        if (more < 64) {
            break;
        }
    }
    return had;
}

struct Copy {
    std::size_t skip;  // literals before it
    std::size_t length;
    std::size_t distance;
};

// Among the next bytes those where a letter is recognised: where it is darkest. They hang on the letter
// alone, not on where the search came from, so one look at each finds it again, and the copy grows back from
// there to where it starts.
inline std::uint64_t anchors(const std::uint8_t* at, bool differences) {
    const std::uint64_t up = at_least_64(at, at - 1);
    return differences ? up ^ up >> 1 : ~up & up >> 1;
}

// The first copy from afar that starts before `near`; a length of 0: there is none. `had`: the bytes that the
// byte before or the row above gives.
inline Copy far_copy(Matcher& matcher, std::size_t at, std::size_t near, std::uint64_t had) {
    const std::uint8_t* const from = matcher.data + at;
    const std::size_t reach = std::min(kWindow, at - 1);
    std::uint64_t left = anchors(from, matcher.differences) & ((std::uint64_t{1} << near) - 1);
    matcher.patience -= std::popcount(left);
    for (; left != 0; left &= left - 1) {
        const std::size_t place = std::size_t(std::countr_zero(left));
        const std::uint64_t here = load_64(from + place - 1) << (64 - 8 * kHashed);
        std::uint16_t& slot =
            matcher.seen[std::size_t(here * 0x9e3779b185ebca87 >> (64 - Matcher::kHashBits))];
        const std::size_t back = std::uint16_t(at + place - slot);
        slot = static_cast<std::uint16_t>(at + place);
        if (back - 1 >= reach || load_64(from + place - 1 - back) << (64 - 8 * kHashed) != here) {
            continue;
        }
        const std::uint64_t same = equal_64(from, from - back);
        const std::size_t before = place == 0 ? 0 : std::size_t(std::countl_one(same << (64 - place)));
        const std::size_t skip = place - std::min(before, place);
        std::size_t length = ones(same >> skip);
        if (length == 64 - skip) {
            length = equal_bytes(from + skip, back, length);
        }
        length = std::min({length, kLongest, matcher.size - at - skip});
        if (length < kLeast) {
            continue;
        }
        // Worth the bytes that were not to be had nearer.
        const std::ptrdiff_t fresh = 8 - std::popcount(had >> skip & 255);
        matcher.patience = std::min(std::max<std::ptrdiff_t>(matcher.patience, 0) + kPatienceForByte * fresh,
                                    Matcher::kPatience);
        return {skip, length, back};
    }
    return {near, 0, 0};
}

inline Copy next_copy(Matcher& matcher, std::size_t at) {
    const std::uint8_t* const from = matcher.data + at;
    const std::size_t above = at >= matcher.row_bytes ? matcher.row_bytes : 1;
    const std::uint64_t as_above = equal_64(from, from - above);
    const std::uint64_t as_before = equal_64(from, from - 1);
    const std::uint64_t starts = sixes(as_above) | sixes(as_before);
    Copy copy{starts == 0 ? kAhead : std::size_t(std::countr_zero(starts)), 0, 0};
    if (copy.skip != 0 && matcher.patience > 0) {
        copy = far_copy(matcher, at, copy.skip, as_above | as_before);
    }
    if (copy.length == 0 && starts != 0) {
        const std::size_t inside = 64 - copy.skip;
        std::size_t length_above = ones(as_above >> copy.skip);
        std::size_t length_before = ones(as_before >> copy.skip);
        if (length_before == inside) {
            length_before = equal_bytes(from + copy.skip, 1, length_before);
        }
        if (length_above == inside && length_before < kLongest) {  // white is both, mostly
            length_above = equal_bytes(from + copy.skip, above, length_above);
        }
        copy.length =
            std::min({std::max(length_above, length_before), kLongest, matcher.size - at - copy.skip});
        copy.distance = length_before >= length_above ? 1 : above;
    }
    if (copy.skip + kTail > matcher.size - at) {
        return {matcher.size - at, 0, 0};
    }
    return copy;
}

// Writes the bytes as items, up to 15 more than there are.
inline void put_bytes(const std::uint8_t* from, std::size_t count, Item* to) {
    for (std::size_t i = 0; i < count; i += 16) {
        for (std::size_t k = 0; k < 16; ++k) {
            to[i + k] = from[i + k];
        }
    }
}

inline Item* advance(Matcher& matcher, std::size_t most, Item* item) {
    const std::size_t end = matcher.size > kTail ? matcher.size - kTail : 0;
    const Item* const full = item + most;
    matcher.patience = std::max(matcher.patience, Matcher::kPatience / 4);  // the next part may be of letters
    std::size_t at = matcher.at;
    if (at == 0) {
        *item++ = matcher.data[at++];
    }
    while (at < end && item < full) {
        const Copy copy = next_copy(matcher, at);
        put_bytes(matcher.data + at, copy.skip, item);
        item += copy.skip;
        at += copy.skip;
        if (copy.length != 0) {
            *item++ = kLengthItems[copy.length];
            *item++ = distance_item(copy.distance);
            at += copy.length;
        }
    }
    if (at >= end && item < full) {
        put_bytes(matcher.data + at, matcher.size - at, item);
        item += matcher.size - at;
        at = matcher.size;
    }
    matcher.at = at;
    return item;
}

}  // namespace lomo::LOMO_TARGET
