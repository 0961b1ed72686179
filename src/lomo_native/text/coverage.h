// A text and faces -> the characters that none of them draws.
#pragma once

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

}  // namespace lomo
