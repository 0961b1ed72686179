"""Records of every format -> the neutral conversation and back: no text changes, faults have reasons."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lomo.errors import RecordError
from lomo.record.chat import Chat, Turn, canonical, parse, record_id
from lomo.record.compose import compose, description

SAMPLES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (
        {"conversations": [{"from": "human", "value": "Hi\n"}, {"from": "gpt", "value": " Yes "}]},
        [("user", "Hi\n"), ("assistant", " Yes ")],
    ),
    (
        {
            "system": "Be brief.",
            "conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Yes"}],
        },
        [("system", "Be brief."), ("user", "Hi"), ("assistant", "Yes")],
    ),
    (
        {"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}]},
        [("system", "S"), ("user", "Q")],
    ),
    (
        {
            "messages": [
                {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}
            ]
        },
        [("user", "ab")],
    ),
    (
        {
            "conversations": [
                {"from": "human", "value": "w"},
                {"from": "function_call", "value": "{}"},
                {"from": "observation", "value": "3"},
                {"from": "gpt", "value": "done"},
            ]
        },
        [("user", "w"), ("call", "{}"), ("tool", "3"), ("assistant", "done")],
    ),
    (
        {"instruction": "Add.", "input": "1+1", "output": "2", "system": "S", "history": [["q", "a"]]},
        [("system", "S"), ("user", "q"), ("assistant", "a"), ("user", "Add.\n1+1"), ("assistant", "2")],
    ),
    ({"instruction": "Add.", "input": "", "output": "2"}, [("user", "Add."), ("assistant", "2")]),
    ({"instruction": "", "input": "1", "output": ""}, [("user", "1"), ("assistant", "")]),
    ({"text": "Q"}, [("user", "Q")]),
    ({"prompt": "Q", "response": "A", "text": "other"}, [("user", "Q"), ("assistant", "A")]),
]


@pytest.mark.parametrize(("record", "turns"), SAMPLES)
def test_each_format_is_read(record: dict[str, Any], turns: list[tuple[str, str]]) -> None:
    assert [(turn.role, turn.text) for turn in parse(record).turns] == turns


def test_other_keys_are_kept() -> None:
    record = {"id": 5, "text": "Q", "license": "MIT", "score": 0.5, "nothing": None}
    assert parse(record).extra == {"license": "MIT", "score": 0.5}
    message = {"role": "user", "content": "Q", "name": "Ann"}
    assert parse({"messages": [message]}).extra == {"message_keys": [{"name": "Ann"}]}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, "unknown_format"),
        ({"data": 1}, "unknown_format"),
        ({"messages": "no list"}, "bad_message"),
        ({"messages": []}, "no_user_turn"),
        ({"messages": [{"role": "assistant", "content": "A"}]}, "no_user_turn"),
        ({"messages": ["text"]}, "bad_message"),
        ({"messages": [{"role": "narrator", "content": "A"}]}, "unknown_role"),
        ({"messages": [{"content": "A"}]}, "unknown_role"),
        ({"messages": [{"role": ["user"], "content": "A"}]}, "unknown_role"),
        ({"messages": [{"role": "user", "content": 3}]}, "bad_message"),
        ({"messages": [{"role": "user", "content": None}]}, "bad_message"),
        ({"messages": [{"role": "user", "content": [{"type": "audio"}]}]}, "bad_message"),
        ({"messages": [{"role": "assistant", "tool_calls": [{}]}]}, "bad_message"),
        ({"instruction": "a", "input": ["b"], "output": "c"}, "bad_message"),
        ({"instruction": "a", "output": 3}, "bad_message"),
        ({"instruction": "a", "output": "c", "history": [["a"]]}, "bad_message"),
        ({"instruction": "a", "output": "c", "history": "x"}, "bad_message"),
        ({"instruction": ["a"], "output": "c"}, "bad_message"),
        ({"prompt": 5, "answer": "A"}, "bad_message"),
    ],
)
def test_each_fault_has_its_reason(record: dict[str, Any], reason: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse(record)
    assert caught.value.reason == reason


def test_a_prompt_that_is_no_text_is_named() -> None:
    with pytest.raises(RecordError, match="prompt is int; write text"):
        parse({"id": "a", "prompt": 5})


def test_pictures_inside_messages_become_placeholders() -> None:
    parts = [
        {"type": "text", "text": "See "},
        {"type": "image_url", "image_url": {"url": "a.png"}},
        {"type": "text", "text": " and "},
        {"type": "image", "image": "b.png"},
    ]
    chat = parse({"messages": [{"role": "user", "content": parts}]})
    assert chat.turns[0].text == "See <image> and <image>"
    assert chat.images == ("a.png", "b.png")
    bare = [{"type": "image"}, {"type": "text", "text": "?"}]
    assert parse({"messages": [{"role": "user", "content": bare}], "images": ["c.png"]}).images == ("c.png",)
    mixed = {"role": "user", "content": [*parts, {"type": "text", "text": "what is <image>?"}]}
    with pytest.raises(RecordError, match="mentions"):
        parse({"messages": [mixed]})


def test_the_id_is_given_or_comes_from_the_content() -> None:
    assert record_id({"id": "a/1", "text": "x"}) == "a/1"
    assert record_id({"id": 7, "text": "x"}) == "7"
    assert record_id({"text": "x", "a": 1}) == record_id({"a": 1, "text": "x", "b": None})
    assert record_id({"text": "x"}) != record_id({"text": "y"})
    assert len(record_id({"id": "", "text": "\ud800"})) == 32
    assert record_id({"id": True, "text": "x"}) != "True"


words = st.text(max_size=20)
spoken = st.text(min_size=1, max_size=20)
turns = st.lists(st.tuples(spoken, spoken), min_size=1, max_size=3)


@st.composite
def chats(draw: st.DrawFn) -> Chat:
    """A conversation that every format can hold: system or none, pairs, the last answer perhaps missing."""
    made = [Turn("system", draw(spoken))] if draw(st.booleans()) else []
    for asked, answered in draw(turns):
        made += [Turn("user", asked), Turn("assistant", answered)]
    if draw(st.booleans()):
        made.pop()
    return Chat("messages", tuple(made), tools=draw(st.sampled_from(["", "[]"])))


@given(chats(), st.sampled_from(["messages", "sharegpt", "alpaca"]))
def test_every_format_gives_the_conversation_back(chat: Chat, format: Any) -> None:
    row = json.loads(json.dumps(compose(chat, format)))
    assert parse(row).turns == chat.turns
    assert parse(row).tools == chat.tools


@given(words, words, words, words)
def test_an_alpaca_record_comes_back_field_by_field(
    instruction: str, query: str, answer: str, system: str
) -> None:
    record = {"instruction": instruction, "input": query, "output": answer, "system": system, "history": []}
    row = compose(parse(record), "alpaca")
    assert "\n".join(filter(None, (row["instruction"], row["input"]))) == "\n".join(
        filter(None, (instruction, query))
    )
    assert (row["output"], row["system"]) == (answer, system)
    if instruction:
        assert (row["instruction"], row["input"]) == (instruction, query)


def test_what_alpaca_cannot_hold_says_so() -> None:
    chat = Chat(
        "messages", (Turn("user", "q"), Turn("call", "{}"), Turn("tool", "1"), Turn("assistant", "a"))
    )
    with pytest.raises(RecordError, match="user, call, tool, assistant"):
        compose(chat, "alpaca")


@pytest.mark.parametrize("format", ["messages", "sharegpt", "alpaca"])
def test_the_description_names_the_columns_that_are_written(format: Any) -> None:
    row = compose(Chat("messages", (Turn("user", "q"), Turn("assistant", "a"))), format)
    told = description(format)
    assert set(told["columns"].values()) <= {*row, "images"}
    if "tags" in told:
        (message, _) = row[told["columns"]["messages"]]
        assert set(message) == {told["tags"]["role_tag"], told["tags"]["content_tag"]}
        assert message[told["tags"]["role_tag"]] == told["tags"]["user_tag"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_canonical_text_is_ascii_and_stable(value: Any) -> None:
    assert canonical(value).isascii()
    assert json.loads(canonical(value)) == value


def test_faults_say_what_to_do() -> None:
    with pytest.raises(
        RecordError, match=r"role 'narrator'; known roles: human, user, gpt, assistant, .*tool_call$"
    ):
        parse({"messages": [{"role": "narrator", "content": "A"}]})
    with pytest.raises(RecordError, match=r"rename the key of the prompt \(keys: 'data'\)"):
        parse({"data": 1})
    with pytest.raises(RecordError, match="role user or human"):
        parse({"messages": [{"role": "assistant", "content": "A"}]})
