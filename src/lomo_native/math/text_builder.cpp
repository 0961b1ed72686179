// Makes the ligatures of the text faces, and copies the runs into the formula's memory.
#include "math/text_builder.h"

#include <algorithm>

namespace lomo {

namespace {

// Dashes and quotation marks as the text faces' ligatures make them: the run's characters and what they
// become.
struct Ligature {
    std::u32string_view typed;
    char32_t drawn;
};
constexpr Ligature kLigatures[] = {
    {U"---", 0x2014}, {U"--", 0x2013}, {U"``", 0x201C}, {U"''", 0x201D}, {U"`", 0x2018}, {U"'", 0x2019},
};

}  // namespace

void TextBuilder::trim() {
    if (last() != U' ') return;
    characters_.pop_back();
    sources_.pop_back();
}

void TextBuilder::flush(TextState state) {
    if (characters_.empty()) return;
    std::u32string drawn;
    std::vector<SourceRange> places;
    for (std::size_t at = 0; at < characters_.size();) {
        const Ligature* const found =
            state.face == Face::kTypewriter
                ? std::end(kLigatures)
                : std::find_if(std::begin(kLigatures), std::end(kLigatures), [&](const Ligature& ligature) {
                      return characters_.compare(at, ligature.typed.size(), ligature.typed) == 0;
                  });
        const std::size_t length = found == std::end(kLigatures) ? 1 : found->typed.size();
        drawn += found == std::end(kLigatures) ? characters_[at] : found->drawn;
        places.push_back({sources_[at].start, sources_[at + length - 1].end});
        at += length;
    }
    auto* const piece = arena_.make<TextNode::Piece>();
    auto* const text = arena_.make_array<char32_t>(drawn.size());
    auto* const sources = arena_.make_array<SourceRange>(drawn.size());
    std::copy(drawn.begin(), drawn.end(), text);
    std::copy(places.begin(), places.end(), sources);
    piece->text = text;
    piece->sources = sources;
    piece->length = std::uint32_t(drawn.size());
    piece->face = state.face;
    piece->small_capitals = state.small_capitals;
    piece->size = state.size;
    append(piece);
    characters_.clear();
    sources_.clear();
}

void TextBuilder::append_node(Node* node) {
    auto* const piece = arena_.make<TextNode::Piece>();
    piece->kind = TextPiece::kMath;
    piece->node = node;
    append(piece);
}

void TextBuilder::append_space(Dimension width) {
    auto* const piece = arena_.make<TextNode::Piece>();
    piece->kind = TextPiece::kSpace;
    piece->space = width;
    append(piece);
}

}  // namespace lomo
