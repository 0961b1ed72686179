"""Samples and a manifest in, HTML text out: nothing of a prompt, an id or a file name is ever markup.

The page holds no script and loads nothing: its content policy forbids both, pictures are data URIs.
"""

from __future__ import annotations

import base64
import html
import json
import re
from dataclasses import dataclass
from typing import Any

from lomo.corpus.gallery_style import CSS
from lomo.corpus.survey import Pick, Survey
from lomo.record.picture_name import ending

_TYPES = {"png": "png", "jpg": "jpeg", "gif": "gif", "webp": "webp", "bmp": "bmp"}
# Characters without a look of their own, or that turn the direction of what follows, are spelled out.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_LONG = 6000
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class Excerpt:
    """One turn: its text in pieces (text, whether it became a picture), its spans, its pictures (span,
    bytes)."""

    role: str
    pieces: list[tuple[str, bool]]
    spans: list[dict[str, Any]]
    images: list[tuple[int, bytes | None]]


@dataclass(frozen=True)
class Card:
    """One record to show."""

    id: str
    provenance: dict[str, Any]
    excerpts: list[Excerpt]


def visible(text: str) -> str:
    """``text`` as HTML text that shows as itself; hidden characters appear as their code points."""
    return _HIDDEN.sub(lambda found: f'<span class="hidden">U+{ord(found[0]):04X}</span>', html.escape(text))


def page(name: str, manifest: dict[str, Any], cards: list[Card], survey: Survey, pick: Pick) -> str:
    """The whole page."""
    counts = manifest["counts"]
    text = counts["text"]
    tiles = [
        ("records read", text["read"] + counts["multimodal"]["read"]),
        ("rewritten", text["rewritten"]),
        ("kept as they were", text["kept"] + counts["multimodal"]["kept"]),
        ("set aside", text["set_aside"] + counts["multimodal"]["set_aside"]),
        ("pictures", counts["pictures"]),
    ]
    config = manifest["config"]
    told = ", ".join(
        f"{key.replace('_', ' ')} {config[key]}"
        for key in ("preset", "position", "rewrite_ratio", "engine", "turn", "seed")
        if key in config
    )
    charts = "".join(_chart(title, one) for title, one in survey.charts.items())
    charts += "".join(
        _chart(title, dict(sorted(counts.get(key, {}).items(), key=lambda entry: -entry[1])))
        for title, key in (
            ("Kept, by reason", "kept_by_reason"),
            ("Set aside, by reason", "set_aside_by_reason"),
        )
    )
    measured = f"Pixels and tokens of {survey.measured:,} pictures"
    measured += f", every {survey.every:,}th." if survey.every > 1 else "."
    looked_for = [f"{name} {value}" for name, value in vars(pick).items() if isinstance(value, str)]
    looked_for += ["lowest legibility first"] if pick.lowest else []
    chosen = f": {visible(', '.join(looked_for))}" if looked_for else ""
    shown = "".join(_tile(label, value) for label, value in tiles)
    body = "\n".join(map(_card, cards)) or '<p class="none">This corpus holds no such record.</p>'
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{visible(name)} - lomo</title>
<style>{CSS}</style>
</head>
<body>
<header>
<h1>{visible(name)}</h1>
<p class="told">{visible(told)} &middot; lomo {visible(str(manifest["versions"].get("lomo", "")))}</p>
<div class="tiles">{shown}</div>
<div class="charts">{charts}</div>
<p class="measured">{measured}</p>
</header>
<main>
<h2>{len(cards)} samples{chosen}</h2>
{body}
</main>
</body>
</html>
"""


def _tile(label: str, value: int) -> str:
    return f'<div class="tile"><b>{value:,}</b><span>{visible(label)}</span></div>'


def _chart(title: str, counts: dict[str, int]) -> str:
    if not counts:
        return ""
    most = max(counts.values())
    rows = "".join(
        f"<tr><th>{visible(label)}</th>"
        f'<td><meter max="{most}" value="{count}"></meter></td><td>{count:,}</td></tr>'
        for label, count in counts.items()
    )
    return f"<table><caption>{visible(title)}</caption>{rows}</table>"


def _card(card: Card) -> str:
    reason = card.provenance.get("reason")
    state = "rewritten" if card.provenance["status"] == "rewritten" else "kept as text"
    chips = _chip("state", state) + (_chip("reason", str(reason)) if reason else "")
    source = f'<span class="source">{visible(str(card.provenance.get("source", "")))}</span>'
    turns = "".join(map(_turn, card.excerpts))
    return f"<article><h3><code>{visible(card.id)}</code> {chips}{source}</h3>{turns}</article>"


def _turn(turn: Excerpt) -> str:
    text = "".join(
        f'<mark dir="auto">{visible(_cut(piece))}</mark>' if is_span else visible(_cut(piece))
        for piece, is_span in turn.pieces
    )
    said = f'<div class="text" dir="auto">{text or "<i>empty</i>"}</div>'
    role = visible(turn.role)
    if turn.role != "user":
        return f"<details><summary>{role}</summary>{said}</details>"
    spans = "".join(_span(number, span, turn.images) for number, span in enumerate(turn.spans))
    return f"<section><div><h4>{role}</h4>{said}</div><div>{spans}</div></section>"


def _span(number: int, span: dict[str, Any], images: list[tuple[int, bytes | None]]) -> str:
    mine = [data for owner, data in images if owner == number]
    pictures = "".join(_picture(data, at + 1, len(mine)) for at, data in enumerate(mine))
    chips = _chip("route", f"{span['route']} route") + _chip("op", span["op"])
    if span["engine"] != "none":
        chips += _chip("engine", span["engine"])
    if span["reason"] == "math_refused":
        chips += _chip("reason", "math refused")
    facts = [("detail", span["detail"]), ("legibility", span["legibility"]), ("refused", span["refused"])]
    facts += [(name, json.dumps(value)) for name, value in span["parameters"].items()]
    facts += [(f"no glyph for {char}", f"{count} times") for char, count in span["missing"].items()]
    told = "".join(
        f"<span><b>{visible(name)}</b> <code>{visible(_cut(str(value)))}</code></span>"
        for name, value in facts
        if value
    )
    return f'<div class="span">{pictures}<p class="chips">{chips}</p><p class="facts">{told}</p></div>'


def _picture(data: bytes | None, number: int, of: int) -> str:
    kind = _TYPES.get(ending(data) or "") if data else None
    if data is None or kind is None:
        return '<p class="none">the picture is missing</p>'
    uri = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
    return f'<img src="{uri}" alt="page {number} of {of}">'


def _chip(kind: str, text: str) -> str:
    return f'<span class="chip {kind}">{visible(text)}</span>'


def _cut(text: str) -> str:
    if len(text) <= _LONG:
        return text
    return f"{text[: _LONG // 2]} [... {len(text) - _LONG} characters ...] {text[-_LONG // 2 :]}"
