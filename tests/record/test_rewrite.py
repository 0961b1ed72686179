"""Batches of records -> outcomes: untouched turns stay as they were, placeholders match the pictures."""

from __future__ import annotations

import json
import pickle
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lomo.config import Config
from lomo.record.chat import parse
from lomo.record.columns import Rewrite
from lomo.record.placeholder import MEDIA
from lomo.record.rewrite import rewrite_batch, rewrite_record

ALL = Config(rewrite_ratio=1.0, preset="clean")
ODD = "  \u00a0 \u202eodd\u0301 \U0001f469‍\U0001f469‍\U0001f467 text\r\n\n "


def chat(*turns: tuple[str, str], **more: Any) -> dict[str, Any]:
    """A ShareGPT record."""
    return {"conversations": [{"from": role, "value": text} for role, text in turns], **more}


@pytest.mark.parametrize("format", ["messages", "sharegpt", "alpaca"])
@pytest.mark.parametrize(("turn", "touched"), [("first", [1]), ("last", [3]), ("all", [1, 3])])
def test_only_the_chosen_turns_change(format: Any, turn: Any, touched: list[int]) -> None:
    record = chat(
        ("system", ODD), ("human", "First?"), ("gpt", ODD), ("human", "Second?"), ("gpt", ODD + "!"), id="r"
    )
    config = Config(rewrite_ratio=1.0, turn=turn)
    (made,) = rewrite_batch([record], config, format=format)
    assert made.status == "rewritten"
    assert made.columns is not None
    before, after = parse(record).turns, parse(made.columns).turns
    assert [i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == touched
    assert all(after[i].text == "<image>" for i in touched)
    assert len(made.images) == len(touched)
    assert [told["turn"] for told in made.provenance["turns"]] == touched


def test_the_alpaca_prompt_is_instruction_line_break_input() -> None:
    record = {"instruction": "Translate.", "input": "Bonjour", "output": "Hello"}
    (made,) = rewrite_batch([record], ALL, format="alpaca")
    assert made.columns is not None
    assert (made.columns["instruction"], made.columns["input"]) == ("<image>", "")
    assert made.provenance["turns"][0]["spans"][0]["source"] == "Translate.\nBonjour"


def test_an_unselected_record_stays_as_it_is() -> None:
    record = {"instruction": "Translate.", "input": "Bonjour", "output": "Hello", "source": "x"}
    made = rewrite_record(record, Config(rewrite_ratio=0.0), format="alpaca")
    assert made.columns is not None
    assert (made.status, made.reason, made.provenance["reason"]) == ("kept", "", "not_selected")
    assert {key: made.columns[key] for key in ("instruction", "input", "output")} == {
        key: record[key] for key in ("instruction", "input", "output")
    }
    assert json.loads(made.columns["extra"]) == {"source": "x"}


@pytest.mark.parametrize(
    ("record", "status", "reason"),
    [
        (chat(("human", "What is an <image> tag?"), ("gpt", "A tag.")), "set_aside", "placeholder_count"),
        (chat(("human", "Describe."), ("gpt", "Write <image> there.")), "set_aside", "placeholder_count"),
        (chat(("system", "Use <image>."), ("human", "Hi"), ("gpt", "Yes")), "set_aside", "placeholder_count"),
        (chat(("human", "See <video>"), ("gpt", "Yes")), "set_aside", "placeholder_count"),
        (chat(("human", "See <video>"), ("gpt", "Yes"), videos=["a.mp4"]), "set_aside", "unsupported_media"),
        (chat(("human", "See"), ("gpt", "Yes"), images=["a.png"]), "set_aside", "placeholder_count"),
        (chat(("human", "See <image>"), ("gpt", "Yes"), images=["a.png"]), "kept", "media"),
        (chat(("human", "See <image>"), ("gpt", "Yes"), image="a.png"), "kept", "media"),
        (chat(("human", ""), ("gpt", "Yes")), "kept", "empty"),
        (chat(("human", " \n"), ("gpt", "Yes")), "kept", "blank"),
        (chat(("human", "a\x00b"), ("gpt", "Yes")), "kept", "control_character"),
        (chat(("human", "a\ud800b"), ("gpt", "Yes")), "set_aside", "lone_surrogate"),
        (chat(("human", "ab"), ("gpt", "Yes"), note={"deep": ["\udfff"]}), "set_aside", "lone_surrogate"),
        (chat(("human", "x" * 200_001), ("gpt", "Yes")), "kept", "too_long"),
        (chat(("gpt", "Yes")), "set_aside", "no_user_turn"),
        (chat(("human", "Hi"), ("gpt", "Yes"), score=float("inf")), "set_aside", "not_finite"),
    ],
)
@pytest.mark.parametrize("ratio", [0.0, 1.0])
def test_every_odd_record_has_its_reason(
    record: dict[str, Any], status: str, reason: str, ratio: float
) -> None:
    made = rewrite_record(record, Config(rewrite_ratio=ratio))
    assert (made.status, made.reason) == (status, reason)
    assert made.detail
    assert (made.columns is None) == (status == "set_aside")


pieces = st.lists(
    st.sampled_from([*MEDIA, "<ima", "ge>", "<", ">", "a. ", "b? ", "c! ", "$x$ ", "\n"]), max_size=14
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    pieces.map("".join) | st.text(max_size=60),
    st.text(max_size=20),
    st.integers(0, 2),
    st.sampled_from(["first", "all"]),
)
def test_no_text_can_unbalance_placeholders_and_pictures(
    asked: str, answer: str, images: int, turn: Any
) -> None:
    record = chat(
        ("human", asked), ("gpt", answer), ("human", answer), ("gpt", asked), images=["x.png"] * images
    )
    config = Config.from_dict({"rewrite_ratio": 1.0, "preset": "clean", "turn": turn, "position": "multi"})
    made = rewrite_record(record, config)
    if made.columns is None:
        assert made.reason in ("placeholder_count", "unsupported_media", "lone_surrogate")
        return
    texts = [message["content"] for message in made.columns["messages"]]
    assert sum(text.count("<image>") for text in texts) == len(made.images)
    assert not any("<video>" in text or "<audio>" in text for text in texts)
    assert texts[1] == answer
    assert texts[3] == asked


def test_ratios_are_nested_and_near_what_they_say() -> None:
    records = [chat(("human", "Hi there."), ("gpt", "Yes"), id=f"r{n}") for n in range(120)]

    def rewritten(ratio: float) -> set[str]:
        made = rewrite_batch(records, Config(rewrite_ratio=ratio, preset="clean"))
        return {one.id for one in made if one.status == "rewritten"}

    sets = [rewritten(ratio) for ratio in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert all(small <= large for small, large in pairwise(sets))
    assert [len(sets[0]), len(sets[4])] == [0, 120]
    assert 40 <= len(sets[2]) <= 80


def test_a_batch_is_its_records_one_by_one() -> None:
    records = [chat(("human", f"Say {n}."), ("gpt", "Yes")) for n in range(6)]
    together = rewrite_batch(records, ALL)
    assert together == [rewrite_record(record, ALL) for record in records]
    assert together == rewrite_batch(records[::-1], ALL)[::-1]


def test_rewrite_works_on_columns() -> None:
    columns = {"id": ["a", "b", "c"], "prompt": ["Hi.", "Use <image>.", "Ho."], "answer": ["1", "2", None]}
    made = Rewrite(ALL)(columns)
    assert made["id"] == ["a", "c"]
    assert [len(images) for images in made["images"]] == [1, 1]
    assert made["images"][0][0]["bytes"].startswith(b"\x89PNG")
    assert json.loads(made["lomo"][0])["status"] == "rewritten"
    assert "boxes" not in made
    boxed = Rewrite(ALL.model_copy(update={"boxes": True}))(columns)
    assert [len(pictures) for pictures in boxed["boxes"]] == [1, 1]
    assert json.loads(boxed["boxes"][0][0])["words"][0][:2] == [0, 3]
    assert boxed["images"] == made["images"]
    assert Rewrite(ALL)({name: values[1:2] for name, values in columns.items()})["messages"] == []


@pytest.mark.parametrize("format", ["messages", "sharegpt", "alpaca"])
def test_what_is_set_aside_can_be_kept(format: Any) -> None:
    texts = ["Hi.", "Use <image>.", "Ho. \ud800", "Ho."]
    records = [{"id": f"{n}\udfff" if n == 2 else str(n), "prompt": text} for n, text in enumerate(texts)]
    table = {name: [record[name] for record in records] for name in ("id", "prompt")}
    dropping, keeping = Rewrite(ALL, format=format), Rewrite(ALL, format=format, keep_set_aside=True)
    made, dropped = keeping(table), dropping(table)
    whys = made.pop("set_aside")
    assert [why and why.partition(": ")[0] for why in whys] == [
        None,
        "placeholder_count",
        "lone_surrogate",
        None,
    ]
    assert {name: [values[0], values[3]] for name, values in made.items()} == dropped
    assert made["id"] == ["0", "1", "2\\udfff", "3"]
    assert [json.loads(made["extra"][n]) for n in (1, 2)] == records[1:3]
    assert made["images"][1:3] == [[], []]
    assert made["lomo"][1:3] == [None, None]
    rows = [{**{name: made[name][n] for name in made}, "set_aside": whys[n]} for n in range(4)]
    assert pa.RecordBatch.from_pylist(rows, schema=keeping.schema()).num_rows == 4
    assert pickle.loads(pickle.dumps(keeping)).keep_set_aside
    assert not pickle.loads(pickle.dumps(dropping)).keep_set_aside
    assert len(dropping.__reduce__()[1]) == 4  # as before there was a choice: fingerprints of datasets stay


def test_a_table_keeps_its_rows() -> None:
    table = pa.table({"id": ["a", "b"], "messages": [[], [{"role": "user", "content": "Hi."}]]})
    made = Rewrite(ALL, keep_set_aside=True)(table)
    assert made.column("id").to_pylist() == ["a", "b"]
    assert [str(why).partition(":")[0] for why in made.column("set_aside").to_pylist()] == [
        "no_user_turn",
        "None",
    ]
