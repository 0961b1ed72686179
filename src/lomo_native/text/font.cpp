// Font bytes -> FontFile.
#include "text/font.h"

#include <hb-ot.h>

#include <algorithm>
#include <atomic>

#include "text/characters.h"
#include "text/colour_face.h"
#include "value/error.h"

namespace lomo {

namespace {

constexpr std::size_t kGreatestFile = std::size_t{1} << 30;
constexpr std::uint64_t kUnmeasured = 0;  // as the word of an empty box, which is measured each time
constexpr unsigned kGreatestGlyphs = 65536;

std::atomic<std::uint64_t> next_id{1};

// A face of bitmaps alone would pass for one that covers its characters, and draw none.
void check_use(const FaceTables& tables, FaceUse use) {
    if (use == FaceUse::kOutlines && !tables.outlines) {
        throw InputError(
            tables.colour
                ? "the font file's face is one of pictures in colour, which style.emoji=colour draws"
                : "the font file's face has no outlines");
    }
    if (use == FaceUse::kColour && !tables.colour) {
        throw InputError(tables.other
                             ? "the font file's colours are of a kind that lomo does not draw (COLR "
                               "version 1, SVG); it draws PNG pictures (CBDT, sbix) and COLR version 0"
                             : "the font file's face has no colours");
    }
}

}  // namespace

FontFile::FontFile(std::string data, std::uint32_t index, FaceUse use)
    : id_(next_id.fetch_add(1)),
      index_(index),
      use_(use),
      data_(std::make_shared<const std::string>(std::move(data))) {
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
    const unsigned glyphs = hb_face_get_glyph_count(face);
    const bool usable = glyphs > 0 && units_per_em_ >= 16 && units_per_em_ <= 16384;
    font_.reset(hb_font_create(face));
    hb_face_destroy(face);
    if (!usable) throw InputError("not a font file with glyphs");
    const FaceTables tables = face_tables(hb_font_get_face(font_.get()));
    check_use(tables, use);
    may_be_blank_ = tables.colour || tables.other;
    hb_ot_font_set_funcs(font_.get());
    hb_font_set_scale(font_.get(), int(units_per_em_), int(units_per_em_));
    hb_font_make_immutable(font_.get());

    boxes_ = std::vector<std::atomic<std::uint64_t>>(std::min(glyphs, kGreatestGlyphs));
    for (char32_t c = 0; c < ascii_.size(); ++c) ascii_[c] = look_up(c);
    find_coverage();
}

std::uint32_t FontFile::look_up(char32_t code_point) const {
    hb_codepoint_t glyph = 0;
    if (hb_font_get_nominal_glyph(font_.get(), code_point, &glyph) == 0) return 0;
    // A face of emoji maps letters of flags and digits of keycaps to glyphs that show nothing alone and,
    // opened for its outlines, may have none.
    return !may_be_blank_ || draws(glyph) || is_white_space(code_point) ? glyph : 0;
}

void FontFile::find_coverage() {
    const std::unique_ptr<hb_set_t, decltype(&hb_set_destroy)> mapped(hb_set_create(), &hb_set_destroy);
    hb_face_collect_unicodes(hb_font_get_face(font_.get()), mapped.get());
    hb_set_add_range(mapped.get(), 0, 0xFF);  // symbol fonts answer for these beyond what they list
    for (hb_codepoint_t c = HB_SET_VALUE_INVALID; hb_set_next(mapped.get(), &c) != 0;) {
        if (look_up(c) != 0) coverage_.add(c);
    }
}

FontFile::Box FontFile::glyph_box(std::uint32_t glyph) const {
    if (glyph >= boxes_.size()) return measure(glyph);
    const std::uint64_t known = boxes_[glyph].load(std::memory_order_relaxed);
    const auto part = [&](int i) { return std::int32_t(std::int16_t(std::uint16_t(known >> (16 * i)))); };
    if (known != kUnmeasured) return {part(0), part(1), part(2), part(3)};
    const Box box = measure(glyph);
    const std::array<std::int32_t, 4> sides{box.x_min, box.y_min, box.x_max, box.y_max};
    std::uint64_t word = 0;
    for (int i = 0; i < 4; ++i) {
        const std::int32_t side = sides[std::size_t(i)];
        if (side != std::int16_t(side)) return box;
        word |= std::uint64_t{std::uint16_t(side)} << (16 * i);
    }
    boxes_[glyph].store(word, std::memory_order_relaxed);
    return box;
}

bool FontFile::draws(std::uint32_t glyph) const {
    const Box box = glyph_box(glyph);
    return box.x_min < box.x_max && box.y_min < box.y_max;
}

FontFile::Box FontFile::measure(std::uint32_t glyph) const {
    if (!in_colour()) return measure_alone(glyph);
    const std::vector<ColourLayer> layers = colour_layers(font_.get(), glyph);
    if (layers.empty()) return measure_alone(glyph);
    Box all{0, 0, 0, 0};
    for (const ColourLayer& layer : layers) {
        const Box box = measure_alone(layer.glyph);
        if (box.x_min >= box.x_max || box.y_min >= box.y_max) continue;
        const bool first = all.x_min >= all.x_max;
        all = first ? box
                    : Box{std::min(all.x_min, box.x_min), std::min(all.y_min, box.y_min),
                          std::max(all.x_max, box.x_max), std::max(all.y_max, box.y_max)};
    }
    return all;
}

FontFile::Box FontFile::measure_alone(std::uint32_t glyph) const {
    hb_glyph_extents_t e;
    if (hb_font_get_glyph_extents(font_.get(), glyph, &e) == 0) return {0, 0, 0, 0};
    return {e.x_bearing, e.y_bearing + e.height, e.x_bearing + e.width, e.y_bearing};
}

std::int32_t FontFile::glyph_advance(std::uint32_t glyph) const {
    return hb_font_get_glyph_h_advance(font_.get(), glyph);
}

}  // namespace lomo
