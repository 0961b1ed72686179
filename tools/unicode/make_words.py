"""Takes ICU's dictionaries of Thai, Lao and Khmer; writes the core's word lists as C++.

    python tools/unicode/make_words.py src/lomo_native/text

It needs g++ and the system package libicu-dev. The result is `word_tables.cpp`: for each script a minimal
acyclic automaton of its words. An edge is 32 bits: the character less the script's first one (7 bits), whether
a word ends with it, whether it is its state's last, and the index of the first edge of the state it leads to
(0: none). Thai and Lao keep every word. Of Khmer, whose list is long and mostly compounds, a word goes where
others with two letters or more each make it up.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import unicodedata
from pathlib import Path
from typing import NamedTuple

WORD_ENDS, LAST, CHARACTER_BITS, TARGET_SHIFT = 1 << 7, 1 << 8, 7, 9
LEAST_LETTERS = 2
FEWEST_WORDS = 10_000


class Script(NamedTuple):
    """A script: its name in C++, ICU's dictionary, its first character, and whether compounds go."""

    name: str
    dictionary: str
    first: int
    prune: bool


SCRIPTS = (
    Script("Thai", "thaidict", 0x0E00, False),
    Script("Lao", "laodict", 0x0E80, False),
    Script("Khmer", "khmerdict", 0x1780, True),
)

State = tuple[tuple[str, bool, int], ...]
"""The edges that leave a state: (character, whether a word ends with it, the state it leads to)."""


def words_of(program: Path, script: Script) -> set[str]:
    """The dictionary's words, of characters of the script alone."""
    listed = subprocess.run([program, script.dictionary], capture_output=True, text=True, check=True).stdout
    words = {
        word
        for word in listed.splitlines()
        if all(script.first <= ord(c) < script.first + (1 << CHARACTER_BITS) for c in word)
    }
    if len(words) < FEWEST_WORDS:
        raise ValueError(
            f"{script.dictionary} holds {len(words)} words: not the dictionary that was expected"
        )
    return words


def is_compound(word: str, words: set[str]) -> bool:
    """Whether shorter words, of two letters or more each, make it up."""
    reached = [True] + [False] * len(word)
    for start in range(len(word)):
        if not reached[start]:
            continue
        for end in range(start + 1, len(word) + 1):
            part = word[start:end]
            if part != word and part in words and letters(part) >= LEAST_LETTERS:
                reached[end] = True
    return reached[-1]


def letters(word: str) -> int:
    return sum(not unicodedata.category(c).startswith("M") for c in word)


def automaton(words: list[str]) -> tuple[list[State], int]:
    """The states of the minimal automaton, and which one is the first."""
    states: dict[State, int] = {(): 0}

    def state(start: int, end: int, depth: int) -> int:
        """The state that reads the rest of the sorted words [start, end), which share `depth` characters."""
        edges = []
        while start < end and len(words[start]) == depth:
            start += 1
        while start < end:
            character, stop = words[start][depth], start
            while stop < end and words[stop][depth] == character:
                stop += 1
            ends = len(words[start]) == depth + 1
            edges.append((character, ends, state(start, stop, depth + 1)))
            start = stop
        return states.setdefault(tuple(edges), len(states))

    first = state(0, len(words), 0)
    return list(states), first


def edges_of(script: Script, words: set[str]) -> list[int]:
    """The automaton's edges as numbers; edge 0 is not used, the first state's begin at 1."""
    states, first = automaton(sorted(words))
    order = [first, *(number for number in range(1, len(states)) if number != first)]
    place, at = {0: 0}, 1
    for number in order:
        place[number] = at
        at += len(states[number])
    edges = [0]
    for number in order:
        for index, (character, ends, target) in enumerate(states[number]):
            value = ord(character) - script.first | place[target] << TARGET_SHIFT
            value |= WORD_ENDS if ends else 0
            value |= LAST if index == len(states[number]) - 1 else 0
            edges.append(value)
    if at >= 1 << 32 - TARGET_SHIFT:
        raise ValueError(f"{script.dictionary}: too many states for 32 bits an edge")
    return edges


def table(script: Script, edges: list[int]) -> str:
    lines, line = [], ""
    for edge in edges:
        cell = f"{edge},"
        if len(line) + len(cell) > 118:
            lines.append(line)
            line = ""
        line += cell
    body = "\n".join([*lines, line])
    return f"const std::uint32_t k{script.name}Words[{len(edges)}] = {{\n{body}\n}};\n"


def make(root: Path) -> str:
    """The C++ source."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "dump_words"
        source = root / "tools/unicode/dump_words.cpp"
        subprocess.run(["g++", "-std=c++17", source, "-licuuc", "-o", program], check=True)
        version = subprocess.run([program], capture_output=True, text=True, check=True).stdout.strip()
        tables = []
        for script in SCRIPTS:
            words = words_of(program, script)
            if script.prune:
                words = {word for word in words if not is_compound(word, words)}
            tables.append(table(script, edges_of(script, words)))
    return f"""// The word lists behind word_list.h, as edges of automata.
// Generated by tools/unicode/make_words.py from the dictionaries of ICU {version}; do not edit.
// clang-format off
#include "text/word_list.h"

namespace lomo::words {{

{chr(10).join(tables)}
}}  // namespace lomo::words
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("output", type=Path, help="folder of word_tables.cpp")
    output: Path = parser.parse_args().output
    (output / "word_tables.cpp").write_text(make(Path(__file__).parents[2]), encoding="utf-8")


if __name__ == "__main__":
    main()
