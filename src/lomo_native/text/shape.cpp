// Runs HarfBuzz over one run, with a buffer that each thread keeps.
#include "text/shape.h"

#include <hb.h>

#include <memory>
#include <new>

namespace lomo {

namespace {
struct Destroy {
    void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
};
}  // namespace

std::string shaper_version() {
    return hb_version_string();
}

void shape_run(const FontFile& face, std::u32string_view text, std::int32_t start, std::int32_t end,
               std::uint32_t script, bool right_to_left, std::vector<ShapedGlyph>& glyphs) {
    thread_local const std::unique_ptr<hb_buffer_t, Destroy> buffer(hb_buffer_create());
    hb_buffer_t* const b = buffer.get();
    hb_buffer_clear_contents(b);
    hb_buffer_set_cluster_level(b, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
    static_assert(sizeof(char32_t) == sizeof(std::uint32_t));
    hb_buffer_add_utf32(b, reinterpret_cast<const std::uint32_t*>(text.data()), int(text.size()),
                        unsigned(start), end - start);
    hb_buffer_set_direction(b, right_to_left ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(b, hb_script_from_iso15924_tag(script));
    // A fixed language and shaper: neither the process's locale nor its environment may choose glyphs.
    static const hb_language_t language = hb_language_from_string("und", 3);
    hb_buffer_set_language(b, language);
    constexpr const char* kShapers[] = {"ot", nullptr};
    hb_shape_full(face.shaper(), b, nullptr, 0, kShapers);
    if (hb_buffer_allocation_successful(b) == 0) throw std::bad_alloc();
    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(b, &count);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(b, &count);
    glyphs.reserve(glyphs.size() + count);
    for (unsigned i = 0; i < count; ++i) {
        glyphs.push_back({infos[i].codepoint, std::int32_t(infos[i].cluster), positions[i].x_advance,
                          positions[i].x_offset, positions[i].y_offset});
    }
}

}  // namespace lomo
