"""A finished corpus folder in, its manifest, its data files and its rows with their pictures out, whatever the
container."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lomo.corpus.manifest import DATA_SETS
from lomo.corpus.media import load
from lomo.corpus.read import read
from lomo.corpus.shards import ENDINGS
from lomo.corpus.unfinished import MANIFEST
from lomo.errors import InputError
from lomo.record.rewrite import Half


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a corpus; raises InputError."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"{folder / MANIFEST}: cannot be read: {error.strerror}; is this a corpus?"
        ) from error
    except ValueError as error:
        raise InputError(f"{folder / MANIFEST}: is not JSON") from error
    if not isinstance(manifest, dict) or not str(manifest.get("schema", "")).startswith("lomo.manifest/"):
        raise InputError(f"{folder / MANIFEST}: is not the manifest of a lomo corpus")
    return manifest


def told_files(manifest: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Half]]:
    """Each data file that a manifest tells of: its name, what is told, and its half. A data set may lie in several."""
    for name, told in manifest["files"].items():
        for data_set, half in DATA_SETS:
            if name.split("/")[0].split(".")[0] == data_set and "records" in told:
                yield name, told, half


def data_files(folder: Path, data_set: str = "lomo_text") -> list[Path]:
    """The files of a data set of the corpus, in order: one, or the shards in a folder of its name; none where the
    corpus lacks the data set."""
    for ending in ENDINGS.values():
        if (path := folder / f"{data_set}{ending}").is_file():
            return [path]
    shards = folder / data_set
    return (
        sorted(one for one in shards.iterdir() if one.suffix in ENDINGS.values()) if shards.is_dir() else []
    )


def rows(folder: Path, data_set: str = "lomo_text") -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each row of a data set of the corpus with its provenance; ``images`` are paths from the corpus folder (JSONL)
    or {"bytes", "path"}. Raises InputError for a row that cannot be read."""
    for path in data_files(folder, data_set):
        for item in read(path, path.name):
            if item.record is None:
                raise InputError(f"{item.where}: {item.fault}")
            yield item.record, json.loads(item.record["lomo"])


def picture_bytes(row: dict[str, Any], folder: Path) -> list[bytes]:
    """The pictures of a row, whole files; raises RecordError for one that is missing."""
    return [load(one, folder) for one in row.get("images") or []]
