// A layout from outside -> InputError, or the certainty that placing it overflows nothing.
#include "value/layout.h"

#include <initializer_list>

#include "value/error.h"

namespace lomo {

namespace {

void check_lengths(std::initializer_list<Unit> lengths) {
    for (const Unit length : lengths) {
        if (length < -kGreatestLength || length > kGreatestLength) {
            throw InputError("a length in a layout is greater than 2**40 units");
        }
    }
}

void check_source(SourceRange source) {
    if (source.start < 0 || source.end < source.start || source.end > kGreatestOffset) {
        throw InputError("a source range in a layout must be 0 <= start <= end <= 2**30");
    }
}

}  // namespace

void check_layout(const Layout& layout) {
    check_lengths({layout.width, layout.height, layout.depth});
    for (const auto& face : layout.faces) {
        if (!face) throw InputError("a layout names no face where one is needed");
    }
    for (const GlyphItem& glyph : layout.glyphs) {
        if (glyph.face >= layout.faces.size()) {
            throw InputError("a glyph names a face that is not in the list");
        }
        check_lengths({glyph.size, glyph.x, glyph.y});
        check_source(glyph.source);
    }
    for (const RuleItem& rule : layout.rules) {
        check_lengths({rule.x, rule.y, rule.width, rule.height});
        check_source(rule.source);
    }
    for (const PictureItem& picture : layout.pictures) {
        if (!picture.image || picture.image->channels != 1) {
            throw InputError("a picture in a layout is grey: shape (height, width, 1)");
        }
        check_lengths({picture.x, picture.y});
        check_source(picture.source);
    }
}

}  // namespace lomo
