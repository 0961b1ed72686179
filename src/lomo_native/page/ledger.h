// A passage, one of its pages and the ink of the page's items -> the fate of every character of the page, and
// whatever does not add up.
#pragma once

#include <cstdint>
#include <vector>

#include "page/passage.h"
#include "value/ink.h"
#include "value/layout.h"

namespace lomo {

enum class Fate : std::uint8_t {
    kDrawn,      // by ink of its own
    kShared,     // by ink that it shares: a ligature, a letter with its marks
    kMarkup,     // it says how others are drawn: a formula's braces, commands, delimiters
    kWhite,      // white space
    kInvisible,  // a character without a look: joiners, variation selectors, U+200B
    kBox,        // no face has it: a box with its code point stands for it
    kSkipped,    // no face has it, and the policy draws nothing
    kLost,       // none of these: a fault
};

enum class LedgerFault : std::uint8_t {
    kNoInk,      // a character that must leave ink left none
    kUnpainted,  // an item's ink is not in the picture, or only some of it
    kGone,       // a glyph or rule that was set is not on the page
    kStranger,   // an item on the page that was not set
    kNotdef,     // a face's "not defined" glyph stands for a character
};

struct FaultAt {
    LedgerFault fault;
    SourceRange source;
};

struct Ledger {
    std::vector<Fate> fates;          // of each character of the page
    std::vector<std::int32_t> items;  // how many items with ink stand for it
    std::vector<FaultAt> faults;      // in order of place
};

// page: the layout of the characters [source.start, source.end) of the passage. inks: of its glyphs, rules
// and pictures, in that order. declared: ranges of the passage's text that are markup. Throws InputError
// where these do not belong together.
Ledger ledger(const Passage& passage, const Layout& page, SourceRange source,
              const std::vector<ItemInk>& inks, const std::vector<SourceRange>& declared);

}  // namespace lomo
