"""A text goes in, its grapheme clusters come out: UAX #29's regular expression over letters of classes.

Slow, and on purpose unlike the core, which walks the text with a table of pairs (Unicode 15.0, table 1c).
"""

from __future__ import annotations

import re
from pathlib import Path

# One letter a class; "." is a character without one.
LETTERS = {
    "CR": "r", "LF": "n", "Control": "c", "Extend": "e", "ZWJ": "z", "Regional_Indicator": "R",
    "Prepend": "p", "SpacingMark": "s", "L": "L", "V": "V", "T": "T", "LV": "W", "LVT": "X",
    "Extended_Pictographic": "x",
}  # fmt: skip
HANGUL = "L*(?:V+|WV*|X)T*|L+|T+"
CLUSTER = re.compile(f"rn|[rnc]|p*(?:{HANGUL}|RR|x(?:e*zx)*|[^rnc])[ezs]*|p+[ezs]*")


def class_letters(*files: Path) -> dict[int, str]:
    """Return the letter of each code point that GraphemeBreakProperty.txt or emoji-data.txt gives a class."""
    letters = {}
    for file in files:
        for row in file.read_text(encoding="utf-8").splitlines():
            match = re.match(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*(\w+)", row)
            if match and match[3] in LETTERS:
                for cp in range(int(match[1], 16), int(match[2] or match[1], 16) + 1):
                    letters[cp] = LETTERS[match[3]]
    return letters


def grapheme_boundaries(text: str, letters: dict[int, str]) -> list[int]:
    """Return the boundaries of the clusters of `text`, 0 and its length among them."""
    classes = "".join(letters.get(ord(character), ".") for character in text)
    return [0, *(match.end() for match in CLUSTER.finditer(classes))]
