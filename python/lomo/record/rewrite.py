"""Records in, rewritten records out: the pure function batch -> batch that every build calls."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from lomo.config import Config
from lomo.errors import RecordError
from lomo.randomness import selected
from lomo.record.chat import Chat, Turn, parse, record_id, to_json
from lomo.record.compose import Format, compose
from lomo.record.placeholder import IMAGE, MEDIA, count, mentions_media
from lomo.record.screen import lone_surrogate, unfit
from lomo.record.substitute import Picture, Substitution, substitute
from lomo.version import __version__

Half = Literal["text", "multimodal"]
Status = Literal["rewritten", "kept", "set_aside", "lost"]


@dataclass(frozen=True)
class Outcome:
    """What became of one record.

    Attributes:
        id: the record's id.
        status: ``rewritten``; ``kept`` (in the corpus, unchanged); ``set_aside`` (left out, with a reason);
            ``lost`` (a bug in lomo: the reason is ``internal_error``).
        reason: why it was not rewritten or was left out; "" when it was rewritten or merely not selected.
        detail: one sentence more.
        columns: the row without pictures and provenance; None when the record is left out.
        images: what each placeholder stands for: PNG bytes of new pictures, or the record's own references.
        provenance: JSON-able; becomes the column ``lomo``.
        answered: whether the conversation ends with an answer and its two sides take turns (trainers skip it
            otherwise).
        boxes: with ``config.boxes`` the polygons of each new picture, as JSON objects (docs/formats.md).
    """

    id: str
    status: Status
    reason: str = ""
    detail: str = ""
    columns: dict[str, Any] | None = None
    images: tuple[Any, ...] = ()
    provenance: dict[str, Any] = field(default_factory=dict)
    answered: bool = True
    boxes: tuple[str, ...] = ()

    def told(self) -> str:
        """The provenance as the column ``lomo`` holds it."""
        return _ENCODER.encode(self.provenance)


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def rewrite_batch(
    records: Sequence[dict[str, Any]], config: Config, *, half: Half = "text", format: Format = "messages"
) -> list[Outcome]:
    """Each record's outcome, in order; depends on (config, record) alone, never on the batch.

    Args:
        records: as read: ShareGPT, OpenAI messages, Alpaca or bare prompts, mixed at will.
        config: the setting; ``config.seed`` and ``config.rewrite_ratio`` choose the records.
        half: ``multimodal`` records pass through; ``text`` records are rewritten.
        format: the format of the rows.
    """
    return [rewrite_record(record, config, half=half, format=format) for record in records]


def rewrite_record(
    record: dict[str, Any], config: Config, *, half: Half = "text", format: Format = "messages"
) -> Outcome:
    """One record's outcome (see ``rewrite_batch``)."""
    ident = record_id(record)
    try:
        _check_text(ident, record)
        chat = parse(record)
        _check_balance(chat)
        if half == "multimodal":
            rewritten, made, why = chat, list[tuple[int, Substitution]](), ("", "")
        else:
            rewritten, made, why = _rewrite(chat, ident, config)
        columns = {"id": ident, **compose(rewritten, format)}
        columns["extra"] = to_json(chat.extra)
        pictures = [(at, picture) for at, one in made for picture in one.pictures]
        images = [picture.data() for _, picture in pictures] or chat.images
    except RecordError as error:
        return Outcome(ident, "set_aside", error.reason, error.detail)
    status: Status = "rewritten" if pictures else "kept"
    reason = why[0] or (None if pictures or half == "multimodal" else "not_selected")
    provenance = {
        "lomo": __version__,
        "status": status,
        "half": half,
        "source": chat.source,
        "reason": None if pictures else reason,
        "turns": [{"turn": at, **one.provenance} for at, one in made],
    }
    boxes = (_boxes(number, at, one) for number, (at, one) in enumerate(pictures) if config.boxes)
    return Outcome(
        ident,
        status,
        *why,
        columns,
        tuple(images),
        provenance,
        chat.is_answered(),
        tuple(boxes),
    )


def _boxes(number: int, turn: int, picture: Picture) -> str:
    height, width, _ = picture.image.shape
    polygons = picture.boxes.to_json() if picture.boxes else {}
    return json.dumps({"image": number, "turn": turn, "size": [width, height], **polygons})


def turn_key(ident: str, index: int) -> str:
    """The key of a user turn's random draws: the record's id for the first, ``id#1`` for the second, and so
    on."""
    return ident if index == 0 else f"{ident}#{index}"


def _rewrite(
    chat: Chat, ident: str, config: Config
) -> tuple[Chat, list[tuple[int, Substitution]], tuple[str, str]]:
    users = chat.user_turns()
    chosen = {"first": users[:1], "last": users[-1:], "all": users}[config.turn]
    if chat.images or any(mentions_media(turn.text) for turn in chat.turns):
        return chat, [], ("media", "the record holds media of its own")
    if not selected(config.seed, ident, config.rewrite_ratio):
        faults = (unfit(chat.turns[at].text, config.max_prompt_chars) for at in chosen)
        return chat, [], next((fault for fault in faults if fault), ("", ""))
    turns = list(chat.turns)
    done: list[tuple[int, Substitution]] = []
    why: tuple[str, str] = ("", "")
    split = chat.instruction_chars
    for at in chosen:
        made = substitute(
            turns[at].text, key=turn_key(ident, users.index(at)), seed=config.seed, config=config
        )
        done.append((at, made))
        if made.pictures:
            turns[at] = Turn(
                "user", "".join(IMAGE if isinstance(part, Picture) else part for part in made.parts)
            )
            split = None if at == users[-1] else split
        elif not why[0]:
            why = made.provenance["reason"], made.provenance["detail"]
    return replace(chat, turns=tuple(turns), instruction_chars=split), done, why


def _check_balance(chat: Chat) -> None:
    """Raises RecordError unless LLaMA-Factory would find exactly one picture for each placeholder."""
    for index, turn in enumerate(chat.turns):
        if turn.role not in ("user", "tool") and mentions_media(turn.text):
            raise RecordError(
                "placeholder_count", f"turn {index} ({turn.role}) holds a literal placeholder; reword it"
            )
    for mark in MEDIA:
        plural = f"{mark[1:-1]}s"
        given = len(chat.images) if mark == IMAGE else _held(chat.extra.get(plural))
        found = sum(count(turn.text, mark) for turn in chat.turns)
        if found != given:
            raise RecordError(
                "placeholder_count", f"{found} {mark} in the text, {given} {plural}; give one for each"
            )
        if given and mark != IMAGE:
            raise RecordError(
                "unsupported_media", f"{given} {plural}; a corpus holds pictures only: leave them out"
            )


def _held(media: Any) -> int:
    return len(media) if isinstance(media, (list, tuple)) else int(bool(media))


def _check_text(ident: str, record: dict[str, Any]) -> None:
    texts = [ident]
    _gather(record, texts)
    for text in texts:
        if (at := lone_surrogate(text)) is not None:
            place = f"U+{ord(text[at]):04X} at character {at} of a text of {len(text)}"
            detail = f"{place}; UTF-8 cannot hold it: repair the text"
            raise RecordError("lone_surrogate", detail)


def _gather(value: Any, texts: list[str]) -> None:
    """Adds every text that ``value`` holds, however deep."""
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _gather(key, texts)
            _gather(inner, texts)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _gather(inner, texts)
