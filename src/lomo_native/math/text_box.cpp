// \text and its like: runs shaped by HarfBuzz in Latin Modern's text faces, with fallbacks for what these
// lack, formulas and spaces between them.
#include <algorithm>
#include <string>

#include "math/symbol.h"
#include "math/typeset.h"
#include "text/bidi.h"
#include "text/characters.h"
#include "text/script.h"
#include "text/segment.h"

namespace lomo {

namespace {

constexpr std::uint16_t kNoFace = 0xFFFF;
constexpr std::uint32_t kLatin = 0x4C61746E;  // ISO 15924 'Latn'

struct RunStyle {
    std::uint16_t face;
    Unit size;
};

class RunSetter {
  public:
    RunSetter(Setter& setter, Box* box, const TextNode::Piece& piece, RunStyle style)
        : setter_(setter), box_(box), piece_(piece), text_(piece.text, piece.length), style_(style) {}

    void set() {
        const bool ascii = std::all_of(text_.begin(), text_.end(), [](char32_t c) { return c < 0x80; });
        if (ascii) {
            shape(style_.face, 0, std::int32_t(text_.size()), kLatin, false);
            return;
        }
        choose_faces();
        BidiParagraph bidi = bidi_levels(text_, 0);
        const std::vector<ScriptRun> scripts = script_runs(text_);
        std::vector<Run> runs;
        std::size_t script = 0;
        for (std::int32_t at = 0; at < std::int32_t(text_.size());) {
            while (scripts[script].end <= at) ++script;
            Run run{at, at + 1, faces_[std::size_t(at)], scripts[script].tag, bidi.levels[std::size_t(at)]};
            while (run.end < scripts[script].end && faces_[std::size_t(run.end)] == run.face &&
                   bidi.levels[std::size_t(run.end)] == run.level) {
                ++run.end;
            }
            runs.push_back(run);
            at = run.end;
        }
        std::vector<std::uint8_t> levels;
        for (const Run& run : runs) levels.push_back(run.level);
        for (const std::int32_t i : reorder_line(levels)) {
            const Run& run = runs[std::size_t(i)];
            shape(run.face, run.start, run.end, run.script, run.level % 2 == 1);
        }
    }

  private:
    struct Run {
        std::int32_t start, end;
        std::uint16_t face;
        std::uint32_t script;
        std::uint8_t level;
    };

    bool covers(std::uint16_t face, std::u32string_view cluster) const {
        return std::all_of(cluster.begin(), cluster.end(), [&](char32_t c) {
            return is_default_ignorable(c) || is_white_space(c) || setter_.face(face).glyph_index(c) != 0;
        });
    }

    std::uint16_t first_covering(std::u32string_view cluster) const {
        if (covers(style_.face, cluster)) return style_.face;
        for (std::size_t i = 0; i < setter_.fallbacks.size(); ++i) {
            const auto face = std::uint16_t(MathFonts::kCount + i);
            if (covers(face, cluster)) return face;
        }
        return covers(MathFonts::kMathFace, cluster) ? MathFonts::kMathFace : kNoFace;
    }

    void choose_faces() {
        const std::vector<std::int32_t> graphemes = grapheme_boundaries(text_);
        faces_.assign(text_.size(), style_.face);
        for (std::size_t i = 0; i + 1 < graphemes.size(); ++i) {
            const auto start = std::size_t(graphemes[i]), end = std::size_t(graphemes[i + 1]);
            std::uint16_t face = first_covering(text_.substr(start, end - start));
            for (std::size_t at = start; at < end; ++at) {
                if (face == kNoFace) {  // throws where no face has the character
                    faces_[at] = first_covering(text_.substr(at, 1));
                    if (faces_[at] == kNoFace) {
                        typeset_character(setter_, text_[at], Face::kRoman, style_.size, 0,
                                          piece_.sources[at]);
                    }
                } else {
                    faces_[at] = face;
                }
            }
        }
    }

    // TeX's \nonfrenchspacing: a third more after a sentence's end, unless the mark follows a capital.
    Unit sentence_space(const FontFile& file, const ShapedGlyph& glyph) const {
        std::size_t at = std::size_t(glyph.cluster);
        if (text_[at] != U' ') return 0;
        const auto closes = [](char32_t c) { return c == U')' || c == U']' || c == 0x2019 || c == 0x201D; };
        while (at > 0 && closes(text_[at - 1])) --at;
        if (at == 0) return 0;
        const char32_t mark = text_[at - 1];
        if (mark != U'.' && mark != U'?' && mark != U'!' && mark != U':') return 0;
        if (at > 1 && text_[at - 2] >= U'A' && text_[at - 2] <= U'Z') return 0;
        return file.at_size(glyph.advance, style_.size) / 3;
    }

    void shape(std::uint16_t face, std::int32_t start, std::int32_t end, std::uint32_t script, bool rtl) {
        std::vector<ShapedGlyph>& shaped = setter_.shaped;
        shaped.clear();
        const FontFile& file = setter_.face(face);
        shape_run(file, text_, start, end, script, rtl, shaped);
        for (const ShapedGlyph& glyph : shaped) {
            const SourceRange source = piece_.sources[glyph.cluster];
            const Unit advance = file.at_size(glyph.advance, style_.size) + sentence_space(file, glyph);
            const char32_t c = text_[std::size_t(glyph.cluster)];
            const bool blank = is_white_space(c) || is_default_ignorable(c);
            if (glyph.glyph == 0 && !blank) {
                throw MathError("the face " + file.name() + " cannot shape a character", source.start,
                                source.end - source.start);
            }
            if (!blank || (glyph.glyph != 0 && !is_white_space(c))) {
                Box* const item = setter_.glyph(face, glyph.glyph, style_.size, source);
                box_->include(item, box_->width + file.at_size(glyph.x_offset, style_.size),
                              file.at_size(glyph.y_offset, style_.size));
            }
            box_->width += advance;
        }
    }

    Setter& setter_;
    Box* box_;
    const TextNode::Piece& piece_;
    std::u32string_view text_;
    RunStyle style_;
    std::vector<std::uint16_t> faces_;
};

}  // namespace

Box* typeset_text(Setter& setter, const TextNode& node, Style outer) {
    const Style style = node.fixed_size ? Style::of(Level::kText) : outer;
    Box* const box = setter.list(node.source);
    for (const TextNode::Piece* piece = node.first; piece != nullptr; piece = piece->next) {
        switch (piece->kind) {
            case TextPiece::kRun: {
                const std::uint16_t face =
                    setter.fonts.face_of(piece->face, style.size(), piece->small_capitals);
                const Unit size = scale(setter.size(style), piece->size, 1000);
                RunSetter(setter, box, *piece, {face, size}).set();
                break;
            }
            case TextPiece::kMath: {
                Box* const math = typeset_atom(setter, *piece->node, style);
                box->include(math, box->width, 0);
                box->width += math->width;
                break;
            }
            case TextPiece::kSpace:
                box->width += setter.length(piece->space, style);
                break;
        }
    }
    return box;
}

}  // namespace lomo
