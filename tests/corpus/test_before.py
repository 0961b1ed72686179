"""What is decided before a record is drawn or kept: estimates, lengths in tokens, overlap with evaluation questions."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from corpus.samples import PNG, STORIES, build_from, conversation, lines, stories, write_jsonl
from lomo.cli import main
from lomo.corpus.estimate import estimate
from lomo.corpus.image_header import pixel_size
from lomo.corpus.overlap import grams, overlap, words
from lomo.corpus.recipe import Recipe
from lomo.errors import InputError

QUESTION = "A farmer has 17 sheep and all but 9 of them run away; how many sheep are left?"


def test_an_estimate_of_everything_is_exact(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", [*stories(40), b"{bad"])
    write_jsonl(tmp_path / "m.jsonl", [conversation("m", "No picture?")] * 3)
    data = {"text": "a.jsonl", "multimodal": "m.jsonl", "container": "webdataset", "processor": "qwen2-vl"}
    recipe = Recipe.model_validate({**data, "output": "corpus", "workers": 1})
    (told,) = estimate(recipe, tmp_path)
    assert not (tmp_path / "corpus").exists()
    built = build_from(tmp_path, **data)
    counts = built.manifest["counts"]
    assert (told.records, told.sampled, told.set_aside) == (44, 44, 1)
    assert (told.rewritten, told.pictures) == (counts["text"]["rewritten"], counts["pictures"])
    assert told.visual_tokens == counts["all_visual_tokens"] > 0
    size = sum((built.folder / name).stat().st_size for name in ("lomo_text.tar", "lomo_multimodal.tar"))
    assert told.bytes == size - 2 * 1024
    assert told.bytes_error == 0
    assert told.minutes == told.core_seconds / 60 > 0


def test_a_sample_is_near_the_whole(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(150))
    data = {"text": "a.jsonl", "output": "corpus", "arms": ["sft", "lomo"], "text_records": 100}
    sft, lomo = estimate(Recipe.model_validate(data), tmp_path, sample=60)
    assert (sft.records, sft.rewritten, lomo.records, lomo.sampled) == (100, 0, 100, 60)
    assert 25 < lomo.rewritten < 75
    again = estimate(Recipe.model_validate(data), tmp_path, sample=60)[1]
    assert (again.bytes, again.rewritten) == (lomo.bytes, lomo.rewritten)
    assert lomo.bytes_error > 0
    with pytest.raises(InputError, match="pool holds 150"):
        estimate(Recipe.model_validate({**data, "text_records": 151}), tmp_path)


def test_the_command_line_tells_an_estimate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(5))
    words = ["build", "--text", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "out"), "--dry-run"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "about 5 records" in said
    assert "visual tokens (qwen2.5-vl)" in said
    assert list(tmp_path.iterdir()) == [tmp_path / "a.jsonl"]


def test_long_records_are_set_aside(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", [conversation("short", "Hi."), conversation("long", "Say it. " * 90)])
    data = {"text": "a.jsonl", "max_tokens": 200, "processor": "qwen2.5-vl", "config": {"rewrite_ratio": 1.0}}
    built = build_from(tmp_path, **data)
    (error,) = lines(built.folder / "errors.jsonl")
    assert (error["id"], error["reason"], error["kept"]) == ("long", "too_many_tokens", False)
    assert "max_tokens is 200" in error["detail"]
    assert [row["id"] for row in lines(built.folder / "lomo_text.jsonl")] == ["short"]
    with pytest.raises(ValueError, match="max_tokens needs a processor"):
        Recipe.model_validate({"text": "a", "output": "o", "max_tokens": 9})
    with pytest.raises(InputError, match="is neither a file nor one of"):
        build_from(tmp_path, text="a.jsonl", output="o", processor="blip")


def test_a_processor_may_be_a_file_and_refuse_a_picture(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    ribbon = io.BytesIO()
    image.new("L", (402, 2)).save(ribbon, "PNG")
    (tmp_path / "ribbon.png").write_bytes(ribbon.getvalue())
    (tmp_path / "dot.png").write_bytes(PNG)
    write_jsonl(
        tmp_path / "m.jsonl",
        [conversation(name, "<image>?", images=[f"{name}.png"]) for name in ("ribbon", "dot")],
    )
    numbers = {"patch_size": 14, "merge_size": 2, "min_pixels": 3136, "max_pixels": 12845056}
    (tmp_path / "preprocessor_config.json").write_text(json.dumps(numbers))
    built = build_from(tmp_path, multimodal="m.jsonl", processor="preprocessor_config.json")
    (error,) = lines(built.folder / "errors.jsonl")
    assert (error["id"], error["reason"]) == ("ribbon", "refused_image")
    assert built.manifest["counts"]["all_visual_tokens"] == 4


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
@pytest.mark.parametrize("size", [(1, 1), (37, 5), (300, 517)])
def test_headers_tell_sizes(kind: str, size: tuple[int, int]) -> None:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    settings: list[dict[str, Any]] = [{}]
    if kind == "WEBP":
        settings += [{"lossless": True}, {"exif": b"Exif\0\0"}]
    if kind == "JPEG":
        settings += [{"progressive": True}, {"comment": b"\xff\xc0" * 40}]
    for more in settings:
        made = io.BytesIO()
        image.new("RGB", size, (9, 80, 200)).save(made, kind, **more)
        data = made.getvalue()
        assert pixel_size(data) == size
        assert all(pixel_size(data[:length]) in (None, size) for length in range(min(len(data), 200)))


def test_overlaps_with_questions_are_found(tmp_path: Path) -> None:
    write_jsonl(
        tmp_path / "eval.jsonl", [{"question": QUESTION, "answer": "9"}, {"question": "Who are you?"}]
    )
    found = overlap(("eval.jsonl",), tmp_path, 13)
    inside = f"Please solve this. {QUESTION.upper().replace(';', ' —')} Explain your answer."
    assert found.find(inside) == (
        "13 words in a row stand in eval.jsonl:1 too: 'a farmer has 17 sheep and all but 9 of them run away'"
    )
    twelve = " ".join(QUESTION.split()[:12])
    assert found.find(f"{twelve} home, and then?") is None
    assert found.find("who are you") is not None
    assert found.find("Who are you? And why?") is None
    assert found.find("") is None
    assert found.described[0]["questions"] == 2


def test_chinese_counts_by_character_and_width_does_not_matter(tmp_path: Path) -> None:
    assert words("Ｆｕｌｌ 函数f(x)=１2, naïve!") == ["full", "函", "数", "f", "x", "12", "naïve"]
    (tmp_path / "eval.txt").write_text("已知函数在区间上单调递增，求实数的取值范围。\n")
    found = overlap(("eval.txt",), tmp_path, 13)
    assert found.find("题目：已知函数 在区间上 单调递增, 求最大值") is not None


def test_hashes_are_of_words_in_a_row() -> None:
    one, other = ["a", "b", "c", "d", "e"], ["x", "b", "c", "d", "y"]
    assert len(grams(one, 3)) == 3
    assert set(grams(one, 3)) & set(grams(other, 3)) == set(grams(["b", "c", "d"], 3))
    assert grams(one, 6) == []
    assert grams(["c", "b", "d"], 3) != grams(["b", "c", "d"], 3)


def test_overlapping_records_are_set_aside_in_every_arm(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "eval.jsonl", [conversation("q", STORIES[0]), conversation("p", "<image>Which?")])
    records = [conversation("in", f"Now: {STORIES[0]}"), conversation("out", STORIES[1])]
    write_jsonl(tmp_path / "a.jsonl", records)
    for output, ratio in (("one", 1.0), ("two", 0.0)):
        data = {"text": "a.jsonl", "exclude": "eval.jsonl", "config": {"rewrite_ratio": ratio}}
        built = build_from(tmp_path, output=output, **data)
        (error,) = lines(built.folder / "errors.jsonl")
        assert (error["id"], error["reason"]) == ("in", "overlap")
        assert "eval.jsonl:1" in error["detail"]
        told = built.manifest["pool"]["exclude"]
        assert (told["words"], told["files"][0]["name"], told["files"][0]["questions"]) == (
            13,
            "eval.jsonl",
            2,
        )
    write_jsonl(tmp_path / "none.jsonl", [{"a": 1}])
    with pytest.raises(InputError, match="holds no question"):
        build_from(tmp_path, text="a.jsonl", exclude="none.jsonl", output="three")
