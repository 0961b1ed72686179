"""The versions that a golden file was written with -> nothing where this build must give the same bytes; else a skip or
a failure that says what differs and what to do.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lomo import _native
from lomo.render import native
from lomo.render.faces import font_hashes, styled_hashes

LOCK = Path(__file__).parents[2] / "fonts.lock"


def require_build(versions: dict[str, str], rewrite: str) -> None:
    """Skips in a build that is not meant to draw the same; fails where the pinned libraries moved and the goldens
    did not: ``rewrite`` is the command that writes them anew."""
    here = _native.versions()
    told = ", ".join(
        f"{name} {versions.get(name, '-')} (here {here.get(name, '-')})"
        for name in sorted(here.keys() | versions.keys())
        if here.get(name) != versions.get(name)
    )
    if told and _native.linked()["libraries"] == "system":
        pytest.skip(f"this build has the system's libraries, and the goldens are of {told}")
    if told:
        pytest.fail(f"the goldens are of {told}: run '{rewrite}', then look at the pictures that changed")
    if others := unlocked():
        pytest.skip(f"this build has other fonts than fonts.lock names first: {', '.join(others)}")


@cache
def unlocked() -> list[str]:
    """Packaged faces that are not the file that ``fonts.lock`` names first."""
    first: dict[str, str] = {}
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            digest, name, _ = line.split()
            first.setdefault(name, digest)
    here = font_hashes() | styled_hashes() | native.font_hashes()
    return sorted(name for name, digest in here.items() if digest != first[name])
