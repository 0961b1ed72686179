"""How Markdown looks on a page: sizes and lengths in thousandths of the em of its text, inks of 255."""

from __future__ import annotations

HEADING_SIZES = (1600, 1350, 1180, 1060, 1000, 920)
HEADING_ABOVE = (950, 900, 800, 700, 650, 650)
HEADING_BELOW = 250
PARAGRAPH_GAP = 450
TIGHT_GAP = 100
LIST_GAP = 300
LIST_INDENT = 1450
DIGIT = 640
"""A digit's advance."""
MAX_INDENT = 14_000
"""Deeper lists and quotes are not moved further in."""
QUOTE_INDENT = 950
QUOTE_BAR = 180
QUOTE_INK = 70
CODE_SIZE = 900
CODE_PAD = 450
CODE_INDENT = 600
CODE_INK = 17
CODE_GAP = 550
INLINE_CODE_INK = 24
INFO_SIZE = 720
INFO_INK = 150
SCRIPT_SIZE = 700
SUPERSCRIPT_RISE = 360
SUBSCRIPT_RISE = -160
LINK_SIZE = 780
LINK_INK = 160
CELL_PAD = 400
TABLE_GAP = 550
RULE_GAP = 100
WRAPPED_LINE = 50
"""The shortest line, in characters, that may have been ended to keep a text width."""
