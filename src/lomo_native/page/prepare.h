// The text of a passage -> for each of its characters: what is drawn for it, by which face, as part of which
// formula, and whether a line may break before it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "page/passage.h"

namespace lomo {

struct PreparedText {
    std::u32string drawn;                  // control pictures for controls, U+FFFC for formulas
    std::vector<std::uint8_t> breaks;      // as page_breaks gives them, with formulas as words
    std::vector<std::int32_t> formula_at;  // index into Passage::formulas, or -1
    std::vector<std::int16_t> face_of;     // index into Passage::faces, or FaceChoice::kNone
    std::vector<std::int32_t> run_of;      // index into Markup::runs, or -1; empty for plain text
};

// Reads the passage's text, code, formulas, faces and runs.
PreparedText prepare(const Passage& passage);

}  // namespace lomo
