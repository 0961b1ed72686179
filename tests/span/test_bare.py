r"""Where a bare command's arguments end: pylatexenc, an independent reader of LaTeX, must agree."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latexwalker import LatexWalker, get_default_latex_context_db
from pylatexenc.macrospec import MacroSpec, std_macro

from lomo.span.blocks import blocks
from reference.span.commands import ARGUMENTS, OPTIONAL, UNBRACED

# pylatexenc knows few commands of mathematics; these are the ones it is told about, from the amsmath guide.
SPECIFICATIONS = {
    "{": "boxed operatorname cancel boldsymbol pmod substack phantom mathbb mathcal overline underline",
    "{{": "dfrac tfrac binom dbinom tbinom overset underset stackrel",
    "[{{": "cfrac",
}
CONTEXT = get_default_latex_context_db()
CONTEXT.add_context_category(
    "mathematics",
    macros=[
        specification if isinstance(specification, MacroSpec) else MacroSpec(specification)
        for arguments, names in SPECIFICATIONS.items()
        for name in names.split()
        for specification in [std_macro(name, arguments)]
    ],
    prepend=True,
)


def end_by_pylatexenc(tex: str) -> int:
    """The end of the first command of ``tex`` with its arguments and the scripts behind it."""
    walker = LatexWalker(tex, latex_context=CONTEXT, tolerant_parsing=False)
    nodes, _, _ = walker.get_latex_nodes(pos=0, read_max_nodes=1)
    # It counts the white space behind a command as the command's.
    end = len(tex[: nodes[0].pos + nodes[0].len].rstrip())
    while end < len(tex) and tex[end] in "_^":
        node, start, length = walker.get_latex_expression(end + 1, strict_braces=True)
        assert node is not None
        end = len(tex[: start + length].rstrip())
    return end


def end_by_blocks(tex: str) -> int:
    formulas = [block for block in blocks(tex) if block.kind == "math"]
    assert formulas, tex
    assert formulas[0].start == 0
    return formulas[0].end


GROUP = st.recursive(
    st.sampled_from(["a", "1", "x + 1", r"\alpha", r"\{1\}", r"a \text{ b }", "", r"\%"]),
    lambda inner: st.one_of(
        st.builds(lambda a, b: f"{a} {{{b}}}", inner, inner),
        st.builds(lambda a, b: rf"\frac{{{a}}}{{{b}}}", inner, inner),
        st.builds(lambda a: rf"\sqrt[3]{{{a}}}", inner),
        st.builds(lambda a: f"x_{{{a}}}", inner),
    ),
    max_leaves=6,
)
KNOWN = sorted(
    name
    for name, count in ARGUMENTS.items()
    if count
    and (
        any(name in names.split() for names in SPECIFICATIONS.values())
        or name in ("frac", "sqrt", "vec", "hat")
    )
)
BRACED = st.builds(
    lambda name, optional, arguments: (
        f"\\{name}"
        + (optional if name in OPTIONAL else "")
        + "".join(f"{{{a}}}" for a in arguments[: ARGUMENTS[name]])
    ),
    st.sampled_from(KNOWN),
    st.sampled_from(["", "[2]"]),
    st.lists(GROUP, min_size=2, max_size=2),
)
SINGLE = st.builds(
    lambda name, tokens: (
        f"\\{name}"
        + "".join(token if token[0].isdigit() else f" {token}" for token in tokens[: ARGUMENTS[name]])
    ),
    st.sampled_from([name for name in KNOWN if name in UNBRACED]),
    st.lists(st.sampled_from(["1", "2", "x", r"\pi"]), min_size=2, max_size=2),
)
SYMBOL = st.sampled_from(["\\alpha", "\\sum", "\\int", "\\sin", "\\infty"])
SCRIPTS = st.lists(
    st.builds(
        lambda mark, a: f"{mark}{a}", st.sampled_from("_^"), st.sampled_from(["1", "{n}", "{a_{i}}", "\\pi"])
    ),
    max_size=2,
).map("".join)
AFTER = st.sampled_from(["", " and so on", ". Then", ", $x$", "。", " (1)", " = 3", "\n", ")"])


@given(st.one_of(BRACED, SINGLE, SYMBOL), SCRIPTS, AFTER)
@settings(max_examples=500, deadline=None)
def test_arguments_end_where_pylatexenc_says(command: str, scripts: str, after: str) -> None:
    tex = command + scripts + after
    assert end_by_blocks(tex) == end_by_pylatexenc(tex) == len(command + scripts)


@pytest.mark.parametrize(
    ("tex", "formula"),
    [
        (r"\frac12 of", r"\frac12"),
        (r"\frac1{20} of", r"\frac1{20}"),
        (r"\frac\pi2x", r"\frac\pi2"),
        (r"\sqrt 25", r"\sqrt 2"),
        (r"\sqrt[n]{\frac{a}{b}}_{0}^{1} x", r"\sqrt[n]{\frac{a}{b}}_{0}^{1}"),
        (r"\operatorname*{arg\,max}_{x \in X} f", r"\operatorname*{arg\,max}_{x \in X}"),
        (r"\left\{ a \right. b", r"\left\{ a \right."),
        (r"\left( \left[ a \right] \right)^2 b", r"\left( \left[ a \right] \right)^2"),
        (r"\Big( a", r"\Big("),
        (r"\not\in A", r"\not\in"),
        (r"\limsup _{n} a", r"\limsup _{n}"),
        (r"\alpha_\beta^\frac12 c", r"\alpha_\beta^\frac12"),
    ],
)
def test_forms_that_pylatexenc_does_not_read_as_one(tex: str, formula: str) -> None:
    assert tex[: end_by_blocks(tex)] == formula


@pytest.mark.parametrize(
    "tex", [r"\frac{a}", r"\frac{a", r"\sqrt", r"\left( a", r"\vec", r"\frac{a}{b", r"\vec in"]
)
def test_a_command_without_its_arguments_is_text(tex: str) -> None:
    assert not [block for block in blocks(tex) if block.kind == "math" and block.start == 0]


def test_commands_of_real_formulas_end_where_pylatexenc_says() -> None:
    if "LOMO_CORPUS_DIR" not in os.environ:
        pytest.skip("LOMO_CORPUS_DIR is not set: it names the folder of formulas-dev.jsonl")
    known = "|".join(name for name in KNOWN if name not in ("substack", "phantom"))
    command = re.compile(rf"\\(?:{known})(?![A-Za-z])(?=[{{\d])")
    compared = 0
    with Path(os.environ["LOMO_CORPUS_DIR"], "formulas-dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            if re.search(r"(?<!\\)%", text):
                continue  # a comment to pylatexenc, which then misses the braces behind it
            for match in command.finditer(text):
                tex = text[match.start() :]
                found = [block for block in blocks(tex) if block.kind == "math" and block.start == 0]
                if not found:
                    continue
                # Bare formulas that touch are one block; whatever goes on does so with a command.
                end = end_by_pylatexenc(tex)
                assert found[0].end == end or (found[0].end > end and tex[end] == "\\"), tex
                assert end_by_blocks(tex[:end] + " and") == end
                compared += 1
    assert compared > 1000
