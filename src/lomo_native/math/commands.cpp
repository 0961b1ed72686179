// The table of commands: name, what parses it, and the numbers that make it what it is. Commands that are one
// character stand in symbol_rows.h, those that are short for other LaTeX in macro_rows.h.
#include <array>

#include "math/parser.h"

namespace lomo {

namespace {

constexpr std::int64_t of(Alphabet alphabet) {
    return std::int64_t(alphabet);
}
constexpr std::int64_t of(AtomClass atom) {
    return std::int64_t(atom);
}
constexpr std::int64_t of(Face face) {
    return std::int64_t(face);
}
constexpr std::int64_t of(Level level) {
    return std::int64_t(level);
}
constexpr std::int64_t of(Limits limits) {
    return std::int64_t(limits);
}
constexpr std::int64_t of(FrameKind frame) {
    return std::int64_t(frame);
}
constexpr std::int64_t kFixedAccent = std::int64_t(AccentKind::kFixed);
constexpr std::int64_t kWideAccent = std::int64_t(AccentKind::kWide);
constexpr std::int64_t kArrowAccent = std::int64_t(AccentKind::kStretchy);
constexpr std::int64_t kAccentBelow = std::int64_t(AccentKind::kBelow);

const Command kCommands[] = {
    // fractions
    {"frac", &Parser::fraction, 0, 0},
    {"dfrac", &Parser::fraction, 1, 0},
    {"tfrac", &Parser::fraction, 2, 0},
    {"binom", &Parser::fraction, 0, 1},
    {"dbinom", &Parser::fraction, 1, 1},
    {"tbinom", &Parser::fraction, 2, 1},
    {"brace", &Parser::infix, 2, 0, "{}"},
    {"brack", &Parser::infix, 2, 0, "[]"},
    {"choose", &Parser::infix, 2, 0, "()"},
    {"over", &Parser::infix, 0, 0},
    {"atop", &Parser::infix, 2, 0},
    {"above", &Parser::infix, 1, 1},
    {"overwithdelims", &Parser::infix, 0, 2},
    {"atopwithdelims", &Parser::infix, 2, 2},
    {"abovewithdelims", &Parser::infix, 1, 2},
    {"cfrac", &Parser::continued_fraction},
    {"genfrac", &Parser::general_fraction},
    // roots
    {"sqrt", &Parser::square_root},
    {"root", &Parser::root_of},
    {"of", &Parser::misplaced},
    // delimiters
    {"left", &Parser::left},
    {"middle", &Parser::middle},
    {"big", &Parser::big_delimiter, 1, of(AtomClass::kOrd)},
    {"Big", &Parser::big_delimiter, 2, of(AtomClass::kOrd)},
    {"bigg", &Parser::big_delimiter, 3, of(AtomClass::kOrd)},
    {"Bigg", &Parser::big_delimiter, 4, of(AtomClass::kOrd)},
    {"bigl", &Parser::big_delimiter, 1, of(AtomClass::kOpen)},
    {"Bigl", &Parser::big_delimiter, 2, of(AtomClass::kOpen)},
    {"biggl", &Parser::big_delimiter, 3, of(AtomClass::kOpen)},
    {"Biggl", &Parser::big_delimiter, 4, of(AtomClass::kOpen)},
    {"bigr", &Parser::big_delimiter, 1, of(AtomClass::kClose)},
    {"Bigr", &Parser::big_delimiter, 2, of(AtomClass::kClose)},
    {"biggr", &Parser::big_delimiter, 3, of(AtomClass::kClose)},
    {"Biggr", &Parser::big_delimiter, 4, of(AtomClass::kClose)},
    {"bigm", &Parser::big_delimiter, 1, of(AtomClass::kRel)},
    {"Bigm", &Parser::big_delimiter, 2, of(AtomClass::kRel)},
    {"biggm", &Parser::big_delimiter, 3, of(AtomClass::kRel)},
    {"Biggm", &Parser::big_delimiter, 4, of(AtomClass::kRel)},
    // accents: combining characters
    {"hat", &Parser::accent, 0x302, kFixedAccent},
    {"check", &Parser::accent, 0x30C, kFixedAccent},
    {"tilde", &Parser::accent, 0x303, kFixedAccent},
    {"acute", &Parser::accent, 0x301, kFixedAccent},
    {"grave", &Parser::accent, 0x300, kFixedAccent},
    {"dot", &Parser::accent, 0x307, kFixedAccent},
    {"ddot", &Parser::accent, 0x308, kFixedAccent},
    {"dddot", &Parser::accent, 0x20DB, kFixedAccent},
    {"ddddot", &Parser::accent, 0x20DC, kFixedAccent},
    {"breve", &Parser::accent, 0x306, kFixedAccent},
    {"bar", &Parser::accent, 0x304, kFixedAccent},
    {"vec", &Parser::accent, 0x20D7, kFixedAccent},
    {"mathring", &Parser::accent, 0x30A, kFixedAccent},
    {"widehat", &Parser::accent, 0x302, kWideAccent},
    {"widecheck", &Parser::accent, 0x30C, kWideAccent},
    {"widetilde", &Parser::accent, 0x303, kWideAccent},
    {"widebreve", &Parser::accent, 0x306, kWideAccent},
    {"overrightarrow", &Parser::accent, 0x20D7, kArrowAccent},
    {"overleftarrow", &Parser::accent, 0x20D6, kArrowAccent},
    {"overleftrightarrow", &Parser::accent, 0x20E1, kArrowAccent},
    {"overleftharpoon", &Parser::accent, 0x20D0, kArrowAccent},
    {"overrightharpoon", &Parser::accent, 0x20D1, kArrowAccent},
    {"underrightarrow", &Parser::accent, 0x20EF, kAccentBelow},
    {"underleftarrow", &Parser::accent, 0x20EE, kAccentBelow},
    {"underleftrightarrow", &Parser::accent, 0x34D, kAccentBelow},
    {"utilde", &Parser::accent, 0x330, kAccentBelow},
    {"overline", &Parser::bar, 1},
    {"underline", &Parser::bar, 0, 0, {}, true},
    {"underbar", &Parser::bar, 0},
    {"overbrace", &Parser::brace, 0x23DE, 1},
    {"underbrace", &Parser::brace, 0x23DF, 0},
    {"overbracket", &Parser::brace, 0x23B4, 1},
    {"underbracket", &Parser::brace, 0x23B5, 0},
    {"overparen", &Parser::brace, 0x23DC, 1},
    {"underparen", &Parser::brace, 0x23DD, 0},
    {"overgroup", &Parser::brace, 0x23DC, 1},
    {"undergroup", &Parser::brace, 0x23DD, 0},
    {"overlinesegment", &Parser::brace, 0x23B4, 1},
    {"underlinesegment", &Parser::brace, 0x23B5, 0},
    {"wideparen", &Parser::brace, 0x23DC, 1},
    {"overarc", &Parser::brace, 0x23DC, 1},
    // stacks and arrows
    {"overset", &Parser::stack, 0, 0},
    {"underset", &Parser::stack, 1, 0},
    {"stackrel", &Parser::stack, 0, 1},
    {"overunderset", &Parser::stack_both},
    {"buildrel", &Parser::build_relation},
    {"xrightarrow", &Parser::arrow, 0x2192},
    {"xleftarrow", &Parser::arrow, 0x2190},
    {"xleftrightarrow", &Parser::arrow, 0x2194},
    {"xRightarrow", &Parser::arrow, 0x21D2},
    {"xLeftarrow", &Parser::arrow, 0x21D0},
    {"xLeftrightarrow", &Parser::arrow, 0x21D4},
    {"xhookrightarrow", &Parser::arrow, 0x21AA},
    {"xhookleftarrow", &Parser::arrow, 0x21A9},
    {"xmapsto", &Parser::arrow, 0x21A6},
    {"xtwoheadrightarrow", &Parser::arrow, 0x21A0},
    {"xtwoheadleftarrow", &Parser::arrow, 0x219E},
    {"xrightharpoonup", &Parser::arrow, 0x21C0},
    {"xrightharpoondown", &Parser::arrow, 0x21C1},
    {"xleftharpoonup", &Parser::arrow, 0x21BC},
    {"xleftharpoondown", &Parser::arrow, 0x21BD},
    {"xrightleftharpoons", &Parser::arrow, 0x21CC},
    {"xleftrightharpoons", &Parser::arrow, 0x21CB},
    {"xrightleftarrows", &Parser::arrow, 0x21C4},
    {"xrightequilibrium", &Parser::arrow, 0x21CC},
    {"xleftequilibrium", &Parser::arrow, 0x21CC},
    {"xtofrom", &Parser::arrow, 0x21C4},
    {"xlongequal", &Parser::arrow, U'='},
    {"sideset", &Parser::sideset},
    {"substack", &Parser::substack},
    {"mathchoice", &Parser::choice},
    {"not", &Parser::negation},
    {"dots", &Parser::dots, 0},
    {"dotso", &Parser::dots, 0},
    {"dotsc", &Parser::dots, 1},
    {"dotsb", &Parser::dots, 2},
    {"dotsm", &Parser::dots, 2},
    {"char", &Parser::character_code, 0, 0, {}, true},
    // classes
    {"mathord", &Parser::atom_class, of(AtomClass::kOrd)},
    {"mathop", &Parser::atom_class, of(AtomClass::kOp), 1},
    {"mathbin", &Parser::atom_class, of(AtomClass::kBin)},
    {"mathrel", &Parser::atom_class, of(AtomClass::kRel)},
    {"mathopen", &Parser::atom_class, of(AtomClass::kOpen)},
    {"mathclose", &Parser::atom_class, of(AtomClass::kClose)},
    {"mathpunct", &Parser::atom_class, of(AtomClass::kPunct)},
    {"mathinner", &Parser::atom_class, of(AtomClass::kInner)},
    {"limits", &Parser::limits, of(Limits::kAlways)},
    {"nolimits", &Parser::limits, of(Limits::kNever)},
    {"displaylimits", &Parser::limits, of(Limits::kDefault)},
    // alphabets
    {"mathrm", &Parser::alphabet, of(Alphabet::kRoman)},
    {"mathup", &Parser::alphabet, of(Alphabet::kRoman)},
    {"mathnormal", &Parser::alphabet, of(Alphabet::kNormal)},
    {"mathit", &Parser::alphabet, of(Alphabet::kItalic)},
    {"mathbf", &Parser::alphabet, of(Alphabet::kBold)},
    {"bold", &Parser::alphabet, of(Alphabet::kBold)},
    {"mathbfit", &Parser::alphabet, of(Alphabet::kBoldItalic)},
    {"mathsf", &Parser::alphabet, of(Alphabet::kSans)},
    {"mathsfit", &Parser::alphabet, of(Alphabet::kSans)},
    {"mathbfsf", &Parser::alphabet, of(Alphabet::kSansBold)},
    {"mathtt", &Parser::alphabet, of(Alphabet::kTypewriter)},
    {"mathcal", &Parser::alphabet, of(Alphabet::kCalligraphic)},
    {"mathscr", &Parser::alphabet, of(Alphabet::kCalligraphic)},
    {"mathfrak", &Parser::alphabet, of(Alphabet::kFraktur)},
    {"frak", &Parser::alphabet, of(Alphabet::kFraktur)},
    {"mathbb", &Parser::alphabet, of(Alphabet::kBlackboard)},
    {"Bbb", &Parser::alphabet, of(Alphabet::kBlackboard)},
    {"boldsymbol", &Parser::alphabet, 0, 1},
    {"bm", &Parser::alphabet, 0, 1},
    {"pmb", &Parser::alphabet, 0, 1},
    {"rm", &Parser::alphabet_switch, of(Alphabet::kRoman)},
    {"bf", &Parser::alphabet_switch, of(Alphabet::kBold)},
    {"it", &Parser::alphabet_switch, of(Alphabet::kItalic)},
    {"sl", &Parser::alphabet_switch, of(Alphabet::kItalic)},
    {"em", &Parser::alphabet_switch, of(Alphabet::kItalic)},
    {"sf", &Parser::alphabet_switch, of(Alphabet::kSans)},
    {"tt", &Parser::alphabet_switch, of(Alphabet::kTypewriter)},
    {"cal", &Parser::alphabet_switch, of(Alphabet::kCalligraphic)},
    {"scr", &Parser::alphabet_switch, of(Alphabet::kCalligraphic)},
    {"mit", &Parser::alphabet_switch, of(Alphabet::kNormal)},
    {"boldmath", &Parser::bold_switch, 1, 0, {}, true},
    {"unboldmath", &Parser::bold_switch, 0, 0, {}, true},
    // text
    {"text", &Parser::text, of(Face::kRoman), 0, "keep"},
    {"textrm", &Parser::text, of(Face::kRoman)},
    {"textnormal", &Parser::text, of(Face::kRoman)},
    {"textup", &Parser::text, of(Face::kRoman)},
    {"textmd", &Parser::text, of(Face::kRoman)},
    {"textbf", &Parser::text, of(Face::kBold)},
    {"textit", &Parser::text, of(Face::kItalic)},
    {"textsl", &Parser::text, of(Face::kItalic)},
    {"emph", &Parser::text, of(Face::kItalic)},
    {"textsf", &Parser::text, of(Face::kSans)},
    {"texttt", &Parser::text, of(Face::kTypewriter)},
    {"textsc", &Parser::text, of(Face::kRoman), 2},
    {"mbox", &Parser::text, of(Face::kRoman), 1, "keep"},
    {"hbox", &Parser::text, of(Face::kRoman), 1, "keep"},
    {"makebox", &Parser::text, of(Face::kRoman), 1, "box"},
    {"uline", &Parser::text_underline, 0, 0, {}, true},
    {"verb", &Parser::verbatim},
    {"ce", &Parser::chemistry, 0, 0, {}, true},
    {"pu", &Parser::chemistry, 1, 0, {}, true},
    {"textcircled", &Parser::circled, 0, 0, {}, true},
    // spaces: thousandths of u, or of mu
    {",", &Parser::space, 3000, 1},
    {"thinspace", &Parser::space, 3000, 1},
    {":", &Parser::space, 4000, 1},
    {">", &Parser::space, 4000, 1},
    {"medspace", &Parser::space, 4000, 1},
    {";", &Parser::space, 5000, 1},
    {"thickspace", &Parser::space, 5000, 1},
    {"!", &Parser::space, -3000, 1},
    {"negthinspace", &Parser::space, -3000, 1},
    {"negmedspace", &Parser::space, -4000, 1},
    {"negthickspace", &Parser::space, -5000, 1},
    {"enspace", &Parser::space, 500'000},
    {"enskip", &Parser::space, 500'000},
    {"quad", &Parser::space, 1'000'000},
    {"qquad", &Parser::space, 2'000'000},
    {" ", &Parser::space, 333'000},
    {"space", &Parser::space, 333'000},
    {"nobreakspace", &Parser::space, 333'000},
    {"kern", &Parser::kern, 0, 0, {}, true},
    {"mkern", &Parser::kern},
    {"hskip", &Parser::kern, 0, 0, {}, true},
    {"mskip", &Parser::kern},
    {"hspace", &Parser::horizontal_space, 0, 0, {}, true},
    {"mspace", &Parser::horizontal_space},
    {"nonscript", &Parser::nonscript},
    {"displaystyle", &Parser::style, of(Level::kDisplay)},
    {"textstyle", &Parser::style, of(Level::kText)},
    {"scriptstyle", &Parser::style, of(Level::kScript)},
    {"scriptscriptstyle", &Parser::style, of(Level::kScriptScript)},
    {"allowbreak", &Parser::line_break, 1},
    {"nobreak", &Parser::line_break, 0},
    // nothing to draw
    {"protect", &Parser::ignore, 0, 0, {}, true},
    {"relax", &Parser::ignore, 0, 0, {}, true},
    {"/", &Parser::ignore, 0, 0, {}, true},
    {"-", &Parser::ignore, 0, 0, {}, true},
    {"*", &Parser::ignore},
    {"null", &Parser::ignore, 0, 0, {}, true},
    {"noindent", &Parser::ignore, 0, 0, {}, true},
    {"hfill", &Parser::ignore, 0, 0, {}, true},
    {"hfil", &Parser::ignore, 0, 0, {}, true},
    {"hss", &Parser::ignore, 0, 0, {}, true},
    {"vspace", &Parser::ignore, 1, 0, {}, true},
    {"smallskip", &Parser::ignore},
    {"medskip", &Parser::ignore},
    {"bigskip", &Parser::ignore},
    {"displaybreak", &Parser::ignore, 0, 1},
    {"allowdisplaybreaks", &Parser::ignore, 0, 1},
    {"centering", &Parser::ignore, 0, 0, {}, true},
    {"nonumber", &Parser::ignore},
    {"notag", &Parser::ignore},
    {"tiny", &Parser::ignore},
    {"scriptsize", &Parser::ignore},
    {"footnotesize", &Parser::ignore},
    {"small", &Parser::ignore},
    {"normalsize", &Parser::ignore},
    {"large", &Parser::ignore},
    {"Large", &Parser::ignore},
    {"LARGE", &Parser::ignore},
    {"huge", &Parser::ignore},
    {"Huge", &Parser::ignore},
    // boxes
    {"boxed", &Parser::frame, of(FrameKind::kBox), 1},
    {"fbox", &Parser::frame, of(FrameKind::kBox), 2, {}, true},
    {"framebox", &Parser::frame, of(FrameKind::kBox), 2, {}, true},
    {"cancel", &Parser::frame, of(FrameKind::kCancel), 0},
    {"bcancel", &Parser::frame, of(FrameKind::kBackCancel), 0},
    {"xcancel", &Parser::frame, of(FrameKind::kCrossCancel), 0},
    {"sout", &Parser::frame, of(FrameKind::kStrike), 2, {}, true},
    {"cancelto", &Parser::cancel_to},
    {"phantom", &Parser::phantom, 3},
    {"hphantom", &Parser::phantom, 1},
    {"vphantom", &Parser::phantom, 2},
    {"smash", &Parser::smash},
    {"mathllap", &Parser::lap, 'l'},
    {"mathrlap", &Parser::lap, 'r'},
    {"mathclap", &Parser::lap, 'c'},
    {"llap", &Parser::lap, 'l', 1, {}, true},
    {"rlap", &Parser::lap, 'r', 1, {}, true},
    {"clap", &Parser::lap, 'c', 1, {}, true},
    {"raisebox", &Parser::raise, 0, 0, {}, true},
    {"raise", &Parser::raise, 1, 0, {}, true},
    {"lower", &Parser::raise, -1, 0, {}, true},
    {"vcenter", &Parser::centre},
    {"strut", &Parser::strut, 840, 360, {}, true},
    {"mathstrut", &Parser::strut, 748, 248},
    {"rule", &Parser::rule, 0, 0, {}, true},
    {"vrule", &Parser::rule, 1, 0, {}, true},
    {"hrule", &Parser::rule, 1, 0, {}, true},
    {"color", &Parser::colour, 0, 0, {}, true},
    {"textcolor", &Parser::coloured},
    {"colorbox", &Parser::colour_box, 0, 0, {}, true},
    {"fcolorbox", &Parser::colour_box, 1, 0, {}, true},
    {"tag", &Parser::tag},
    {"label", &Parser::label, 0, 0, {}, true},
    {"href", &Parser::link},
    // alignments
    {"begin", &Parser::begin},
    {"matrix", &Parser::plain_table, 0, 0, "matrix"},
    {"pmatrix", &Parser::plain_table, 0, 0, "pmatrix"},
    {"bmatrix", &Parser::plain_table, 0, 0, "bmatrix"},
    {"vmatrix", &Parser::plain_table, 0, 0, "vmatrix"},
    {"cases", &Parser::plain_table, 0, 0, "cases"},
    {"eqalign", &Parser::plain_table, 0, 0, "eqalign"},
    {"displaylines", &Parser::plain_table, 0, 0, "displaylines"},
    // definitions
    {"def", &Parser::define},
    {"gdef", &Parser::define},
    {"edef", &Parser::define},
    {"xdef", &Parser::define},
    {"newcommand", &Parser::new_command, 1},
    {"renewcommand", &Parser::new_command, 2},
    {"providecommand", &Parser::new_command, 3},
    {"let", &Parser::let},
    {"DeclareMathOperator", &Parser::declare_operator},
    {"global", &Parser::ignore},
    {"long", &Parser::ignore},
    // operators' names; option 1: limits in display style
    {"operatorname", &Parser::operator_name, 0, 0},
    {"operatornamewithlimits", &Parser::operator_name, 0, 1},
    {"arccos", &Parser::operator_word, 0, 0, "arccos"},
    {"arcsin", &Parser::operator_word, 0, 0, "arcsin"},
    {"arctan", &Parser::operator_word, 0, 0, "arctan"},
    {"arctg", &Parser::operator_word, 0, 0, "arctg"},
    {"arcctg", &Parser::operator_word, 0, 0, "arcctg"},
    {"arg", &Parser::operator_word, 0, 0, "arg"},
    {"ch", &Parser::operator_word, 0, 0, "ch"},
    {"cos", &Parser::operator_word, 0, 0, "cos"},
    {"cosec", &Parser::operator_word, 0, 0, "cosec"},
    {"cosh", &Parser::operator_word, 0, 0, "cosh"},
    {"cot", &Parser::operator_word, 0, 0, "cot"},
    {"cotg", &Parser::operator_word, 0, 0, "cotg"},
    {"coth", &Parser::operator_word, 0, 0, "coth"},
    {"csc", &Parser::operator_word, 0, 0, "csc"},
    {"ctg", &Parser::operator_word, 0, 0, "ctg"},
    {"cth", &Parser::operator_word, 0, 0, "cth"},
    {"deg", &Parser::operator_word, 0, 0, "deg"},
    {"det", &Parser::operator_word, 0, 1, "det"},
    {"dim", &Parser::operator_word, 0, 0, "dim"},
    {"exp", &Parser::operator_word, 0, 0, "exp"},
    {"gcd", &Parser::operator_word, 0, 1, "gcd"},
    {"hom", &Parser::operator_word, 0, 0, "hom"},
    {"inf", &Parser::operator_word, 0, 1, "inf"},
    {"ker", &Parser::operator_word, 0, 0, "ker"},
    {"lg", &Parser::operator_word, 0, 0, "lg"},
    {"lim", &Parser::operator_word, 0, 1, "lim"},
    {"liminf", &Parser::operator_word, 0, 1, "lim inf"},
    {"limsup", &Parser::operator_word, 0, 1, "lim sup"},
    {"injlim", &Parser::operator_word, 0, 1, "inj lim"},
    {"projlim", &Parser::operator_word, 0, 1, "proj lim"},
    {"ln", &Parser::operator_word, 0, 0, "ln"},
    {"log", &Parser::operator_word, 0, 0, "log"},
    {"max", &Parser::operator_word, 0, 1, "max"},
    {"min", &Parser::operator_word, 0, 1, "min"},
    {"Pr", &Parser::operator_word, 0, 1, "Pr"},
    {"sec", &Parser::operator_word, 0, 0, "sec"},
    {"sh", &Parser::operator_word, 0, 0, "sh"},
    {"sin", &Parser::operator_word, 0, 0, "sin"},
    {"sinh", &Parser::operator_word, 0, 0, "sinh"},
    {"sup", &Parser::operator_word, 0, 1, "sup"},
    {"tan", &Parser::operator_word, 0, 0, "tan"},
    {"tanh", &Parser::operator_word, 0, 0, "tanh"},
    {"tg", &Parser::operator_word, 0, 0, "tg"},
    {"th", &Parser::operator_word, 0, 0, "th"},
};

constexpr std::size_t kSlots = 2048;
static_assert(std::size(kCommands) * 3 < kSlots);

template <class Name>
std::size_t slot_of(const Name& name) {
    std::uint32_t hash = 2166136261u;
    for (const auto c : name) hash = (hash ^ std::uint32_t(c)) * 16777619u;
    return (hash ^ (hash >> 15)) % kSlots;
}

struct Index {  // open addressing; 0: free, else a row's number and 1
    Index() {
        for (std::uint16_t i = 0; i < std::size(kCommands); ++i) {
            std::size_t slot = slot_of(kCommands[i].name);
            while (slots[slot] != 0) slot = (slot + 1) % kSlots;
            slots[slot] = std::uint16_t(i + 1);
        }
    }
    std::array<std::uint16_t, kSlots> slots{};
};

}  // namespace

const Command* find_command(std::u32string_view name) {
    static const Index index;
    for (std::size_t slot = slot_of(name); index.slots[slot] != 0; slot = (slot + 1) % kSlots) {
        const Command& row = kCommands[index.slots[slot] - 1];
        const bool same = std::equal(row.name.begin(), row.name.end(), name.begin(), name.end(),
                                     [](char a, char32_t b) { return char32_t(a) == b; });
        if (same) return &row;
    }
    return nullptr;
}

}  // namespace lomo
