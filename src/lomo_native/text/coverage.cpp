// Sorts the text's characters, then asks each face for each.
#include "text/coverage.h"

#include <algorithm>
#include <map>

#include "text/characters.h"
#include "text/script.h"

namespace lomo {

bool needs_glyph(char32_t cp) {
    return !is_white_space(cp) && !is_default_ignorable(cp) && !is_control(cp);
}

std::u32string lacking(const std::vector<std::shared_ptr<const FontFile>>& faces, std::u32string text) {
    std::sort(text.begin(), text.end());
    text.erase(std::unique(text.begin(), text.end()), text.end());
    std::erase_if(text, [&](char32_t cp) {
        return !needs_glyph(cp) ||
               std::any_of(faces.begin(), faces.end(), [cp](const auto& face) { return face->covers(cp); });
    });
    return text;
}

std::vector<ScriptCount> scripts_of(const FontFile& face) {
    const std::unique_ptr<hb_set_t, decltype(&hb_set_destroy)> drawn(hb_set_create(), &hb_set_destroy);
    hb_face_collect_unicodes(hb_font_get_face(face.shaper()), drawn.get());
    std::map<std::uint32_t, std::uint32_t> counts;
    for (hb_codepoint_t c = HB_SET_VALUE_INVALID; hb_set_next(drawn.get(), &c) != 0;) {
        if (needs_glyph(c) && face.covers(c)) ++counts[script_tag(c)];
    }
    std::vector<ScriptCount> scripts;
    for (const auto& [tag, count] : counts) scripts.push_back({tag, count});
    return scripts;
}

}  // namespace lomo
