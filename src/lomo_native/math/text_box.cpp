// \text and its like: runs shaped by HarfBuzz in Latin Modern's text faces, with fallbacks for what these
// lack, formulas and spaces between them, put in order by the bidirectional algorithm.
#include <algorithm>
#include <string>

#include "math/symbol.h"
#include "math/typeset.h"
#include "text/bidi.h"
#include "text/characters.h"
#include "text/colour_face.h"
#include "text/emoji.h"
#include "text/script.h"
#include "text/segment.h"

namespace lomo {

namespace {

constexpr std::uint16_t kNoFace = 0xFFFF;
constexpr std::uint32_t kLatin = 0x4C61746E;  // ISO 15924 'Latn'
constexpr char32_t kObject = 0xFFFC;

struct Part {  // a stretch of the box of one level: set, not yet placed
    Box* box;
    std::uint8_t level;
};

class TextSetter {
  public:
    TextSetter(Setter& setter, const TextNode& node, Style style)
        : setter_(setter), node_(node), style_(style) {}

    Box* set() {
        find_levels();
        std::size_t at = 0;
        for (const TextNode::Piece* piece = node_.first; piece != nullptr; piece = piece->next) {
            switch (piece->kind) {
                case TextPiece::kRun:
                    set_run(*piece, at);
                    at += piece->length;
                    break;
                case TextPiece::kMath:
                    parts_.push_back({typeset_atom(setter_, *piece->node, style_), level_at(at++)});
                    break;
                case TextPiece::kSpace: {
                    Box* const space = setter_.list(node_.source);
                    space->width = setter_.length(piece->space, style_);
                    parts_.push_back({space, level_at(at++)});
                    break;
                }
            }
        }
        return place();
    }

  private:
    // One paragraph of all pieces, a formula being an object in it. Text without right-to-left characters
    // needs none.
    void find_levels() {
        std::u32string line;
        bool turns = false;
        for (const TextNode::Piece* piece = node_.first; piece != nullptr; piece = piece->next) {
            if (piece->kind == TextPiece::kRun) {
                const std::u32string_view run(piece->text, piece->length);
                line += run;
                turns |= std::any_of(run.begin(), run.end(), [](char32_t c) { return c >= 0x590; });
            } else {
                line += piece->kind == TextPiece::kMath ? kObject : U' ';
            }
        }
        if (turns) levels_ = bidi_levels(line, kBidiAuto).levels;
    }

    std::uint8_t level_at(std::size_t at) const { return at < levels_.size() ? levels_[at] : 0; }

    void set_run(const TextNode::Piece& piece, std::size_t start) {
        const std::u32string_view text(piece.text, piece.length);
        const std::uint16_t face = setter_.fonts.face_of(piece.face, style_.size(), piece.small_capitals);
        const Unit size = scale(setter_.size(style_), piece.size, 1000);
        if (std::all_of(text.begin(), text.end(), [](char32_t c) { return c < 0x80; }) && levels_.empty()) {
            shape(piece, {0, std::int32_t(text.size())}, face, size, kLatin, 0);
            return;
        }
        const std::vector<std::uint16_t> faces = choose_faces(piece, face, size);
        const std::vector<ScriptRun> scripts = script_runs(text);
        std::size_t script = 0;
        for (std::int32_t at = 0; at < std::int32_t(text.size());) {
            while (scripts[script].end <= at) ++script;
            const std::uint8_t level = level_at(start + std::size_t(at));
            std::int32_t end = at + 1;
            while (end < scripts[script].end && faces[std::size_t(end)] == faces[std::size_t(at)] &&
                   level_at(start + std::size_t(end)) == level) {
                ++end;
            }
            shape(piece, {at, end}, faces[std::size_t(at)], size, scripts[script].tag, level);
            at = end;
        }
    }

    bool covers(std::uint16_t face, std::u32string_view cluster) const {
        return std::all_of(cluster.begin(), cluster.end(), [&](char32_t c) {
            return is_default_ignorable(c) || is_white_space(c) || setter_.face(face).glyph_index(c) != 0;
        });
    }

    std::uint16_t first_covering(std::uint16_t wanted, std::u32string_view cluster) const {
        for (std::size_t i = 0; i < setter_.fallbacks.size(); ++i) {
            const FontFile& face = *setter_.fallbacks[i];
            if (face.in_colour() && asks_for_colour(cluster) && draws_in_colour(face, cluster)) {
                return std::uint16_t(MathFonts::kCount + i);
            }
        }
        if (covers(wanted, cluster)) return wanted;
        for (std::size_t i = 0; i < setter_.fallbacks.size(); ++i) {
            const auto face = std::uint16_t(MathFonts::kCount + i);
            if (covers(face, cluster)) return face;
        }
        return covers(MathFonts::kMathFace, cluster) ? MathFonts::kMathFace : kNoFace;
    }

    std::vector<std::uint16_t> choose_faces(const TextNode::Piece& piece, std::uint16_t wanted,
                                            Unit size) const {
        const std::u32string_view text(piece.text, piece.length);
        const std::vector<std::int32_t> graphemes = grapheme_boundaries(text);
        std::vector<std::uint16_t> faces(text.size(), wanted);
        for (std::size_t i = 0; i + 1 < graphemes.size(); ++i) {
            const auto start = std::size_t(graphemes[i]), end = std::size_t(graphemes[i + 1]);
            const std::uint16_t face = first_covering(wanted, text.substr(start, end - start));
            for (std::size_t at = start; at < end; ++at) {
                faces[at] = face != kNoFace ? face : first_covering(wanted, text.substr(at, 1));
                if (faces[at] == kNoFace) {  // throws: no face has the character
                    typeset_character(setter_, text[at], Face::kRoman, size, 0, piece.sources[at]);
                }
            }
        }
        return faces;
    }

    // TeX's \nonfrenchspacing: a third more after a sentence's end, unless a capital stands before its mark.
    static Unit sentence_space(std::u32string_view text, std::size_t at, Unit space) {
        if (text[at] != U' ') return 0;
        const auto closes = [](char32_t c) { return c == U')' || c == U']' || c == 0x2019 || c == 0x201D; };
        while (at > 0 && closes(text[at - 1])) --at;
        if (at == 0) return 0;
        const char32_t mark = text[at - 1];
        if (mark != U'.' && mark != U'?' && mark != U'!' && mark != U':') return 0;
        if (at > 1 && text[at - 2] >= U'A' && text[at - 2] <= U'Z') return 0;
        return space / 3;
    }

    // All characters of a glyph's cluster: both of a ligature's.
    static SourceRange source_of(const TextNode::Piece& piece, SourceRange run,
                                 const std::vector<ShapedGlyph>& shaped, std::size_t at, bool right_to_left) {
        const std::int32_t first = shaped[at].cluster;
        const std::size_t step = right_to_left ? std::size_t(-1) : 1;
        std::size_t other = at;
        while (other < shaped.size() && shaped[other].cluster == first) other += step;
        const std::int32_t last = (other < shaped.size() ? shaped[other].cluster : run.end) - 1;
        const SourceRange source = piece.sources[first];
        return {source.start, last > first ? std::max(source.end, piece.sources[last].end) : source.end};
    }

    void shape(const TextNode::Piece& piece, SourceRange run, std::uint16_t face, Unit size,
               std::uint32_t script, std::uint8_t level) {
        const std::u32string_view text(piece.text, piece.length);
        std::vector<ShapedGlyph>& shaped = setter_.shaped;
        shaped.clear();
        const FontFile& file = setter_.face(face);
        shape_run(file, text, run.start, run.end, script, level % 2 == 1, shaped);
        Box* const box = setter_.list(node_.source);
        for (std::size_t i = 0; i < shaped.size(); ++i) {
            const ShapedGlyph& glyph = shaped[i];
            const SourceRange source = source_of(piece, run, shaped, i, level % 2 == 1);
            const Unit advance = file.at_size(glyph.advance, size);
            const char32_t c = text[std::size_t(glyph.cluster)];
            const bool white = is_white_space(c), ignorable = is_default_ignorable(c);
            if (glyph.glyph == 0 && !white && !ignorable) {
                throw MathError("the face " + file.name() + " cannot shape a character", source.start,
                                source.end - source.start);
            }
            if (!white && glyph.glyph != 0) {
                box->include(setter_.glyph(face, glyph.glyph, size, source),
                             box->width + file.at_size(glyph.x_offset, size),
                             file.at_size(glyph.y_offset, size));
            }
            box->width += advance + sentence_space(text, std::size_t(glyph.cluster), advance);
        }
        parts_.push_back({box, level});
    }

    Box* place() {
        Box* const box = setter_.list(node_.source);
        const auto add = [&](const Part& part) {
            box->include(part.box, box->width, 0);
            box->width += part.box->width;
        };
        if (levels_.empty()) {
            for (const Part& part : parts_) add(part);
        } else {
            std::vector<std::uint8_t> levels;
            for (const Part& part : parts_) levels.push_back(part.level);
            for (const std::int32_t i : reorder_line(levels)) add(parts_[std::size_t(i)]);
        }
        return in_width(box);
    }

    Box* in_width(Box* contents) const {
        if (node_.box.kind == BoxWidth::Kind::kNatural) return contents;
        const Unit given = setter_.length(node_.box.width, style_);
        const Unit room = node_.box.kind == BoxWidth::Kind::kMore ? given : given - contents->width;
        Box* const box = setter_.list(node_.source);
        box->include(contents, node_.box.place == 'l' ? 0 : node_.box.place == 'r' ? room : room / 2, 0);
        box->width = contents->width + room;
        return box;
    }

    Setter& setter_;
    const TextNode& node_;
    Style style_;
    std::vector<std::uint8_t> levels_;  // of the pieces' characters; empty: all 0
    std::vector<Part> parts_;
};

}  // namespace

Box* typeset_text(Setter& setter, const TextNode& node, Style outer) {
    return TextSetter(setter, node, node.fixed_size ? Style::of(Level::kText) : outer).set();
}

}  // namespace lomo
