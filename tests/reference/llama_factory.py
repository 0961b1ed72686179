"""A corpus folder -> what LLaMA-Factory's loader would make of it, in its own words: the judge of our output.

Written from its documented data format and the behaviour of its sharegpt and alpaca converters and its
multimodal plug-in (0.9.5): columns and tags from dataset_info.json, user and assistant in turn, every literal
placeholder of every message (the system prompt aside) answered by one picture.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pyarrow.json
import pyarrow.parquet

DEFAULT_TAGS = {
    "role_tag": "from",
    "content_tag": "value",
    "user_tag": "human",
    "assistant_tag": "gpt",
    "observation_tag": "observation",
    "function_tag": "function_call",
    "system_tag": "system",
}


class RefusedError(ValueError):
    """What would stop a training run, or drop an example."""


def load(folder: Path, data_set: str) -> list[dict[str, Any]]:
    """The examples of one data set: messages (role, content), system, tools, images."""
    attributes = json.loads((folder / "dataset_info.json").read_text(encoding="utf-8"))[data_set]
    path = folder / attributes["file_name"]
    # pyarrow infers one type a column for the whole file, as the datasets library does.
    rows = (
        pyarrow.parquet.read_table(path) if path.suffix == ".parquet" else pyarrow.json.read_json(path)
    ).to_pylist()
    convert = {"sharegpt": _sharegpt, "alpaca": _alpaca}[attributes["formatting"]]
    return [_balanced(convert(row, attributes), folder) for row in rows]


def _sharegpt(row: dict[str, Any], attributes: dict[str, Any]) -> dict[str, Any]:
    columns, tags = attributes["columns"], {**DEFAULT_TAGS, **attributes.get("tags", {})}
    messages = list(row[columns["messages"]])
    system = (
        messages.pop(0)[tags["content_tag"]] if messages[0][tags["role_tag"]] == tags["system_tag"] else ""
    )
    odd, even = {tags["user_tag"], tags["observation_tag"]}, {tags["assistant_tag"], tags["function_tag"]}
    for index, message in enumerate(messages):
        if message[tags["role_tag"]] not in (even if index % 2 else odd):
            raise RefusedError(f"message {index} has the role {message[tags['role_tag']]}")
    if len(messages) % 2:
        raise RefusedError("the conversation ends without an answer")
    texts = [message[tags["content_tag"]] for message in messages]
    return _example(row, columns, texts, system)


def _alpaca(row: dict[str, Any], attributes: dict[str, Any]) -> dict[str, Any]:
    columns = attributes["columns"]
    texts = [text for pair in row[columns["history"]] or [] for text in pair]
    query = [row[columns[name]] for name in ("prompt", "query") if row[columns[name]]]
    texts.append("\n".join(query))
    if not isinstance(row[columns["response"]], str):
        raise RefusedError("there is no answer")
    texts.append(row[columns["response"]])
    return _example(row, columns, texts, row[columns["system"]])


def _example(row: dict[str, Any], columns: dict[str, str], texts: list[str], system: str) -> dict[str, Any]:
    return {
        "texts": texts,
        "system": system,
        "tools": row[columns["tools"]],
        "images": row[columns["images"]],
    }


def _balanced(example: dict[str, Any], media_dir: Path) -> dict[str, Any]:
    loaded = []
    for image in example["images"] or []:
        if isinstance(image, str):
            path = os.path.join(media_dir, image)
            if not os.path.isfile(path):
                raise RefusedError(f"{image} does not exist in media_dir")
            loaded.append(Path(path).read_bytes())
        else:
            loaded.append(image["bytes"] if image["bytes"] is not None else Path(image["path"]).read_bytes())
    for placeholder, given in (("<image>", len(loaded)), ("<video>", 0), ("<audio>", 0)):
        found = sum(text.count(placeholder) for text in example["texts"])
        if found != given:
            raise RefusedError(f"{found} {placeholder} in the messages, {given} files")
    return {**example, "images": loaded}
