// Reaction arrows with their labels, and bonds -> LaTeX.
#include <array>

#include "math/chemistry_formula.h"

namespace lomo::chemistry {
namespace {

using std::size_t;
using std::u32string_view;

// A stretching arrow takes its labels as \xrightarrow does; a stack is a relation that labels go over and
// under.
struct Arrow {
    u32string_view mark;
    u32string_view plain;
    u32string_view stretching;  // empty for a stack
};

constexpr u32string_view kBoth = U"\\xrightleftharpoons{\\mkern24mu}";
constexpr u32string_view kLeftRight = U"\\leftrightarrows ";
// The weaker direction is drawn at the size of a script.
constexpr u32string_view kMostlyRight =
    U"\\xrightharpoonup{\\mkern24mu}\\mkern-20mu{}_{\\leftharpoondown}\\mkern6mu ";
constexpr u32string_view kMostlyLeft =
    U"\\xleftharpoondown{\\mkern24mu}\\mkern-20mu{}^{\\rightharpoonup}\\mkern6mu ";

// Longer marks first.
constexpr std::array<Arrow, 17> kArrows{{
    {U"<=>>", kMostlyRight, U""},
    {U"<<=>", kMostlyLeft, U""},
    {U"<-->", kLeftRight, U""},
    {U"<=>", kBoth, U"\\xrightleftharpoons"},
    {U"<->", U"\\longleftrightarrow ", U"\\xleftrightarrow"},
    {U"->", U"\\longrightarrow ", U"\\xrightarrow"},
    {U"<-", U"\\longleftarrow ", U"\\xleftarrow"},
    {U"→", U"\\longrightarrow ", U"\\xrightarrow"},
    {U"⟶", U"\\longrightarrow ", U"\\xrightarrow"},
    {U"←", U"\\longleftarrow ", U"\\xleftarrow"},
    {U"⟵", U"\\longleftarrow ", U"\\xleftarrow"},
    {U"↔", U"\\longleftrightarrow ", U"\\xleftrightarrow"},
    {U"⟷", U"\\longleftrightarrow ", U"\\xleftrightarrow"},
    {U"⇌", kBoth, U"\\xrightleftharpoons"},
    {U"⇋", U"\\xleftrightharpoons{\\mkern24mu}", U"\\xleftrightharpoons"},
    {U"⇄", U"\\rightleftarrows ", U""},
    {U"⇆", kLeftRight, U""},
}};

struct Bond {
    u32string_view name;
    u32string_view tex;
};

// A minus sign is 14 mu wide: what follows the kern lies over it.
constexpr std::array<Bond, 17> kBonds{{
    {U"-", U"{-}"},
    {U"1", U"{-}"},
    {U"–", U"{-}"},
    {U"=", U"{=}"},
    {U"2", U"{=}"},
    {U"#", U"{\\equiv}"},
    {U"3", U"{\\equiv}"},
    {U"≡", U"{\\equiv}"},
    {U"~", U"{\\text{-}\\mkern1mu\\text{-}\\mkern1mu\\text{-}}"},
    {U"~-", U"{{-}\\mkern-14mu{}^{\\text{-}\\mkern2mu\\text{-}\\mkern2mu\\text{-}}}"},
    {U"~--", U"{{=}\\mkern-14mu{}^{\\text{-}\\mkern2mu\\text{-}\\mkern2mu\\text{-}}}"},
    {U"~=", U"{{=}\\mkern-14mu{}^{\\text{-}\\mkern2mu\\text{-}\\mkern2mu\\text{-}}}"},
    {U"-~-", U"{{}^{-\\mkern-4mu-}_{-\\mkern-4mu-}\\mkern-16mu\\text{-}\\mkern1mu\\text{-}\\mkern2mu}"},
    {U"...", U"{{\\cdot}{\\cdot}{\\cdot}}"},
    {U"....", U"{{\\cdot}{\\cdot}{\\cdot}{\\cdot}}"},
    {U"->", U"{\\rightarrow}"},
    {U"<-", U"{\\leftarrow}"},
}};

// The source of a label, [..] or T[..] for words, M[..] for mathematics, C[..] for a formula.
struct Label {
    size_t begin = 0;  // of what the brackets hold
    size_t end = 0;
    char32_t kind = U'C';
    bool empty() const { return begin == end; }
};

Label read_label(const Place& place, size_t& at, size_t end) {
    const Source& source = place.source;
    Label label;
    size_t open = at;
    const char32_t kind = source.at(open, end);
    if ((kind == U'T' || kind == U'M' || kind == U'C') && source.at(open + 1, end) == U'[') {
        label.kind = kind;
        ++open;
    }
    if (source.at(open, end) != U'[') return label;
    const size_t close = source.partner(open);
    if (close == kNone || close >= end)
        source.fail("the label of an arrow is not closed with ]", open, open + 1);
    label.begin = source.skip_spaces(open + 1, close);
    label.end = source.trim_end(label.begin, close);
    place.writer.declare(at, open + 1);
    place.writer.declare(close, close + 1);
    at = close + 1;
    return label;
}

void put_label(const Place& place, const Label& label) {
    const Place inner = place.inner(label.begin, label.end, true);
    if (label.kind == U'T') {
        copy_text(inner, label.begin, label.end);
    } else if (label.kind == U'M') {
        copy_math(inner, label.begin, label.end);
    } else {
        translate_formula(inner, label.begin, label.end);
    }
}

}  // namespace

size_t translate_arrow(const Place& place, size_t begin, size_t end) {
    const Source& source = place.source;
    const Arrow* arrow = nullptr;
    for (const Arrow& candidate : kArrows) {
        if (source.holds(begin, end, candidate.mark)) {
            arrow = &candidate;
            break;
        }
    }
    if (arrow == nullptr) return begin;
    const size_t mark_end = begin + arrow->mark.size();
    size_t at = mark_end;
    const Label above = read_label(place, at, end);
    const Label below = at == mark_end ? Label{} : read_label(place, at, end);
    const auto put = [&](u32string_view tex) { place.put(tex, begin, mark_end); };
    if (above.empty() && below.empty()) {
        put(U"{}\\mathrel{");
        put(arrow->plain);
        put(U"}{}");
    } else if (!arrow->stretching.empty()) {
        put(U"{}");
        put(arrow->stretching);
        if (!below.empty()) {
            put(U"[{\\mkern6mu ");
            put_label(place, below);
            put(U"\\mkern6mu }]");
        }
        put(U"{\\mkern6mu ");
        put_label(place, above);
        put(U"\\mkern6mu }{}");
    } else {
        put(U"{}\\mathrel{\\overset{");
        put_label(place, above);
        put(U"}{\\underset{");
        put_label(place, below);
        put(U"}{");
        put(arrow->plain);
        put(U"}}}{}");
    }
    return at;
}

size_t translate_bond(const Place& place, size_t begin, size_t end) {
    const Source& source = place.source;
    const size_t open = source.skip_spaces(source.command_end(begin, end), end);
    if (source.at(open, end) != U'{') source.fail("\\bond needs {-}, {=}, {#}, {~} or the like", begin, open);
    const size_t close = source.partner(open);
    const u32string_view name = source.slice(open + 1, close);
    for (const Bond& bond : kBonds) {
        if (bond.name == name) {
            place.put(bond.tex, begin, close + 1);
            return close + 1;
        }
    }
    source.fail("no bond of this name", open + 1, close);
}

}  // namespace lomo::chemistry
