"""A record's texts and pictures in, how many tokens it takes a model out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lomo.corpus.image_header import pixel_size
from lomo.corpus.recipe import Recipe
from lomo.errors import InputError, RecordError
from lomo.processors import PROCESSORS
from lomo.record.placeholder import IMAGE
from lomo.record.rewrite import Outcome
from lomo.tokens.count import tokens
from lomo.tokens.read import processor_of

# Without a tokenizer: models take one token for 3.5 to 5 bytes of English and about one for a Chinese character of
# three bytes, so that this counts rather too many than too few.
_BYTES_A_TOKEN = 3
# Marks of a chat template around a turn, and around a picture.
_TURN, _PICTURE = 5, 2


@dataclass(frozen=True)
class Length:
    """Counts tokens.

    Attributes:
        processor: the numbers of the image processor.
        tokenizer: a ``tokenizers.Tokenizer``; None: an estimate that is rather too high.
        limit: what a record may take; None: any number.
    """

    processor: Any
    tokenizer: Any = None
    limit: int | None = None

    def visual(self, outcome: Outcome) -> int:
        """The tokens of the record's pictures (loaded ones); raises RecordError where the processor refuses one."""
        try:
            return sum(tokens(*size, self.processor) for size in map(pixel_size, outcome.images) if size)
        except InputError as error:
            raise RecordError("refused_image", str(error)) from error

    def text(self, outcome: Outcome) -> int:
        """The tokens of the record's texts, and of the marks around turns and pictures."""
        texts = _texts(outcome.columns or {})
        marks = _TURN * len(texts) + _PICTURE * len(outcome.images)
        said = [text.replace(IMAGE, "") for text in texts]
        if self.tokenizer is None:
            return marks + sum(-(-len(text.encode()) // _BYTES_A_TOKEN) for text in said)
        return marks + sum(len(self.tokenizer.encode(text, add_special_tokens=False).ids) for text in said)

    def check(self, outcome: Outcome) -> None:
        """Raises RecordError for a record that is too long (``too_many_tokens``) or has a picture that the processor
        refuses (``refused_image``)."""
        visual = self.visual(outcome)
        if self.limit is not None and (text := self.text(outcome)) + visual > self.limit:
            raise RecordError(
                "too_many_tokens", f"{text} of text and {visual} of pictures; max_tokens is {self.limit}"
            )


def _texts(columns: dict[str, Any]) -> list[str]:
    turns = columns.get("messages") or columns.get("conversations") or []
    found = [turn.get("content") or turn.get("value") or "" for turn in turns]
    for name in ("instruction", "input", "output", "system", "tools"):
        found += [columns[name]] if columns.get(name) else []
    return found + [text for pair in columns.get("history") or [] for text in pair]


def length(recipe: Recipe, base: Path, *, default: str | None = None) -> Length | None:
    """What counts tokens under a recipe; None where it names no processor and there is no ``default``.

    Raises InputError for a processor or a tokenizer that cannot be used.
    """
    style = recipe.config.style.processor if recipe.max_tokens or default else None
    if (name := recipe.processor or style or default) is None:
        return None
    if not isinstance(name, str) or name in PROCESSORS:
        numbers = processor_of(name)
    elif (path := base / name).exists():
        numbers = processor_of(_loaded(path / "preprocessor_config.json" if path.is_dir() else path))
    else:
        raise InputError(
            f"processor {name!r}: is neither a file nor one of {', '.join(PROCESSORS)}; give a model's folder or its "
            "preprocessor_config.json"
        )
    return Length(
        numbers, _tokenizer(base / recipe.tokenizer) if recipe.tokenizer else None, recipe.max_tokens
    )


def _loaded(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(f"{path}: is not JSON") from error
    if not isinstance(found, dict):
        raise InputError(f"{path}: is not the configuration of a processor")
    return found


def _tokenizer(path: Path) -> Any:
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise InputError("tokenizer: needs the package tokenizers: pip install tokenizers") from error
    path = path / "tokenizer.json" if path.is_dir() else path
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        raise InputError(f"{path}: is not a tokenizer.json: {error}") from error
