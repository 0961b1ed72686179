"""Recipes -> corpora: the same bytes for any workers, every record accounted for, nothing half done."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import lomo.corpus.work as work
from corpus.samples import PNG, STORIES, build_from, conversation, lines, stories, tree, write_jsonl
from lomo.corpus.build import Progress, build
from lomo.corpus.gallery import rows
from lomo.corpus.recipe import Recipe
from lomo.errors import InputError
from lomo.record.remake import remake
from reference import llama_factory

PICTURE_RECORD = conversation("m", "<image>What is it?", images=["p/dot.png"])
ZOO: list[tuple[Any, str, bool]] = [
    (b'{"id": "cut", "conversations": [{"from": "human", "val', "not_json", False),
    (b'{"id": "latin", "text": "caf\xe9"}', "encoding", False),
    (b'{"id": "nan", "text": "x", "score": NaN}', "not_json", False),
    (b"[1, 2]", "not_an_object", False),
    (b'{"id": "lone", "text": "a\\ud83d b"}', "lone_surrogate", False),
    ({"id": "who", "messages": [{"role": "assistant", "content": "A"}]}, "no_user_turn", False),
    ({"id": "what", "rows": []}, "unknown_format", False),
    (conversation("mention", "What does <image> mean?"), "placeholder_count", False),
    (conversation("answer", "Which tag?", "Use <image>."), "placeholder_count", False),
    (conversation("empty", ""), "empty", True),
    (conversation("blank", " \n "), "blank", True),
    (conversation("nul", "a\x00b"), "control_character", True),
    (conversation("huge", "word " * 2_000_000), "too_long", True),
    (conversation("gone", "<image>?", images=["none.png"]), "missing_image", False),
    (conversation("web", "<image>?", images=["https://example.org/a.png"]), "remote_image", False),
    (conversation("page", "<image>?", images=["page.html"]), "not_an_image", False),
]


def picture_folder(folder: Path) -> None:
    """A text-only file of stories, a multimodal file and its pictures."""
    write_jsonl(folder / "text.jsonl", stories(12))
    (folder / "media/p").mkdir(parents=True)
    (folder / "media/p/dot.png").write_bytes(PNG)
    inline = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{b64encode(PNG).decode()}"}}
    asked = {"role": "user", "content": [inline, {"type": "text", "text": "And this?"}]}
    parts = {"messages": [asked, {"role": "assistant", "content": "A dot."}]}
    write_jsonl(folder / "multi.jsonl", [PICTURE_RECORD, parts])


BOTH = {"text": "text.jsonl", "multimodal": {"file": "multi.jsonl", "media_dir": "media"}}


@pytest.mark.parametrize("container", ["jsonl", "parquet"])
def test_two_workers_write_the_same_bytes_as_one(
    tmp_path: Path, container: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BATCH_RECORDS", 3)
    picture_folder(tmp_path)
    one = build_from(tmp_path, output="one", container=container, **BOTH)
    two = build_from(tmp_path, output="two", container=container, workers=2, **BOTH)
    assert tree(one.folder) == tree(two.folder)
    again = build_from(tmp_path, output="one", container=container, overwrite=True, **BOTH)
    assert tree(again.folder) == tree(two.folder)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("workers", [1, 2])
def test_every_bad_record_is_told_and_the_rest_is_whole(tmp_path: Path, workers: int) -> None:
    good = stories(5)
    mixed: list[Any] = [good[0], *(record for record, _, _ in ZOO)]
    write_jsonl(tmp_path / "a.jsonl", [*mixed, *good[1:]])
    (tmp_path / "page.html").write_text("<html>")
    built = build_from(tmp_path, text="a.jsonl", workers=workers, config={"rewrite_ratio": 1.0})
    errors = lines(built.folder / "errors.jsonl")
    assert [(e["where"], e["reason"], e["kept"]) for e in errors] == [
        (f"a.jsonl:{number}", reason, kept) for number, (_, reason, kept) in enumerate(ZOO, 2)
    ]
    assert all(error["detail"] for error in errors)
    written = lines(built.folder / "lomo_text.jsonl")
    kept = [json.loads(r)["id"] if isinstance(r, bytes) else r["id"] for r, _, kept in ZOO if kept]
    assert [row["id"] for row in written] == ["r0", *kept, "r1", "r2", "r3", "r4"]
    counts = built.manifest["counts"]["text"]
    assert counts == {
        "read": len(mixed) + 4,
        "rewritten": 5,
        "kept": len(kept),
        "set_aside": len(ZOO) - len(kept),
        "lost": 0,
    }
    assert built.lost == 0


def test_whole_files_in_another_encoding_are_told(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(1))
    (tmp_path / "b.jsonl").write_bytes('{"text": "x"}'.encode("utf-16"))
    built = build_from(tmp_path, text=["b.jsonl", "a.jsonl"])
    (error,) = lines(built.folder / "errors.jsonl")
    assert (error["where"], error["reason"]) == ("b.jsonl:1", "encoding")
    assert len(lines(built.folder / "lomo_text.jsonl")) == 1


@pytest.mark.parametrize("format", ["messages", "sharegpt", "alpaca"])
@pytest.mark.parametrize("container", ["jsonl", "parquet"])
def test_llama_factory_would_read_it(tmp_path: Path, format: Any, container: str) -> None:
    picture_folder(tmp_path)
    built = build_from(tmp_path, format=format, container=container, **BOTH)
    text = llama_factory.load(built.folder, "lomo_text")
    assert len(text) == 12
    assert sum(len(example["images"]) for example in text) == built.manifest["counts"]["pictures"] > 0
    for record, example in zip(stories(12), text, strict=True):
        asked, answered = (turn["value"] for turn in record["conversations"])
        assert example["texts"][1] == answered
        assert (example["texts"][0] == asked) != bool(example["images"])
    multimodal = llama_factory.load(built.folder, "lomo_multimodal")
    assert [example["images"] for example in multimodal] == [[PNG], [PNG]]
    assert [example["texts"][0] for example in multimodal] == ["<image>What is it?", "<image>And this?"]
    if container == "parquet":
        schemas = [pq.read_schema(built.folder / f"lomo_{half}.parquet") for half in ("text", "multimodal")]
        assert schemas[0].equals(schemas[1])
        assert schemas[0].field("images").type == pa.list_(
            pa.struct([("bytes", pa.binary()), ("path", pa.string())])
        )


def test_the_corpus_holds_its_pictures_provenance(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(8))
    built = build_from(tmp_path, text="a.jsonl", config={"rewrite_ratio": 1.0, "turn": "all", "seed": 5})
    for row, provenance in rows(built.folder):
        made = [png for turn in provenance["turns"] for png in remake(turn)]
        assert made == [(built.folder / name).read_bytes() for name in row["images"]]
        for name in row["images"]:
            digest = sha256((built.folder / name).read_bytes()).hexdigest()[:40]
            assert name == f"images/{digest[:2]}/{digest}.png"


def test_the_manifest_accounts_for_everything(tmp_path: Path) -> None:
    picture_folder(tmp_path)
    built = build_from(tmp_path, **BOTH)
    whole = json.loads((built.folder / "manifest.json").read_text())
    assert whole == built.manifest
    counts = whole["counts"]
    for half in ("text", "multimodal"):
        totals = dict(counts[half])
        assert totals.pop("read") == sum(totals.values())
    assert 0 < counts["text"]["rewritten"] < 12
    assert counts["multimodal"] == {"read": 2, "rewritten": 0, "kept": 2, "set_aside": 0, "lost": 0}
    assert sum(counts["by_route"].values()) == sum(counts["by_op"].values()) == counts["spans"]
    assert sum(counts["kept_by_reason"].values()) == counts["text"]["kept"]
    for name, told in whole["files"].items():
        data = (built.folder / name).read_bytes()
        assert (told["bytes"], told["sha256"]) == (len(data), sha256(data).hexdigest())
    assert whole["inputs"][0]["sha256"] == sha256((tmp_path / "text.jsonl").read_bytes()).hexdigest()
    images = [path for path in (built.folder / "images").rglob("*") if path.is_file()]
    assert whole["images"] == {"files": len(images), "bytes": sum(p.stat().st_size for p in images)}
    assert whole["fonts"]
    assert all(len(digest) == 64 for digest in whole["fonts"].values())
    assert {"DejaVuSans.ttf", "latinmodern-math.otf", "lmroman7-italic.otf"} <= whole["fonts"].keys()
    assert "matplotlib" not in whole["versions"]


def test_the_manifest_names_what_mathtext_drew_with(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", [conversation("f", "$x$")])
    config = {"rewrite_ratio": 1.0, "engine": "mathtext", "position": "full"}
    whole = build_from(tmp_path, text="a.jsonl", config=config).manifest
    assert whole["versions"]["matplotlib"]
    assert "matplotlib/cmmi10.ttf" in whole["fonts"]
    assert not any(name.startswith("lmroman") for name in whole["fonts"])


def test_nothing_tells_where_it_was_built(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(4))
    built = build_from(tmp_path, text=str(tmp_path / "a.jsonl"))
    for name, data in tree(built.folder).items():
        assert str(tmp_path).encode() not in data, name


def test_records_with_one_id_are_both_kept(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", [conversation("same", "One."), conversation("same", "Two.")])
    built = build_from(tmp_path, text="a.jsonl", config={"rewrite_ratio": 1.0})
    assert [row["id"] for row in lines(built.folder / "lomo_text.jsonl")] == ["same", "same"]


def test_bare_prompts_are_records_without_an_answer(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", [{"id": "p", "text": STORIES[0]}])
    built = build_from(tmp_path, text="a.jsonl", config={"rewrite_ratio": 1.0})
    assert built.manifest["counts"]["unanswered"] == 1
    assert built.manifest["counts"]["text"]["rewritten"] == 1


def test_an_output_in_use_is_refused(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(2))
    (tmp_path / "corpus").mkdir()
    build_from(tmp_path, text="a.jsonl")
    with pytest.raises(InputError, match="--overwrite"):
        build_from(tmp_path, text="a.jsonl")
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.tex").write_text("x")
    with pytest.raises(InputError, match="not a corpus of lomo"):
        build_from(tmp_path, text="a.jsonl", output="precious", overwrite=True)
    assert (precious / "thesis.tex").read_text() == "x"
    with pytest.raises(InputError, match="is a file"):
        build_from(tmp_path, text="a.jsonl", output="a.jsonl")
    with pytest.raises(InputError, match=r"none\.jsonl"):
        build_from(tmp_path, text="none.jsonl", output="other")


def test_a_failed_build_leaves_the_old_corpus(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(40))
    before = tree(build_from(tmp_path, text="a.jsonl").folder)

    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    recipe = Recipe.model_validate(
        {"text": "a.jsonl", "output": "corpus", "workers": 1, "config": {"seed": 1}}
    )
    with pytest.raises(KeyboardInterrupt):
        build(recipe, tmp_path, overwrite=True, progress=stop)
    assert tree(tmp_path / "corpus") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".corpus.unfinished", "a.jsonl", "corpus"]
    build(recipe, tmp_path, resume=True)
    fresh = build_from(tmp_path, text="a.jsonl", output="fresh", config={"seed": 1})
    assert tree(tmp_path / "corpus") == tree(fresh.folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "corpus", "fresh"]


def test_a_bug_costs_one_record_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(records: Any, config: Any, **more: Any) -> Any:
        if records[0]["id"] == "r1":
            raise AssertionError("a bug")
        return rewrite(records, config, **more)

    rewrite = work.rewrite_batch
    monkeypatch.setattr(work, "rewrite_batch", fail)
    write_jsonl(tmp_path / "a.jsonl", stories(3))
    built = build_from(tmp_path, text="a.jsonl")
    assert built.lost == built.manifest["counts"]["text"]["lost"] == 1
    (error,) = lines(built.folder / "errors.jsonl")
    assert (error["reason"], error["id"]) == ("internal_error", "r1")
    assert "a bug" in error["detail"]


def test_progress_is_told(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(40))
    seen: list[Progress] = []
    recipe = Recipe.model_validate({"text": "a.jsonl", "output": "corpus", "workers": 1})
    build(recipe, tmp_path, progress=seen.append)
    assert [at.done for at in seen] == [32, 40]
    assert seen[0].bytes_read < seen[0].bytes_total
    assert seen[-1].bytes_read == seen[-1].bytes_total == (tmp_path / "a.jsonl").stat().st_size


def test_an_engine_that_cannot_run_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(2))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="xelatex"):
        build_from(tmp_path, text="a.jsonl", config={"engine": "latex"})
    with pytest.raises(InputError, match=r"none\.ttf"):
        build_from(tmp_path, text="a.jsonl", config={"rewrite_ratio": 1.0, "style": {"fonts": ["none.ttf"]}})
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


@pytest.mark.parametrize("container", ["jsonl", "parquet"])
def test_polygons_lie_beside_the_corpus(
    tmp_path: Path, container: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BATCH_RECORDS", 3)
    picture_folder(tmp_path)
    config = {"rewrite_ratio": 1.0, "boxes": True, "turn": "all"}
    one = build_from(tmp_path, output="one", container=container, config=config, **BOTH)
    two = build_from(tmp_path, output="two", container=container, config=config, workers=2, **BOTH)
    assert tree(one.folder) == tree(two.folder)
    plain = build_from(
        tmp_path, output="plain", container=container, config={**config, "boxes": False}, **BOTH
    )
    assert "boxes.jsonl" not in plain.manifest["files"]
    boxes = lines(one.folder / "boxes.jsonl")
    told = one.manifest["files"]["boxes.jsonl"]
    assert told["records"] == len(boxes) == one.manifest["counts"]["pictures"]
    assert told["sha256"] == sha256((one.folder / "boxes.jsonl").read_bytes()).hexdigest()
    for line, record in zip(boxes, stories(12), strict=True):
        assert line["id"] == record["id"]
        assert (line["image"], line["turn"], line["where"].split(":")[0]) == (0, 0, "text.jsonl")
        prompt = record["conversations"][0]["value"]
        width, height = line["size"]
        drawn = [prompt[start:end] for start, end, _ in line["words"]]
        assert " ".join(drawn[:2]) in prompt
        for kind in ("glyphs", "words", "lines", "formulas"):
            for start, end, polygon in line[kind]:
                assert 0 <= start < end <= len(prompt)
                assert len(polygon) >= 8
                assert all(0 <= x <= width for x in polygon[::2])
                assert all(0 <= y <= height for y in polygon[1::2])
    first = stories(12)[0]["conversations"][0]["value"]
    assert [first[start:end] for start, end, _ in boxes[0]["formulas"]] == ["$x^2$"]


@pytest.mark.parametrize("policy", ["box", "skip", "error"])
def test_characters_without_a_glyph_are_counted_by_policy(tmp_path: Path, policy: str) -> None:
    write_jsonl(tmp_path / "text.jsonl", [conversation("a", "One \ue000 and two \ue000\ue001.")])
    config = {"rewrite_ratio": 1.0, "on_missing_glyph": policy, "style": {"system_fonts": False}}
    built = build_from(tmp_path, text="text.jsonl", config=config)
    counts = built.manifest["counts"]
    expected: dict[str, dict[str, int]] = {"box": {}, "skip": {}, "error": {}}
    expected[policy] = {"U+E000": 2, "U+E001": 1}
    assert counts["missing_glyphs"] == expected
    assert counts["kept_by_reason"] == ({"missing_glyph": 1} if policy == "error" else {})
    assert built.manifest["fonts"]["DejaVuSans.ttf"]
