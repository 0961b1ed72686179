"""EvalScope itself against a loopback server, on a few samples of each benchmark in its official format -> what was
asked under each protocol, what was scored, and how the two are paired."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("evalscope", reason="the benchmarks need the environment of requirements/evalscope.txt")

from evaluate import local_data, stub_server
from lomo.cli import main
from lomo.errors import InputError
from lomo.evaluate.benchmarks import BENCHMARKS, chosen
from lomo.evaluate.outcome import faults
from lomo.evaluate.run import Endpoint, Settings, evaluate

pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(1200)]
# Answers are run in a process of their own, which has a minute to start on a busy machine.
ARGUMENTS = {
    "mmmu": {"subset_list": ["Art"]},
    "live_code_bench": {"review_timeout": 60},
    "humaneval": {"review_timeout": 60},
}
ANSWERS = {
    "What does": "ANSWER: B",
    "Which number is in": "ANSWER: 7",
    "Name it:": "ANSWER: B",
    "What is the number?": "ANSWER: B",
    "Which digit is drawn?": "{7}",
    "Which digit is this?": "seven",
    "Is there a seven?": "YES",
    "Is there an eight?": "NO",
    "What is printed?": "ANSWER: 7",
    "(A) six": "ANSWER: B",
    "How many boats": "7",
    "How many bells": "There are 3 bells",
    "Part 2steps_1": "<Answer>: <<B>>",
    "Part 2steps_2": "<Answer>: <<A>>",
    "Part 2steps_multi": "<Answer>: <<C>>",
    "Speak as an old sailor.": "Ahoy.\n\nThere she lies.",
    "Describe the harbour": "A harbour.",
    "painted on the boat": "7",
    "What share": "It is 18.29%.",
    "How many lighthouses": "The report does not tell.",
    "text content": "OPEN daily, 9-5",
    "français": "Café fermé",
    "Converting tables": "<table><tr><td>Tea</td><td>4</td></tr></table>",
    "Fill the value": '{"company": "NORTH PIER", "menu": [{"nm": "Tea", "price": "2.40"}]}',
    "three and four": "ANSWER: B",
    "Ann has": "ANSWER: \\boxed{7}",
    "def add": "```python\ndef add(a, b):\n    return a + b\n```",
    "Read two numbers": "```python\na, b = map(int, input().split())\nprint(a + b)\n```",
    "line about boats": "Boats sail.",
}
JUDGE = {
    "I cannot tell": '{"reasoning": "", "verdict": "B"}',
    "Your job is": '{"reasoning": "", "verdict": "A"}',
    "Judge whether": "Score of constraint_1: 1/1",
    "One of two": 'It is. Summary: "True"',
    "Decide whether": "right",
    "18.29%.": "Extracted answer: 18.29%\nAnswer format: Float",
    "does not tell.": "Extracted answer: Not answerable\nAnswer format: None",
}


@dataclass
class Run:
    """What one run left."""

    results: dict[str, Any]
    log: list[stub_server.Request]
    judged: list[stub_server.Request]
    samples: list[dict[str, Any]]


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """benchmark -> its folder."""
    return local_data.make(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def run(local: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """All eighteen under both protocols, with a judge."""
    out = tmp_path_factory.mktemp("out")
    with stub_server.serving(ANSWERS, JUDGE) as stub:
        results = evaluate(
            Endpoint("model", stub.url),
            chosen(["all"]),
            Settings(local=local, judge=Endpoint("judge", stub.url), arguments=ARGUMENTS),
            out,
        )
        samples = [json.loads(line) for line in (out / "samples.jsonl").read_text().splitlines()]
        assert json.loads((out / "results.json").read_text()) == results
        yield Run(results["benchmarks"], stub.asked("model"), stub.asked("judge"), samples)


RIGHT = {one.name: 1.0 for one in BENCHMARKS} | {"count_bench": 0.5}


@pytest.mark.parametrize("name", list(RIGHT))
def test_every_benchmark_is_scored_under_both_protocols(run: Run, name: str) -> None:
    entry = run.results[name]
    assert entry["standard"]["score"] == pytest.approx(RIGHT[name])
    assert entry["rendered"]["samples"] == entry["standard"]["samples"] == entry["standard"]["requested"]
    pair = entry["paired"]
    assert pair["samples"] == entry["standard"]["samples"]
    assert pair["unpaired"] == 0
    assert pair["drop"]["value"] == pytest.approx(pair["standard"]["value"] - pair["rendered"]["value"])
    # The server cannot read pictures; "Boats sail." has no comma, and neither has "I cannot tell".
    assert entry["rendered"]["score"] == (1.0 if name == "ifeval" else 0.0)
    assert pair["drop"]["value"] == pytest.approx(0.0 if name == "ifeval" else RIGHT[name], abs=1e-6)
    assert entry["standard"]["refused"] == entry["rendered"]["refused"] == 0


def test_text_and_image_become_image_and_image(run: Run) -> None:
    standard = [one for one in run.log if "text" in one.kinds]
    rendered = [one for one in run.log if "text" not in one.kinds]
    assert len(standard) == len(rendered)
    (asked,) = [one for one in standard if "What is printed?" in one.text]
    assert asked.kinds == ["text", "image"]
    drawn = [one for one in rendered if one.kinds == ["image", "image"] and one.images[1] == asked.images[0]]
    assert drawn
    assert all(base64.b64decode(one.images[0].partition(",")[2]).startswith(b"\x89PNG") for one in drawn)
    assert all(one.images[0] != one.images[1] for one in drawn)
    # MMMU's two images in one question, and MMLongBench-Doc's three pages: behind the question, in order.
    (two,) = [one for one in standard if "What does" in one.text]
    assert two.kinds == ["text", "image", "text", "image", "text"]
    assert any(one.images[1:] == two.images for one in rendered)
    assert sum(len(one.kinds) == 4 for one in rendered) == 2
    for one in run.log:
        assert one.settings["temperature"] == 0
        assert 32_768 in (one.settings["max_tokens"], one.settings["max_completion_tokens"])


def test_judges_read_the_text_under_both_protocols(run: Run) -> None:
    asked = [one.text for one in run.judged if "Which digit is this?" in one.text]
    assert len(asked) == 2
    with_image = [one for one in run.judged if "image" in one.kinds]
    assert with_image
    assert all(len(one.images) == 1 for one in with_image)


def test_the_prompts_without_a_constraint_are_asked_too(run: Run) -> None:
    texts = [one.text for one in run.log if "Describe the harbour" in one.text]
    assert sorted("Speak as an old sailor." in text for text in texts) == [False, True]
    assert any("A harbour." in one.text for one in run.judged)


def test_samples_can_go_into_the_curve(run: Run) -> None:
    found = {row["id"]: row for row in run.samples}
    row = found["docvqa/DocVQA/0"]
    assert (row["standard"], row["rendered"], row["benchmark"]) == (1.0, 0.0, "docvqa")
    assert "What is printed?" in row["prompt"]
    assert {row["benchmark"] for row in run.samples} == {one.name for one in BENCHMARKS}


def test_official_figures_stand_beside_the_headline(run: Run) -> None:
    assert run.results["we_math"]["standard"]["headline"] == "accuracy/strict"
    assert run.results["mmlongbench_doc"]["standard"]["metrics"]["f1"] == 1.0
    assert "accuracy/total_kie_by_tree" in run.results["cc_ocr"]["standard"]["metrics"]
    assert run.results["count_bench"]["standard"]["metrics"]["lenient_acc"] == 1.0


def test_the_command_needs_no_judge_where_rules_do(
    local: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with stub_server.serving(ANSWERS, JUDGE) as stub:
        words = [
            "mm_ifeval",
            "mmlongbench_doc",
            "docvqa",
            "--url",
            stub.url,
            "--model",
            "model",
            "-o",
            str(tmp_path),
        ]
        for name in ("mm_ifeval", "mmlongbench_doc", "docvqa"):
            words += ["--local", f"{name}={local[name]}"]
        assert main(["eval", *words, "--limit", "1"]) == 0
        assert not stub.asked("judge")
    said = capsys.readouterr().out
    assert "DocVQA, standard 100.00 (1 samples), rendered 0.00 (1 samples), drop 100.00" in said
    assert "no judge: the rule-based constraints alone" in said
    results = json.loads((tmp_path / "results.json").read_text())["benchmarks"]
    assert results["mm_ifeval"]["standard"]["metrics"]["rules_only"] == 1.0


def test_a_refusal_is_no_answer_and_another_run_no_cache(
    local: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def command(url: str, model: str) -> int:
        folder = f"count_bench={local['count_bench']}"
        words = ["--url", url, "--model", model, "--protocol", "standard", "--local", folder]
        return main(["eval", "count_bench", *words, "-o", str(tmp_path)])

    with stub_server.serving({"": "a line\u2028and 5 more"}, JUDGE, refused="How many boats") as stub:
        assert command(stub.url, "model") == 1
        assert "FAULT: count_bench, standard: the server refused 1 questions, too" in capsys.readouterr().out
        assert command(stub.url, "other") == 2
        assert "holds answers of another model or setting; give another -o" in capsys.readouterr().err
    entry = json.loads((tmp_path / "results.json").read_text())["benchmarks"]["count_bench"]["standard"]
    assert (entry["score"], entry["samples"], entry["refused"]) == (0.0, 2, 1)
    rows = [json.loads(line) for line in (tmp_path / "samples.jsonl").read_text().splitlines()]
    assert [row["standard"] for row in rows] == [0.0, 0.0]


def test_what_was_not_scored_is_a_fault() -> None:
    whole = {"samples": 2, "requested": 2, "metrics": {"accuracy": 1.0}, "refused": 0}
    entries = {
        "gsm8k": {"standard": whole, "rendered": {**whole, "samples": 1}},
        "docvqa": {"standard": {"samples": 0, "metrics": {}, "refused": 0}},
        "mm_ifeval": {"standard": {**whole, "samples": 1}, "note": "no judge"},
    }
    assert faults(entries) == [
        "gsm8k, rendered: 1 of 2 samples were scored",
        "docvqa, standard: no sample could be scored; see EvalScope's log",
    ]


def test_repeats_are_asked_and_averaged(local: dict[str, str], tmp_path: Path) -> None:
    """The second time a step is wrong: of the two problems one is mastered, one only learnt by rote."""
    names = ("we_math", "cc_ocr", "mm_ifeval")
    with stub_server.serving(ANSWERS, JUDGE) as stub:
        settings = Settings(local=local, repeats=2, protocol="standard", judge=Endpoint("judge", stub.url))
        done = evaluate(Endpoint("model", stub.url), chosen(list(names)), settings, tmp_path)["benchmarks"]
        assert len(stub.asked("model")) == 2 * (3 + 4 + 3)
    assert [done[name]["standard"]["samples"] for name in names] == [6, 8, 4]
    from lomo.evaluate.adapters.we_math import WeMathAdapter

    scores = [
        SimpleNamespace(
            sample_metadata={"ID": "a", "key": key},
            generation_index=again,
            score=SimpleNamespace(main_value=float((key, again) != ("2steps_1", 1))),
        )
        for key in ("2steps_1", "2steps_2", "2steps_multi")
        for again in (0, 1)
    ]
    strict, loose, *_ = WeMathAdapter.aggregate_scores(SimpleNamespace(), scores)
    assert (strict.score, loose.score, strict.num) == (0.5, 1.0, 2)


def test_pages_are_drawn_in_one_thread_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from lomo.evaluate.adapters import mmlongbench_doc

    inside = threading.Semaphore(1)

    def drawn(*_: Any) -> tuple[bytes, ...]:
        assert inside.acquire(blocking=False)
        time.sleep(0.02)
        inside.release()
        return (local_data.png(),)

    monkeypatch.setattr(mmlongbench_doc, "_drawn", drawn)
    adapter = SimpleNamespace(extra_params={}, dataset_id="there")
    with ThreadPoolExecutor(4) as pool:
        pages = pool.map(
            lambda n: mmlongbench_doc.MmLongBenchDocAdapter._pages(adapter, f"{n}.pdf"), range(8)
        )
        assert sum(len(one) for one in pages) == 8


@pytest.mark.parametrize("family", ["qwen2_vl", "llavaonevision1_5"])
def test_a_local_model_answers_both_protocols(family: str, local: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("torchvision", reason="processors of the Qwen kind need torchvision")
    from reference.models import tiny

    endpoint = Endpoint(str(tiny(family, tmp_path / f"tiny-{family}")), trust_remote_code=True)
    settings = Settings(local=local, max_tokens=4)
    results = evaluate(endpoint, chosen(["count_bench"]), settings, tmp_path)
    entry = results["benchmarks"]["count_bench"]
    assert entry["standard"]["samples"] == entry["rendered"]["samples"] == 2
    assert entry["paired"]["samples"] == 2
    path = next((tmp_path / "evalscope/predictions").glob("*/count_bench_rendered_default.jsonl"))
    assert '"source": "generate"' in path.read_text()


def test_a_judge_that_is_needed_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="zerobench: the score needs a judge"):
        evaluate(Endpoint("model", "http://127.0.0.1:9/v1"), chosen(["zerobench"]), Settings(), tmp_path)
