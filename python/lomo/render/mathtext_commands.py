r"""The LaTeX commands that mathtext sets rightly, and how the others are rewritten: tables, no decisions.

Every name is listed by hand: mathtext knows 2,500 names, and some of them mean something else in LaTeX
(``\c``, ``\d``, ``\H``: accents; ``\overbrace``, ``\check``: a lone combining mark), so that accepting what
it accepts would draw wrong formulas.
"""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """The words of ``text``."""
    return frozenset(text.split())


ORDINARY = names(
    r"""
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi
    rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma
    Upsilon Phi Psi Omega infty partial nabla ell hbar imath jmath wp Re Im aleph beth gimel daleth forall
    exists nexists emptyset varnothing neg angle measuredangle sphericalangle prime backslash top bot flat
    natural sharp clubsuit diamondsuit heartsuit spadesuit blacksquare bigstar ldots cdots vdots ddots mho
    eth digamma
    """
)
"""Symbols that stand for themselves, without space around them."""

OPERATORS = names(
    """
    sum prod coprod int iint iiint oint oiint bigcap bigcup bigsqcup bigvee bigwedge bigodot bigotimes
    bigoplus biguplus arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg
    lim liminf limsup ln log max min Pr sec sin sinh sup tan tanh
    """
)
"""Large operators and named functions."""

BINARY = names(
    """
    pm mp times div ast star circ bullet cdot cap cup uplus sqcap sqcup vee wedge wr diamond bigtriangleup
    bigtriangledown triangleleft triangleright lhd rhd unlhd unrhd oplus ominus otimes oslash odot bigcirc
    dagger ddagger amalg barwedge veebar curlyvee curlywedge boxplus boxminus boxtimes boxdot circledast
    circledcirc circleddash ltimes rtimes intercal dotplus Cap Cup divideontimes leftthreetimes
    rightthreetimes
    """
)
"""Binary operators."""

RELATIONS = names(
    """
    leq geq equiv prec succ sim perp preceq succeq simeq mid ll gg asymp parallel subset supset approx
    bowtie subseteq supseteq cong neq smile sqsubset sqsupset sqsubseteq sqsupseteq doteq frown in ni
    propto models vdash dashv leqq geqq leqslant geqslant lneqq gneqq lessgtr lesssim gtrsim lessapprox
    gtrapprox approxeq triangleq nleq ngeq nless ngtr nmid nparallel notin nsubseteq nsupseteq subsetneq
    supsetneq subsetneqq supsetneqq subseteqq supseteqq nsim ncong nprec nsucc nvdash nvDash vDash Vdash
    Vvdash trianglelefteq trianglerighteq ntrianglelefteq ntrianglerighteq vartriangleleft
    vartriangleright blacktriangleleft blacktriangleright therefore because backsim backsimeq lll ggg
    Subset Supset preccurlyeq succcurlyeq precsim succsim eqcirc circeq bumpeq Bumpeq Doteq risingdotseq
    fallingdotseq gtrless lesseqgtr gtreqless between pitchfork varpropto eqsim coloneq eqcolon triangle
    dots leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow
    longrightarrow longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow mapsto longmapsto
    uparrow downarrow updownarrow Uparrow Downarrow Updownarrow nearrow searrow swarrow nwarrow
    hookleftarrow hookrightarrow leftharpoonup leftharpoondown rightharpoonup rightharpoondown
    rightleftharpoons leftrightharpoons to leftleftarrows rightrightarrows leftrightarrows rightleftarrows
    upuparrows downdownarrows twoheadleftarrow twoheadrightarrow leftarrowtail rightarrowtail nleftarrow
    nrightarrow nLeftarrow nRightarrow nleftrightarrow nLeftrightarrow curvearrowleft curvearrowright
    rightsquigarrow leftrightsquigarrow multimap
    """
)
r"""Relations and arrows. ``\triangle`` and ``\dots`` are here because mathtext spaces them so."""

SPACES = names(r", : ; > ! quad qquad thinspace enspace")
"""Space commands that mathtext knows."""

ACCENTS = names(
    """
    hat breve bar grave acute tilde dot ddot dddot vec mathring widehat widetilde
    """
)
"""Accents: one argument."""

FONT_SWITCHES = names("rm bf it sf tt cal")
"""Font commands that hold to the end of the group."""

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
FONT_HOLDS: dict[str, frozenset[str]] = {
    "cal": frozenset(LETTERS[26:]),
    "scr": frozenset(LETTERS[26:]),
    "frak": frozenset(LETTERS),
    "bb": frozenset(LETTERS + DIGITS),
}
"""The letters and digits that a font really has: elsewhere cmsy10 draws arrows, and STIX plain letters."""

TEMPLATES: dict[str, tuple[int, str]] = {
    # TeX's \nulldelimiterspace on both sides, without which the bars of two fractions join to one.
    "frac": (2, r"{\hspace{0.12}\frac{#1}{#2}\hspace{0.12}}"),
    "tfrac": (2, r"{\hspace{0.12}\frac{#1}{#2}\hspace{0.12}}"),
    "cfrac": (2, r"{\hspace{0.12}\dfrac{#1}{#2}\hspace{0.12}}"),
    "dfrac": (2, r"{\hspace{0.12}\dfrac{#1}{#2}\hspace{0.12}}"),
    "binom": (2, r"\binom{#1}{#2}"),
    "dbinom": (2, r"\binom{#1}{#2}"),
    "tbinom": (2, r"\binom{#1}{#2}"),
    "overline": (1, r"\overline{#1}"),
    "underline": (1, r"\underline{#1}"),
    "overset": (2, r"\overset{#1}{#2}"),
    "overrightarrow": (1, r"\overset{\rightarrow }{#1}"),
    "overleftarrow": (1, r"\overset{\leftarrow }{#1}"),
    "overleftrightarrow": (1, r"\overset{\leftrightarrow }{#1}"),
    "stackrel": (2, r"\overset{#1}{#2}"),
    "underset": (2, r"\underset{#1}{#2}"),
    "phantom": (1, r"\phantom{#1}"),
    "hphantom": (1, r"\phantom{#1}"),
    "boldsymbol": (1, r"\boldsymbol{#1}"),
    "bm": (1, r"\boldsymbol{#1}"),
    "pmb": (1, r"\boldsymbol{#1}"),
    "pmod": (1, r"\;\;(\mathrm{mod}\;#1)"),
    "mod": (1, r"\;\;\mathrm{mod}\;#1"),
    "pod": (1, r"\;\;(#1)"),
    "mathop": (1, "{#1}"),
    "mathord": (1, "{#1}"),
    "mathrel": (1, r"\;{#1}\;"),
    "mathbin": (1, r"\:{#1}\:"),
    "mathopen": (1, "{#1}"),
    "mathclose": (1, "{#1}"),
    "mathinner": (1, "{#1}"),
    "smash": (1, "{#1}"),
    "mathnormal": (1, "{#1}"),
    "vphantom": (1, ""),
    "label": (1, ""),
}
"""Commands with arguments: how many, and what is written for them."""

FONTS: dict[str, str] = {
    "mathrm": "rm",
    "mathbf": "bf",
    "mathit": "it",
    "mathtt": "tt",
    "mathsf": "sf",
    "mathcal": "cal",
    "mathbb": "bb",
    "mathfrak": "frak",
    "mathscr": "scr",
    "bold": "bf",
    "Bbb": "bb",
    "frak": "frak",
}
"""Font commands with one argument, and mathtext's name of the font."""

TEXT = names("text mbox hbox textrm textnormal textup")
"""Commands whose argument is upright text."""

TEXT_FONTS: dict[str, str] = {
    "textbf": "bf",
    "textit": "it",
    "emph": "it",
    "texttt": "tt",
    "textsf": "sf",
}
"""Commands whose argument is text in another font: letters, digits and spaces only."""

DROPPED = names(
    "displaystyle textstyle limits nolimits displaylimits nonumber notag allowbreak strut mathstrut protect"
)
"""Commands that change sizes, breaks or the place of limits, never what the formula says."""

BIG = names("big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm")
"""Delimiter sizes: the delimiter itself is drawn at its plain size."""

INFIX: dict[str, str] = {
    "over": r"\frac{#1}{#2}",
    "choose": r"\binom{#1}{#2}",
    "atop": r"\genfrac{}{}{0}{}{#1}{#2}",
}
"""Plain TeX's infix commands: all before, all after."""

STRUT = r"\underset{}{\overset{}{\overset{}{\overset{}{\overset{}{}}}}}"
"""Nothing, 0.75 em high and 0.19 em deep: mathtext's gaps of three rules each. Without it a delimiter around
a low letter is drawn smaller than in a line of text."""

REPLACED: dict[str, str] = {
    " ": r"\ ",
    "\n": r"\ ",
    "\t": r"\ ",
    "le": r"\leq ",
    "ge": r"\geq ",
    "ne": r"\neq ",
    "lt": "<",
    "gt": ">",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textbackslash": r"\backslash ",
    "textasciitilde": r"\sim ",
    "bmod": r"\;\mathrm{mod}\;",
    "implies": r"\;\Longrightarrow \;",
    "impliedby": r"\;\Longleftarrow \;",
    "iff": r"\;\Longleftrightarrow \;",
    "land": r"\wedge ",
    "lor": r"\vee ",
    "lnot": r"\neg ",
    "gets": r"\leftarrow ",
    "owns": r"\ni ",
    "dotsc": r"\ldots ",
    "dotso": r"\ldots ",
    "dotsb": r"\cdots ",
    "dotsm": r"\cdots ",
    "dotsi": r"\cdots ",
    "cdotp": r"\cdot ",
    "centerdot": r"\cdot ",
    "dag": r"\dagger ",
    "ddag": r"\ddagger ",
    "colon": r"{:}\,",
    "square": "\u25a1",
    "Box": "\u25a1",
    "lvert": "|",
    "rvert": "|",
    "vert": "|",
    "lVert": r"\|",
    "rVert": r"\|",
    "Vert": r"\|",
    "|": r"\|",
    "lbrace": r"\lbrace ",
    "rbrace": r"\rbrace ",
    "{": r"\lbrace ",
    "}": r"\rbrace ",
    "lbrack": "[",
    "rbrack": "]",
    "setminus": r"\:\backslash \:",
    "%": r"\%",
    "$": r"\$",
    "_": r"\_",
    "&": r"\text{&}",
    "#": r"\text{#}",
    "negthinspace": r"\!",
    "medspace": r"\:",
    "thickspace": r"\;",
    "langle": r"\langle ",
    "rangle": r"\rangle ",
    "lfloor": r"\lfloor ",
    "rfloor": r"\rfloor ",
    "lceil": r"\lceil ",
    "rceil": r"\rceil ",
    "degree": r"{}^{\circ }",
}
"""Commands written in other words that mathtext draws alike."""

DELIMITERS: dict[str, str] = {
    **{c: c for c in "()[]/|.<>"},
    **{rf"\{name}": rf"\{name} " for name in ["langle", "rangle", "lfloor", "rfloor", "lceil", "rceil"]},
    **{rf"\{name}": rf"\{name} " for name in ["uparrow", "downarrow", "updownarrow"]},
    **{rf"\{name}": rf"\{name} " for name in ["Uparrow", "Downarrow", "Updownarrow", "backslash"]},
    **{rf"\{name}": "|" for name in ["vert", "lvert", "rvert", "textbar"]},
    **{rf"\{name}": r"\|" for name in ["|", "Vert", "lVert", "rVert"]},
    r"\{": r"\{",
    r"\}": r"\}",
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\lbrack": "[",
    r"\rbrack": "]",
    r"\lt": "<",
    r"\gt": ">",
    r"\textless": "<",
    r"\textgreater": ">",
}
r"""What may follow ``\left``, ``\middle``, ``\right``."""

NEGATED: dict[str, str] = {
    "=": r"\neq ",
    "<": r"\nless ",
    ">": r"\ngtr ",
    "|": r"\nmid ",
    r"\in": r"\notin ",
    r"\equiv": r"\nequiv ",
    r"\subset": r"\nsubset ",
    r"\subseteq": r"\nsubseteq ",
    r"\supset": r"\nsupset ",
    r"\supseteq": r"\nsupseteq ",
    r"\leq": r"\nleq ",
    r"\le": r"\nleq ",
    r"\geq": r"\ngeq ",
    r"\ge": r"\ngeq ",
    r"\mid": r"\nmid ",
    r"\parallel": r"\nparallel ",
    r"\sim": r"\nsim ",
    r"\simeq": r"\nsimeq ",
    r"\cong": r"\ncong ",
    r"\exists": r"\nexists ",
    r"\Rightarrow": r"\nRightarrow ",
    r"\rightarrow": r"\nrightarrow ",
    r"\to": r"\nrightarrow ",
}
r"""``\not`` and the symbol after it."""

_GREEK = "αβγδζηθικλμνξπρςστυχψωΓΔΘΛΞΠΣΦΨΩ"
_GREEK_NAMES = (
    "alpha beta gamma delta zeta eta theta iota kappa lambda mu nu xi pi rho varsigma sigma tau upsilon chi "
    "psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
)

CHARACTERS: dict[str, str] = {
    "~": r"\ ",
    "\u00a0": r"\ ",
    "\u3000": r"\quad ",
    "\u2212": "-",
    "\u2219": r"\bullet ",
    "\u00d7": r"\times ",
    "\u00f7": r"\div ",
    "\u00b1": r"\pm ",
    "\u2213": r"\mp ",
    "\u00b7": r"\cdot ",
    "\u22c5": r"\cdot ",
    "\u00ac": r"\neg ",
    "\u00b5": r"\mu ",
    "\u00b0": r"{}^{\circ }",
    "\u00b9": "{}^{1}",
    "\u00b2": "{}^{2}",
    "\u00b3": "{}^{3}",
    "\u2264": r"\leq ",
    "\u2265": r"\geq ",
    "\u2260": r"\neq ",
    "\u2248": r"\approx ",
    "\u2261": r"\equiv ",
    "\u2208": r"\in ",
    "\u221e": r"\infty ",
    "\u2192": r"\rightarrow ",
    "\u21d2": r"\Rightarrow ",
    "\u2220": r"\angle ",
    "\u2026": r"\ldots ",
    "\u22ef": r"\cdots ",
    "\u222a": r"\cup ",
    "\u2229": r"\cap ",
    "\u2282": r"\subset ",
    "\u2286": r"\subseteq ",
    "\u2202": r"\partial ",
    "\u2211": r"\sum ",
    "\u222b": r"\int ",
    **dict(zip(_GREEK, (rf"\{name} " for name in _GREEK_NAMES.split()), strict=True)),
    "ε": r"\varepsilon ",
    "ϵ": r"\epsilon ",
    "φ": r"\varphi ",
    "ϕ": r"\phi ",
}
"""Characters that Computer Modern has under another number, or not at all."""
