#include "text/colour_face.h"

#include <algorithm>

#include "text/shape.h"

namespace lomo {

namespace {

constexpr unsigned kInkIndex = 0xFFFF;  // CPAL: the colour of the text

bool has_table(hb_face_t* face, hb_tag_t tag) {
    const FontBytes table(hb_face_reference_table(face, tag));
    return hb_blob_get_length(table.get()) > 0;
}

}  // namespace

std::vector<ColourLayer> colour_layers(hb_font_t* font, std::uint32_t glyph) {
    hb_face_t* const face = hb_font_get_face(font);
    std::array<hb_ot_color_layer_t, kMostLayers> told;
    unsigned count = told.size();
    hb_ot_color_glyph_get_layers(face, glyph, 0, &count, told.data());
    std::vector<ColourLayer> layers;
    layers.reserve(count);
    for (unsigned i = 0; i < count; ++i) {
        ColourLayer layer;
        layer.glyph = told[i].glyph;
        hb_color_t colour = 0;
        unsigned one = 1;
        layer.ink = told[i].color_index == kInkIndex;
        if (!layer.ink) {
            hb_ot_color_palette_get_colors(face, 0, told[i].color_index, &one, &colour);
            const auto channel = [&](int shift) { return std::uint8_t(colour >> shift & 0xFF); };
            layer.rgb = {channel(8), channel(16), channel(24)};  // hb_color_t is blue, green, red, alpha
            layer.alpha = one == 1 ? channel(0) : std::uint8_t{0};
        }
        layers.push_back(layer);
    }
    return layers;
}

FontBytes glyph_png(hb_font_t* font, std::uint32_t glyph) {
    return FontBytes(hb_ot_color_glyph_reference_png(font, glyph));
}

std::string_view bytes_of(const FontBytes& blob) {
    unsigned length = 0;
    const char* const data = hb_blob_get_data(blob.get(), &length);
    return {data, length};
}

FaceTables face_tables(hb_face_t* face) {
    FaceTables tables;
    const bool pictures = hb_ot_color_has_png(face) != 0;
    tables.outlines = !pictures && (has_table(face, HB_TAG('g', 'l', 'y', 'f')) ||
                                    has_table(face, HB_TAG('C', 'F', 'F', ' ')) ||
                                    has_table(face, HB_TAG('C', 'F', 'F', '2')));
    tables.colour = pictures || hb_ot_color_has_layers(face) != 0;
    tables.other = has_table(face, HB_TAG('C', 'O', 'L', 'R')) || has_table(face, HB_TAG('S', 'V', 'G', ' '));
    return tables;
}

FaceTables face_tables(std::string_view data, std::uint32_t index) {
    const FontBytes blob(
        hb_blob_create(data.data(), unsigned(data.size()), HB_MEMORY_MODE_READONLY, nullptr, nullptr));
    if (index >= hb_face_count(blob.get())) return {};
    const std::unique_ptr<hb_face_t, decltype(&hb_face_destroy)> face(hb_face_create(blob.get(), index),
                                                                      &hb_face_destroy);
    return face_tables(face.get());
}

bool draws_in_colour(const FontFile& face, std::u32string_view cluster) {
    thread_local std::vector<ShapedGlyph> shaped;
    shaped.clear();
    constexpr std::uint32_t kCommon = 0x5A797979;  // Zyyy
    shape_run(face, cluster, 0, std::int32_t(cluster.size()), kCommon, false, shaped);
    bool drawn = false;
    for (const ShapedGlyph& glyph : shaped) {
        const bool draws = glyph.glyph != 0 && face.draws(glyph.glyph);
        if (!draws && (glyph.glyph == 0 || glyph.advance != 0)) return false;
        drawn |= draws;
    }
    return drawn;
}

}  // namespace lomo
