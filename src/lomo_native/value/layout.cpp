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

void check_tag(const Layout& layout) {
    const LayoutTag& tag = layout.tag;
    check_lengths({tag.x, tag.width, tag.body_end});
    if (tag.width < 0 ||
        (tag.width > 0 && (tag.first_glyph > layout.glyphs.size() || tag.first_rule > layout.rules.size()))) {
        throw InputError("a layout's tag starts after the last item");
    }
}

void check_parts(const Layout& layout) {
    if (layout.parts.empty()) return;
    if (layout.parts.size() == 1 || !layout.pictures.empty()) {
        throw InputError("a layout in parts has at least two of them, and no pictures");
    }
    LayoutPart before;
    for (const LayoutPart& part : layout.parts) {
        check_lengths({part.x, part.width, part.height, part.depth});
        check_source({before.source_end, part.source_end});
        if (part.glyphs_end < before.glyphs_end || part.rules_end < before.rules_end) {
            throw InputError("the parts of a layout are in the order of their items");
        }
        if (part.end > PartEnd::kEnd || (part.end == PartEnd::kEnd && &part != &layout.parts.back())) {
            throw InputError("a part before the last ends with a relation or an operator");
        }
        before = part;
    }
    const bool tagged = layout.tag.width > 0;
    if (before.glyphs_end != (tagged ? layout.tag.first_glyph : layout.glyphs.size()) ||
        before.rules_end != (tagged ? layout.tag.first_rule : layout.rules.size())) {
        throw InputError("each item of a layout in parts lies in one of them or in the tag");
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
    check_tag(layout);
    check_parts(layout);
}

}  // namespace lomo
