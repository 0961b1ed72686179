"""Command lines -> files, messages and exit codes, in a process of their own where it matters."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lomo import _native
from lomo.cli import main
from lomo.render import native
from lomo.render.faces import font_hashes, styled_hashes
from lomo.version import __version__

PROMPTS = (
    '{"id": "a", "prompt": "First. Second. Third. Fourth. Fifth.", "answer": "Yes."}\n'
    '{"id": "b", "prompt": "What is $x^2$?", "answer": "A square."}\n'
)
BROKEN = '{"id": "c", "prom\n'


@pytest.fixture
def prompts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with prompts.jsonl, made the current one."""
    (tmp_path / "prompts.jsonl").write_text(PROMPTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_build_from_flags(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["build", "--text", "prompts.jsonl", "-o", "out", "--seed", "3", "--ratio", "1", "--workers", "1"]
    assert main([*words, "config.style.margin_px=16", "--quiet"]) == 0
    out = capsys.readouterr()
    assert "2 records read: 2 rewritten (2 pictures), 0 kept, 0 set aside" in out.out
    assert out.err == ""
    config = json.loads((prompts / "out/manifest.json").read_text())["config"]
    assert (config["seed"], config["rewrite_ratio"], config["style"]["margin_px"]) == (3, 1.0, 16)
    assert main(words) == 2
    assert "not empty" in capsys.readouterr().err


def test_build_from_a_recipe_elsewhere(
    prompts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (prompts / "r.yaml").write_text("text: prompts.jsonl\noutput: out\nworkers: 1\n")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    assert main(["build", str(prompts / "r.yaml"), "config.rewrite_ratio=0"]) == 0
    assert (prompts / "out/lomo_text.jsonl").is_file()
    assert main(["build", str(prompts / "r.yaml"), "-o", "here"]) == 0
    assert (elsewhere / "here/lomo_text.jsonl").is_file()


def test_set_aside_is_told_and_is_no_failure(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (prompts / "prompts.jsonl").write_text(PROMPTS + BROKEN)
    assert main(["build", "--text", "prompts.jsonl", "-o", "out", "--workers", "1"]) == 0
    out = capsys.readouterr()
    assert "set aside: not_json 1; see out/errors.jsonl" in out.out
    last = json.loads(out.err.splitlines()[-1])
    assert (last["records"], last["set_aside"]) == (3, 1)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["build"], "give --text"),
        (["build", "none.yaml"], "none.yaml: cannot be read"),
        (["build", "--text", "none.jsonl", "-o", "out"], "none.jsonl: there is no such file"),
        (
            ["build", "--text", "prompts.jsonl", "-o", "out", "config.ops.blurr=1"],
            "config.ops.blurr: unknown key",
        ),
        (["build", "--text", "prompts.jsonl", "-o", "out", "--position", "left"], "config.position"),
        (["build", "r.yaml", "s.yaml"], "'s.yaml'"),
        (["inspect", "."], "is this a corpus?"),
        (["render", "-o", "x.png"], "give a text"),
        (["render", "a", "-o", "a.jpg"], "-o a.jpg: lomo writes PNG only: name a file such as a.png"),
        (["render", "a", "-o", "none/a.png"], "there is no folder none"),
        (["inspect", "out", "-o", "none/a.html"], "there is no folder none"),
        (["inspect", "none"], "none: there is no such folder; name a corpus"),
        (["verify", "."], "is this a corpus?"),
        (["verify", ".", "--sample", "-1"], "--sample: expected at least 0"),
        (["fonts", "none.jsonl"], "none.jsonl: there is no such file"),
        (["render", "  ", "-o", "x.png"], "empty"),
        (["render", "a", "-o", "x.png", "style.margin=3"], "style.margin: unknown key"),
        (["render", "a", "b", "-o", "x.png"], "key.subkey=value"),
        (["render", "--input", "none.jsonl", "-o", "d"], "there is no such file"),
    ],
)
def test_wrong_use_is_one_message_and_code_2(
    prompts: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert main(words) == 2
    error = capsys.readouterr().err
    assert error.startswith("lomo: ")
    assert message in error
    assert "Traceback" not in error
    assert not (prompts / "out").exists()


def test_render_writes_one_picture(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "Area is $\\pi r^2$.", "-o", "x.png", "style.margin_px=20"]) == 0
    assert capsys.readouterr().out == "x.png\n"
    first = (prompts / "x.png").read_bytes()
    assert first.startswith(b"\x89PNG")
    assert (
        main(
            ["render", "Area is $\\pi r^2$.", "-o", "y.png", "style.margin_px=20", "--distort", "--seed", "4"]
        )
        == 0
    )
    assert (
        main(
            ["render", "Area is $\\pi r^2$.", "-o", "z.png", "style.margin_px=20", "--distort", "--seed", "4"]
        )
        == 0
    )
    assert (prompts / "y.png").read_bytes() == (prompts / "z.png").read_bytes()


def test_render_and_build_write_polygons(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "What is $x^2$?", "-o", "page.png", "--boxes", "--distort", "--seed", "3"]) == 0
    assert capsys.readouterr().out == "page.png\npage.png.boxes.json\n"
    (page,) = json.loads((prompts / "page.png.boxes.json").read_text())
    assert list(page) == ["glyphs", "words", "lines", "formulas"]
    assert [row[:2] for row in page["formulas"]] == [[8, 13]]
    assert main(["render", "--input", "prompts.jsonl", "-o", "many", "--boxes"]) == 0
    index = [json.loads(line) for line in (prompts / "many/index.jsonl").read_text().splitlines()]
    assert [len(line["boxes"]) for line in index] == [len(line["files"]) for line in index]
    assert (
        main(["build", "--text", "prompts.jsonl", "-o", "out", "--ratio", "1", "--boxes", "--workers", "1"])
        == 0
    )
    assert len((prompts / "out/boxes.jsonl").read_text().splitlines()) == 2


def test_render_numbers_the_pages(prompts: Path) -> None:
    assert main(["render", "Many words here. " * 200, "-o", "x.png", "style.max_pixels=100000"]) == 0
    names = {path.name for path in prompts.glob("*.png")}
    assert len(names) > 1
    assert names == {f"x-{number}.png" for number in range(1, len(names) + 1)}


def test_render_many(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--input", "prompts.jsonl", "-o", "d"]) == 0
    (prompts / "prompts.jsonl").write_text(PROMPTS + BROKEN)
    assert main(["render", "--input", "prompts.jsonl", "-o", "d"]) == 1
    assert "2 prompts rendered, 1 not" in capsys.readouterr().out
    told = [json.loads(line) for line in (prompts / "d/index.jsonl").read_text().splitlines()]
    assert [line.get("files") for line in told] == [["000001.png"], ["000002.png"], None]
    assert [line.get("route") for line in told] == ["text", "math", None]
    assert all((prompts / "d" / name).is_file() for line in told for name in line.get("files", ()))


def test_inspect_writes_the_page(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "--text", "prompts.jsonl", "-o", "out", "--ratio", "1", "--workers", "1", "--quiet"])
    assert main(["inspect", "out"]) == 0
    assert (prompts / "out/gallery.html").read_text().startswith("<!doctype html>")
    assert main(["inspect", "out", "-o", "page.html", "--count", "1"]) == 0
    assert (prompts / "page.html").read_text().count("<article>") == 1
    capsys.readouterr()


def test_the_module_runs_and_helps() -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "lomo", *words], capture_output=True, text=True)

    first, libraries, unicode, *fonts = run("--version").stdout.splitlines()
    assert first == f"lomo {__version__}"
    assert (
        f"HarfBuzz {_native.versions()['harfbuzz']}, FreeType {_native.versions()['freetype']}" in libraries
    )
    assert unicode.startswith("Unicode 15.0.0; compiled by ")
    assert (
        dict(line.split()[::-1] for line in fonts) == font_hashes() | styled_hashes() | native.font_hashes()
    )
    for command in ("build", "fonts", "inspect", "render", "verify"):
        assert command in run("--help").stdout
        helped = run(command, "--help")
        assert helped.returncode == 0
        assert f"usage: lomo {command}" in helped.stdout
    assert run("paint").returncode == 2
    wrong = run("render", "x", "-o", "no/such/folder/x.png")
    told = "lomo: -o no/such/folder/x.png: there is no folder no/such/folder; make it first"
    assert (wrong.returncode, wrong.stderr) == (2, f"{told} (mkdir -p no/such/folder)\n")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_ends_cleanly(prompts: Path, workers: str) -> None:
    (prompts / "prompts.jsonl").write_text(PROMPTS * 20_000)
    words = ["build", "--text", "prompts.jsonl", "-o", "out", "--ratio", "1", "--workers", workers, "--quiet"]
    # Under a runner in the background SIGINT is ignored, and children inherit that: not so once it has a handler.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-m", "lomo", *words], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        while not any(prompts.glob(".out.unfinished")):
            assert process.poll() is None
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=120)
    finally:
        signal.signal(signal.SIGINT, before)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    kept = "what is done is kept: the same command with --resume goes on with out"
    is_kept = (prompts / ".out.unfinished").exists()
    told = kept if is_kept else "nothing was left behind"
    assert (process.returncode, error) == (130, f"lomo: interrupted; {told}\n")
    assert not (prompts / "out").exists()


def test_a_corpus_without_a_record_is_a_failure(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (prompts / "prompts.jsonl").write_text(BROKEN)
    words = ["build", "--text", "prompts.jsonl", "-o", "out", "--workers", "1", "--quiet"]
    assert main(words) == 1
    assert "the corpus is empty: every record was set aside" in capsys.readouterr().err
    (prompts / "prompts.jsonl").write_text("")
    assert main([*words, "--overwrite"]) == 1
    assert "the corpus is empty: the inputs hold no records" in capsys.readouterr().err


def test_missing_characters_are_told(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (prompts / "prompts.jsonl").write_text('{"id": "a", "prompt": "A \ue000.", "answer": "Yes."}\n')
    words = ["build", "--text", "prompts.jsonl", "-o", "out", "--ratio", "1", "--workers", "1", "--quiet"]
    assert main(words) == 0
    assert "no face covers 1 characters, 1 times: drawn as boxes (lomo fonts FILE" in capsys.readouterr().out


def test_render_tells_of_missing_characters(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "A \ue000\ue001.", "-o", "a.png"]) == 0
    told = capsys.readouterr().err
    assert told.startswith(
        "lomo: no face has a glyph for U+E000, U+E001: boxes stand for them (lomo fonts FILE"
    )
    assert main(["render", "A \ue000.", "-o", "a.png", "on_missing_glyph=skip"]) == 0
    assert "U+E000: they are left out" in capsys.readouterr().err
    assert main(["render", "A.", "-o", "a.png"]) == 0
    assert capsys.readouterr().err == ""
    (prompts / "prompts.jsonl").write_text(
        '{"id": "a", "prompt": "A \ue000."}\n{"id": "b", "prompt": "B."}\n'
    )
    assert main(["render", "--input", "prompts.jsonl", "-o", "drawn"]) == 0
    told = capsys.readouterr().err
    assert told.startswith(
        "lomo: 1 prompts hold characters that no face has (missing in index.jsonl; lomo fonts pro"
    )


def test_fonts(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fonts"]) == 0
    out = capsys.readouterr().out
    assert "DejaVuSans.ttf" in out
    assert "lmroman10-regular.otf" in out
    (prompts / "zh.jsonl").write_text('{"prompt": "\u4e2d\u6587\uff0c\U0001f600 \ue000 abc"}\n{"no": 1}\n')
    (prompts / "plain.txt").write_text("Hello\n")
    (prompts / "empty.txt").write_text("")
    assert main(["fonts", "zh.jsonl", "plain.txt", "empty.txt", "style.system_fonts=false"]) == 0
    out = capsys.readouterr().out
    assert "MISSING: 4 (different characters: 4): " in out
    assert "U+E000" in out  # a character without a look of its own is named, too
    assert "empty.txt: 0 characters that need a glyph\n  nothing is missing" in out
    assert "apt-get install fonts-noto-cjk: Han (2), Common (1)" in out
    assert "no package is known, name a font in style.fonts: private use or unassigned (1)" in out
    assert "1 records could not be read, the first: zh.jsonl:2" in out
    assert "nothing is missing" in out
    assert main(["fonts", "zh.jsonl", "--json", "style.system_fonts=false"]) == 0
    told = json.loads(capsys.readouterr().out)
    asked = told["files"]["zh.jsonl"]
    assert asked["missing"].keys() >= {"U+4E2D", "U+E000", "U+FF0C"}
    assert asked["by_face"]["DejaVuSans.ttf"] >= 3
    first = told["faces"][0]
    assert first["face"] == "DejaVuSans.ttf"
    assert first["characters"] == sum(first["scripts"].values()) > 5000
    assert len(first["sha256"]) == 64
