"""The corpora of all shards of a build in, one corpus out: each shard once, the same rows as the build without shards.

Parquet files, tars and pictures are linked, or copied where they cannot be, so that they take no space, and the shards
can be deleted afterwards. JSON lines are written anew, so that the first of them tell what type a column has
(``lomo.corpus.rows_jsonl``). Rows stand in the order of the shards.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from lomo.corpus.appended import Appended
from lomo.corpus.build import Built
from lomo.corpus.finished import read_manifest, told_files
from lomo.corpus.identity import lost
from lomo.corpus.ids import id_mark, repeated
from lomo.corpus.inputs import file_sha256
from lomo.corpus.joined import in_order, joined, joined_counts
from lomo.corpus.manifest import DATA_SETS
from lomo.corpus.read import read
from lomo.corpus.rows_jsonl import encode_line
from lomo.corpus.shards import ENDINGS, Shards
from lomo.corpus.unfinished import MANIFEST, Unfinished
from lomo.corpus.write import BOXES, ERRORS, IDS, INFO, stored, write_json
from lomo.errors import InputError, RecordError
from lomo.record.compose import description
from lomo.record.rewrite import Half


def join(folders: Sequence[Path], output: Path, *, overwrite: bool = False) -> Built:
    """Joins the shards ``0/n`` .. ``n-1/n`` of one build, given in any order, into the corpus ``output``.

    Raises InputError where a shard is missing, stands twice, is of another build or is not as its manifest says, and
    where ``output`` cannot be used.
    """
    shards = _opened(folders)
    first = shards[0][1]
    sources: dict[Half, _Files] = {half: [] for _, half in DATA_SETS}
    for path, manifest in shards:
        _check(path, manifest, output)
        for name, told, half in told_files(manifest):
            sources[half].append((path / name, told))
    with Unfinished(
        output, overwrite=overwrite, resume=False, identity={}, inputs=[path for path, _ in shards]
    ) as folder:
        counts = joined_counts([manifest["counts"] for _, manifest in shards])
        files: dict[str, dict[str, Any]] = {}
        info: dict[str, Any] = {}
        with closing(Appended(folder.work / IDS)) as marks:
            for data_set, half in DATA_SETS:
                if sources[half] and first["container"] == "jsonl":
                    named, made = _rewritten(folder, data_set, half, sources[half], first, marks)
                else:
                    named, made = _linked(folder.path, data_set, half, sources[half], marks)
                files |= made
                if counts[half]["rewritten"] or counts[half]["kept"]:
                    info[data_set] = {"file_name": named, **description(first["format"])}
        counts["duplicate_ids"] = repeated(folder.work / IDS)
        (folder.work / IDS).unlink()
        if first["container"] != "webdataset":
            write_json(folder.path / INFO, info)
            files[INFO] = _told(folder.path / INFO)
        for name in (ERRORS, BOXES):
            if name in first["files"]:
                files[name] = _end_to_end(folder.path / name, shards)
        if first["container"] == "jsonl":
            for path, _ in shards:
                _link_pictures(path / "images", folder.path / "images")
            images = stored(folder.path / "images")
        else:
            images = {
                what: sum(manifest["images"][what] for _, manifest in shards) for what in ("files", "bytes")
            }
        whole = joined([manifest for _, manifest in shards], counts=counts, files=files, images=images)
        write_json(folder.path / MANIFEST, whole)
        folder.finish()
    return Built(folder.output, whole, lost(whole))


_Shards = list[tuple[Path, dict[str, Any]]]
_Files = list[tuple[Path, dict[str, Any]]]


def _opened(folders: Sequence[Path]) -> _Shards:
    """The shards with their manifests, in order; a folder of shards stands for all in it."""
    found: list[Path] = []
    for one in folders:
        inside = sorted(one.glob("shard-*-of-*")) if not (one / MANIFEST).exists() else []
        found += inside or [one]
    manifests = [read_manifest(path) for path in found]
    return [(found[at], manifests[at]) for at in in_order([str(path) for path in found], manifests)]


def _check(path: Path, manifest: dict[str, Any], output: Path) -> None:
    """Raises InputError where a shard has lost a file, or a part of one, or ``output`` lies in it."""
    if Path(os.path.realpath(output)).is_relative_to(os.path.realpath(path)):
        raise InputError(f"{output}: lies in the shard {path}; name another output")
    for name, told in manifest["files"].items():
        if not (path / name).is_file() or (path / name).stat().st_size != told["bytes"]:
            raise _changed(path / name)
    if manifest["container"] == "jsonl" and stored(path / "images") != manifest["images"]:
        raise _changed(path / "images")


def _changed(path: Path) -> InputError:
    return InputError(
        f"{path}: is not as the manifest of its shard says; build that shard again (--overwrite)"
    )


def _lines(path: Path, told: dict[str, Any]) -> Iterator[bytes]:
    """The lines of a file; raises InputError behind the last where they are not what its manifest says."""
    digest = sha256()
    with path.open("rb") as source:
        for line in source:
            digest.update(line)
            yield line
    if digest.hexdigest() != told["sha256"]:
        raise _changed(path)


def _rewritten(
    folder: Unfinished, data_set: str, half: Half, sources: _Files, first: dict[str, Any], marks: Appended
) -> tuple[str, dict[str, dict[str, Any]]]:
    """All JSON lines, as one build writes them."""
    into = Shards(
        folder.work, data_set, container="jsonl", format=first["format"], shard_mb=first["shard_mb"]
    )
    try:
        for path, told in sources:
            for line in _lines(path, told):
                try:
                    columns = json.loads(line)
                except ValueError as error:
                    raise _changed(path) from error
                into.write(encode_line(line, columns))
                marks.write(id_mark(half, str(columns["id"])))
        into.close()
    finally:
        into.abandon()
    names = into.settle(folder.path)
    made = {
        name: _told(folder.path / name, records=count, digest=digest)
        for name, count, digest in zip(names, into.rows, into.sha256, strict=True)
    }
    return into.file_name, made


def _linked(
    folder: Path, data_set: str, half: Half, sources: _Files, marks: Appended
) -> tuple[str, dict[str, dict[str, Any]]]:
    """Every file under a number of its own; files without rows stay out where there are others."""
    sources = [one for one in sources if one[1]["records"]] or sources[:1]
    made: dict[str, dict[str, Any]] = {}
    for number, (path, told) in enumerate(sources):
        name = f"{data_set}/{number:05d}{path.suffix}" if len(sources) > 1 else f"{data_set}{path.suffix}"
        try:
            ids = b"".join(id_mark(half, ident) for ident in _ids(path))
        except (ValueError, RecordError) as error:  # pyarrow's are ValueErrors
            raise _changed(path) from error
        marks.write(ids)
        _link(path, folder / name)
        made[name] = told
    return next((name.split("/")[0] for name in made), ""), made


def _ids(path: Path) -> Iterator[str]:
    """The ids of the rows of a Parquet file or a tar."""
    if path.suffix == ENDINGS["parquet"]:
        import pyarrow.parquet as pq

        with pq.ParquetFile(path) as table:
            for batch in table.iter_batches(columns=["id"]):
                yield from batch.column("id").to_pylist()
        return
    for item in read(path, path.name):
        yield str(item.checked()["id"])


def _link(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():  # what it leads to is meant: the link may go with its shard
        path = path.resolve()
    try:
        os.link(path, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(path, target)


def _link_pictures(images: Path, target: Path) -> None:
    for folder in sorted(images.iterdir()) if images.is_dir() else ():
        for one in os.scandir(folder):
            if not (made := target / folder.name / one.name).exists():
                _link(Path(one.path), made)


def _end_to_end(target: Path, shards: _Shards) -> dict[str, Any]:
    """The shards' lines in one file; what the manifest says of it."""
    told = [manifest["files"][target.name] for _, manifest in shards]
    with closing(Appended(target)) as lines:
        for (path, _), one in zip(shards, told, strict=True):
            for line in _lines(path / target.name, one):
                lines.write(line)
        lines.sync()
    records = sum(one["records"] for one in told) if "records" in told[0] else None
    return _told(target, records=records, digest=lines.sha256())


def _told(path: Path, *, records: int | None = None, digest: str | None = None) -> dict[str, Any]:
    counted = {} if records is None else {"records": records}
    return {**counted, "bytes": path.stat().st_size, "sha256": digest or file_sha256(path)}
