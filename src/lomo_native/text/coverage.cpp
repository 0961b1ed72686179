// Sorts the text's characters, then asks each face for each.
#include "text/coverage.h"

#include <algorithm>

#include "text/characters.h"

namespace lomo {

bool needs_glyph(char32_t cp) {
    return !is_white_space(cp) && !is_default_ignorable(cp) && cp >= 0x20 && cp != 0x7F;
}

std::u32string lacking(const std::vector<std::shared_ptr<FontFile>>& faces, std::u32string text) {
    std::sort(text.begin(), text.end());
    text.erase(std::unique(text.begin(), text.end()), text.end());
    std::erase_if(text, [&](char32_t cp) {
        return !needs_glyph(cp) ||
               std::any_of(faces.begin(), faces.end(), [cp](const auto& face) { return face->covers(cp); });
    });
    return text;
}

}  // namespace lomo
