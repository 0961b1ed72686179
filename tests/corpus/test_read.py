"""Files in every state of repair -> records and faults: each fault is told, its neighbours are whole."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lomo.corpus.read as reading
from lomo.corpus.read import Item, parse_record, read
from lomo.errors import InputError, RecordError


def write(folder: Path, name: str, data: bytes) -> list[Item]:
    """What ``read`` gives for a file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return list(read(path, name))


def told(items: list[Item]) -> list[tuple[str, Any]]:
    """Each item as (where, record or the fault's reason)."""
    return [(i.where, i.record if i.fault is None else i.fault.reason) for i in items]


def test_lines_are_records(tmp_path: Path) -> None:
    items = write(tmp_path, "a.jsonl", b'\xef\xbb\xbf{"a": 1}\r\n\n  \n{"b": "\xc3\xa9"}')
    assert told(items) == [("a.jsonl:1", {"a": 1}), ("a.jsonl:4", {"b": "é"})]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"a": "trunc', "not_json"),
        (b'{"a": 1}}', "not_json"),
        (b"{'a': 1}", "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b'{"a": -Infinity}', "not_json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not_json"),
        (b'{"a": ' + b"[" * 100_000 + b"}", "too_deep"),
        (b'{"a": "\x01"}', "not_json"),
        (b'{"a": ' + b"[" * 128 + b"]" * 128 + b"}", "too_deep"),
        (b'{"a": ' * 980 + b"1" + b"}" * 980, "too_deep"),
        (b'{"a": 1, "b": {"c": 1, "c": 1}}', "duplicate_key"),
        (b'{"a": "\xff"}', "encoding"),
        (b'{"a": "caf\xe9"}', "encoding"),
        (b'{"a": "\xed\xa0\x80"}', "encoding"),
        (b"[1, 2]", "not_an_object"),
        (b'"text"', "not_an_object"),
        (b"null", "not_an_object"),
        (b"\x00\x00\x00", "not_json"),
    ],
)
def test_a_bad_line_stays_alone(tmp_path: Path, line: bytes, reason: str) -> None:
    items = write(tmp_path, "a.jsonl", b'{"a": 1}\n' + line + b'\n{"b": 2}\n')
    assert told(items) == [("a.jsonl:1", {"a": 1}), ("a.jsonl:2", reason), ("a.jsonl:3", {"b": 2})]
    assert items[1].fault is not None
    assert items[1].fault.detail


@pytest.mark.parametrize(
    ("start", "name"),
    [
        ('{"a": 1}\n'.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + '{"a": 1}\n'.encode("utf-16-be"), "UTF-16"),
        ('{"a": 1}\n'.encode("utf-16-le"), "UTF-16"),
        ('{"a": 1}\n'.encode("utf-16-be"), "UTF-16"),
        ('{"a": 1}\n'.encode("utf-32"), "UTF-32"),
        ('{"a": 1}\n'.encode("utf-32-be"), "UTF-32"),
        (b"\x1f\x8b\x08\x00" + b"\n" * 9, "gzip"),
        (b"\x28\xb5\x2f\xfd" + b"\n" * 9, "zstd"),
        (b"PAR1\n\n\n", ".parquet"),
    ],
)
def test_another_kind_of_file_is_named_once(tmp_path: Path, start: bytes, name: str) -> None:
    (item,) = write(tmp_path, "a.jsonl", start)
    assert item.fault is not None
    assert item.fault.reason == "encoding"
    assert name in item.fault.detail


@pytest.mark.parametrize(
    ("data", "records"),
    [
        (b'[{"a": 1}] [{"b": 2}]', [{"a": 1}, "not_json"]),
        (b'[{"a": 1}] junk', [{"a": 1}, "not_json"]),
        (b'[{"a": 1}, {"b": 2},', [{"a": 1}, {"b": 2}, "not_json"]),
        (b'[{"a": 1]}, {"b": 2}]', ["not_json", "not_json"]),
        (b'[{"a": 1}, ]\n ', [{"a": 1}]),
    ],
)
def test_what_an_array_leaves_over_is_told(tmp_path: Path, data: bytes, records: list[Any]) -> None:
    assert [found for _, found in told(write(tmp_path, "a.json", data))] == records


def test_nesting_is_counted_exactly() -> None:
    def nested(depth: int) -> bytes:
        return b'{"a": ' + b"[" * (depth - 1) + b"]" * (depth - 1) + b', "b": "' + b"[" * 300 + b'"}'

    assert parse_record(nested(reading.MAX_DEPTH))
    with pytest.raises(RecordError, match="too_deep"):
        parse_record(nested(reading.MAX_DEPTH + 1))


def test_a_surrogate_escape_is_read_as_it_is(tmp_path: Path) -> None:
    (item,) = write(tmp_path, "a.jsonl", b'{"a": "\\ud800"}')
    assert item.record == {"a": "\ud800"}


def test_a_line_without_end_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_RECORD_BYTES", 1 << 16)
    data = b'{"a": "' + b"x" * (8 << 20) + b'"}\n{"b": 2}\n' + b"y" * (1 << 17)
    (tmp_path / "a.jsonl").write_bytes(data)
    tracemalloc.start()
    items = list(read(tmp_path / "a.jsonl", "a.jsonl"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told(items) == [("a.jsonl:1", "oversized"), ("a.jsonl:2", {"b": 2}), ("a.jsonl:3", "oversized")]
    assert peak < 4 << 20


def test_an_array_is_read_element_by_element(tmp_path: Path) -> None:
    records = [{"a": 'quote " [ { , \\ '}, {"b": [1, {"c": []}]}, {}]
    for indent in (None, 2):
        items = write(tmp_path, "a.json", json.dumps(records, indent=indent).encode())
        assert told(items) == [(f"a.json:{n}", record) for n, record in enumerate(records, 1)]
    assert write(tmp_path, "b.json", b" [ ] ") == []
    assert write(tmp_path, "c.json", b"") == []


def test_a_bad_element_stays_alone(tmp_path: Path) -> None:
    items = write(tmp_path, "a.json", b'[{"a": 1}, {bad}, 7, {"b": "\xff"}, {"c": 3}, {"d": "trunc')
    found = [record for _, record in told(items)]
    assert found == [{"a": 1}, "not_json", "not_an_object", "encoding", {"c": 3}, "not_json", "not_json"]


def test_an_endless_element_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_RECORD_BYTES", 1 << 16)
    monkeypatch.setattr(reading, "_PIECE", 1 << 12)
    items = write(tmp_path, "a.json", b'[{"a": "' + b"x" * (1 << 20) + b'"}, {"b": 2}]')
    assert told(items) == [("a.json:1", "oversized"), ("a.json:2", {"b": 2})]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(
    st.lists(st.dictionaries(st.text(max_size=4), values, max_size=3), max_size=5),
    st.integers(1, 9),
    st.booleans(),
)
def test_any_array_survives_any_piece_size(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]], piece: int, ascii: bool
) -> None:
    folder = tmp_path_factory.mktemp("array")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_PIECE", piece)
        data = json.dumps(records, ensure_ascii=ascii).encode("utf-8", "replace")
        assert [item.record for item in write(folder, "a.json", data)] == json.loads(data)


def test_a_json_file_may_hold_lines(tmp_path: Path) -> None:
    assert told(write(tmp_path, "a.json", b'\n{"a": 1}\n{"b": 2}')) == [
        ("a.json:2", {"a": 1}),
        ("a.json:3", {"b": 2}),
    ]


def test_parquet_rows_are_records(tmp_path: Path) -> None:
    records = [{"id": str(n), "messages": [{"role": "user", "content": "x"}]} for n in range(130)]
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "a.parquet", row_group_size=50)
    items = list(read(tmp_path / "a.parquet", "a.parquet"))
    assert [item.record for item in items] == records
    assert items[-1].where == "a.parquet:130"


def test_a_damaged_parquet_file_is_told(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([{"text": "x" * 100}] * 50), tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    for data in (whole[: len(whole) // 2], b"", b"PAR1 not really PAR1"):
        (item,) = write(tmp_path, "b.parquet", data)
        assert item.fault is not None
        assert item.fault.reason == "not_parquet"


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    for name in ("none.jsonl", "none.parquet"):
        with pytest.raises(InputError, match=name):
            list(read(tmp_path / name, name))


@given(st.binary(max_size=60))
def test_any_bytes_give_an_object_or_a_reason(data: bytes) -> None:
    try:
        found: Any = parse_record(data)
    except RecordError as error:
        found = error
    assert isinstance(found, dict) or found.reason in (
        "encoding",
        "not_json",
        "not_an_object",
        "duplicate_key",
    )


def test_a_line_that_breaks_off_is_told_in_words() -> None:
    with pytest.raises(RecordError, match="Unterminated string at character 7 of 12; write one JSON object"):
        parse_record(b'{"a": "trunc')
