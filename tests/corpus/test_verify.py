"""Corpora, whole and damaged in one place each -> reports that say so, and nothing else."""

from __future__ import annotations

import json
import shutil
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from PIL import Image

from corpus.samples import PNG, build_from, conversation, lines, stories, write_jsonl
from lomo import _native
from lomo.cli import main
from lomo.config import Style
from lomo.corpus import recompute
from lomo.corpus.image_file import checked_size
from lomo.corpus.verify import Report, verify
from lomo.errors import InputError, RecordError
from lomo.record import remake
from lomo.render import render

CONFIG = {"rewrite_ratio": 0.8, "boxes": True, "on_missing_glyph": "box", "style": {"system_fonts": False}}
ODD = (
    *(
        conversation(f"box{n}", "A \ue000. And \ue000. Two \ue000\ue001 more. An \ue000 end.")
        for n in range(4)
    ),
    conversation("nul", "a\x00b"),
    b'{"cut": ',
)


@pytest.fixture(scope="module", params=["jsonl", "parquet"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of both halves with boxes, faults and missing characters."""
    folder = tmp_path_factory.mktemp(request.param)
    write_jsonl(folder / "text.jsonl", [*stories(12), *ODD])
    (folder / "dot.png").write_bytes(PNG)
    write_jsonl(folder / "multi.jsonl", [conversation("m", "<image>What is it?", images=["dot.png"])])
    built = build_from(
        folder, text="text.jsonl", multimodal="multi.jsonl", container=request.param, config=CONFIG
    )
    return built.folder


@pytest.fixture
def corpus(whole: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    return Path(shutil.copytree(whole, tmp_path / "corpus"))


def checked(folder: Path, **options: Any) -> Report:
    return verify(folder, workers=1, **options)


def kinds(report: Report) -> set[str]:
    return set(report.faults.counts)


def edit_rows(folder: Path, edit: Callable[[list[dict[str, Any]]], None], half: str = "text") -> None:
    """Writes the rows of a data set anew, edited; the manifest keeps its hash."""
    path = next(folder.glob(f"lomo_{half}.*"))
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        rows = table.to_pylist()
        edit(rows)
        pq.write_table(type(table).from_pylist(rows, schema=table.schema), path)
    else:
        rows = lines(path)
        edit(rows)
        write_jsonl(path, rows)


def edit_manifest(folder: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    edit(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def first_rewritten(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return next(row for row in rows if '"status": "rewritten"' in row["lomo"])


def test_a_whole_corpus_has_no_fault(whole: Path) -> None:
    report = checked(whole, sample=None)
    assert report.faults.told == []
    assert report.rows == {"text": 17, "multimodal": 1}
    again = report.recomputed
    manifest = json.loads((whole / "manifest.json").read_text())
    assert again.records == manifest["counts"]["text"]["rewritten"] > 5
    assert again.pictures == {"same": manifest["counts"]["pictures"]}
    assert again.characters["lost"] == 0
    assert again.characters["box"] == sum(manifest["counts"]["missing_glyphs"]["box"].values()) > 0
    assert report.notes == []
    assert checked(whole, sample=3).recomputed.records == 3
    assert checked(whole, sample=0).recomputed.records == 0
    json.dumps(report.to_json())


def test_two_processes_report_as_one(whole: Path) -> None:
    one, two = (verify(whole, sample=None, workers=workers).to_json() for workers in (1, 2))
    assert one == two


def swap_pictures(rows: list[dict[str, Any]]) -> None:
    one, two = [row for row in rows if '"status": "rewritten"' in row["lomo"]][:2]
    one["images"], two["images"] = two["images"], one["images"]


def test_ids_that_stand_twice_are_counted_by_the_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = stories(2)
    nameless = {"prompt": "No id."}
    write_jsonl(tmp_path / "a.jsonl", [one, two, one, nameless, one, nameless, {"id": "r0"}])
    write_jsonl(tmp_path / "b.jsonl", [two])
    words = [f"--{half}={tmp_path / name}" for half, name in (("text", "a.jsonl"), ("multimodal", "b.jsonl"))]
    assert main(["build", *words, "-o", str(tmp_path / "corpus"), "--quiet"]) == 0
    assert "several records: 3 have the id" in capsys.readouterr().out
    assert json.loads((tmp_path / "corpus/manifest.json").read_text())["counts"]["duplicate_ids"] == 3
    assert checked(tmp_path / "corpus").faults.counts == {"duplicate_id": 3}


def double_a_row(rows: list[dict[str, Any]]) -> None:
    rows[1] = rows[0]


def drop_a_row(rows: list[dict[str, Any]]) -> None:
    rows.pop()


def drop_a_picture(rows: list[dict[str, Any]]) -> None:
    first_rewritten(rows)["images"].pop()


def drop_a_placeholder(rows: list[dict[str, Any]]) -> None:
    for message in first_rewritten(rows)["messages"]:
        message["content"] = message["content"].replace("<image>", "")


def move_a_placeholder(rows: list[dict[str, Any]]) -> None:
    for message in first_rewritten(rows)["messages"]:
        if "<image>" in message["content"]:
            message["content"] = "x" + message["content"]


def change_the_source(rows: list[dict[str, Any]]) -> None:
    row = first_rewritten(rows)
    provenance = json.loads(row["lomo"])
    span = provenance["turns"][0]["spans"][0]
    span["source"] = span["source"][::-1]
    row["lomo"] = json.dumps(provenance)


def break_the_provenance(rows: list[dict[str, Any]]) -> None:
    first_rewritten(rows)["lomo"] = "{"


def lower_the_cap(rows: list[dict[str, Any]]) -> None:
    row = first_rewritten(rows)
    row["lomo"] = row["lomo"].replace('"max_pixels": 2560000', '"max_pixels": 4096')


def distort_by_nothing_known(rows: list[dict[str, Any]]) -> None:
    row = first_rewritten(rows)
    provenance = json.loads(row["lomo"])
    provenance["turns"][0]["spans"][0]["op"] = "none"
    row["lomo"] = json.dumps(provenance)


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (distort_by_nothing_known, {"not_redrawn", "counts"}),
        (swap_pictures, {"picture_differs"}),
        (double_a_row, {"duplicate_id"}),
        (drop_a_row, {"row_count", "counts"}),
        (drop_a_picture, {"placeholder_count", "picture_count", "image_count"}),
        (drop_a_placeholder, {"placeholder_count"}),
        (move_a_placeholder, {"placeholder_place"}),
        (change_the_source, {"picture_differs"}),
        (break_the_provenance, {"unreadable_row", "counts"}),
        (lower_the_cap, {"pixel_cap"}),
    ],
)
def test_damaged_rows_are_told(corpus: Path, damage: Callable[[Any], None], found: set[str]) -> None:
    edit_rows(corpus, damage)
    report = checked(corpus, sample=None)
    assert kinds(report) >= found | {"changed_file"}
    assert all(one.where and one.detail for one in report.faults.told)


def test_a_line_that_breaks_off_is_told(corpus: Path) -> None:
    path = next(corpus.glob("lomo_text.*"))
    path.write_bytes(path.read_bytes()[:-100])
    assert kinds(checked(corpus)) >= {"changed_file", "unreadable_row"}


@pytest.mark.parametrize("name", ["lomo_multimodal", "dataset_info.json", "boxes.jsonl", "errors.jsonl"])
def test_a_file_that_is_gone_is_told(corpus: Path, name: str) -> None:
    next(corpus.glob(f"{name}*")).unlink()
    assert "missing_file" in kinds(checked(corpus, sample=0))


def test_counts_are_held_against_the_manifest(corpus: Path) -> None:
    def edit(manifest: dict[str, Any]) -> None:
        manifest["counts"]["by_op"]["clean"] = 99
        manifest["counts"]["missing_glyphs"]["box"]["U+E000"] += 1
        manifest["counts"]["text"]["set_aside"] = 7
        manifest["images"]["files"] += 1
        manifest["files"]["boxes.jsonl"]["records"] += 1

    edit_manifest(corpus, edit)
    report = checked(corpus, sample=0)
    where = {one.where for one in report.faults.told}
    assert where == {"by_op", "missing_glyphs", "text", "images", "boxes.jsonl"}


def test_picture_files_are_read(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "text.jsonl", stories(4))
    folder = build_from(tmp_path, text="text.jsonl", config={"rewrite_ratio": 1.0}).folder
    one, two, three, *_ = sorted(folder.glob("images/*/*.png"))
    one.unlink()
    two.write_bytes(two.read_bytes()[:-40])
    Image.new("L", (3, 3)).save(three)
    report = checked(folder, sample=None)
    assert {
        "missing_image",
        "unreadable_image",
        "picture_changed",
        "picture_differs",
        "image_count",
    } <= kinds(report)


def test_the_same_pixels_in_other_bytes_are_said_to_be(corpus: Path) -> None:
    def encode_again(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            for image in row["images"]:
                if isinstance(image, dict):
                    Image.open(BytesIO(image["bytes"])).save(corpus / "x.png", compress_level=1)
                    image["bytes"] = (corpus / "x.png").read_bytes()

    edit_rows(corpus, encode_again)
    for path in corpus.glob("images/*/*.png"):
        with Image.open(path) as image:
            image.save(path, compress_level=1)
    report = checked(corpus, sample=None)
    assert report.recomputed.pictures["same_pixels"] == sum(report.recomputed.pictures.values()) > 0
    assert "picture_differs" not in kinds(report)
    assert "picture_changed" in kinds(report)


def test_a_ledger_with_a_fault_is_a_fault_of_the_corpus(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = render.page_fit

    class Losing:
        """The style's pages, their left halves not painted."""

        def __init__(self, style: Style) -> None:
            self.fit = usual(style)

        def pages(self, *given: Any) -> Any:
            pages, needed = self.fit.pages(*given)
            for *_, grey, _origin in pages:
                grey[:, : grey.shape[1] // 2] = 255
            return pages, needed

    monkeypatch.setattr(render, "page_fit", Losing)
    report = checked(whole, sample=2)
    assert {"ledger_no_ink", "ledger_unpainted", "picture_differs"} <= kinds(report)
    assert report.recomputed.characters["lost"] > 0


def test_other_versions_and_faces_are_noted_and_no_fault(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(manifest: dict[str, Any]) -> None:
        manifest["versions"]["freetype"] = "1.0"
        manifest["fonts"]["DejaVuSans.ttf"] = "0" * 64
        manifest["fonts"]["Elsewhere.ttf"] = "1" * 64

    edit_manifest(corpus, elsewhere)
    report = checked(corpus)
    assert kinds(report) == set()
    assert [note.split(" (")[0] for note in report.notes] == [
        f"freetype 1.0 built it, freetype {_native.versions()['freetype']} is here",
        "face DejaVuSans.ttf is another file here",
        "face Elsewhere.ttf",
    ]
    # Pictures that come out otherwise are then not the corpus's fault, unless one asks for it.
    monkeypatch.setattr(recompute, "_same", lambda *_: "differ")
    report = checked(corpus, sample=None)
    assert kinds(report) == set()
    assert report.recomputed.pictures["not_comparable"] == sum(report.recomputed.pictures.values()) > 0
    assert list(report.recomputed.reasons) == ["face DejaVuSans.ttf is another file here"]
    assert kinds(checked(corpus, sample=None, strict=True)) == {"not_comparable"}


def test_a_record_drawn_by_other_versions_is_not_comparable(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remake, "versions", lambda _, form="png": {"lomo": "9"})
    monkeypatch.setattr(recompute, "_same", lambda *_: "differ")
    report = checked(whole, sample=1)
    assert kinds(report) == set()
    assert any(reason.startswith("lomo 0.1.0 (here 9)") for reason in report.recomputed.reasons)


def test_what_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is this a corpus"):
        verify(tmp_path)
    (tmp_path / "manifest.json").write_text('{"schema": "lomo.manifest/1"}')
    with pytest.raises(InputError, match="not as lomo build wrote it"):
        verify(tmp_path)


def test_the_command(whole: Path, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(whole), "--all", "--workers", "1"]) == 0
    told = capsys.readouterr().out
    assert "0 unaccounted for" in told
    assert "faults: 0" in told
    edit_rows(corpus, double_a_row)
    assert main(["verify", str(corpus), "--sample", "2", "--workers", "1", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["faults"]["counts"]["duplicate_id"] == 1
    assert main(["verify", str(corpus), "--sample", "2", "--workers", "1"]) == 1
    assert "duplicate_id: the id 'r0' stands twice" in capsys.readouterr().out


def test_a_png_that_unpacks_without_end_is_not_unpacked_to_its_end() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    header = (3).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    packed = zlib.compress(bytes(1 << 26))
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    tracemalloc.start()
    with pytest.raises(RecordError, match="not as many as its header says"):
        checked_size(start + chunk(b"IDAT", packed) + chunk(b"IEND", b""))
    assert tracemalloc.get_traced_memory()[1] < 1 << 23
    tracemalloc.stop()
    assert checked_size(start + chunk(b"IDAT", zlib.compress(bytes(12))) + chunk(b"IEND", b"")) == (3, 3)
    with pytest.raises(RecordError, match="not as many"):
        checked_size(start + chunk(b"IDAT", zlib.compress(bytes(12))[:-6]) + chunk(b"IEND", b""))


def test_without_pillow_a_header_tells_the_size(monkeypatch: pytest.MonkeyPatch) -> None:
    made = BytesIO()
    Image.new("RGB", (30, 20)).save(made, "JPEG")
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    assert checked_size(made.getvalue()) == (30, 20)
