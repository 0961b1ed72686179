"""A neutral conversation in, the row of a data set out, with the LLaMA-Factory description that reads it."""

from __future__ import annotations

from typing import Any, Literal

from lomo.errors import RecordError
from lomo.record.chat import Chat, Role, Turn

Format = Literal["messages", "sharegpt", "alpaca"]

_NAMES: dict[str, dict[Role, str]] = {
    "messages": {
        "system": "system",
        "user": "user",
        "assistant": "assistant",
        "tool": "tool",
        "call": "function_call",
    },
    "sharegpt": {
        "system": "system",
        "user": "human",
        "assistant": "gpt",
        "tool": "observation",
        "call": "function_call",
    },
}


def compose(chat: Chat, format: Format) -> dict[str, Any]:
    """The conversation's columns in the given format (the pictures' column is the caller's).

    ``messages``: messages = [{role, content}]; ``sharegpt``: conversations = [{from, value}]; ``alpaca``:
    instruction, input, output, system, history. Each adds ``tools``. Raises RecordError (``not_alpaca``) for
    a conversation that Alpaca has no room for.
    """
    if format == "alpaca":
        return _alpaca(chat)
    names = _NAMES[format]
    if format == "messages":
        turns = [{"role": names[turn.role], "content": turn.text} for turn in chat.turns]
        return {"messages": turns, "tools": chat.tools}
    turns = [{"from": names[turn.role], "value": turn.text} for turn in chat.turns]
    return {"conversations": turns, "tools": chat.tools}


def fields(format: Format) -> tuple[str, ...]:
    """The names of the columns that ``compose`` fills, in order."""
    return tuple(compose(Chat("prompt", (Turn("user", ""),)), format))


def _alpaca(chat: Chat) -> dict[str, Any]:
    turns = list(chat.turns)
    system = turns.pop(0).text if turns[0].role == "system" else ""
    roles = [turn.role for turn in turns]
    answer = turns.pop().text if roles[-1] == "assistant" else None
    wanted = ["user" if index % 2 == 0 else "assistant" for index in range(len(turns))]
    if [turn.role for turn in turns] != wanted or len(turns) % 2 == 0:
        detail = (
            f"the turns {', '.join(roles)} do not fit instruction and output; the format messages holds them"
        )
        raise RecordError("not_alpaca", detail)
    prompt, split = turns.pop().text, chat.instruction_chars
    instruction, query = (prompt, "") if split is None else (prompt[:split], prompt[split + 1 :])
    history = [[turns[at].text, turns[at + 1].text] for at in range(0, len(turns), 2)]
    return {
        "instruction": instruction,
        "input": query,
        "output": answer,
        "system": system,
        "history": history,
        "tools": chat.tools,
    }


def description(format: Format) -> dict[str, Any]:
    """The entry of ``dataset_info.json`` that tells LLaMA-Factory how to read the format; no file name."""
    if format == "alpaca":
        columns = {
            "prompt": "instruction",
            "query": "input",
            "response": "output",
            "system": "system",
            "history": "history",
            "tools": "tools",
            "images": "images",
        }
        return {"formatting": "alpaca", "columns": columns}
    names = _NAMES[format]
    role, content = ("role", "content") if format == "messages" else ("from", "value")
    return {
        "formatting": "sharegpt",
        "columns": {
            "messages": "messages" if format == "messages" else "conversations",
            "tools": "tools",
            "images": "images",
        },
        "tags": {
            "role_tag": role,
            "content_tag": content,
            "user_tag": names["user"],
            "assistant_tag": names["assistant"],
            "observation_tag": names["tool"],
            "function_tag": names["call"],
            "system_tag": names["system"],
        },
    }
