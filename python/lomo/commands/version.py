"""Nothing in, what ``lomo --version`` prints: lomo, the libraries and tables inside, each packaged font's SHA-256."""

from __future__ import annotations

from lomo import _native
from lomo.errors import InputError
from lomo.render import native
from lomo.render.faces import font_hashes, styled_hashes
from lomo.version import __version__


def told() -> str:
    """``lomo VERSION``, then a line for each part that can change a picture, then ``SHA-256  file`` for each font."""
    linked = _native.linked()
    how = {"pinned": "built from libraries.lock", "system": "the system's"}[linked["libraries"]]
    versions = _native.versions()
    lines = [
        f"lomo {__version__}",
        f"HarfBuzz {versions['harfbuzz']}, FreeType {versions['freetype']}, libdeflate {linked['libdeflate']} ({how})",
        f"Unicode {versions['unicode']}; compiled by {linked['compiler']}",
    ]
    try:
        fonts = font_hashes() | styled_hashes() | native.font_hashes()
    except InputError as error:  # a broken installation still says what it is
        return "\n".join([*lines, f"fonts: {error}"])
    return "\n".join([*lines, *(f"{digest}  {name}" for name, digest in sorted(fonts.items()))])
