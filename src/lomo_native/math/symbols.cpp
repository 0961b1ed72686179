// The lookups of symbols.h: two hash tables over the rows, and the ranges in order, all made by the compiler.
#include "math/symbols.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <stdexcept>

#include "math/symbol_rows.h"

namespace lomo {
namespace {

using symbol_rows::kRanges;
using symbol_rows::kRows;
using symbol_rows::kTyped;

constexpr std::size_t kSlots = 4096;  // at most a third of them taken
constexpr std::uint16_t kFree = 0xFFFF;
constexpr std::size_t kLongestName = 32;
using Slots = std::array<std::uint16_t, kSlots>;

static_assert(std::size(kRows) + std::size(kTyped) < kSlots / 2);

template <typename Char>
constexpr std::size_t slot_of_name(std::basic_string_view<Char> name) {
    std::uint32_t hash = 0x811C9DC5U;
    for (const Char c : name) hash = (hash ^ static_cast<std::uint32_t>(c)) * 0x01000193U;
    return (hash ^ (hash >> 15U)) % kSlots;
}

constexpr std::size_t slot_of_character(char32_t c) {
    const std::uint32_t hash = static_cast<std::uint32_t>(c) * 0x9E3779B1U;
    return (hash >> 16U) % kSlots;
}

template <typename Char>
constexpr bool same_name(std::string_view row, std::basic_string_view<Char> name) {
    if (row.size() != name.size()) return false;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (static_cast<char32_t>(row[i]) != static_cast<char32_t>(name[i])) return false;
    }
    return true;
}

// The slot that holds the name, or the free one where it would go.
template <typename Char>
constexpr std::size_t name_slot(const Slots& slots, std::basic_string_view<Char> name) {
    std::size_t at = slot_of_name(name);
    while (slots[at] != kFree && !same_name(kRows[slots[at]].name, name)) at = (at + 1) % kSlots;
    return at;
}

consteval Slots name_slots() {
    Slots slots{};
    slots.fill(kFree);
    for (std::size_t i = 0; i < std::size(kRows); ++i) {
        const std::string_view name = kRows[i].name;
        if (name.empty()) continue;
        if (name.size() > kLongestName) throw std::logic_error("a name is longer than kLongestName");
        const std::size_t at = name_slot(slots, name);
        if (slots[at] != kFree) throw std::logic_error("two rows have the same name");
        slots[at] = static_cast<std::uint16_t>(i);
    }
    return slots;
}

// A character's entry is the index of its row, or that of kTyped's row plus the count of rows.
constexpr char32_t character_of(std::uint16_t entry) {
    return entry < std::size(kRows) ? kRows[entry].code : kTyped[entry - std::size(kRows)].character;
}

constexpr std::size_t character_slot(const Slots& slots, char32_t c) {
    std::size_t at = slot_of_character(c);
    while (slots[at] != kFree && character_of(slots[at]) != c) at = (at + 1) % kSlots;
    return at;
}

consteval Slots character_slots() {
    Slots slots{};
    slots.fill(kFree);
    for (std::size_t i = 0; i < std::size(kTyped); ++i) {
        const std::size_t at = character_slot(slots, kTyped[i].character);
        if (slots[at] != kFree) throw std::logic_error("two rows of kTyped have the same character");
        slots[at] = static_cast<std::uint16_t>(i + std::size(kRows));
    }
    for (std::size_t i = 0; i < std::size(kRows); ++i) {
        const std::size_t at = character_slot(slots, kRows[i].code);
        if (slots[at] == kFree) slots[at] = static_cast<std::uint16_t>(i);
    }
    return slots;
}

consteval std::size_t characters_in_ranges() {
    std::size_t count = 0;
    for (const symbol_rows::Range& range : kRanges) count += range.last - range.first + 1;
    return count;
}

using RangeSymbols = std::array<Symbol, characters_in_ranges()>;

consteval RangeSymbols range_symbols() {
    RangeSymbols symbols{};
    std::size_t at = 0;
    char32_t before = 0;
    for (const symbol_rows::Range& range : kRanges) {
        if (range.first <= before || range.last < range.first)
            throw std::logic_error("kRanges is not in order");
        for (char32_t c = range.first; c <= range.last; ++c) symbols[at++] = {"", c, range.atom, range.flags};
        before = range.last;
    }
    return symbols;
}

constexpr RangeSymbols kRangeSymbols = range_symbols();

const Symbol* find_in_ranges(char32_t c) {
    const auto at = std::lower_bound(kRangeSymbols.begin(), kRangeSymbols.end(), c,
                                     [](const Symbol& symbol, char32_t key) { return symbol.code < key; });
    return at != kRangeSymbols.end() && at->code == c ? &*at : nullptr;
}

constexpr Slots kNameSlots = name_slots();
constexpr Slots kCharacterSlots = character_slots();

}  // namespace

const Symbol* find_symbol(std::u32string_view name) {
    if (name.empty() || name.size() > kLongestName) return nullptr;
    const std::uint16_t entry = kNameSlots[name_slot(kNameSlots, name)];
    return entry == kFree ? nullptr : &kRows[entry];
}

const Symbol* find_character(char32_t c) {
    const std::uint16_t entry = kCharacterSlots[character_slot(kCharacterSlots, c)];
    if (entry == kFree) return c < kRangeSymbols.front().code ? nullptr : find_in_ranges(c);
    return entry < std::size(kRows) ? &kRows[entry] : &kTyped[entry - std::size(kRows)].symbol;
}

char32_t fence_code(const Symbol& symbol) {
    switch (symbol.code) {
        case U'<':
            return U'\u27E8';
        case U'>':
            return U'\u27E9';
        case U'.':
            return 0;
        default:
            return symbol.code;
    }
}

}  // namespace lomo
