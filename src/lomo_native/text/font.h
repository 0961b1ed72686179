// The bytes of a font file -> an immutable face that any number of threads may ask for coverage, metrics
// and shaping at once. FreeType, which is not thread-safe, lives in paint/glyph_cache, one face a thread.
#pragma once

#include <hb.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "text/code_point_set.h"
#include "value/units.h"

namespace lomo {

enum class FaceUse : std::uint8_t { kOutlines, kColour };

class FontFile {
  public:
    // Throws InputError when the bytes hold no face with outlines (tables glyf, CFF or CFF2) at that index
    // or, with kColour, none with pictures or layers (text/colour_face.h). One file may be opened for either
    // use.
    FontFile(std::string data, std::uint32_t index, FaceUse use = FaceUse::kOutlines);
    FontFile(const FontFile&) = delete;
    FontFile& operator=(const FontFile&) = delete;

    // Unique in the process and never used again: the key of every cache that depends on a face.
    std::uint64_t id() const { return id_; }
    std::uint32_t index() const { return index_; }
    bool in_colour() const { return use_ == FaceUse::kColour; }
    const std::shared_ptr<const std::string>& data() const { return data_; }
    hb_font_t* shaper() const { return font_.get(); }  // immutable; positions in font units
    const std::string& name() const { return name_; }  // PostScript name; empty when the file has none
    std::uint32_t units_per_em() const { return units_per_em_; }

    std::uint32_t glyph_index(char32_t code_point) const {  // 0: not covered
        return code_point < ascii_.size() ? ascii_[code_point] : look_up(code_point);
    }
    bool covers(char32_t code_point) const { return coverage_.has(code_point); }  // glyph_index is not 0
    // Font units to layout units at an em size.
    Unit at_size(std::int64_t font_units, Unit size) const {
        return font_units == 0 ? 0 : scale(font_units, size, units_per_em_);
    }

    struct Box {  // a glyph's ink, in font units, y upward
        std::int32_t x_min, y_min, x_max, y_max;
    };
    Box glyph_box(std::uint32_t glyph) const;
    void expect_box(std::uint32_t glyph) const {  // asks memory for what glyph_box will read
        if (glyph < boxes_.size()) __builtin_prefetch(&boxes_[glyph]);
    }
    bool draws(std::uint32_t glyph) const;  // whether anything is seen of it
    std::int32_t glyph_advance(std::uint32_t glyph) const;

  private:
    std::uint32_t look_up(char32_t code_point) const;
    void find_coverage();
    Box measure(std::uint32_t glyph) const;
    Box measure_alone(std::uint32_t glyph) const;  // without its layers

    struct Destroy {
        void operator()(hb_font_t* font) const { hb_font_destroy(font); }
    };
    std::uint64_t id_;
    std::uint32_t index_;
    FaceUse use_;
    bool may_be_blank_ = false;  // a character's glyph
    std::shared_ptr<const std::string> data_;
    std::unique_ptr<hb_font_t, Destroy> font_;
    std::string name_;
    std::uint32_t units_per_em_ = 0;
    CodePointSet coverage_;
    // By glyph, once it was asked for: its box, four 16-bit numbers in one word, so that any thread may write
    // it. CFF's glyphs have none in the file: each is found by running its outline.
    mutable std::vector<std::atomic<std::uint64_t>> boxes_;
    std::array<std::uint32_t, 128> ascii_{};  // glyph indices, so that most text is spared the character map
};

}  // namespace lomo
