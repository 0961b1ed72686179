// A face and a glyph -> what the face holds of it in colour: a PNG file (tables CBDT, sbix) or outlines of
// one colour each, laid over each other (COLR, version 0, in the first palette).
#pragma once

#include <hb-ot.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "text/font.h"

namespace lomo {

struct ColourLayer {
    std::uint32_t glyph = 0;  // whose outline it is
    bool ink = false;         // in the ink of the text, whatever that is
    std::array<std::uint8_t, 3> rgb{};
    std::uint8_t alpha = 255;
};

inline constexpr std::size_t kMostLayers = 256;  // of one glyph; the rest of a broken font's are left out

// From below to above; none for a glyph without layers.
std::vector<ColourLayer> colour_layers(hb_font_t* font, std::uint32_t glyph);

struct FontBytesDone {
    void operator()(hb_blob_t* blob) const { hb_blob_destroy(blob); }
};
using FontBytes = std::unique_ptr<hb_blob_t, FontBytesDone>;

// The largest that the face holds of the glyph; empty where it holds none.
FontBytes glyph_png(hb_font_t* font, std::uint32_t glyph);
std::string_view bytes_of(const FontBytes& blob);

// What a face is made of.
struct FaceTables {
    bool outlines = false;  // glyf, CFF or CFF2, which are empty beside PNG pictures
    bool colour = false;    // PNG pictures, or layers
    bool other = false;     // colour of a kind that is not drawn: COLR version 1, SVG
};
FaceTables face_tables(hb_face_t* face);

// Of the file's face at `index`; nothing for what is no font file.
FaceTables face_tables(std::string_view data, std::uint32_t index);

// Whether a face opened for its colours draws all that the cluster stands for: the glyphs that HarfBuzz makes
// of it are pictures, but for those that take no room.
bool draws_in_colour(const FontFile& face, std::u32string_view cluster);

}  // namespace lomo
