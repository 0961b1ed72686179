// Extended grapheme clusters (UAX #29, rules GB1 to GB999) from the tables, in one pass.
#include <array>

#include "text/segment.h"
#include "text/unicode_tables.h"

namespace lomo {
namespace {

using Class = unicode::GraphemeBreak;

// The rules that look at the two neighbours alone; GB11 to GB13 need the state that the loop keeps.
constexpr bool joins(Class before, Class after) {
    if (before == Class::CR && after == Class::LF) return true;                                // GB3
    if (before == Class::Control || before == Class::CR || before == Class::LF) return false;  // GB4
    if (after == Class::Control || after == Class::CR || after == Class::LF) return false;     // GB5
    if (before == Class::L) {                                                                  // GB6
        if (after == Class::L || after == Class::V || after == Class::LV || after == Class::LVT) return true;
    }
    if ((before == Class::LV || before == Class::V) && (after == Class::V || after == Class::T))
        return true;                                                                     // GB7
    if ((before == Class::LVT || before == Class::T) && after == Class::T) return true;  // GB8
    return after == Class::Extend || after == Class::ZWJ || after == Class::SpacingMark ||
           before == Class::Prepend;  // GB9 to GB9b
}

using Table = std::array<std::array<bool, unicode::kGraphemeBreakCount>, unicode::kGraphemeBreakCount>;

constexpr Table make_table() {
    Table table{};
    for (std::size_t before = 0; before < table.size(); ++before) {
        for (std::size_t after = 0; after < table.size(); ++after) {
            table[before][after] = joins(Class(before), Class(after));
        }
    }
    return table;
}

constexpr Table kJoins = make_table();

}  // namespace

std::vector<std::int32_t> grapheme_boundaries(std::u32string_view text) {
    std::vector<std::int32_t> boundaries;
    boundaries.reserve(text.size() + 1);
    boundaries.push_back(0);
    Class before = Class::Control;
    bool pictograph = false;    // the text so far ends in ExtendedPictographic Extend* (GB11)
    bool joined = false;        // ... and a ZWJ after that
    bool odd_regional = false;  // an odd number of regional indicators precedes (GB12, GB13)
    for (std::size_t i = 0; i < text.size(); ++i) {
        const Class after = unicode::record(text[i]).grapheme_break;
        if (i > 0) {
            const bool join = kJoins[std::size_t(before)][std::size_t(after)] ||
                              (joined && after == Class::ExtendedPictographic) ||
                              (odd_regional && after == Class::RegionalIndicator);
            if (!join) boundaries.push_back(std::int32_t(i));
        }
        joined = pictograph && after == Class::ZWJ;
        pictograph = after == Class::ExtendedPictographic || (pictograph && after == Class::Extend);
        odd_regional = after == Class::RegionalIndicator && !odd_regional;
        before = after;
    }
    if (!text.empty()) boundaries.push_back(std::int32_t(text.size()));
    return boundaries;
}

}  // namespace lomo
