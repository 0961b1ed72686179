"""One record in (ShareGPT, OpenAI messages, Alpaca or a bare prompt), a neutral conversation out.

The neutral view names the roles once and keeps every text as it is, so that the rest of lomo does not know
where a record came from. What has no place in it is kept in ``extra``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from lomo.errors import RecordError
from lomo.record.placeholder import IMAGE, mentions_media

Role = Literal["system", "user", "assistant", "tool", "call"]
Source = Literal["sharegpt", "messages", "alpaca", "prompt"]

_ROLES: dict[str, Role] = {
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "assistant": "assistant",
    "model": "assistant",
    "bot": "assistant",
    "chatgpt": "assistant",
    "system": "system",
    "developer": "system",
    "observation": "tool",
    "tool": "tool",
    "tool_response": "tool",
    "function_call": "call",
    "tool_call": "call",
}
_PROMPT_KEYS = ("prompt", "question", "text")
_ANSWER_KEYS = ("answer", "response", "completion", "output")
_WANTED = {
    "messages": "a list of messages",
    "conversations": "a list of messages",
    **dict.fromkeys(("instruction", *_PROMPT_KEYS), "text"),
}


@dataclass(frozen=True)
class Turn:
    """One message: who says it, and its text exactly as it was."""

    role: Role
    text: str


@dataclass(frozen=True)
class Chat:
    """A conversation, whatever format it came in.

    Attributes:
        source: the format it was found in.
        turns: the messages in order, a leading system prompt included.
        images: what each ``<image>`` stands for, in order: a path, or {"bytes", "path"}.
        tools: the tool list as a JSON string, "" without one.
        extra: every other key of the record, as it was.
        instruction_chars: Alpaca only: where the instruction ends in the last user turn, if an input follows
            it.
    """

    source: Source
    turns: tuple[Turn, ...]
    images: tuple[Any, ...] = ()
    tools: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    instruction_chars: int | None = None

    def is_answered(self) -> bool:
        """Whether it ends with an answer and the two sides take turns: trainers skip it otherwise."""
        turns = self.turns[1:] if self.turns[0].role == "system" else self.turns
        sides = [turn.role in ("assistant", "call") for turn in turns]
        return len(turns) % 2 == 0 and all(
            side == bool(at % 2) and turn.role != "system"
            for at, (side, turn) in enumerate(zip(sides, turns, strict=True))
        )

    def user_turns(self) -> list[int]:
        """The indices of the user's turns."""
        return [index for index, turn in enumerate(self.turns) if turn.role == "user"]


def record_id(record: dict[str, Any]) -> str:
    """The record's ``id`` (text or whole number) as text, else 32 hex digits of the SHA-256 of its content.

    Keys whose value is null do not count, so that a record reads the same from JSONL and from a table.
    """
    given = record.get("id")
    if isinstance(given, str) and given:
        return given
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    content = {key: value for key, value in record.items() if value is not None}
    return sha256(canonical(content).encode("ascii")).hexdigest()[:32]


def canonical(value: Any) -> str:
    """JSON in ASCII with sorted keys and no spaces: equal values give equal text; bytes count by hash."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=plain)


def plain(value: Any) -> str:
    """What stands in JSON for a value that JSON cannot hold: a hash for bytes, else the text form."""
    return f"sha256:{sha256(value).hexdigest()}" if isinstance(value, bytes) else str(value)


def parse(record: dict[str, Any]) -> Chat:
    """The conversation that a record holds; raises RecordError (``unknown_format``, ``no_user_turn``,
    ...)."""
    rest = {key: value for key, value in record.items() if key != "id"}
    if isinstance(rest.get("messages"), list):
        chat = _from_messages(rest, "messages", "messages")
    elif isinstance(rest.get("conversations"), list):
        chat = _from_messages(rest, "conversations", "sharegpt")
    elif isinstance(rest.get("instruction"), str):
        chat = _from_alpaca(rest)
    elif any(isinstance(rest.get(key), str) for key in _PROMPT_KEYS):
        chat = _from_prompt(rest)
    else:
        for key, wanted in _WANTED.items():
            if (found := rest.get(key)) is not None:
                raise RecordError("bad_message", f"{key} is {type(found).__name__}; write {wanted}")
        keys = ", ".join(sorted(map(repr, record))[:8]) or "none"
        raise RecordError(
            "unknown_format",
            f"none of messages, conversations, instruction, prompt, question, text is there: rename the key of the "
            f"prompt (keys: {keys})",
        )
    if not chat.user_turns():
        raise RecordError(
            "no_user_turn",
            f"{len(chat.turns)} turns, none of them the user's; add one (role user or human)",
        )
    return chat


def _from_messages(rest: dict[str, Any], key: str, source: Source) -> Chat:
    turns: list[Turn] = []
    inline: list[Any] = []
    beside: list[dict[str, Any]] = []
    for index, message in enumerate(rest.pop(key)):
        where = f"{key}[{index}]"
        if not isinstance(message, dict):
            raise RecordError(
                "bad_message", f"{where} is not an object; write {{role, content}} or {{from, value}}"
            )
        message = {name: value for name, value in message.items() if value is not None}
        name = message.pop("role", None) or message.pop("from", None)
        role = _ROLES.get(name) if isinstance(name, str) else None
        if role is None:
            raise RecordError(
                "unknown_role", f"{where} has the role {name!r}; known roles: {', '.join(_ROLES)}"
            )
        if message.get("tool_calls"):
            raise RecordError("bad_message", f"{where} holds tool_calls; write them as a function_call turn")
        content = message.pop("content", None) if "content" in message else message.pop("value", None)
        turns.append(Turn(role, _text(content, where, inline)))
        beside.append(message)
    system = rest.pop("system", None)
    if isinstance(system, str) and system and (not turns or turns[0].role != "system"):
        turns.insert(0, Turn("system", system))
        beside.insert(0, {})
    elif system is not None:
        rest["system"] = system
    images = _images(rest)
    if any(ref is not None for ref in inline):
        if images or any(ref is None for ref in inline):
            raise RecordError(
                "placeholder_count", "images are given both inside the messages and beside them; keep one"
            )
        images = inline
    if any(beside):
        rest["message_keys"] = beside
    return Chat(source, tuple(turns), tuple(images), _tools(rest), _rest(rest))


def _text(content: Any, where: str, inline: list[Any]) -> str:
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise RecordError(
            "bad_message", f"{where} has no text (content is {type(content).__name__}); write some"
        )
    texts: list[str] = []
    found: list[Any] = []
    for part in content:
        kind = part.get("type") if isinstance(part, dict) else None
        if kind in ("text", "input_text") and isinstance(part.get("text"), str):
            texts.append(part["text"])
        elif kind in ("image", "image_url", "input_image"):
            ref = part.get("image") or part.get("image_url") or part.get("path") or part.get("url")
            found.append(ref.get("url", ref) if isinstance(ref, dict) else ref)
            texts.append(IMAGE)
        else:
            raise RecordError(
                "bad_message", f"{where} holds a part of type {kind!r}; known are text and image_url"
            )
    if found and any(text != IMAGE and mentions_media(text) for text in texts):
        raise RecordError(
            "placeholder_count", f"{where} holds images, and a text mentions a placeholder; reword it"
        )
    inline.extend(found)
    return "".join(texts)


def _from_alpaca(rest: dict[str, Any]) -> Chat:
    instruction, query = rest.pop("instruction"), rest.pop("input", None) or ""
    answer = rest.pop("output", None)
    if answer is None:
        answer = rest.pop("response", None)
    system, history = rest.pop("system", None) or "", rest.pop("history", None) or []
    turns: list[Turn] = [Turn("system", system)] if system else []
    pairs = isinstance(history, list) and all(
        isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in history
    )
    said = [text for pair in history for text in pair] if pairs else [None]
    if not all(isinstance(text, str) for text in (*said, query, system, "" if answer is None else answer)):
        raise RecordError(
            "bad_message",
            "an Alpaca field is not text, or history is not [[asked, answered], ...]; write them so",
        )
    for asked, answered in history:
        turns += [Turn("user", asked), Turn("assistant", answered)]
    turns.append(Turn("user", "\n".join(part for part in (instruction, query) if part)))
    if answer is not None:
        turns.append(Turn("assistant", answer))
    split = len(instruction) if instruction and query else None
    images = _images(rest)
    return Chat("alpaca", tuple(turns), tuple(images), _tools(rest), _rest(rest), split)


def _from_prompt(rest: dict[str, Any]) -> Chat:
    key = next(key for key in _PROMPT_KEYS if isinstance(rest.get(key), str))
    turns = [Turn("user", rest.pop(key))]
    for name in _ANSWER_KEYS:
        if isinstance(rest.get(name), str):
            turns.append(Turn("assistant", rest.pop(name)))
            break
    if isinstance(rest.get("system"), str) and rest["system"]:
        turns.insert(0, Turn("system", rest.pop("system")))
    images = _images(rest)
    return Chat("prompt", tuple(turns), tuple(images), _tools(rest), _rest(rest))


def _images(rest: dict[str, Any]) -> list[Any]:
    given = rest.pop("images", None) or rest.pop("image", None) or []
    return [ref for ref in (given if isinstance(given, list) else [given]) if ref]


def _tools(rest: dict[str, Any]) -> str:
    tools = rest.pop("tools", None)
    if not tools:
        return ""
    return tools if isinstance(tools, str) else to_json(tools)


def to_json(value: Any) -> str:
    """JSON text for a column of the corpus; raises RecordError (``not_finite``)."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=plain)
    except ValueError as error:
        detail = "a number is not finite, and JSON has no word for it; write null or text"
        raise RecordError("not_finite", detail) from error


def _rest(rest: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in rest.items() if value is not None}
