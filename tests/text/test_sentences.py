"""Texts with their sentence ends marked -> sentence_ends finds these and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lomo._native import grapheme_boundaries, sentence_ends

CASES = Path(__file__).parent / "cases" / "sentences.txt"


def cases() -> list[tuple[str, str]]:
    """Return (name, marked text) of each case."""
    _, *sections = ("\n" + CASES.read_text(encoding="utf-8")).split("\n=== ")
    pairs = [section.split("\n", 1) for section in sections]
    return [(name, marked.removesuffix("\n")) for name, marked in pairs]


def unmark(marked: str) -> tuple[str, list[tuple[int, int]], list[int]]:
    """Return (text, atoms, ends) of a marked text."""
    text, atoms, ends, start = "", [], [], 0
    for character in marked:
        if character == "‖":
            ends.append(len(text))
        elif character == "⟦":
            start = len(text)
        elif character == "⟧":
            atoms.append((start, len(text)))
        else:
            text += character
    return text, atoms, [*ends, len(text)]


def mark(text: str, atoms: list[tuple[int, int]], ends: list[int]) -> str:
    """Undo `unmark`, for a readable failure."""
    signs = [(place, "‖") for place in ends[:-1]]
    signs += [(start, "⟦") for start, _ in atoms] + [(end, "⟧") for _, end in atoms]
    order = "⟧‖⟦"
    for place, sign in sorted(signs, key=lambda item: (item[0], order.index(item[1])), reverse=True):
        text = text[:place] + sign + text[place:]
    return text


@pytest.mark.parametrize(("name", "marked"), cases(), ids=[name for name, _ in cases()])
def test_case(name: str, marked: str) -> None:
    text, atoms, _ = unmark(marked)
    assert mark(text, atoms, sentence_ends(text, atoms)) == marked


def test_names_are_unique() -> None:
    names = [name for name, _ in cases()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u0085", "\u2028"])
def test_every_line_end_counts_once(newline: str) -> None:
    text = f"One{newline}Two{newline}three"
    assert sentence_ends(text, []) == [3 + len(newline), len(text)]


@pytest.mark.parametrize("separator", ["\n\n", "\r\n\r\n", "\u2029", "\n \t\n"])
def test_paragraphs(separator: str) -> None:
    assert sentence_ends(f"one{separator}two", []) == [3 + len(separator), 6 + len(separator)]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\u3000"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert sentence_ends(text, []) == []


def test_white_space_goes_to_the_sentence_before() -> None:
    assert sentence_ends("  \n\nOne. \n\n Two.\n\n", []) == [12, 18]


def test_atoms_out_of_the_text_are_harmless() -> None:
    text = "One. Two. Three."
    for atoms in ([(-5, 3)], [(12, 99)], [(40, 50)], [(9, 2)], [(5, 9), (0, 7)], [(2**31 - 1, -(2**31))]):
        assert sentence_ends(text, atoms)[-1] == len(text)


PIECES = (" ", ". ", "\n\n", "Dr", "e.g", "```", "\\end{x}", "<p>", "</p>", "1．", "(a)")
WORDS = st.sampled_from(
    [*"abAB.!?…。！،؟।\n\r\t ,;:-()[]\"'「」*$`1234567890我на\u0301\u200d\ud800\U0010ffff", *PIECES]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=60).map("".join), st.text(max_size=60))


def is_blank(text: str) -> bool:
    """White_Space as Unicode has it: without the four separators that Python counts as space."""
    return all(character.isspace() and character not in "\x1c\x1d\x1e\x1f" for character in text)


@st.composite
def texts_with_atoms(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.sampled_from(grapheme_boundaries(text)), max_size=8)))
    return text, list(zip(cuts[::2], cuts[1::2], strict=False))


@given(texts_with_atoms())
def test_ends_partition_the_text(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    text, atoms = drawn
    ends = sentence_ends(text, atoms)
    assert ends == sorted(set(ends))
    assert (ends[-1:] == [len(text)]) != is_blank(text)
    for start, end in zip([0, *ends], ends, strict=False):
        assert not is_blank(text[start:end])
    assert not any(start < place < end for place in ends for start, end in atoms)
    assert set(ends) <= set(grapheme_boundaries(text))


@given(texts_with_atoms())
def test_each_sentence_is_one_by_itself(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    """An end that is found is found again when the text stops there."""
    text, atoms = drawn
    ends = sentence_ends(text, atoms)
    for count, place in enumerate(ends, 1):
        inside = [(start, end) for start, end in atoms if end <= place]
        assert len(sentence_ends(text[:place], inside)) == count
