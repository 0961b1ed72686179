"""The corpora of all shards of a build in, one corpus out: each shard once, the same rows as the build without shards.

Data files and pictures are linked, or copied where they cannot be: joining takes no space and little time, and the
shards can be deleted afterwards. JSON lines are written anew, so that the first of them tell what type a column has
(``lomo.corpus.rows_jsonl``). Rows stand in the order of the shards.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from lomo.corpus.appended import Appended
from lomo.corpus.build import Built
from lomo.corpus.finished import data_files, read_manifest
from lomo.corpus.ids import id_mark, repeated
from lomo.corpus.inputs import file_sha256
from lomo.corpus.joined import in_order, joined, joined_counts
from lomo.corpus.manifest import DATA_SETS, HALVES
from lomo.corpus.read import read
from lomo.corpus.rows_jsonl import encode_line
from lomo.corpus.shards import ENDINGS, Shards
from lomo.corpus.unfinished import MANIFEST, Unfinished
from lomo.corpus.write import BOXES, ERRORS, IDS, INFO, stored, write_json
from lomo.errors import InputError
from lomo.record.compose import description


def join(folders: Sequence[Path], output: Path, *, overwrite: bool = False) -> Built:
    """Joins the shards ``0/n`` .. ``n-1/n`` of one build, given in any order, into the corpus ``output``.

    Raises InputError where a shard is missing, stands twice, is of another build or has lost a file, and where
    ``output`` cannot be used.
    """
    shards = _opened(folders)
    first = shards[0][1]
    sources = {
        data_set: [one for path, manifest in shards for one in _data(path, manifest, data_set)]
        for data_set, _ in DATA_SETS
    }
    with Unfinished(
        output, overwrite=overwrite, resume=False, identity={}, inputs=[path for path, _ in shards]
    ) as folder:
        counts = joined_counts([manifest["counts"] for _, manifest in shards])
        counts["duplicate_ids"] = _repeated(folder.work / IDS, sources)
        files: dict[str, dict[str, Any]] = {}
        info: dict[str, Any] = {}
        for data_set, half in DATA_SETS:
            if sources[data_set] and first["container"] == "jsonl":
                named, made = _rewritten(folder, data_set, sources[data_set], first)
            else:
                named, made = _linked(folder.path, data_set, sources[data_set])
            files |= made
            if counts[half]["rewritten"] or counts[half]["kept"]:
                info[data_set] = {"file_name": named, **description(first["format"])}
        if first["container"] != "webdataset":
            write_json(folder.path / INFO, info)
            files[INFO] = _told(folder.path / INFO)
        for name in (ERRORS, BOXES):
            if name in first["files"]:
                files[name] = _end_to_end(folder.path / name, shards)
        images = {
            what: sum(manifest["images"][what] for _, manifest in shards) for what in ("files", "bytes")
        }
        if first["container"] == "jsonl":
            for path, _ in shards:
                _link_pictures(path / "images", folder.path / "images")
            images = stored(folder.path / "images")
        whole = joined([manifest for _, manifest in shards], counts=counts, files=files, images=images)
        write_json(folder.path / MANIFEST, whole)
        folder.finish()
    return Built(folder.output, whole, sum(abs(counts[half]["lost"]) for half in HALVES))


_Shards = list[tuple[Path, dict[str, Any]]]
_Sources = dict[str, list[tuple[Path, dict[str, Any]]]]


def _opened(folders: Sequence[Path]) -> _Shards:
    """The shards with their manifests, in order; a folder of shards stands for all in it."""
    found: list[Path] = []
    for one in folders:
        inside = sorted(one.glob("shard-*-of-*")) if not (one / MANIFEST).exists() else []
        found += inside or [one]
    manifests = [read_manifest(path) for path in found]
    return [(found[at], manifests[at]) for at in in_order([str(path) for path in found], manifests)]


def _data(path: Path, manifest: dict[str, Any], data_set: str) -> list[tuple[Path, dict[str, Any]]]:
    """The files of a data set of a shard, with what the manifest tells of them; raises InputError."""
    made = []
    for file in data_files(path, data_set):
        told = manifest["files"].get(file.relative_to(path).as_posix())
        if told is not None:
            made.append((file, told))
    wanted = [name for name in manifest["files"] if name.split("/")[0].split(".")[0] == data_set]
    if len(made) != len(wanted) or any(file.stat().st_size != told["bytes"] for file, told in made):
        raise InputError(
            f"{path}: its {data_set} is not as its manifest says; build this shard again (lomo verify tells more)"
        )
    return made


def _repeated(work: Path, sources: _Sources) -> int:
    """How many rows have the id of an earlier one of their half."""
    with closing(Appended(work)) as marks:
        for data_set, half in DATA_SETS:
            for path, _ in sources[data_set]:
                marks.write(b"".join(id_mark(half, ident) for ident in _ids(path)))
    count = repeated(work)
    work.unlink()
    return count


def _ids(path: Path) -> Iterator[str]:
    """The ids of a data file's rows."""
    if path.suffix == ENDINGS["parquet"]:
        import pyarrow.parquet as pq

        with pq.ParquetFile(path) as table:
            for batch in table.iter_batches(columns=["id"]):
                yield from batch.column("id").to_pylist()
        return
    for item in read(path, path.name):
        yield str(item.checked()["id"])


def _rewritten(
    folder: Unfinished, data_set: str, sources: list[tuple[Path, dict[str, Any]]], first: dict[str, Any]
) -> tuple[str, dict[str, dict[str, Any]]]:
    """All JSON lines, as one build writes them."""
    into = Shards(
        folder.work, data_set, container="jsonl", format=first["format"], shard_mb=first["shard_mb"]
    )
    for path, _ in sources:
        with path.open("rb") as lines:
            for line in lines:
                into.write(encode_line(line))
    into.close()
    names = into.settle(folder.path)
    made = {
        name: _told(folder.path / name, records=count, sha256=digest)
        for name, count, digest in zip(names, into.rows, into.sha256, strict=True)
    }
    return into.file_name, made


def _linked(
    folder: Path, data_set: str, sources: list[tuple[Path, dict[str, Any]]]
) -> tuple[str, dict[str, dict[str, Any]]]:
    """Every file under a number of its own; files without rows stay out where there are others."""
    sources = [one for one in sources if one[1]["records"]] or sources[:1]
    made: dict[str, dict[str, Any]] = {}
    for number, (path, told) in enumerate(sources):
        name = f"{data_set}/{number:05d}{path.suffix}" if len(sources) > 1 else f"{data_set}{path.suffix}"
        _link(path, folder / name)
        made[name] = told
    return next((name.split("/")[0] for name in made), ""), made


def _link(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
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
    with closing(Appended(target)) as lines:
        for path, _ in shards:
            with (path / target.name).open("rb") as source:
                while piece := source.read(1 << 20):
                    lines.write(piece)
        lines.sync()
    told = [manifest["files"][target.name] for _, manifest in shards]
    records = sum(one["records"] for one in told) if "records" in told[0] else None
    return _told(target, records=records, sha256=lines.sha256())


def _told(path: Path, *, records: int | None = None, sha256: str | None = None) -> dict[str, Any]:
    counted = {} if records is None else {"records": records}
    return {**counted, "bytes": path.stat().st_size, "sha256": sha256 or file_sha256(path)}
