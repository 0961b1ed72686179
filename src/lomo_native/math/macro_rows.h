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
    {"doteq", 0, R"(\mathrel{\char"2250})"},
    {"varinjlim", 0, R"(\operatorname*{\underrightarrow{\mathrm{lim}}})"},
    {"varprojlim", 0, R"(\operatorname*{\underleftarrow{\mathrm{lim}}})"},
    {"varliminf", 0, R"(\operatorname*{\underline{\mathrm{lim}}})"},
    {"varlimsup", 0, R"(\operatorname*{\overline{\mathrm{lim}}})"},
    {"idotsint", 0, R"(\int\cdots\int)"},
    {"centerline", 1, R"(\hbox{#1})"},
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
    {"coloneqq", 0, R"(\mathrel{\char"2254})"},
    {"eqqcolon", 0, R"(\mathrel{\char"2255})"},
    {"Coloneqq", 0, R"(\mathrel{::=})"},
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
    {"thetasym", 0, R"(\vartheta)"},
    {"weierp", 0, R"(\wp)"},
};

}  // namespace lomo
