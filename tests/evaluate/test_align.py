"""``lomo align`` on tiny random models -> a report whose parts agree with the hidden states taken by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import lomo

torch = pytest.importorskip(
    "torch", reason="the tests of models need the environment of requirements/qwen3_5.txt"
)
pytest.importorskip(
    "transformers", reason="the tests of models need the environment of requirements/qwen3_5.txt"
)

from lomo.cli import main  # noqa: E402
from lomo.evaluate.alignment import pairwise_distance  # noqa: E402
from lomo.evaluate.hidden import first_attention, layers, text_and_picture  # noqa: E402
from lomo.vlm.encode import prompt_inputs  # noqa: E402
from lomo.vlm.load import Vlm, load  # noqa: E402
from reference.models import LLAVA, tiny  # noqa: E402

pytestmark = pytest.mark.filterwarnings("default")
LAYERS = {"qwen3_5": 4, "qwen2_vl": 2, LLAVA: 2}
FIRST = {"qwen3_5": 3, "qwen2_vl": 0, LLAVA: 0}


@pytest.fixture(scope="module", params=LAYERS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model's folder, named after its family."""
    torch.set_num_threads(1)
    return tiny(request.param, tmp_path_factory.mktemp("model") / request.param)


@pytest.fixture(scope="module")
def vlm(folder: Path) -> Vlm:
    """The model of the folder."""
    return load(str(folder), dtype="float32", trust_remote_code=True)


def test_the_first_self_attention_is_said_per_family(vlm: Vlm, folder: Path) -> None:
    assert first_attention(vlm).index == FIRST[folder.name]
    assert first_attention(vlm, "attention").name.endswith(f"layers.{FIRST[folder.name]}.self_attn")


def test_the_states_are_those_of_the_right_tokens(vlm: Vlm, folder: Path) -> None:
    page = lomo.render("Two words").pages[0].image
    told, seen = text_and_picture(vlm, first_attention(vlm), "Two words", [page])
    with torch.no_grad():
        inputs = prompt_inputs(vlm, [["Two words"]])
        states = vlm.model(**inputs, output_hidden_states=True).hidden_states[FIRST[folder.name] + 1][0]
        if FIRST[folder.name] + 1 < LAYERS[folder.name]:  # the last one comes after the final norm
            text = vlm.processor.tokenizer.decode(inputs["input_ids"][0])
            start = text.index("Two words") - text.index("<|im_start|>") - len("<|im_start|>") + 1
            assert np.allclose(told, states[start : start + len("Two words")].numpy(), atol=1e-5)
    assert told.shape == (len("Two words"), 64)
    tokens = (prompt_inputs(vlm, [[page]])["input_ids"] == vlm.image_token_id).sum().item()
    assert seen.shape == (tokens, 64)


def test_every_layer_is_read(vlm: Vlm, folder: Path) -> None:
    page = lomo.render("A picture").pages[0].image
    found = list(layers(vlm, page, "of something else"))
    assert [layer for layer, _, _ in found] == list(range(1, LAYERS[folder.name] + 1))
    tail = prompt_inputs(vlm, [[page, "of something else"]])["input_ids"][0].tolist()
    last = len(tail) - 1 - tail[::-1].index(vlm.image_token_id)
    assert {len(text) for _, _, text in found} == {len(tail) - 1 - last}


def test_the_command_writes_the_report(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prompts = [f"Question {n}: what is ${n}+{n}$?" for n in range(4)]
    rows = [{"id": f"q{n}", "prompt": p, "standard": 1, "rendered": n % 2} for n, p in enumerate(prompts)]
    (tmp_path / "samples.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = tmp_path / "align.json"
    assert (
        main(
            [
                "align",
                str(tmp_path / "samples.jsonl"),
                "--model",
                str(folder),
                "--trust-remote-code",
                "-o",
                str(out),
                "--bins",
                "2",
                "--quiet",
            ]
        )
        == 0
    ), capsys.readouterr().err
    report = json.loads(out.read_text())
    vlm = load(str(folder), trust_remote_code=True)
    wanted = pairwise_distance(
        *text_and_picture(vlm, first_attention(vlm), prompts[2], [lomo.render(prompts[2]).pages[0].image])
    )
    assert report["distances"]["q2"] == pytest.approx(wanted, abs=1e-6)
    assert report["pairwise"]["mean"] == pytest.approx(np.mean(list(report["distances"].values())))
    assert report["pairwise"]["first_self_attention"]["layer"] == FIRST[folder.name]
    assert report["mir"]["pairs"] == 3
    assert len(report["mir"]["layers"]) == LAYERS[folder.name]
    assert sum(one["count"] for one in report["curve"]) == 4
    assert sum(one["count"] * one["drop"] for one in report["curve"] if one["count"]) == pytest.approx(2)


def test_a_score_out_of_range_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s.jsonl").write_text('{"id": "a", "prompt": "b", "standard": 7}\n')
    assert main(["align", str(tmp_path / "s.jsonl"), "--model", str(folder), "--trust-remote-code"]) == 2
    assert "s.jsonl:1: standard: expected a number from 0 to 1, got 7" in capsys.readouterr().err
