"""A recipe's sources in, the input files to read out: folders, saved data sets and patterns resolved, each file
with the name that a corpus calls it by."""

from __future__ import annotations

import glob
import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from lomo.corpus.read import ARCHIVES, TABLES
from lomo.corpus.recipe import Recipe, Source
from lomo.errors import InputError
from lomo.record.rewrite import Half

_READ = (".jsonl", ".json", *TABLES, *ARCHIVES)


@dataclass(frozen=True)
class Input:
    """One file to read.

    Attributes:
        half: whether its records are text-only or multimodal.
        path: where it lies.
        name: how the corpus calls it.
        media_dir: where its records' picture paths start.
        source: which source of its half it belongs to.
        size: its length in bytes.
    """

    half: Half
    path: Path
    name: str
    media_dir: Path
    source: int
    size: int


def inputs(recipe: Recipe, base: Path) -> list[Input]:
    """The files of a recipe whose relative paths start from ``base``, text-only ones first; raises InputError."""
    found: list[tuple[Half, int, Source, Path, str]] = []
    text: Half = "text"
    multimodal: Half = "multimodal"
    for half, sources in ((text, recipe.text), (multimodal, recipe.multimodal)):
        for index, source in enumerate(sources):
            for path, below in files(base / source.file, source.file):
                found.append((half, index, source, path, below))
    names = shown_names([below for *_, below in found])
    return [
        Input(
            half,
            path,
            name,
            base / source.media_dir if source.media_dir is not None else path.parent,
            index,
            path.stat().st_size,
        )
        for (half, index, source, path, _), name in zip(found, names, strict=True)
    ]


def files(path: Path, given: str) -> list[tuple[Path, str]]:
    """The files that a path stands for, each with its own name as an extension of ``given``; raises InputError."""
    try:
        if path.is_dir():
            return [(one, f"{given.rstrip('/')}/{one.name}") for one in _folder(path)]
        if not path.exists() and any(mark in path.name for mark in "*?["):
            pattern = f"{glob.escape(str(path.parent))}/{path.name}"
            if not (matches := sorted(map(Path, glob.glob(pattern)))):
                raise InputError(f"{_shown(path)}: no file matches")
            return [(one, str(PurePosixPath(given).parent / one.name)) for one in matches]
        known, is_file = path.exists(), path.is_file()
    except OSError as error:
        raise InputError(f"{_shown(path)}: cannot be read: {error.strerror}") from error
    if not is_file:
        raise InputError(f"{_shown(path)}: {'is not a file' if known else 'there is no such file'}")
    return [(path, given)]


def _folder(folder: Path) -> list[Path]:
    """The data files of a folder, in order."""
    if (folder / "dataset_dict.json").is_file():
        splits = json.loads((folder / "dataset_dict.json").read_text(encoding="utf-8")).get("splits", [])
        if len(splits) == 1:
            return _folder(folder / splits[0])
        raise InputError(f"{_shown(folder)}: holds several splits; name one of {', '.join(splits)} in it")
    if (folder / "state.json").is_file():  # as Dataset.save_to_disk leaves it
        state = json.loads((folder / "state.json").read_text(encoding="utf-8"))
        if listed := [folder / one["filename"] for one in state.get("_data_files", [])]:
            if gone := [one for one in listed if not one.is_file()]:
                raise InputError(f"{_shown(gone[0])}: there is no such file, but state.json lists it")
            return listed
    if (folder / "manifest.json").is_file():
        raise InputError(f"{_shown(folder)}: is a corpus of lomo; name a data file in it")
    found = [one for one in sorted(folder.iterdir()) if one.name.endswith(_READ) and one.is_file()]
    if not found:
        raise InputError(f"{_shown(folder)}: holds none of {', '.join(_READ)}")
    if len(kinds := {one.suffix for one in found}) > 1:
        raise InputError(
            f"{_shown(folder)}: holds files of several kinds ({', '.join(sorted(kinds))}); name one"
        )
    return found


def shown_names(given: list[str]) -> list[str]:
    """How each file is called in a corpus: its path as the recipe gives it, or the bare name of one that
    climbs out of the recipe's folder or starts at the root.

    No name is used twice (``#2`` is added), and none tells where the file lay on this machine.
    """
    names: dict[str, None] = {}
    for one in given:
        path = PurePosixPath(one)
        name = path.name if path.is_absolute() or ".." in path.parts else str(path)
        # A name that is not UTF-8 must not spoil the files that mention it.
        name = os.fsencode(name).decode("utf-8", "backslashreplace")
        wanted, number = name, 1
        while name in names:
            number += 1
            name = f"{wanted}#{number}"
        names[name] = None
    return list(names)


def _shown(path: Path) -> str:
    text = str(path)
    return text if len(text) <= 300 else text[:297] + "..."


def file_sha256(path: Path) -> str:
    """The file's SHA-256 in hex, read in pieces."""
    digest = sha256()
    with path.open("rb") as source:
        while piece := source.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
