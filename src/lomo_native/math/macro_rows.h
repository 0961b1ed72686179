// Commands that are short for other LaTeX: name, number of parameters, body.
#pragma once

#include <cstdint>
#include <string_view>

namespace lomo {

struct MacroRow {
    std::string_view name;
    std::uint32_t parameters;
    std::string_view body;
};

inline constexpr MacroRow kMacroRows[] = {
    // amsmath and plain TeX
    {"pmod", 1, R"(\mkern8mu(\mathrm{mod}\mkern6mu #1))"},
    {"pod", 1, R"(\mkern8mu(#1))"},
    {"mod", 1, R"(\mkern12mu\mathrm{mod}\mkern6mu #1)"},
    {"bmod", 0, R"(\nonscript\mskip-4mu\mkern5mu\mathbin{\mathrm{mod}}\mkern5mu\nonscript\mskip-4mu)"},
    {"colon", 0, R"(\mkern2mu\mathpunct{}\nonscript\mkern-3mu\mathord{:}\mkern6mu)"},
    {"iff", 0, R"(\mkern5mu\Longleftrightarrow\mkern5mu)"},
    {"implies", 0, R"(\mkern5mu\Longrightarrow\mkern5mu)"},
    {"impliedby", 0, R"(\mkern5mu\Longleftarrow\mkern5mu)"},
    {"dotsi", 0, R"(\mkern-3mu\cdots)"},
    {"joinrel", 0, R"(\mathrel{\mkern-3mu})"},
    {"relbar", 0, R"(\mathrel{-})"},
    {"Relbar", 0, R"(\mathrel{=})"},
    {"varinjlim", 0, R"(\operatorname*{\underrightarrow{\mathrm{lim}}})"},
    {"varprojlim", 0, R"(\operatorname*{\underleftarrow{\mathrm{lim}}})"},
    {"varliminf", 0, R"(\operatorname*{\underline{\mathrm{lim}}})"},
    {"varlimsup", 0, R"(\operatorname*{\overline{\mathrm{lim}}})"},
    {"idotsint", 0, R"(\int\cdots\int)"},
    {"centerline", 1, R"(\hbox{#1})"},
    {"bgroup", 0, "{"},
    {"egroup", 0, "}"},
    {"begingroup", 0, "{"},
    {"endgroup", 0, "}"},
    {"newline", 0, R"(\\)"},
    {"dotsx", 0, R"(\ldots\,)"},
    {"TeX", 0, R"(\hbox{T\kern-.1667em\lower.5ex\hbox{E}\kern-.125emX})"},
    {"LaTeX", 0, R"(\hbox{L\kern-.36em\raise.2em\hbox{\scriptsize A}\kern-.15em\TeX})"},
    {"KaTeX", 0, R"(\hbox{K\kern-.17em\raise.2em\hbox{\scriptsize A}\kern-.15em\TeX})"},
    // amscd: the arrows of a diagram; no formula can name them
    {"cd@right", 2, R"(\xrightarrow[\;#2\;]{\;#1\;})"},
    {"cd@left", 2, R"(\xleftarrow[\;#2\;]{\;#1\;})"},
    {"cd@equal", 0, R"(\xlongequal{\quad})"},
    {"cd@down", 2,
     R"(\mathllap{\vcenter{\scriptstyle #1}\,}\Big\downarrow\mathrlap{\,\vcenter{\scriptstyle #2}})"},
    {"cd@up", 2,
     R"(\mathllap{\vcenter{\scriptstyle #1}\,}\Big\uparrow\mathrlap{\,\vcenter{\scriptstyle #2}})"},
    {"cd@same", 0, R"(\Big\|)"},
    // actuarial and electrical angles, double arrows
    {"angln", 0, R"(\angl{n})"},
    {"phase", 1, R"(\underline{/\,{#1}})"},
    {"Overrightarrow", 1, R"({\overset{\xRightarrow{\hphantom{#1}}}{#1}})"},
    // braket
    {"bra", 1, R"(\mathinner{\langle{#1}|})"},
    {"ket", 1, R"(\mathinner{|{#1}\rangle})"},
    {"braket", 1, R"(\mathinner{\langle{#1}\rangle})"},
    {"Bra", 1, R"(\left\langle #1\right|)"},
    {"Ket", 1, R"(\left|#1\right\rangle)"},
    {"Braket", 1, R"(\left\langle #1\right\rangle)"},
    {"set", 1, R"(\mathinner{\lbrace\,#1\,\rbrace})"},
    {"Set", 1, R"(\left\lbrace\:#1\:\right\rbrace)"},
    // mathtools
    {"ordinarycolon", 0, ":"},
    {"Eqqcolon", 0, R"(\mathrel{=\mkern-1.2mu::})"},
    {"Eqcolon", 0, R"(\mathrel{-\mkern-1.2mu::})"},
    {"equalscoloncolon", 0, R"(\mathrel{=\mkern-1.2mu::})"},
    {"colonminus", 0, R"(\mathrel{:\mkern-1.2mu\mathord{-}})"},
    {"coloncolonminus", 0, R"(\mathrel{::\mkern-1.2mu\mathord{-}})"},
    {"minuscoloncolon", 0, R"(\mathrel{-\mkern-1.2mu::})"},
    {"colonapprox", 0, R"(\mathrel{:\mkern-1.2mu\approx})"},
    {"Colonapprox", 0, R"(\mathrel{::\mkern-1.2mu\approx})"},
    {"coloncolonapprox", 0, R"(\mathrel{::\mkern-1.2mu\approx})"},
    {"approxcolon", 0, R"(\mathrel{\approx\mkern-1.2mu:})"},
    {"approxcoloncolon", 0, R"(\mathrel{\approx\mkern-1.2mu::})"},
    {"colonsim", 0, R"(\mathrel{:\mkern-1.2mu\sim})"},
    {"Colonsim", 0, R"(\mathrel{::\mkern-1.2mu\sim})"},
    {"coloncolonsim", 0, R"(\mathrel{::\mkern-1.2mu\sim})"},
    {"simcolon", 0, R"(\mathrel{\sim\mkern-1.2mu:})"},
    {"simcoloncolon", 0, R"(\mathrel{\sim\mkern-1.2mu::})"},
    {"prescript", 3, R"({}^{#1}_{#2}#3)"},
    // statmath, physics of other renderers
    {"argmin", 0, R"(\operatorname*{arg\,min})"},
    {"argmax", 0, R"(\operatorname*{arg\,max})"},
    {"plim", 0, R"(\operatorname*{plim})"},
    // texvc, as wikis write
    {"R", 0, R"(\mathbb{R})"},
    {"N", 0, R"(\mathbb{N})"},
    {"Z", 0, R"(\mathbb{Z})"},
    {"Reals", 0, R"(\mathbb{R})"},
    {"reals", 0, R"(\mathbb{R})"},
    {"natnums", 0, R"(\mathbb{N})"},
    {"Complex", 0, R"(\mathbb{C})"},
    {"cnums", 0, R"(\mathbb{C})"},
};

// Khan Academy's colours, each with one argument: a page is black on white.
inline constexpr std::string_view kColourCommands[] = {
    "blueA",   "blueB",   "blueC",   "blueD",   "blueE",   "tealA",   "tealB",   "tealC",
    "tealD",   "tealE",   "greenA",  "greenB",  "greenC",  "greenD",  "greenE",  "goldA",
    "goldB",   "goldC",   "goldD",   "goldE",   "redA",    "redB",    "redC",    "redD",
    "redE",    "maroonA", "maroonB", "maroonC", "maroonD", "maroonE", "purpleA", "purpleB",
    "purpleC", "purpleD", "purpleE", "mintA",   "mintB",   "mintC",   "grayA",   "grayB",
    "grayC",   "grayD",   "grayE",   "grayF",   "grayG",   "grayH",   "grayI",   "blue",
    "orange",  "pink",    "red",     "green",   "gray",    "purple",  "kaBlue",  "kaGreen",
};

}  // namespace lomo
