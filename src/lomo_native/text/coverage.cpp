// Sorts the characters, so that each is looked up once.
#include "text/coverage.h"

#include <algorithm>

#include "text/characters.h"

namespace lomo {

bool needs_glyph(char32_t code_point) {
    return !is_white_space(code_point) && !is_default_ignorable(code_point) && code_point >= 0x20 &&
           code_point != 0x7F;
}

std::u32string uncovered(std::u32string text, const std::vector<std::shared_ptr<const FontFile>>& faces) {
    std::sort(text.begin(), text.end());
    text.erase(std::unique(text.begin(), text.end()), text.end());
    const auto drawn = [&](char32_t c) {
        return !needs_glyph(c) || std::any_of(faces.begin(), faces.end(),
                                              [c](const auto& face) { return face->glyph_index(c) != 0; });
    };
    text.erase(std::remove_if(text.begin(), text.end(), drawn), text.end());
    return text;
}

}  // namespace lomo
