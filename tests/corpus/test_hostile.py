"""Hostile inputs and places -> a reason or one clear message; never a traceback, a hang or a lost record."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus.samples import PNG, build_from, conversation, lines, stories, tree, write_jsonl
from lomo.cli import main
from lomo.config import Config, Engine
from lomo.corpus.gallery import gallery
from lomo.corpus.work import worker_count
from lomo.errors import ConfigError, InputError
from lomo.record.chat import Chat, Turn
from lomo.record.screen import MAX_CLUSTER, unfit
from lomo.render import native
from lomo.render.faces import packaged
from lomo.settings import load_yaml, override

drawing = import_module("lomo.render.render")  # the package's attribute of that name is the function


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("config: {seed: 1, seed: 2}", "line 1, column 19: not valid YAML: the key 'seed' stands twice"),
        ("config: {seed: 2001-99-99}", "a value cannot be read"),
        ("seed: " + "9" * 5000, "a value cannot be read"),
        ("a: " + "[" * 2000, "nested too deeply"),
        ("a: \x01", "not valid YAML: unacceptable character"),
        ("a:\n\tb: 1", "line 2, column 1: not valid YAML"),
        ("- a", "expected a mapping"),
    ],
)
def test_yaml_faults_are_one_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "r.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_yaml(tmp_path / "r.yaml")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(ConfigError, match="override"):
        override({}, ["a=" + "[" * 2000])


def test_merge_keys_may_meet_their_own(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("a: &a {x: 1, y: 2}\nb: {<<: *a, x: 3}\n")
    assert load_yaml(tmp_path / "r.yaml")["b"] == {"x": 3, "y": 2}


@pytest.mark.parametrize("style", [{"max_aspect": float("inf")}, {"max_pixels": 10**30}])
def test_impossible_numbers_are_refused(style: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=next(iter(style))):
        Config.from_dict({"style": style})


def test_a_linked_output_stays_a_link(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(2))
    (tmp_path / "disk").mkdir()
    (tmp_path / "corpus").symlink_to("disk")
    for _ in range(2):
        build_from(tmp_path, text="a.jsonl", overwrite=True)
        assert (tmp_path / "corpus").is_symlink()
        assert (tmp_path / "disk/manifest.json").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "corpus", "disk"]


def test_a_corpus_is_not_built_over_its_own_input(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(2))
    before = tree(build_from(tmp_path, text="a.jsonl").folder)
    for inputs in (
        {"text": "corpus/lomo_text.jsonl"},
        {"text": "a.jsonl", "multimodal": {"file": "a.jsonl", "media_dir": "corpus/images"}},
    ):
        with pytest.raises(InputError, match="would be replaced"):
            build_from(tmp_path, overwrite=True, **inputs)
    assert tree(tmp_path / "corpus") == before


@pytest.mark.parametrize("output", ["/", "", "a\0b", "x" * 300])
def test_an_impossible_output_is_one_message(
    tmp_path: Path, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(1))
    (tmp_path / "r.yaml").write_text(f"text: a.jsonl\noutput: {json.dumps(output)}\nworkers: 1\n")
    assert main(["build", str(tmp_path / "r.yaml"), "--quiet"]) in (1, 2)
    error = capsys.readouterr().err
    assert error.startswith("lomo: ")
    assert "Traceback" not in error


def test_names_that_are_not_utf8_are_spelled_out(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.jsonl")
    write_jsonl(tmp_path / name, [*stories(1), b"{"])
    built = build_from(tmp_path, text=name)
    assert built.manifest["inputs"][0]["name"] == "caf\\xe9.jsonl"
    assert lines(built.folder / "errors.jsonl")[0]["where"] == "caf\\xe9.jsonl:2"


@pytest.mark.parametrize("reference", ["/dev/zero", "fifo", ".", "x" * 5000, "a\0b", 3, {"path": None}])
def test_a_picture_that_is_no_file_does_not_hang(tmp_path: Path, reference: Any) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "dot.png").write_bytes(PNG)
    good = conversation("good", "<image>?", images=["dot.png"])
    write_jsonl(tmp_path / "a.jsonl", [conversation("bad", "<image>?", images=[reference]), good])
    built = build_from(tmp_path, multimodal="a.jsonl")
    assert built.manifest["counts"]["multimodal"]["kept"] == 1
    (error,) = lines(built.folder / "errors.jsonl")
    assert error["reason"] in ("missing_image", "not_an_image")


def parquet_row(column: str, value: Any) -> pa.Table:
    """A table of one bare prompt with one more column."""
    return pa.table({"prompt": ["One. Two."], column: value})


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (pa.array([1], pa.timestamp("ns")), "not_parquet"),
        (pa.array([2**31 - 1], pa.date32()), "not_parquet"),
        (pa.array([float("nan")]), "not_finite"),
        (pa.array(["x"], pa.large_string()), None),
        (pa.array(["x"]).dictionary_encode(), None),
        (pa.array([None], pa.null()), None),
        (pa.array([date(2020, 2, 2)]), None),
        (pa.array([b"\xff"], pa.binary()), None),
        (pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())), None),
    ],
)
def test_odd_parquet_columns(tmp_path: Path, value: Any, reason: str | None) -> None:
    pq.write_table(parquet_row("odd", value), tmp_path / "a.parquet")
    built = build_from(tmp_path, text="a.parquet", config={"rewrite_ratio": 1.0})
    assert [error["reason"] for error in lines(built.folder / "errors.jsonl")] == [reason] * bool(reason)
    assert built.lost == 0


def test_messages_as_text_say_so(tmp_path: Path) -> None:
    table = pa.table({"messages": ['[{"role": "user", "content": "x"}]']})
    pq.write_table(table, tmp_path / "a.parquet")
    (error,) = lines(build_from(tmp_path, text="a.parquet").folder / "errors.jsonl")
    assert (error["reason"], error["detail"]) == ("bad_message", "messages is str; write a list of messages")


def test_numbers_that_json_cannot_hold_are_told_wherever_they_stand(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", [b'{"text": "a", "tools": [1e999]}', b'{"text": "a", "s": -1e999}'])
    errors = lines(build_from(tmp_path, text="a.jsonl").folder / "errors.jsonl")
    assert [error["reason"] for error in errors] == ["not_finite", "not_finite"]


def test_a_tower_of_marks_is_left_as_text() -> None:
    assert unfit("a" + "\u0301" * (MAX_CLUSTER - 1), 10**6) is None
    fault = unfit("word a" + "\u0301" * MAX_CLUSTER, 10**6)
    assert fault is not None
    assert fault[0] == "long_cluster"
    assert "at 5" in fault[1]


def test_formulas_are_set_once_and_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def typeset(tex: str, **more: Any) -> Any:
        asked.append(tex)
        return original(tex, **more)

    original = drawing.typeset
    monkeypatch.setattr(drawing, "typeset", typeset)
    monkeypatch.setattr(drawing, "MAX_FORMULAS", 2)
    engines: list[Engine] = ["native", "mathtext"]
    for engine in engines:
        assert drawing.render("$a$ and $b$ " * 5, engine=engine).route == "math"
        refused = drawing.render("$a$, $b$ and $c$", engine=engine)
        assert (refused.route, refused.reason) == ("text", "math_refused")
        assert refused.detail.startswith("the span holds more than 2 different formulas")
    assert asked[:2] == ["a", "b"]
    assert asked[2:] == ["a", "b"]  # of the refused one
    places = [(0, 3, False), (4, 7, False), (8, 11, False)]
    sizes = [26 << 16] * 3
    made = native.set_formulas("$a$ $b$ $a$", places, sizes=sizes, faces=packaged(), most=2)
    assert made[0][3] is made[2][3] is not made[1][3]


@pytest.mark.parametrize(
    ("roles", "answered"),
    [
        (["user", "assistant"], True),
        (["system", "user", "call", "tool", "assistant"], True),
        (["user"], False),
        (["user", "user", "assistant"], False),
        (["assistant", "user", "assistant"], False),
        (["user", "system", "user", "assistant"], False),
    ],
)
def test_what_trainers_skip_is_counted(roles: list[Any], answered: bool) -> None:
    assert Chat("messages", tuple(Turn(role, "x") for role in roles)).is_answered() == answered


def test_more_workers_than_the_machine_serves_are_not_started() -> None:
    cpus = len(os.sched_getaffinity(0))
    assert [worker_count(n) for n in (None, 1, 1000)] == [cpus, 1, 2 * cpus]


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a"},
        {"id": "a", "messages": [], "lomo": "{"},
        {"id": "a", "messages": [], "lomo": "[]"},
        {"lomo": '{"status": "rewritten", "turns": [{"turn": 0, "spans": [{}]}]}', "id": "a", "text": "x"},
    ],
)
def test_an_edited_corpus_is_one_message(tmp_path: Path, row: dict[str, Any]) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(2))
    folder = build_from(tmp_path, text="a.jsonl").folder
    write_jsonl(folder / "lomo_text.jsonl", [row])
    with pytest.raises(InputError, match="is not as lomo build wrote it"):
        gallery(folder)
    (folder / "manifest.json").write_text('{"schema": "lomo.manifest/1", "counts": null}')
    with pytest.raises(InputError, match="is not as lomo build wrote it"):
        gallery(folder)


def test_wrong_counts_and_names_are_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(tmp_path), "--count", "0"]) == 2
    assert main(["render", "word " * 3000, "-o", "/", "style.max_pixels=100000"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_full_disk_is_code_1() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    words = [sys.executable, "-m", "lomo", "render", "x", "-o"]
    made = subprocess.run([*words, "/dev/full"], capture_output=True, text=True)
    assert (made.returncode, "No space left" in made.stderr) == (1, True)
    with open("/dev/full", "w") as full:
        told = subprocess.run([*words, "/dev/null"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert told.returncode == 1
    assert told.stderr == "lomo: reading or writing failed: No space left on device\n"


def test_a_batch_systems_end_leaves_what_is_done(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", stories(20_000))
    words = [sys.executable, "-m", "lomo", "build", "--text", "a.jsonl", "-o", "out", "--workers", "1"]
    process = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    mark = tmp_path / ".out.unfinished/.lomo-unfinished"
    while not mark.exists() or '"state": null' in mark.read_text():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _, error = process.communicate(timeout=120)
    assert process.returncode == 143
    assert "lomo: interrupted; what is done is kept: the same command with --resume goes on" in error
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.unfinished", "a.jsonl"]


def test_the_first_rows_show_the_type_of_every_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records: list[dict[str, Any]] = [
        {"id": f"k{n}", "instruction": "a\x00b", "output": "y"} for n in range(9)
    ]
    records[4]["history"] = [["a\x00", "b"]]
    records[7]["instruction"] = "One. Two."
    write_jsonl(tmp_path / "a.jsonl", records)
    monkeypatch.setattr("lomo.corpus.shards.TYPED_BYTES", 500)
    recipe = {"text": "a.jsonl", "format": "alpaca", "config": {"rewrite_ratio": 1.0}}
    folder = build_from(tmp_path, **recipe).folder
    order = [row["id"] for row in lines(folder / "lomo_text.jsonl")]
    assert order == ["k4", "k7", "k0", "k1", "k2", "k3", "k5", "k6", "k8"]
    monkeypatch.setattr("lomo.corpus.shards.TYPED_BYTES", 1 << 20)
    folder = build_from(tmp_path, overwrite=True, **recipe).folder
    assert [row["id"] for row in lines(folder / "lomo_text.jsonl")] == [f"k{n}" for n in range(9)]
