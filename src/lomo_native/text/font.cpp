// Font bytes -> FontFile.
#include "text/font.h"

#include <hb-ot.h>

#include <algorithm>
#include <array>
#include <atomic>

#include "value/error.h"

namespace lomo {

namespace {

constexpr std::size_t kGreatestFile = std::size_t{1} << 30;

std::atomic<std::uint64_t> next_id{1};

bool has_table(hb_face_t* face, hb_tag_t tag) {
    hb_blob_t* table = hb_face_reference_table(face, tag);
    const bool found = hb_blob_get_length(table) > 0;
    hb_blob_destroy(table);
    return found;
}

// A face of bitmaps alone would pass for one that covers its characters, and draw none.
bool has_outlines(hb_face_t* face) {
    return has_table(face, HB_TAG('g', 'l', 'y', 'f')) || has_table(face, HB_TAG('C', 'F', 'F', ' ')) ||
           has_table(face, HB_TAG('C', 'F', 'F', '2'));
}

}  // namespace

FontFile::FontFile(std::string data, std::uint32_t index)
    : id_(next_id.fetch_add(1)), index_(index), data_(std::make_shared<const std::string>(std::move(data))) {
    if (data_->size() > kGreatestFile) throw InputError("the font file is larger than 1 GiB");
    hb_blob_t* blob =
        hb_blob_create(data_->data(), unsigned(data_->size()), HB_MEMORY_MODE_READONLY, nullptr, nullptr);
    const unsigned faces = hb_face_count(blob);
    if (index >= faces) {
        hb_blob_destroy(blob);
        throw InputError(faces == 0 ? "not a font file"
                                    : "the font file holds " + std::to_string(faces) +
                                          " faces, none at index " + std::to_string(index));
    }
    hb_face_t* face = hb_face_create(blob, index);
    hb_blob_destroy(blob);
    units_per_em_ = hb_face_get_upem(face);
    char name[128];
    unsigned length = sizeof name;
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &length, name);
    name_.assign(name, std::min<std::size_t>(length, sizeof name - 1));
    const bool usable = hb_face_get_glyph_count(face) > 0 && units_per_em_ >= 16 && units_per_em_ <= 16384;
    const bool drawable = has_outlines(face);
    font_.reset(hb_font_create(face));
    hb_face_destroy(face);
    if (!usable) throw InputError("not a font file with glyphs");
    if (!drawable) throw InputError("the font file's face has no outlines");
    hb_ot_font_set_funcs(font_.get());
    hb_font_set_scale(font_.get(), int(units_per_em_), int(units_per_em_));
    hb_font_make_immutable(font_.get());

    for (char32_t c = 0; c < ascii_.size(); ++c) ascii_[c] = look_up(c);
}

std::uint32_t FontFile::look_up(char32_t code_point) const {
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(font_.get(), code_point, &glyph) != 0 ? glyph : 0;
}

FontFile::Box FontFile::glyph_box(std::uint32_t glyph) const {
    // An outline is walked for its box, so the last boxes are kept, a fixed number a thread.
    struct Known {
        std::uint64_t face = 0;  // no face has this id
        std::uint32_t glyph = 0;
        Box box;
    };
    thread_local std::array<Known, 2048> known;
    Known& kept = known[(glyph + id_ * 331) % known.size()];
    if (kept.face != id_ || kept.glyph != glyph) {
        hb_glyph_extents_t e;
        const bool found = hb_font_get_glyph_extents(font_.get(), glyph, &e) != 0;
        kept = {id_, glyph, {}};
        if (found) kept.box = {e.x_bearing, e.y_bearing + e.height, e.x_bearing + e.width, e.y_bearing};
    }
    return kept.box;
}

std::int32_t FontFile::glyph_advance(std::uint32_t glyph) const {
    return hb_font_get_glyph_h_advance(font_.get(), glyph);
}

}  // namespace lomo
