"""Text in, how many media placeholders it holds out: the three that LLaMA-Factory counts literally, anywhere.

LLaMA-Factory replaces each ``<image>``, ``<video>`` and ``<audio>`` of a message, inside code or prose
alike, and fails when their number differs from the number of files. It knows no escape, so a text that only
mentions one is treated as if it held one.
"""

from __future__ import annotations

IMAGE = "<image>"
VIDEO = "<video>"
AUDIO = "<audio>"
MEDIA = (IMAGE, VIDEO, AUDIO)


def count(text: str, placeholder: str = IMAGE) -> int:
    """How often LLaMA-Factory would find the placeholder in ``text``."""
    return text.count(placeholder)


def mentions_media(text: str) -> bool:
    """Whether ``text`` holds any media placeholder, meant or only mentioned."""
    return IMAGE in text or VIDEO in text or AUDIO in text
