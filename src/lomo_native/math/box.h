// What typesetting a node gives: a box with its children placed inside. Origin on the baseline at the left,
// y upward, as in a Layout. A box is placed in one parent at most.
#pragma once

#include <algorithm>
#include <cstdint>

#include "value/layout.h"
#include "value/units.h"

namespace lomo {

enum class BoxKind : std::uint8_t { kList, kGlyph, kRule };

struct Box {
    BoxKind kind = BoxKind::kList;
    bool character = false;  // one character: scripts and accents are placed by it, not by the box
    std::uint16_t face = 0;  // kGlyph: index into the formula's faces
    std::uint32_t glyph = 0;
    Unit width = 0;
    Unit height = 0;
    Unit depth = 0;
    Unit size = 0;  // kGlyph: em size
    Unit x = 0;     // of its origin in the parent
    Unit y = 0;
    Unit italic = 0;      // of a character: its italic correction
    bool hooked = false;  // whether the glyph itself says where an accent is attached
    Unit accent = 0;      // where, from the left
    Box* first = nullptr;
    Box* last = nullptr;
    Box* next = nullptr;
    SourceRange source;

    Unit total() const { return height + depth; }
    bool draws() const {  // itself, whatever its children do
        return kind == BoxKind::kGlyph || (kind == BoxKind::kRule && width > 0 && total() > 0);
    }

    // Adds a child without regard to this box's own extents.
    void place(Box* child, Unit at_x, Unit at_y) {
        child->x = at_x;
        child->y = at_y;
        (last != nullptr ? last->next : first) = child;
        last = child;
    }
    // Adds a child and grows the height and depth to hold it; the width is the caller's.
    void include(Box* child, Unit at_x, Unit at_y) {
        place(child, at_x, at_y);
        height = std::max(height, child->height + at_y);
        depth = std::max(depth, child->depth - at_y);
    }
};

}  // namespace lomo
