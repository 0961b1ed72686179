"""A file name goes in, the rows of that file of the installed Unicode Character Database come out."""

from pathlib import Path

import pytest

DATABASE = Path("/usr/share/unicode")
VERSION = "15.0.0"


def unicode_file(name: str, version: str = VERSION) -> Path:
    """Return the path of a database file; skip the test, saying why, where it is not there at that version.

    The version stands somewhere in the file's first 15 lines; the emoji files say `15.0`.
    """
    path = DATABASE / name
    if not path.exists():
        pytest.skip(f"{path} is not there: install the system package unicode-data")
    with path.open(encoding="utf-8") as file:
        head = [file.readline() for _ in range(15)]
    if not any(version in line for line in head):
        pytest.skip(f"{path} is not of Unicode {version}: it begins with {head[0].strip()!r}")
    return path


def unicode_rows(name: str) -> list[str]:
    """Return the rows of a database file, comments and blank rows removed."""
    lines = unicode_file(name).read_text(encoding="utf-8").splitlines()
    rows = (line.partition("#")[0].strip() for line in lines)
    return [row for row in rows if row]


def marked_text(row: str) -> tuple[str, list[int]]:
    """Return (text, break offsets) of a row such as '÷ 0061 × 0308 ÷'."""
    text, breaks = "", []
    for field in row.split():
        if field == "÷":
            breaks.append(len(text))
        elif field != "×":
            text += chr(int(field, 16))
    return text, breaks
