"""A question of texts and images in, the same question as pictures out: the paper's Rendered protocol.

The whole text becomes one picture (more, where it exceeds the pixel limit), and the original images follow it. Where
an image stood, ``<image 1>`` is drawn, so that a reference to it is not lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lomo.config import Config
from lomo.errors import InputError, LomoError
from lomo.render.render import render

Protocol = Literal["standard", "rendered"]
PROTOCOLS: dict[str, tuple[Protocol, ...]] = {
    "standard": ("standard",),
    "rendered": ("rendered",),
    "both": ("standard", "rendered"),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PAGES = 64
"""No question is dropped for its length: few-shot prompts need several pages."""


@dataclass(frozen=True, slots=True)
class Original:
    """An image of the question as it came: a data URI, an address or a path."""

    reference: str


def evaluation_config(style: Config | None = None) -> Config:
    """The page of the Rendered protocol: the paper's text and line height, no distortion, as many pages as needed."""
    config = style or Config()
    return config.model_copy(update={"style": config.style.model_copy(update={"max_pages": _PAGES})})


def marked_text(parts: Sequence[str | Original]) -> tuple[str, list[Original]]:
    """The text with ``<image n>`` where each image stood, and the images, each once, in order of appearance.

    An image between two texts is marked within the line; one before or after all of them on a line of its own.
    """
    images: list[Original] = []
    pieces: list[str] = []
    texts = [at for at, part in enumerate(parts) if isinstance(part, str) and part.strip()]
    for at, part in enumerate(parts):
        if isinstance(part, str):
            pieces.append(part)
            continue
        if part not in images:
            images.append(part)
        mark = f"<image {images.index(part) + 1}>"
        if not texts or at < texts[0]:
            mark = f"{mark}\n"
        elif at > texts[-1] and not (pieces and pieces[-1].endswith("\n")):
            mark = f"\n{mark}"
        pieces.append(mark)
    return "".join(pieces), images


def rendered_question(parts: Sequence[str | Original], config: Config) -> list[bytes | Original]:
    """The question's pages as PNG, then its images.

    Control characters, which have no look, are drawn as U+FFFD. Raises InputError where nothing is to be drawn or the
    text cannot be.
    """
    text, images = marked_text(parts)
    if not text.strip():
        raise InputError("the question is empty: there is nothing to render")
    drawable = _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        pages = render(drawable, config).pages
    except LomoError as error:
        raise InputError(f"the question {text[:60]!r} cannot be rendered: {error}") from error
    return [*(page.png() for page in pages), *images]
