// The kinds of atoms in a formula: they decide the space between neighbours and how a nucleus is set.
#pragma once

#include <cstdint>

namespace lomo {

// The classes of TeXbook chapter 17.
enum class AtomClass : std::uint8_t {
    kOrd,    // ordinary: letters, digits, and all that asks for no space of its own
    kOp,     // large operator: a thin space to what it acts on; may carry limits
    kBin,    // binary operation: medium spaces; Ord where it has nothing to join on one side
    kRel,    // relation: thick spaces; none between two relations
    kOpen,   // opening delimiter: no space after it
    kClose,  // closing delimiter: no space before it
    kPunct,  // punctuation: a thin space after it
    kInner,  // fraction-like or \left..\right: thin spaces to ordinary neighbours
};

}  // namespace lomo
