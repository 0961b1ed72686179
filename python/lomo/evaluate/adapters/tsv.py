"""A TSV file whose cells may be megabytes of base64 in, its rows out."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from lomo.errors import InputError


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows by column; raises InputError where the file cannot be read."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # the default stops at 131,072 characters
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, delimiter="\t")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read as TSV: {error}") from error


def local_folder(dataset_id: str, what: str) -> Path:
    """The benchmark's folder; raises InputError saying what has to lie there."""
    folder = Path(dataset_id)
    if not folder.is_dir():
        raise InputError(f"{dataset_id}: not a folder; give {what} with --local NAME=DIR")
    return folder
