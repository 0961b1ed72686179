"""Rendered pages -> their content ledgers: complete as they are, and at fault for every single loss."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import lomo
from lomo import _native
from lomo.config import Config, Style
from lomo.errors import LomoError
from lomo.render.ledger import FATES, Ledger, ledger
from lomo.render.render import Page

PACKAGED = Style(system_fonts=False)
HARD = (
    "Office fish: a+b, cafe\u0301 \u2713 \u00bd\u2026",
    "\u0645\u0631\u062d\u0628\u0627 123 (abc) \u05d0\u05d1\u05d2 [x]",
    "\u0928\u092e\u0938\u094d\u0924\u0947 \u0915\u094d\u0937\u0924\u094d\u0930\u093f\u092f",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    "\u4e2d\u6587\uff0c\ud55c\uad6d\uc5b4 \u304b\u306a",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u200b|\ufe0f \u0001 \ue000 \U0010fffd",
    "```py\nx = 1\tif y else 2\n```\n| a | b |\n|--|--|\n| 1 | 2 |",
    r"So $\frac{\alpha+1}{\sqrt[3]{x^2}} \le \lim_{n\to\infty} \overbrace{a+b}^{\text{fit \'e}}$,",
    r"\[\begin{pmatrix}1&2\\[2pt]3&4\end{pmatrix}\not=\left.\tfrac12\right| \hspace{1em}\tag{7}\]",
    r"$\ce{SO4^2- + H2O} \cancel{x} \vec{v}'' \operatorname*{arg\,max}_\theta \xrightarrow[a]{b}$",
)


def pages(text: str, style: Style = PACKAGED) -> tuple[Page, ...]:
    return lomo.render(text, style).pages


def fates(text: str, **options: object) -> list[tuple[str, str]]:
    config = Config.model_validate({"style": {"system_fonts": False}, **options})
    (page,) = lomo.render(text, config).pages
    account = page.ledger()
    assert account.complete
    return [(text[one.start : one.end], one.fate) for one in account.entries()]


@pytest.mark.parametrize("text", HARD)
def test_every_single_loss_is_seen(text: str) -> None:
    lost = 0
    for page in pages(text):
        assert page.ledger().complete
        drawn = page.layout.dump()
        for kind, items in enumerate(("glyphs", "rules")):
            for index in range(len(drawn[items])):
                without = _native.without_item(page.layout, kind, index)
                image, x, y = _native.paint(without, 10, 1 << 24)
                # Left out of the layout; and set, but never painted.
                assert not ledger(page.passage, without, page.source, image, (x, y)).complete
                if not np.array_equal(image, page.image):  # the strokes of \\cancel overlap
                    assert not ledger(page.passage, page.layout, page.source, image, (x, y)).complete
                lost += 1
    assert lost > 5


def test_ink_beside_the_picture_is_no_ink() -> None:
    (page,) = pages("abcdef")
    assert page.ledger().complete
    cut = np.ascontiguousarray(page.image[:, :-12])
    account = ledger(page.passage, page.layout, page.source, cut, page.origin)
    assert {(one.kind, one.start, one.end) for one in account.faults} >= {
        ("no_ink", 5, 6),
        ("unpainted", 5, 6),
    }
    assert account.counts["lost"] == 1
    white = np.full_like(page.image, 255)
    account = ledger(page.passage, page.layout, page.source, white, page.origin)
    assert account.counts["lost"] == 6
    moved = (page.origin[0] + 3, page.origin[1])
    assert not ledger(page.passage, page.layout, page.source, page.image, moved).complete


def test_a_page_is_held_against_its_own_passage() -> None:
    (page,), (other,) = pages("abcd"), pages("abcx")
    account = ledger(page.passage, other.layout, page.source, other.image, other.origin)
    assert {one.kind for one in account.faults} == {"gone", "stranger"}
    with pytest.raises(ValueError, match="outside the passage"):
        ledger(page.passage, page.layout, (0, 9), page.image, page.origin)
    with pytest.raises(ValueError, match="grey"):
        ledger(page.passage, page.layout, page.source, page.image.repeat(3, axis=2), page.origin)


def test_what_becomes_of_characters() -> None:
    assert fates("a b\n") == [("a", "drawn"), (" ", "white"), ("b", "drawn"), ("\n", "white")]
    assert fates("fi") == [("fi", "shared")]  # a ligature
    assert fates("x\u0323\u0302") == [("x\u0323\u0302", "shared")]
    assert fates("a\u200bb\ufe0f") == [
        ("a", "drawn"),
        ("\u200b", "invisible"),
        ("b", "drawn"),
        ("\ufe0f", "invisible"),
    ]
    assert fates("\x01\u2800") == [("\x01", "drawn"), ("\u2800", "white")]  # a control picture; blank Braille
    assert fates("a\ufff9b\ufffa\ufffb") == [  # annotated text; DejaVu has blank glyphs for the signs
        ("a", "drawn"),
        ("\ufff9", "invisible"),
        ("b", "drawn"),
        ("\ufffa\ufffb", "invisible"),
    ]
    assert fates("a\ue000") == [("a", "drawn"), ("\ue000", "box")]
    assert fates("a\ue000", on_missing_glyph="skip") == [("a", "drawn"), ("\ue000", "skipped")]
    assert fates(r"$\alpha{x}\,\hspace{1em}\phantom{q}$") == [
        ("$", "markup"),
        (r"\alpha", "drawn"),
        ("{", "markup"),
        ("x", "drawn"),
        (r"}\,\hspace{1em}\phantom{q}$", "markup"),
    ]
    assert fates("$a %note\n b$") == [
        ("$", "markup"),
        ("a", "drawn"),
        (" ", "white"),
        ("%note", "markup"),
        ("\n ", "white"),
        ("b", "drawn"),
        ("$", "markup"),
    ]


def test_engines_that_cannot_tell_account_for_the_formula_as_a_whole() -> None:
    account = lomo.render(r"Let $x^2 + \alpha$ be.", PACKAGED, engine="mathtext").pages[0].ledger()
    assert account.complete
    assert account.counts["shared"] > 5


def test_which_glyphs_stand_for_a_character() -> None:
    text = "fi" + "x\u0323" + r" $\overline{a}$"
    (page,) = pages(text)
    account = page.ledger()
    glyphs = len(page.layout.dump()["glyphs"])
    assert account.drawn_by(0) == account.drawn_by(1) == [0]
    assert account.items == (1, 1, *([len(account.drawn_by(2))] * 2), 0, 0, *([1] * 9), 0, 1, 0, 0)
    assert account.drawn_by(text.index(r"\overline")) == [glyphs]  # the rule
    assert json.dumps(account.to_json())
    assert sum(account.counts.values()) == len(text)


SCRIPTS = (
    "abcfiflAV.,:;!?()[]{}<>'\"-_/\\|@#%&*+=~^`$0123456789 \n\t",
    "\u00e9\u00f1\u00fc\u00df\u0131\u0141\u0179e\u0301o\u0328\u0323",
    "\u0430\u0431\u0432\u0439\u0416\u03b1\u03b2\u03c9\u0386",
    "\u0627\u0644\u0645\u0644\u0627\u0647\u064e\u0651\u0661\u060c\u200d\u200c",
    "\u05d0\u05d1\u05e9\u05b8\u05c1",
    "\u0915\u094d\u0937\u093f\u0930\u094d\u0940\u0964\u0928\u0947",
    "\u0e01\u0e49\u0e34\u0e33\u0e40",
    "\u4e00\u4e2d\u3002\uff0c\u300c\u300d\u3042\u30a2\u3099\uac00\u1112\u1161\u11ab",
    "\U0001f600\U0001f468\u200d\U0001f469\U0001f3fd\U0001f1e9\U0001f1ea\ufe0f\u20e3\u2764",
    "\x00\x1b\x7f\x85\xad\u200b\u2028\u2060\u202e\u202c\u2066\u2069\ufeff\U000e0001",
    "\ue000\U0010ffff\u0378\ufff9\ufffa\ufffb\ufffd\ufffc\u2800\u3164\u115f",
    "\u2211\u222b\u2264\u211d\U0001d49c\u2202",
)
MIXED = st.lists(st.one_of(*[st.text(st.sampled_from(one), max_size=12) for one in SCRIPTS]), max_size=6)
SYSTEM_FONTS = st.booleans()


@settings(max_examples=300)
@given(MIXED.map("".join), SYSTEM_FONTS, st.sampled_from(["box", "skip"]))
@example("\u0644\u0627\u200d\u0301", False, "box")
@example("$\ue000$ $x\u200b$", False, "skip")
def test_no_character_of_any_script_is_lost(text: str, system: bool, policy: str) -> None:
    config = Config.model_validate({"style": {"system_fonts": system}, "on_missing_glyph": policy})
    if not text:
        return
    try:
        rendering = lomo.render(text, config)
    except LomoError:
        return
    counted: Counter[str] = Counter()
    for page in rendering.pages:
        account = page.ledger()
        assert account.complete, (account.faults, text)
        assert sum(account.counts.values()) == page.source[1] - page.source[0] == len(account.fates)
        counted.update(account.counts)
    assert counted["box" if policy == "box" else "skipped"] == sum(rendering.missing.values())


@settings(max_examples=200)
@given(st.text(st.sampled_from("ab\\{}^_&$ %'.[]()1,-+=<>|~\u03b1\u4e2d\u200b"), max_size=30))
@example(r"\frac")
@example(r"\def\f#1{#1+y}\f{z}")
@example(r"\mathchoice{a}{b}{c}{d}\left<x\right.")
@example(r"\begin{CD} A @>f>g> B \\ @VVaV @| \\ C @= D \end{CD}")
@example(r"\begin{array}{@{}c|p{2cm}@{}} 1 & \multicolumn{1}{r}{x} \\* \cline{1-2} \end{array}")
@example(r"\char`\% \char'101 \verb|%a| \u00a0 \text{``fi'' -- \'e $x$ \ss}")
@example(r"\rule[1pt]{2em}{3pt}\kern-1pt\hskip 1em plus 2pt x \genfrac(]{0pt}{1}{a}{b}\cfrac[l]{1}{2}")
@example(r"\pu{1.2e3 kJ/mol} \ce{A <=>[a][b] B ^ v (aq) \bond{=} $x$}")
def test_no_character_of_a_formula_is_lost(tex: str) -> None:
    text = f"$${tex}$$"
    try:
        rendering = lomo.render(text, PACKAGED)
    except LomoError:
        return
    assert all(page.ledger().complete for page in rendering.pages), [
        p.ledger().faults for p in rendering.pages
    ]


def accounts_of(texts: list[str], style: Style) -> tuple[Counter[str], list[Ledger]]:
    """Characters by fate, and the ledgers with a fault."""
    counted: Counter[str] = Counter()
    faulty = []
    for text in texts:
        for page in lomo.render(text, style).pages:
            account = page.ledger()
            counted.update(account.counts)
            faulty += [account] if account.faults else []
    return counted, faulty


@pytest.mark.timeout(600)
def test_real_prompts_lose_nothing() -> None:
    if "LOMO_CORPUS_DIR" not in os.environ:
        pytest.skip("LOMO_CORPUS_DIR is not set: the real prompts are not here")
    source = Path(os.environ["LOMO_CORPUS_DIR"]) / "spans-dev.jsonl"
    texts = [json.loads(line)["text"] for line in source.read_text(encoding="utf-8").splitlines()][::10]
    with_system, faulty = accounts_of(texts, Style())
    assert faulty == []
    without, faulty = accounts_of(texts, PACKAGED)
    assert faulty == []
    assert set(with_system) == set(without) == set(FATES)
    # The same characters: those that only an installed face has are boxes, and counted.
    assert sum(with_system.values()) == sum(without.values()) == sum(map(len, texts))
    assert without["box"] > 1000
    assert without["lost"] == with_system["lost"] == 0


def test_a_page_in_colours_is_accounted_for_all_the_same() -> None:
    dark = Style(system_fonts=False, ink="#e8e8e8", paper="#101820", align="justified")
    (page,) = lomo.render(HARD[0], dark).pages
    assert page.image.shape[2] == 3
    assert page.ledger().complete
