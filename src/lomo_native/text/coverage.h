// Faces and a text -> the characters of it that none of the faces draws.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "text/font.h"

namespace lomo {

// Whether a character is to be drawn with ink: no white space, no control that has a picture, nothing that a
// font may leave out.
bool needs_glyph(char32_t cp);

// Each character that needs a glyph and has none in any of the faces once, in order.
std::u32string lacking(const std::vector<std::shared_ptr<FontFile>>& faces, std::u32string text);

}  // namespace lomo
