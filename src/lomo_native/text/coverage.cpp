// Sorts the characters, so that each is looked up once.
#include "text/coverage.h"

#include <algorithm>
#include <map>

#include "text/characters.h"
#include "text/script.h"

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

std::vector<ScriptCount> scripts_of(const FontFile& face) {
    const std::unique_ptr<hb_set_t, decltype(&hb_set_destroy)> drawn(hb_set_create(), &hb_set_destroy);
    hb_face_collect_unicodes(hb_font_get_face(face.shaper()), drawn.get());
    std::map<std::uint32_t, std::uint32_t> counts;
    for (hb_codepoint_t c = HB_SET_VALUE_INVALID; hb_set_next(drawn.get(), &c) != 0;) {
        if (needs_glyph(c)) ++counts[script_tag(c)];
    }
    std::vector<ScriptCount> scripts;
    for (const auto& [tag, count] : counts) scripts.push_back({tag, count});
    return scripts;
}

}  // namespace lomo
