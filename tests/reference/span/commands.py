r"""A LaTeX command's name in; out how many arguments it takes when it stands bare, in prose, without
delimiters.

Only commands of mathematics are listed. Text commands (``\textbf``, ``\section``, ``\item``) are prose, and a
name that is not listed is a path, an escape or somebody's macro: text as well.
"""

from __future__ import annotations

_SYMBOLS = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi
omicron pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi
Pi Sigma Upsilon Phi Psi Omega aleph beth ell hbar hslash imath jmath wp Re Im partial nabla infty emptyset
varnothing forall exists nexists neg lnot top bot angle measuredangle triangle square Box blacksquare
diamond Diamond star bigstar clubsuit diamondsuit heartsuit spadesuit prime backprime degree mho complement
cdot times div pm mp ast circ bullet oplus ominus otimes oslash odot bigcirc dagger ddagger wedge vee land
lor cap cup uplus sqcap sqcup setminus smallsetminus amalg wr leq le geq ge neq ne leqslant geqslant lt gt
ll gg lll ggg equiv sim simeq approx approxeq cong propto doteq asymp prec succ preceq succeq subset supset
subseteq supseteq subsetneq supsetneq nsubseteq in notin ni mid nmid parallel nparallel perp models vdash
dashv Vdash vDash triangleq coloneqq lesssim gtrsim lessgtr leqq geqq vartriangle triangleleft triangleright
unlhd Join bowtie smile frown to gets rightarrow leftarrow Rightarrow Leftarrow leftrightarrow
Leftrightarrow longrightarrow longleftarrow Longrightarrow Longleftarrow longleftrightarrow
Longleftrightarrow implies impliedby iff mapsto longmapsto uparrow downarrow Uparrow Downarrow updownarrow
nearrow searrow swarrow nwarrow hookrightarrow hookleftarrow rightharpoonup leftharpoonup rightleftharpoons
leadsto ldots cdots vdots ddots dots dotsc dotsb dotsm dotsi therefore because langle rangle lfloor rfloor
lceil rceil lbrace rbrace lbrack rbrack vert Vert lvert rvert lVert rVert sin cos tan cot sec csc arcsin
arccos arctan sinh cosh tanh coth log ln lg exp lim liminf limsup max min sup inf arg det dim ker deg gcd
hom Pr sum prod coprod int iint iiint iiiint oint bigcup bigcap bigsqcup bigvee bigwedge bigoplus bigotimes
bigodot biguplus quad qquad bmod
"""
_ONE = """
vec hat bar dot ddot dddot tilde check breve acute grave mathring widehat widetilde overline underline
overrightarrow overleftarrow overleftrightarrow overbrace underbrace sqrt boxed fbox mathrm mathbf mathit
mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol bm pmb operatorname text textrm mbox pmod pod
cancel bcancel xcancel phantom ket bra xrightarrow xleftarrow mathop mathbin mathrel substack ce pu
"""
_TWO = "frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel cancelto"

ARGUMENTS: dict[str, int] = {
    **dict.fromkeys(_SYMBOLS.split(), 0),
    **dict.fromkeys(_ONE.split(), 1),
    **dict.fromkeys(_TWO.split(), 2),
}
"""Name without its backslash -> number of arguments."""

OPTIONAL = frozenset({"sqrt", "cfrac", "xrightarrow", "xleftarrow"})
"""Commands that may take one argument in square brackets before the others."""

_TOKENS = """
frac dfrac tfrac cfrac binom dbinom tbinom sqrt vec hat bar dot ddot tilde overline underline widehat
widetilde  overrightarrow mathrm mathbf mathcal mathbb mathfrak boldsymbol bm pmod
"""
UNBRACED = frozenset(_TOKENS.split())
"""Commands whose arguments may be single tokens (``\\frac12``, ``\\vec v``); the others need their braces in
prose."""

ESCAPES = frozenset(name for name in ARGUMENTS if name[0] in "abfnrtv" and ARGUMENTS[name] == 0)
r"""Commands that in a text of escapes (``\n`` written out) are rather an escape and a word: ``\not``,
``\to``."""

_ENVIRONMENTS = """
equation align alignat flalign gather multline eqnarray math displaymath dmath subequations
array matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases dcases rcases tabular
aligned alignedat gathered split subarray IEEEeqnarray
"""
ENVIRONMENTS = frozenset(name + star for name in _ENVIRONMENTS.split() for star in ("", "*"))
"""Environments that are formulas."""
