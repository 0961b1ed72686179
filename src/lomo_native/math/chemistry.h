// The argument of \ce or \pu -> LaTeX that the math parser reads, each piece of it with the place it came
// from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lomo {

struct ChemistryPiece {
    std::u32string tex;   // whole tokens; the pieces one after another are the translation; empty for what
                          // says how: the brackets of labels
    std::int32_t offset;  // into the source that was handed in, in code points
    std::int32_t length;
};

// A formula or a reaction, as \ce of the mhchem manual describes it. Throws MathError, with the place in
// `source`, for what cannot be read. The translation holds no \ce and no \pu.
std::vector<ChemistryPiece> chemistry_to_tex(std::u32string_view source);

// A number with a unit, such as "123 kJ/mol", as \pu of the mhchem manual describes it; throws alike.
std::vector<ChemistryPiece> unit_to_tex(std::u32string_view source);

}  // namespace lomo
