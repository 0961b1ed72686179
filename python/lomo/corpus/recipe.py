"""A recipe (YAML, or flags of the command line) in, a checked description of the corpora to build out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, Field, field_validator, model_validator

from lomo.config import Config
from lomo.record.compose import Format
from lomo.settings import Section, load_yaml, override, validated

Container = Literal["jsonl", "parquet", "webdataset"]
Kind = Literal["sft", "full", "lomo-clean", "lomo"]
_ARM_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


def _names_a_place(text: str) -> str:
    if not text or "\0" in text:
        raise ValueError("input should be the path of a file or folder")
    return text


PathText = Annotated[str, AfterValidator(_names_a_place)]


Count = Annotated[int, Field(ge=1)]


class Source(Section):
    """One input: a file, a folder of files, or a pattern."""

    file: PathText
    """JSONL, JSON, Parquet or WebDataset tar; a folder of those or one that ``datasets`` saved; or a pattern
    (``shards/*.tar``). Relative to the recipe."""
    media_dir: PathText | None = None
    """The folder that the records' picture paths start from; null: the file's own folder."""
    count: Count | None = None
    """How many of its records are in the pool, those whose hash of (seed, id) is smallest; null: all."""
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    """Which share of its records is in the pool, chosen by that hash; null: all."""

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if self.count is not None and self.share is not None:
            raise ValueError("give count or share, not both")
        return self


class Arm(Section):
    """One corpus of several from one pool."""

    kind: Kind = "lomo"
    """``sft``: nothing is rendered; ``full``: whole prompts, clean pages (Full-Text Rendering); ``lomo-clean``: no
    distortion; ``lomo``: as ``config`` says. The same records are rewritten in the last three."""
    config: dict[str, Any] = Field(default={})
    """Keys of the configuration that differ in this arm, ``{position: prefix}``."""
    text_records: Count | None = None
    """How many text-only records; null: as the recipe says."""
    multimodal_records: Count | None = None
    """How many multimodal records; null: as the recipe says."""
    matched: bool = False
    """As many records are rewritten and the corpus is as large as without it, but text-only records take the place of
    multimodal ones until half of all records bear pictures."""


class Recipe(Section):
    """What ``lomo build`` makes, and from what."""

    text: tuple[Source, ...] = ()
    """Text-only files: a share of their records (``config.rewrite_ratio``) is rewritten. A bare name will
    do."""
    multimodal: tuple[Source, ...] = ()
    """Multimodal files: copied into the corpus with their pictures, in the same representation."""
    text_records: Count | None = None
    """How many text-only records of all files together; smaller numbers choose among the same. Null: all."""
    multimodal_records: Count | None = None
    """How many multimodal records of all files together; null: all."""
    arms: dict[str, Arm] = Field(default={})
    """Several corpora from this pool, one folder each: a name, and what differs. A list of kinds will do."""
    output: PathText
    """The folder of the corpus, or of the arms; relative to the recipe."""
    format: Format = "messages"
    """The format of the records: ``messages`` (role, content), ``sharegpt`` (from, value) or ``alpaca``."""
    container: Container = "jsonl"
    """``jsonl`` with an image folder, ``parquet`` with the pictures' bytes inside, or ``webdataset`` (tar)."""
    shard_mb: Annotated[int, Field(ge=1)] | None = None
    """A new data file is begun after about so many MB; null: 512 for Parquet and WebDataset, one file for JSONL."""
    exclude: tuple[PathText, ...] = ()
    """Files of evaluation questions: a record whose prompt has ``exclude_words`` words in a row in common with one, or
    is a shorter one word for word, is set aside."""
    exclude_words: Annotated[int, Field(ge=2, le=64)] = 13
    """How many words in a row are an overlap; Chinese and Japanese count by character."""
    max_tokens: Count | None = None
    """Records whose text and pictures take more tokens than this are set aside; null: any length."""
    processor: PathText | None = None
    """What counts the pictures' tokens: a name that ``lomo.visual_tokens`` knows, a preprocessor_config.json, or a
    folder with one. Null: that of ``config.style``. Needed for ``max_tokens``."""
    tokenizer: PathText | None = None
    """What counts the texts' tokens: a tokenizer.json or a folder with one (needs ``tokenizers``); null: a token for
    each three bytes, which is rather too many."""
    workers: Annotated[int, Field(ge=1, le=4096)] | None = None
    """Worker processes; null: one for each CPU; more than two for each are not started. The corpus does not
    depend on it."""
    config: Config = Config()
    """The operator's setting."""

    @field_validator("text", "multimodal", mode="before")
    @classmethod
    def _names_will_do(cls, value: Any) -> Any:
        entries = [value] if isinstance(value, (str, dict)) else value
        if not isinstance(entries, (list, tuple)):
            return entries
        return [{"file": entry} if isinstance(entry, str) else entry for entry in entries]

    @field_validator("exclude", mode="before")
    @classmethod
    def _one_name_will_do(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("arms", mode="before")
    @classmethod
    def _kinds_will_do(cls, value: Any) -> Any:
        named = {name: {} for name in value} if isinstance(value, list) else value
        if not isinstance(named, dict):
            return named
        for name in named:
            if not isinstance(name, str) or not _ARM_NAME.fullmatch(name):
                raise ValueError(f"{name!r} names a folder: letters, digits, '-', '_' and '.' alone")
        kinds = get_args(Kind)
        return {
            name: {**({"kind": name} if name in kinds else {}), **arm} if isinstance(arm, dict) else arm
            for name, arm in ((name, {} if arm is None else arm) for name, arm in named.items())
        }

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if not self.text and not self.multimodal:
            raise ValueError("text or multimodal must name at least one file")
        if self.max_tokens is not None and self.processor is None and self.config.style.processor is None:
            raise ValueError("max_tokens needs a processor that counts them")
        return self


def load_recipe(path: Path | None, assignments: list[str], flags: dict[str, Any]) -> tuple[Recipe, Path]:
    """The recipe and the folder that its relative paths start from.

    Args:
        path: the YAML file; None: flags alone, relative to the current folder.
        assignments: dotted overrides, ``config.seed=3``.
        flags: keys of the recipe that win over the file; their paths must be absolute or relative to that
            folder.

    Raises ConfigError.
    """
    data = override(load_yaml(path) if path else {}, assignments)
    where = str(path) if path else "recipe"
    return validated(Recipe, {**data, **flags}, where), (path.parent if path else Path("."))
