"""The reproduction's pieces: tasks, pages and their labels, the arms from one pool, verdicts, the page; none needs
PyTorch. The last test, of the model, skips without it."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

import lomo
from lomo.evaluate import scores
from tools.reproduce import tasks
from tools.reproduce.corpora import HALVES, samples, steps
from tools.reproduce.findings import CLAIMS, findings
from tools.reproduce.held_out import multimodal_tests, text_tests
from tools.reproduce.patches import WINDOW, grid, labels, tokens, windows
from tools.reproduce.pool import CORPORA, make_arms, make_pool
from tools.reproduce.reading import by_rows, page, read_out, shape_page
from tools.reproduce.report import BEGIN, FINISH, write_report
from tools.reproduce.samples import Sample, length, prompt_ids
from tools.reproduce.settings import ARMS, SIZES, page_config
from tools.reproduce.symbols import ANSWER, END, PICTURE, START, VOCABULARY, ids, text

CLEAN = page_config(preset="clean")


def test_answers_follow_from_prompts() -> None:
    chance = Random(1)
    for _ in range(50):
        for family in (tasks.where_to, tasks.who_waits, tasks.which_colour, tasks.how_many):
            prompt, answer = family(chance)
            told = dict(re.findall(r"\w+ ([A-Z]): (\w+)", prompt))
            assert told[prompt[-2]] == answer
        prompt, answer = tasks.add(chance)
        assert sum(map(int, re.findall(r"\d", prompt))) == int(answer)
        prompt, answer = tasks.is_here(chance)
        assert answer == ("yes" if f"{prompt[-2]} is here." in prompt else "no")
        prompt, answer = tasks.older(chance)
        (one, one_age), (two, two_age) = re.findall(r"(\w+) is (\d)\.", prompt)
        assert answer == (one if (one_age > two_age) == ("older" in prompt) else two)
        prompt, answer = tasks.place_in_list(chance)
        words = re.findall(r"\w+", prompt.partition("See: ")[2].partition(".")[0])
        assert answer == words[0 if "first" in prompt else -1]


def test_long_families_are_cut_and_short_ones_taken_whole() -> None:
    chance = Random(2)
    for family in tasks.FAMILIES.values():
        prompt, answer = family(chance)
        assert answer
        ids(prompt + answer)
        (span,) = lomo.locate(prompt)
        whole = (span.start, span.end) == (0, len(prompt))
        assert whole == (family in tasks.SHORT)


def test_held_out_prompts_are_never_trained_on() -> None:
    chance = Random(3)
    trained = {tasks.training_task(chance)[1][0] for _ in range(500)}
    tested = {one.text for one in text_tests(60)}
    assert len(tested) == 60
    assert not trained & tested
    assert not any(map(tasks.held_out, trained))
    assert all(map(tasks.held_out, tested))


def test_labels_are_the_characters_of_a_clean_page_in_order() -> None:
    one = page("Take 7. Add 4. What is the sum of both?", "key", CLEAN)
    assert by_rows(one) == one.text == "Take7.Add4.Whatisthesumofboth?"
    assert grid(one.image)[0] == 2
    distorted = page("Take 7. Add 4. What is the sum?", "key", page_config(seed=3))
    assert sorted(by_rows(distorted)) == sorted("Take7.Add4.Whatisthesum?")


def test_windows_show_the_ink_around_each_patch() -> None:
    image = np.full((37, 30), 255, dtype=np.uint8)
    image[20, 13] = 55
    assert grid(image) == (3, 8)
    assert tokens(image) == 12
    seen = windows(image).reshape(3, 8, *WINDOW)
    assert seen[1, 3, 4 + 4, 8 + 1] == 200  # row 1 is px 16 to 31, patch 3 px 12 to 15
    assert seen[1, 4, 4 + 4, 8 - 3] == 200  # its neighbour sees it, too
    assert np.count_nonzero(seen) == np.count_nonzero(seen == 200) <= 5 * 2
    assert labels(image, [(9, 13.0, 20.0)]).reshape(3, 8)[1, 3] == 9


def test_shapes_have_labels() -> None:
    one = shape_page(Random(5))
    assert 1 <= np.count_nonzero(one.classes) <= 4
    assert read_out(one.classes.tolist()) == ""


def test_arms_share_ids_answers_and_what_is_rewritten(tmp_path: Path) -> None:
    make_pool(tmp_path, 0, 40, 40)
    told = make_arms(tmp_path, 0, 40, matched=False)
    assert told["sft"]["pictures"] == 0
    found = {name: samples(tmp_path / CORPORA / name, HALVES[0]) for name in ARMS}
    plain = found["sft"]
    rewritten = None
    for name, arm in found.items():
        assert [(one.id, one.answer) for one in arm] == [(one.id, one.answer) for one in plain]
        bearing = [one.id for one in arm if any(not isinstance(part, str) for part in one.parts)]
        if name != "sft":
            assert 10 <= len(bearing) <= 30
            assert rewritten in (None, bearing)
            rewritten = bearing
    assert all(len(one.parts) == 1 for one in found["full"])
    assert any(len(one.parts) == 3 for one in found["lomo"])
    pictures = samples(tmp_path / CORPORA / "lomo", HALVES[1])
    assert len(pictures) == 40
    assert not isinstance(pictures[0].parts[0], str)


def test_every_arm_takes_the_same_records_in_each_step_and_each_once() -> None:
    one = [Sample(str(at), ("a",), "b") for at in range(25)]
    two = [Sample(str(at), ("c",), "b") for at in range(25)]
    first, second = (
        [[sample.id for sample in half] for some in steps([data, data[:5]], 4, 7) for half in some]
        for data in (one, two)
    )
    assert first == second
    assert sorted(chain.from_iterable(first[::2])) == sorted(sample.id for sample in one)
    assert len(list(chain.from_iterable(first[1::2]))) == 5


def test_the_protocols_show_the_same_question() -> None:
    one = text_tests(1)[0]
    assert one.standard.parts == (one.text,)
    (drawn,) = one.rendered.parts
    assert not isinstance(drawn, str)
    assert one.standard.answer == one.rendered.answer
    several = multimodal_tests(3)[2]
    question, picture = several.rendered.parts
    assert picture is several.standard.parts[0]
    assert not isinstance(question, str)
    assert prompt_ids(several.rendered.parts).count(PICTURE) == tokens(question) + tokens(picture)


def test_symbols_go_there_and_back() -> None:
    every = "".join(map(chr, range(32, 127)))
    assert text(ids(every)) == every
    assert max(ids(every)) == VOCABULARY - 1
    with pytest.raises(ValueError, match="printable ASCII"):
        ids("Grüße")
    assert length(Sample("", ("ab",), "c")) == len("ab") + len("c") + len([START, ANSWER, END])


@pytest.fixture
def _few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scores, "RESAMPLES", 200)


def run(seed: int, **gains: float) -> dict[str, Any]:
    """A run whose arms' rendered accuracy, distance and MIR are Standard SFT's plus ``gains`` for LoMo."""
    made: dict[str, Any] = {
        "seed": seed,
        "parameters": {"reader": 1, "trained": 2},
        "reader": {
            "accuracy": {"held-out instructions, clean": {"accuracy": 0.99, "characters": 9, "pages": 1}},
            "cpu_s": 1.0,
            "wall_s": 1.0,
        },
        "base": {"standard": gains.get("base", 0.95)},
        "corpora": {
            "arms": {
                name: {"text": {"read": 2}, "multimodal": {"read": 2}, "image_bearing": 3, "pictures": 1}
                for name in ARMS
            }
        },
    }
    for name in ARMS:
        gain = {kind: value if name == "lomo" else 0.0 for kind, value in gains.items()}
        keys = [f"how_many/{at}" for at in range(200)]
        scored = {
            kind: {key: float(at < 200 * (0.5 + gain.get(kind, 0.0))) for at, key in enumerate(keys)}
            for kind in ("standard", "rendered")
        }
        mir = {"mir_layer_mean": 1 + gain.get("mir", 0.0), "mir_log10_sum": 0.5}
        made[f"arm {name}"] = {
            "curve": [{"step": 0, "rendered": 0.1, "standard": 0.9}, {"step": 5, "loss": 1.0}],
            "families": dict.fromkeys(keys, "how_many"),
            "measured": {
                "text": scored,
                "multimodal": scored,
                "distances": {key: 0.5 + gain.get("distance", 0.0) + at / 1e4 for at, key in enumerate(keys)},
                "mir": mir,
            },
        }
    return made


def verdicts(*runs: dict[str, Any]) -> dict[tuple[str, str, str], str]:
    return {(one.claim.kind, one.claim.better, one.claim.worse): one.verdict for one in findings([*runs])}


@pytest.mark.usefixtures("_few_resamples")
def test_verdicts_say_what_the_numbers_say() -> None:
    good = verdicts(run(0, rendered=0.2, distance=-0.1, mir=-0.1))
    assert good["rendered", "lomo", "sft"] == good["distance", "lomo", "sft"] == "borne out"
    assert good["standard", "lomo", "sft"] == "borne out"
    assert good["rendered", "full", "sft"] == "within the noise"
    assert good["mir", "lomo", "sft"].startswith("as the paper says, by one number")
    bad = verdicts(run(0, rendered=-0.2, distance=0.1, mir=0.1, standard=-0.3))
    assert bad["rendered", "lomo", "sft"] == bad["distance", "lomo", "sft"] == "the opposite"
    assert bad["standard", "lomo", "sft"] == "not borne out: there is a cost"
    mixed = verdicts(run(0, rendered=0.4, mir=-0.1), run(1, rendered=-0.1, mir=0.1))
    assert mixed["rendered", "lomo", "sft"] == mixed["mir", "lomo", "sft"] == "the seeds disagree"
    assert len(good) == len(CLAIMS)


@pytest.mark.usefixtures("_few_resamples")
def test_the_page_keeps_what_stands_around_it(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    at = tmp_path / "page.md"
    at.write_text(f"# Title\n\nBefore.\n\n{BEGIN}\nold\n{FINISH}\n\nAfter.\n")
    setting = {"size": "small", "seeds": 1, "device": "cpu", "matched": False}
    write_report(at, {"setting": setting, "numbers": {}, "runs": [run(0, rendered=0.2, base=0.5)]})
    page_text = at.read_text()
    assert page_text.startswith("# Title\n\nBefore.\n\n")
    assert page_text.endswith("\n\nAfter.\n")
    assert "old" not in page_text
    assert "Not quite: the decoder, the seeing of pictures" in page_text
    assert (tmp_path / "images/page-curves.png").is_file()
    at.write_text("no marks")
    with pytest.raises(ValueError, match="no marks to write between"):
        write_report(at, {"setting": setting, "numbers": {}, "runs": [run(0)]})


def test_the_model_reads_pictures_through_the_frozen_reader() -> None:
    torch = pytest.importorskip("torch")
    from tools.reproduce.decoder import SmallVlm, loss
    from tools.reproduce.measure import scores as tested
    from tools.reproduce.reader import Reader, frozen
    from tools.reproduce.sequences import batch

    size = SIZES["small"]
    torch.manual_seed(0)
    reader = frozen(Reader(size.reader_width, size.feature_width))
    model = SmallVlm(reader, size.width, size.layers, size.heads)
    assert sum(weight.numel() for weight in model.parameters()) <= 1_000_000
    tests = text_tests(4)
    some = [one.rendered for one in tests]
    whole = batch(some)
    loss(model(whole), whole).backward()
    assert all(weight.grad is None for weight in reader.parameters())
    assert all(bool(weight.grad.abs().sum() > 0) for weight in model.projector.parameters())
    alone = model(batch(some[:1]))
    assert torch.allclose(model(whole)[: len(alone)], alone, atol=1e-5)  # padding changes nothing
    blank = Sample(some[0].id, (np.full_like(some[0].parts[0], 255),), some[0].answer)
    assert not torch.allclose(model(batch([blank])), alone)  # the picture matters
    assert set(tested(model, some, "cpu").values()) <= {0.0, 1.0}
