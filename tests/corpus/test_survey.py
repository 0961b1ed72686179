"""Corpora -> charts and filters of the gallery that agree with the manifest, in a browser as well."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from corpus.samples import build_from, conversation, stories, write_jsonl
from lomo.cli import main
from lomo.corpus.build import Built
from lomo.corpus.finished import rows
from lomo.corpus.gallery import gallery
from lomo.corpus.survey import Pick, language, survey

TEXTS = {
    "latin": "Wie geht es dir? Sag $x^2$.",
    "zh": "已知 function f(x) 在区间上单调递增, 求实数的取值范围。",
    "ja": "次の関数を微分しなさい。",
    "ko": "다음 함수를 미분하시오. f(x)",
    "ar": "ما هي عاصمة فرنسا؟",
    "hi": "फ्रांस की राजधानी क्या है?",
    "ru": "Решите уравнение x + 1 = 2.",
    "other": "ფრანგული",
    "none": "1 + 1 = ?",
}


@pytest.mark.parametrize("code", TEXTS)
def test_scripts_are_told_apart(code: str) -> None:
    assert language(TEXTS[code]) == code


@pytest.fixture(params=["jsonl", "parquet"])
def built(tmp_path: Path, request: pytest.FixtureRequest) -> Built:
    """A corpus of stories and of texts in many languages."""
    write_jsonl(tmp_path / "a.jsonl", [*stories(30), *(conversation(k, text) for k, text in TEXTS.items())])
    return build_from(tmp_path, text="a.jsonl", container=request.param, config={"rewrite_ratio": 1.0})


def test_charts_agree_with_the_manifest(built: Built) -> None:
    counts = built.manifest["counts"]
    told = survey(built.folder, counts["pictures"])
    assert told.charts["Routes"] == counts["by_route"]
    assert told.charts["Distortions"] == counts["by_op"]
    assert sum(told.charts["Languages"].values()) == counts["spans"]
    assert set(TEXTS) <= set(told.charts["Languages"])
    assert (told.measured, told.every) == (counts["pictures"], 1)
    for title in ("Characters of a span", "Pixels of a picture", "Tokens of a picture (qwen2.5-vl)"):
        assert sum(told.charts[title].values()) == counts["pictures"]
    assert survey(built.folder, 12_000).measured == counts["pictures"] // 3


def shown(page: str) -> list[str]:
    """The ids of the records on a page."""
    return re.findall(r"<h3><code>(.*?)</code>", page)


def test_filters_show_what_they_say(built: Built) -> None:
    spans = {
        row["id"]: span
        for row, told in rows(built.folder)
        for turn in told["turns"]
        for span in turn["spans"]
    }
    math = shown(gallery(built.folder, pick=Pick(route="math")))
    assert sorted(math) == sorted(name for name, span in spans.items() if span["route"] == "math")
    wave = shown(gallery(built.folder, count=99, pick=Pick(op="wave")))
    assert sorted(wave) == sorted(name for name, span in spans.items() if span["op"].startswith("wave"))
    assert wave
    assert shown(gallery(built.folder, pick=Pick(language="ko"))) == ["ko"]
    assert "no such record" in gallery(built.folder, pick=Pick(language="he"))
    lowest = shown(gallery(built.folder, count=5, pick=Pick(lowest=True)))
    assert [spans[name]["legibility"] for name in lowest] == sorted(s["legibility"] for s in spans.values())[
        :5
    ]
    assert len(shown(gallery(built.folder, count=5))) == 5


def test_the_command_line_filters(built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    page = built.folder.parent / "page.html"
    words = ["inspect", str(built.folder), "-o", str(page), "--language", "zh", "--lowest-legibility"]
    assert main(words) == 0
    assert "1 samples: language zh, lowest legibility first" in page.read_text(encoding="utf-8")
    capsys.readouterr()


@pytest.mark.skipif(not (CHROMIUM := shutil.which("chromium")), reason="chromium is not installed")
def test_a_browser_shows_it(built: Built, tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    (tmp_path / "page.html").write_text(gallery(built.folder, count=8), encoding="utf-8")
    base = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'home'}"]
    shot = [*base, "--window-size=1280,2400", f"--screenshot={tmp_path / 'shot.png'}", "page.html"]
    subprocess.run(shot, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    with image.open(tmp_path / "shot.png") as seen:
        assert seen.size == (1280, 2400)
        colours = {colour[:3]: count for count, colour in seen.convert("RGBA").getcolors(1 << 20)}
    # The bars of the charts and the marked spans are there, in the style's colours.
    assert colours.get((0x2F, 0x5F, 0xD0), 0) > 2000
    assert colours.get((0xFF, 0xF0, 0xB8), 0) > 2000
    dumped = subprocess.run(
        [*base, "--dump-dom", "page.html"], cwd=tmp_path, check=True, capture_output=True, timeout=120
    ).stdout.decode()
    assert shown(dumped) == shown((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert json.dumps("Legibility")[1:-1] in dumped
