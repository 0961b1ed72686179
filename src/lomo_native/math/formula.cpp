// Parses, typesets, and lays the boxes' leaves out as glyphs and rules.
#include "math/formula.h"

#include <algorithm>

#include "math/parser.h"
#include "math/row.h"
#include "math/typeset.h"
#include "value/error.h"

namespace lomo {

namespace {

constexpr std::size_t kLongest = 50'000;  // characters of source
constexpr std::int64_t kTagSpace = 2000;  // u, between a formula and its number

class Flattener {
  public:
    Flattener(const Setter& setter, Layout& layout) : setter_(setter), layout_(layout) {
        numbers_.assign(MathFonts::kCount + setter.fallbacks.size(), kUnused);
    }

    void add(const Box& box, Unit x, Unit y) {
        if (box.kind == BoxKind::kGlyph) {
            layout_.glyphs.push_back({number_of(box.face), box.glyph, box.size, x, y, box.source});
        } else if (box.draws()) {
            layout_.rules.push_back({x, y - box.depth, box.width, box.total(), box.source});
        }
        for (const Box* child = box.first; child != nullptr; child = child->next) {
            add(*child, x + child->x, y + child->y);
        }
    }

  private:
    static constexpr std::uint32_t kUnused = 0xFFFFFFFF;

    std::uint32_t number_of(std::uint16_t face) {
        std::uint32_t& number = numbers_[face];
        if (number == kUnused) {
            number = std::uint32_t(layout_.faces.size());
            layout_.faces.push_back(face < MathFonts::kCount ? setter_.fonts.faces()[face]
                                                             : setter_.fallbacks[face - MathFonts::kCount]);
        }
        return number;
    }

    const Setter& setter_;
    Layout& layout_;
    std::vector<std::uint32_t> numbers_;  // of each face in the layout
};

// Equation numbers stand right of the formula, each on the baseline of its row.
void add_tags(Setter& setter, const ParsedFormula& formula, const Box& body, Flattener& flattener,
              Layout& layout) {
    if (formula.tag != nullptr) setter.tags.push_back({formula.tag, 0});
    if (setter.tags.empty()) return;
    struct Placed {
        Box* box;
        Unit y;
    };
    std::vector<Placed> boxes;
    Unit widest = 0;
    for (const Setter::Tag& tag : setter.tags) {
        Box* const box = typeset_node(setter, *tag.node->text, Style::of(Level::kText));
        widest = std::max(widest, box->width);
        layout.height = std::max(layout.height, tag.y + box->height);
        layout.depth = std::max(layout.depth, box->depth - tag.y);
        boxes.push_back({box, tag.y});
    }
    layout.tag.x = body.width + setter.u(kTagSpace);
    layout.tag.width = widest;
    layout.tag.body_end = body.width;
    layout.tag.first_glyph = std::uint32_t(layout.glyphs.size());
    layout.tag.first_rule = std::uint32_t(layout.rules.size());
    layout.width = layout.tag.x + widest;
    for (const Placed& placed : boxes) flattener.add(*placed.box, layout.width - placed.box->width, placed.y);
}

// White space that is asked for is something: exams leave room for an answer by \quad.
bool only_spaces(const List& list) {
    bool some = false;
    for (const Node* node = list.first; node != nullptr; node = node->next) {
        const bool space = node->kind == NodeKind::kSpace || node->kind == NodeKind::kPhantom;
        if (!space && node->kind != NodeKind::kStyle) return false;
        some |= space;
    }
    return some;
}

Arena& thread_arena() {
    thread_local Arena arena;
    return arena;
}

struct ResetArena {
    Arena& arena;
    ~ResetArena() { arena.reset(); }
};

}  // namespace

Layout typeset_formula(const MathFonts& fonts, std::span<const std::shared_ptr<const FontFile>> fallbacks,
                       std::u32string_view tex, bool display, Unit size) {
    if (size < px(1) || size > px(1000)) throw InputError("the size of a formula must be 1 to 1000 px");
    if (tex.size() > kLongest) {
        throw MathError("the formula is longer than " + std::to_string(kLongest) + " characters", 0, 0);
    }
    Arena& arena = thread_arena();
    arena.reset();
    const ResetArena reset{arena};
    Parser parser(arena, tex);
    const ParsedFormula formula = parser.parse();
    Setter setter(fonts, fallbacks, arena, size);
    Layout layout;
    Box* body = nullptr;
    {
        Row row(setter, formula.body, Style::of(display ? Level::kDisplay : Level::kText), false);
        body = row.finish({0, std::int32_t(tex.size())}, &layout.parts);
    }
    layout.width = body->width;
    layout.height = body->height;
    layout.depth = body->depth;
    Flattener flattener(setter, layout);
    flattener.add(*body, 0, 0);
    add_tags(setter, formula, *body, flattener, layout);
    if (layout.glyphs.empty() && layout.rules.empty() && !only_spaces(*formula.body)) {
        throw MathError("the formula draws nothing", 0, 0);
    }
    layout.source_length = std::int32_t(tex.size());
    layout.declared = parser.take_declared();
    if (layout.width < 0) throw MathError("the formula ends left of where it begins", 0, 0);
    try {
        check_layout(layout);
    } catch (const InputError&) {  // lengths no page could hold
        throw MathError("the formula is too large", 0, 0);
    }
    return layout;
}

}  // namespace lomo
