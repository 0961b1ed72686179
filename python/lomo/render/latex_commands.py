r"""The only control sequences and environments that reach xelatex, and the preamble they live in: tables.

An allow-list, because TeX is a programming language: nothing here defines, expands names, changes category
codes, or touches a file. ``^^`` notation and ``%`` are refused by ``latex_guard``, so that what TeX reads is
what was checked.
"""

from __future__ import annotations

from lomo.render import mathtext_commands as simple

TEXT_COMMANDS = simple.TEXT | frozenset(simple.TEXT_FONTS) | simple.names("fbox textsl textsc textmd")
"""Commands whose argument is text: a ``$`` pair may stand in it."""

_MORE = simple.names(
    """
    left right middle sqrt root of uproot leftroot operatorname not hspace mspace begin end
    boxed cancel bcancel xcancel cancelto substack overbrace underbrace overbracket underbracket xrightarrow
    xleftarrow xleftrightarrow xRightarrow xLeftarrow xmapsto overrightarrow overleftarrow overleftrightarrow
    underrightarrow underleftarrow genfrac sideset overunderset prescript hline cline multicolumn vline hfill
    hdotsfor scriptstyle scriptscriptstyle tag mathpunct check widecheck mathit mathnormal mathds mathbbm
    symbf symbfit symup symit symcal symscr symfrak symbb symsf symtt
    over atop choose brace brack llap rlap clap mathllap mathrlap mathclap hskip kern mkern mskip quad qquad
    negmedspace negthickspace nobreakspace enskip
    tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge
    lgroup rgroup lmoustache rmoustache ulcorner urcorner llcorner lrcorner
    AA aa AE ae OE oe O o L l SS ss i j S P pounds copyright dag ddag yen euro
    textquotesingle textquoteleft textquoteright textdegree textendash textemdash textellipsis textasciicircum
    textunderscore textbraceleft textbraceright slash
    iiiint idotsint oiiint surd smallint smallsetminus And complement Finv Game hslash Bbbk
    circledR circledS maltese checkmark lozenge blacklozenge blacktriangle blacktriangledown vartriangle
    triangledown diagup diagdown eth backprime varGamma varDelta varTheta varLambda varXi varPi varSigma
    varUpsilon varPhi varPsi varOmega varkappa thetasym bigtimes biginterleave
    injlim projlim varinjlim varprojlim varlimsup varliminf
    lesseqqgtr gtreqqless eqslantless eqslantgtr lneq gneq lvertneqq gvertneqq nleqslant ngeqslant nleqq ngeqq
    npreceq nsucceq precneqq succneqq precnsim succnsim precnapprox succnapprox precapprox succapprox
    lnsim gnsim lnapprox gnapprox nshortmid nshortparallel shortmid shortparallel varsubsetneq varsupsetneq
    nsubset nsupset nsubseteqq nsupseteqq nVDash nVdash backepsilon Lsh Rsh circlearrowleft circlearrowright
    looparrowleft looparrowright Lleftarrow Rrightarrow upharpoonleft upharpoonright downharpoonleft
    downharpoonright restriction leadsto mapsfrom longmapsfrom hookleftarrow dashrightarrow dashleftarrow
    ratio coloneqq eqqcolon Coloneqq vcentcolon dblcolon lessdot gtrdot Join trianglerighteq nni
    sp sb ldotp cdotp dotsc dotso dotsb dotsm dotsi iff Vert lvert ngtr nless
    """
)

COMMANDS: frozenset[str] = (
    simple.ORDINARY
    | simple.OPERATORS
    | simple.BINARY
    | simple.RELATIONS
    | simple.SPACES
    | simple.ACCENTS
    | simple.FONT_SWITCHES
    | simple.DROPPED
    | simple.BIG
    | TEXT_COMMANDS
    | frozenset(simple.TEMPLATES)
    | frozenset(simple.FONTS)
    | frozenset(simple.REPLACED)
    | frozenset("\\,;:!>/-*'`\"^~=.")
    | _MORE
) - frozenset(["Bbb", "frak"])
"""Names without the backslash; single characters are control symbols."""

STARRED = frozenset(["operatorname", "hspace"])
"""Commands that a star belongs to."""

ENVIRONMENTS = simple.names(
    """
    align align* aligned alignat alignat* alignedat array bmatrix Bmatrix cases dcases rcases eqnarray
    eqnarray* equation equation* displaymath math flalign flalign* gather gather* gathered matrix multline
    multline* multlined pmatrix smallmatrix split subarray vmatrix Vmatrix
    """
)

PREAMBLE = r"""\documentclass{article}
\usepackage{mathtools}
\usepackage{cancel}
\usepackage[math-style=TeX,mathbf=sym]{unicode-math}
\setmathfont{latinmodern-math.otf}
\tracinglostchars=2
\renewenvironment{align}{\aligned}{\endaligned}
\renewenvironment{align*}{\aligned}{\endaligned}
\renewenvironment{flalign}{\aligned}{\endaligned}
\renewenvironment{flalign*}{\aligned}{\endaligned}
\renewenvironment{alignat}[1]{\alignedat{#1}}{\endalignedat}
\renewenvironment{alignat*}[1]{\alignedat{#1}}{\endalignedat}
\renewenvironment{gather}{\gathered}{\endgathered}
\renewenvironment{gather*}{\gathered}{\endgathered}
\renewenvironment{multline}{\gathered}{\endgathered}
\renewenvironment{multline*}{\gathered}{\endgathered}
\renewenvironment{split}{\aligned}{\endaligned}
\renewenvironment{eqnarray}{\array{rcl}}{\endarray}
\renewenvironment{eqnarray*}{\array{rcl}}{\endarray}
\renewenvironment{equation}{}{}
\renewenvironment{equation*}{}{}
\renewenvironment{displaymath}{}{}
\renewenvironment{math}{}{}
\AtBeginDocument{%
  \renewcommand\label[1]{}\renewcommand\nonumber{}\renewcommand\notag{}%
  \renewcommand\setminus{\smallsetminus}%
  \renewcommand\boldsymbol[1]{\symbfit{#1}}\let\bm\boldsymbol\let\pmb\boldsymbol
  \providecommand\bold[1]{\mathbf{#1}}%
  \def\square{\mdlgwhtsquare}\def\Box{\mdlgwhtsquare}\def\blacksquare{\mdlgblksquare}%
  \def\lt{<}\def\gt{>}\def\degree{{}^{\circ}}\def\centerdot{\cdot}%
  \def\land{\wedge}\def\lor{\vee}\def\lnot{\neg}%
  \def\textless{\ifmmode<\else\char"3C \fi}\def\textgreater{\ifmmode>\else\char"3E \fi}%
  \def\textbar{\ifmmode|\else\char"7C \fi}\def\textbackslash{\ifmmode\backslash\else\char"5C \fi}%
  \def\textasciitilde{\ifmmode\sim\else\char"7E \fi}%
}
"""
