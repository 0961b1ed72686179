// What a pattern is compiled to: sets of characters and instructions, for the machine in pattern.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "span/classes.h"
#include "span/pattern.h"

namespace lomo::span {

// A set of characters: bits for ASCII, ranges and classes for the others.
struct CharSet {
    enum Class : unsigned {
        kWord = 1,
        kNotWord = 2,
        kSpace = 4,
        kNotSpace = 8,
        kDecimal = 16,
        kNotDecimal = 32
    };
    enum class Beyond : std::uint8_t { kNothing, kEverything, kAsk };  // what it holds beyond ASCII

    std::array<std::uint64_t, 2> ascii{};
    Beyond beyond = Beyond::kNothing;
    bool negated = false;
    unsigned classes = 0;
    std::vector<std::pair<char32_t, char32_t>> ranges;

    bool has(char32_t cp) const {
        if (cp < 0x80) return (ascii[cp >> 6] >> (cp & 63) & 1) != 0;
        return beyond == Beyond::kAsk ? has_beyond(cp) : beyond == Beyond::kEverything;
    }
    bool in_class(char32_t cp) const {
        return ((classes & kWord) != 0 && is_word(cp)) || ((classes & kNotWord) != 0 && !is_word(cp)) ||
               ((classes & kSpace) != 0 && is_space(cp)) || ((classes & kNotSpace) != 0 && !is_space(cp)) ||
               ((classes & kDecimal) != 0 && is_decimal(cp)) ||
               ((classes & kNotDecimal) != 0 && !is_decimal(cp));
    }
    bool has_beyond(char32_t cp) const {
        for (const auto& [first, last] : ranges) {
            if (cp >= first && cp <= last) return !negated;
        }
        return in_class(cp) != negated;
    }
};

// Which characters a match may begin with; `empty` when it may need none.
struct First {
    std::array<std::uint64_t, 2> ascii{};
    bool beyond = false;
    bool empty = false;

    bool has(char32_t cp) const { return cp < 0x80 ? (ascii[cp >> 6] >> (cp & 63) & 1) != 0 : beyond; }
};

// Where a search need not begin: for each ASCII character and the one row for those beyond (128).
enum class Begin : std::uint8_t { kNever, kAtWordEdge, kAnywhere };

enum class Op : std::uint8_t {
    kMatch,
    kLiteral,     // character
    kSet,         // set
    kLineStart,   // ^ with kMultiline
    kTextStart,   // ^ without, \A
    kLineEnd,     // $ with kMultiline
    kLastLine,    // $ without
    kTextEnd,     // \Z
    kWordEdge,    // \b
    kNoWordEdge,  // \B
    kSave,        // slot of a group
    kJump,        // target
    kAlternate,   // row of `alternations`
    kRepeatSet,   // set, least, most, mode
    kLoopStart,   // slot
    kLoop,        // slot, least, most, mode, target = where the loop ends; its body is next
    kGuard,       // look, target = what is after it, width of a look-behind
    kGuardEnd,    // look
};
enum class Mode : std::uint8_t { kGreedy, kLazy, kPossessive };
enum class Look : std::uint8_t { kAtomic, kWanted, kUnwanted };

inline constexpr std::uint32_t kNoMost = 0xFFFFFFFF;

struct Instruction {
    Op op;
    Mode mode = Mode::kGreedy;
    Look look = Look::kAtomic;
    std::uint32_t operand = 0;  // character, set, slot, alternation or width
    std::uint32_t target = 0;
    std::uint32_t least = 0;
    std::uint32_t most = 0;
};

// For each ASCII character, the one row for those beyond (128) and the end of the text (129): the
// alternatives that may match there, as bits.
struct Alternation {
    std::array<std::uint64_t, 130> viable{};
    std::vector<std::uint32_t> targets;
};

inline constexpr int kMostLoops = 8;

struct Program {
    std::vector<Instruction> code;
    std::vector<CharSet> sets;
    std::vector<Alternation> alternations;
    std::array<Begin, 129> begins{};
    bool may_be_empty = false;
};

Program compiled(std::u32string_view source, unsigned flags);

}  // namespace lomo::span
