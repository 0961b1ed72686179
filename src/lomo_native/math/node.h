// What the parser makes of a formula: lists of nodes, each an atom with its scripts or something between
// atoms. One struct for each construct; the typesetter of the same name sets it.
#pragma once

#include <cstdint>
#include <string_view>

#include "math/alphabet.h"
#include "math/atom.h"
#include "math/style.h"
#include "value/layout.h"

namespace lomo {

struct Node;
struct TableNode;

struct List {
    Node* first = nullptr;
    Node* last = nullptr;

    bool empty() const { return first == nullptr; }
    inline void add(Node* node);
};

// A length: thousandths of u, the 1000th part of the formula's em (10 pt in LaTeX); or, as math units,
// thousandths of mu, the 18th part of the em of the current style.
struct Dimension {
    std::int64_t value = 0;
    bool mu = false;
};

constexpr Dimension ems(std::int64_t u) {
    return {u * 1000, false};
}
constexpr Dimension mu(std::int64_t n) {
    return {n * 1000, true};
}

enum class NodeKind : std::uint8_t {
    // atoms
    kSymbol,
    kGroup,
    kText,
    kFraction,
    kRadical,
    kFence,
    kBigDelimiter,
    kAccent,
    kBar,
    kBrace,
    kStack,
    kArrow,
    kTable,
    kFrame,
    kPhantom,
    kShifted,
    kSideset,
    kOverlay,
    kRule,
    // between atoms
    kMiddle,
    kSpace,
    kStyle,
    kChoice,
    kNonscript,
    kBreak,
    kTag,
};

enum class Limits : std::uint8_t { kDefault, kAlways, kNever };  // kDefault: in display style

struct Node {
    NodeKind kind;
    AtomClass atom = AtomClass::kOrd;
    Limits limits = Limits::kNever;
    SourceRange source;    // of the token that says what it is
    std::int32_t end = 0;  // where its last argument or script ends
    Node* next = nullptr;
    List* superscript = nullptr;
    List* subscript = nullptr;

    explicit Node(NodeKind k) : kind(k) {}
    bool is_atom() const { return kind < NodeKind::kMiddle; }
    bool bare() const { return superscript == nullptr && subscript == nullptr; }
};

inline void List::add(Node* node) {
    (last != nullptr ? last->next : first) = node;
    last = node;
}

// One character of Latin Modern Math, of a face of letters, or of a face found for it.
struct SymbolNode : Node {
    char32_t code = 0;
    Face face = Face::kMath;
    bool small = false;  // an operator that display style does not enlarge
    SymbolNode() : Node(NodeKind::kSymbol) {}
};

struct GroupNode : Node {
    List* body = nullptr;
    bool words = false;  // an operator's name: a box even where it holds one letter
    GroupNode() : Node(NodeKind::kGroup) {}
};

// \text and its like: a box of runs, formulas and spaces beside each other.
enum class TextPiece : std::uint8_t { kRun, kMath, kSpace };

struct BoxWidth {  // of \makebox[..][..] and \hbox to
    enum class Kind : std::uint8_t { kNatural, kFixed, kMore };
    Kind kind = Kind::kNatural;
    char place = 'c';
    Dimension width;
};

struct TextNode : Node {
    struct Piece {
        TextPiece kind = TextPiece::kRun;
        Face face = Face::kRoman;
        bool small_capitals = false;
        std::int16_t size = 1000;              // of the box's own size, in thousandths
        const char32_t* text = nullptr;        // kRun
        const SourceRange* sources = nullptr;  // kRun: of each character
        std::uint32_t length = 0;
        Node* node = nullptr;  // kMath: a group or any other node
        Dimension space;       // kSpace
        Piece* next = nullptr;
    };
    Piece* first = nullptr;
    BoxWidth box;
    bool fixed_size = false;  // \mbox: at the formula's size in every style
    TextNode() : Node(NodeKind::kText) {}
};

struct Delimiter {
    char32_t code = 0;  // 0: none, \left.
    SourceRange source;
};

struct FractionNode : Node {
    List* numerator = nullptr;
    List* denominator = nullptr;
    std::int64_t thickness = -1;  // thousandths of u; -1: the font's
    bool forced = false;          // style: \dfrac, \tfrac
    Level level = Level::kText;
    Delimiter left, right;
    bool growing = false;    // delimiters by TeX's \atopwithdelims, not amsmath's \genfrac
    bool delimited = false;  // \genfrac: no null delimiters beside it
    bool continued = false;  // \cfrac
    char align = 'c';        // \cfrac's numerator
    FractionNode() : Node(NodeKind::kFraction) {}
};

struct RadicalNode : Node {
    List* body = nullptr;
    List* degree = nullptr;
    std::int64_t up = 0, left = 0;  // \uproot, \leftroot, in thousandths of mu
    RadicalNode() : Node(NodeKind::kRadical) {}
};

struct FenceNode : Node {  // \left .. \right; kMiddle nodes stand in the body
    List* body = nullptr;
    Delimiter left, right;
    FenceNode() : Node(NodeKind::kFence) { atom = AtomClass::kInner; }
};

struct MiddleNode : Node {
    Delimiter delimiter;
    MiddleNode() : Node(NodeKind::kMiddle) {}
};

struct BigDelimiterNode : Node {
    Delimiter delimiter;
    std::uint8_t step = 1;  // 1 to 4: \big .. \Bigg
    BigDelimiterNode() : Node(NodeKind::kBigDelimiter) {}
};

enum class AccentKind : std::uint8_t { kFixed, kWide, kStretchy, kBelow };

struct AccentNode : Node {
    List* body = nullptr;
    char32_t code = 0;
    AccentKind accent = AccentKind::kFixed;
    AccentNode() : Node(NodeKind::kAccent) {}
};

struct BarNode : Node {  // \overline, \underline, and struck-out text lines
    List* body = nullptr;
    bool over = true;
    BarNode() : Node(NodeKind::kBar) {}
};

struct BraceNode : Node {  // \overbrace, \underbrace and their like
    List* body = nullptr;
    char32_t code = 0;
    bool over = true;
    BraceNode() : Node(NodeKind::kBrace) {
        atom = AtomClass::kOp;
        limits = Limits::kAlways;
    }
};

struct StackNode : Node {  // \overset, \underset, \stackrel
    List* body = nullptr;
    List* over = nullptr;
    List* under = nullptr;
    bool centred = false;  // \stackrel: the base as an operator, on the axis
    StackNode() : Node(NodeKind::kStack) {}
};

struct ArrowNode : Node {  // \xrightarrow[under]{over}
    List* over = nullptr;
    List* under = nullptr;
    char32_t code = 0;
    ArrowNode() : Node(NodeKind::kArrow) { atom = AtomClass::kRel; }
};

enum class FrameKind : std::uint8_t { kBox, kCancel, kBackCancel, kCrossCancel, kStrike, kAngle, kPlainBox };

struct FrameNode : Node {
    List* body = nullptr;
    FrameKind frame = FrameKind::kBox;
    bool display = false;    // \boxed sets its contents in display style
    List* target = nullptr;  // \cancelto
    FrameNode() : Node(NodeKind::kFrame) {}
};

struct PhantomNode : Node {  // \phantom, \smash, \mathrlap and their like
    List* body = nullptr;
    bool ink = false;
    bool width = true, height = true, depth = true;  // what of the body's box is kept
    char lap = 0;                                    // 'l', 'r', 'c': no width, ink to that side
    PhantomNode() : Node(NodeKind::kPhantom) {}
};

enum class Shift : std::uint8_t { kRaise, kCentre };

struct ShiftedNode : Node {  // \raisebox, \vcenter
    List* body = nullptr;
    Shift shift = Shift::kRaise;
    Dimension raise;
    ShiftedNode() : Node(NodeKind::kShifted) {}
};

struct SidesetNode : Node {
    List *left_superscript = nullptr, *left_subscript = nullptr;
    List *right_superscript = nullptr, *right_subscript = nullptr;
    Node* body = nullptr;  // the operator, with its limits
    SidesetNode() : Node(NodeKind::kSideset) { atom = AtomClass::kOp; }
};

enum class OverlayKind : std::uint8_t { kSlash, kCircle };

struct OverlayNode : Node {  // \not before what has no negated form; \textcircled
    List* body = nullptr;
    OverlayKind overlay = OverlayKind::kSlash;
    OverlayNode() : Node(NodeKind::kOverlay) {}
};

struct SpaceNode : Node {
    Dimension width;
    bool fills = false;  // \hfill
    SpaceNode() : Node(NodeKind::kSpace) {}
};

struct RuleNode : Node {  // \rule, \vrule, \hrule
    Dimension raise, width, height, depth;
    RuleNode() : Node(NodeKind::kRule) {}
};

struct StyleNode : Node {
    Level level = Level::kText;
    StyleNode() : Node(NodeKind::kStyle) {}
};

struct ChoiceNode : Node {
    List* choices[4] = {};
    ChoiceNode() : Node(NodeKind::kChoice) {}
};

struct NonscriptNode : Node {
    NonscriptNode() : Node(NodeKind::kNonscript) {}
};

struct BreakNode : Node {  // \allowbreak, \nobreak
    bool allowed = true;
    BreakNode() : Node(NodeKind::kBreak) {}
};

struct TagNode : Node {  // of a display: \tag, \tag*
    Node* text = nullptr;
    TagNode() : Node(NodeKind::kTag) {}
};

}  // namespace lomo
