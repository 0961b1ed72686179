"""A recipe (YAML, or flags of the command line) in, a checked description of the corpus to build out."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from lomo.config import Config
from lomo.errors import InputError
from lomo.record.compose import Format
from lomo.settings import Section, load_yaml, override, validated

Container = Literal["jsonl", "parquet"]


def _names_a_place(text: str) -> str:
    if not text or "\0" in text:
        raise ValueError("input should be the path of a file or folder")
    return text


PathText = Annotated[str, AfterValidator(_names_a_place)]


class Source(Section):
    """One input file."""

    file: PathText
    """The file (JSONL, JSON or Parquet); relative to the recipe."""
    media_dir: PathText | None = None
    """The folder that the records' picture paths start from; null: the file's own folder."""


class Recipe(Section):
    """What ``lomo build`` makes, and from what."""

    text: tuple[Source, ...] = ()
    """Text-only files: a share of their records (``config.rewrite_ratio``) is rewritten. A bare name will
    do."""
    multimodal: tuple[Source, ...] = ()
    """Multimodal files: copied into the corpus with their pictures, in the same representation."""
    output: PathText
    """The folder of the corpus; relative to the recipe."""
    format: Format = "messages"
    """The format of the records: ``messages`` (role, content), ``sharegpt`` (from, value) or ``alpaca``."""
    container: Container = "jsonl"
    """``jsonl`` with an image folder, or ``parquet`` with the pictures' bytes inside."""
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

    @model_validator(mode="after")
    def _some_input(self) -> Self:
        if not self.text and not self.multimodal:
            raise ValueError("text or multimodal must name at least one file")
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


def shown_names(sources: tuple[Source, ...]) -> list[str]:
    """How each input is called in a corpus: its path as the recipe gives it, or the bare name of one that
    climbs out of the recipe's folder or starts at the root.

    No name is used twice (``#2`` is added), and none tells where the file lay on this machine.
    """
    names: dict[str, None] = {}
    for source in sources:
        path = PurePosixPath(source.file)
        name = path.name if path.is_absolute() or ".." in path.parts else str(path)
        # A name that is not UTF-8 must not spoil the files that mention it.
        name = os.fsencode(name).decode("utf-8", "backslashreplace")
        wanted, number = name, 1
        while name in names:
            number += 1
            name = f"{wanted}#{number}"
        names[name] = None
    return list(names)


def input_paths(sources: tuple[Source, ...], base: Path) -> list[Path]:
    """The sources' files, checked to be there; raises InputError naming the one that is not."""
    paths = [base / source.file for source in sources]
    for path in paths:
        try:
            known, is_file = path.exists(), path.is_file()
        except OSError as error:
            raise InputError(f"{_shown(path)}: cannot be read: {error.strerror}") from error
        if not is_file:
            raise InputError(f"{_shown(path)}: {'is not a file' if known else 'there is no such file'}")
    return paths


def _shown(path: Path) -> str:
    text = str(path)
    return text if len(text) <= 300 else text[:297] + "..."
