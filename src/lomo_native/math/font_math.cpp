// Asks HarfBuzz for everything the MATH table says.
#include "math/font_math.h"

#include <algorithm>
#include <limits>

#include "value/error.h"

namespace lomo {

namespace {

std::int16_t narrow(std::int64_t value) {
    using Range = std::numeric_limits<std::int16_t>;
    return std::int16_t(std::clamp<std::int64_t>(value, Range::min(), Range::max()));
}

constexpr hb_direction_t direction_of(bool vertical) {
    return vertical ? HB_DIRECTION_BTT : HB_DIRECTION_LTR;
}

}  // namespace

GlyphMeasure measure_glyph(const FontFile& face, std::uint32_t glyph) {
    const FontFile::Box box = face.glyph_box(glyph);
    GlyphMeasure measure;
    measure.advance = narrow(face.glyph_advance(glyph));
    measure.height = narrow(std::max(box.y_max, 0));
    measure.depth = narrow(std::max(-box.y_min, 0));
    measure.x_max = narrow(box.x_max);
    return measure;
}

MathTable::MathTable(const FontFile& face) : face_(face) {
    hb_font_t* const font = face.shaper();
    hb_face_t* const table = hb_font_get_face(font);
    if (hb_ot_math_has_data(table) == 0) {
        throw InputError("the face " + face.name() + " has no MATH table");
    }
    for (std::size_t i = 0; i < constants_.size(); ++i) {
        constants_[i] = hb_ot_math_get_constant(font, hb_ot_math_constant_t(i));
    }
    least_overlap_ = hb_ot_math_get_min_connector_overlap(font, HB_DIRECTION_BTT);
    const std::uint32_t count = hb_face_get_glyph_count(table);
    glyphs_.resize(count);
    for (std::uint32_t glyph = 0; glyph < count; ++glyph) {
        GlyphMeasure& measure = glyphs_[glyph];
        measure = measure_glyph(face, glyph);
        measure.italic = narrow(hb_ot_math_get_glyph_italics_correction(font, glyph));
        measure.accent = narrow(hb_ot_math_get_glyph_top_accent_attachment(font, glyph));
    }
    for (const bool vertical : {false, true}) {
        variant_lists_[vertical].resize(count);
        assembly_lists_[vertical].resize(count);
        for (std::uint32_t glyph = 0; glyph < count; ++glyph) read_growth(glyph, vertical);
    }
    read_scripts(table);
    for (char32_t c = 0; c < low_.size(); ++c) low_[c] = face.glyph_index(c);
    for (char32_t c = 0; c < letters_.size(); ++c) letters_[c] = face.glyph_index(kLetters + c);
}

void MathTable::read_growth(std::uint32_t glyph, bool vertical) {
    hb_font_t* const font = face_.shaper();
    hb_ot_math_glyph_variant_t variants[32];
    unsigned count = std::size(variants);
    hb_ot_math_get_glyph_variants(font, glyph, direction_of(vertical), 0, &count, variants);
    variant_lists_[vertical][glyph] = {std::uint32_t(variant_glyphs_.size()), count};
    for (unsigned i = 0; i < count; ++i) variant_glyphs_.push_back(variants[i].glyph);

    hb_ot_math_glyph_part_t parts[32];
    unsigned part_count = std::size(parts);
    hb_position_t italic = 0;
    hb_ot_math_get_glyph_assembly(font, glyph, direction_of(vertical), 0, &part_count, parts, &italic);
    assembly_lists_[vertical][glyph] = {std::uint32_t(assembly_parts_.size()), part_count};
    for (unsigned i = 0; i < part_count; ++i) {
        const hb_ot_math_glyph_part_t& part = parts[i];
        const bool extender = (part.flags & HB_OT_MATH_GLYPH_PART_FLAG_EXTENDER) != 0;
        assembly_parts_.push_back({part.glyph, narrow(part.start_connector_length),
                                   narrow(part.end_connector_length), narrow(part.full_advance), extender});
    }
}

void MathTable::read_scripts(hb_face_t* face) {
    for (auto& forms : scripts_) {
        forms.resize(glyphs_.size());
        for (std::uint32_t glyph = 0; glyph < forms.size(); ++glyph) forms[glyph] = glyph;
    }
    const hb_tag_t features[] = {HB_TAG('s', 's', 't', 'y'), HB_TAG_NONE};
    hb_set_t* const lookups = hb_set_create();
    hb_ot_layout_collect_lookups(face, HB_OT_TAG_GSUB, nullptr, nullptr, features, lookups);
    for (hb_codepoint_t lookup = HB_SET_VALUE_INVALID; hb_set_next(lookups, &lookup) != 0;) {
        for (std::uint32_t glyph = 0; glyph < glyphs_.size(); ++glyph) {
            hb_codepoint_t alternates[2];
            unsigned count = 2;
            hb_ot_layout_lookup_get_glyph_alternates(face, lookup, glyph, 0, &count, alternates);
            if (count > 0) scripts_[0][glyph] = alternates[0];
            if (count > 0) scripts_[1][glyph] = alternates[count > 1 ? 1 : 0];
        }
    }
    hb_set_destroy(lookups);
}

}  // namespace lomo
