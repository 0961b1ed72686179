// A regular expression's source goes in, its tree comes out: pattern_compile.cpp makes a program of it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "span/pattern_program.h"

namespace lomo::span {

struct Node {
    enum class Kind : std::uint8_t { kLiteral, kSet, kAssert, kRow, kEither, kRepeat, kGroup, kGuard };

    Kind kind = Kind::kRow;
    Op op = Op::kMatch;         // kAssert
    Mode mode = Mode::kGreedy;  // kRepeat
    Look look = Look::kAtomic;  // kGuard
    bool behind = false;        // kGuard
    std::uint32_t value = 0;    // character, set, or number of the group
    std::uint32_t least = 0;
    std::uint32_t most = 0;
    std::vector<Node> children = {};
};

// Sets are added to `sets`.
Node parsed(std::u32string_view source, unsigned flags, std::vector<CharSet>& sets);

}  // namespace lomo::span
