// Faces and a text -> the characters of it that none of the faces draws.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "text/font.h"

namespace lomo {

// Whether a character is to be drawn with ink: no white space, no control that has a picture, nothing that a
// font may leave out.
bool needs_glyph(char32_t cp);

// Each character that needs a glyph and has none in any of the faces once, in order.
std::u32string lacking(const std::vector<std::shared_ptr<const FontFile>>& faces, std::u32string text);

struct ScriptCount {
    std::uint32_t tag;  // ISO 15924, as script_tag gives it
    std::uint32_t characters;
};

// How many characters of each script a face draws, by tag.
std::vector<ScriptCount> scripts_of(const FontFile& face);

}  // namespace lomo
