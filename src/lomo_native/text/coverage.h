// A text and faces -> the characters that none of them draws.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "text/font.h"

namespace lomo {

// Whether a character is to be drawn with ink: no white space, no control that has no picture, nothing that a
// font may leave out.
bool needs_glyph(char32_t code_point);

// The characters of `text` that need a glyph and have none in any face, each once, rising.
std::u32string uncovered(std::u32string text, const std::vector<std::shared_ptr<const FontFile>>& faces);

struct ScriptCount {
    std::uint32_t tag;  // ISO 15924, as script_tag gives it
    std::uint32_t characters;
};

// How many characters of each script a face draws, by tag.
std::vector<ScriptCount> scripts_of(const FontFile& face);

}  // namespace lomo
