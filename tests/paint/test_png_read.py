"""Reading the PNG pictures of fonts: against Pillow, and what is refused."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from lomo import _native

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KINDS = {(0, 1): 1, (0, 2): 1, (0, 4): 1, (0, 8): 1, (3, 1): 1, (3, 2): 1, (3, 4): 1, (3, 8): 1}
KINDS |= {(2, 8): 3, (4, 8): 2, (6, 8): 4}


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def header(width: int, height: int, bits: int, kind: int, tail: bytes = b"\0\0\0") -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBB", width, height, bits, kind) + tail)


def filtered(rows: NDArray[np.uint8], back: int, filters: list[int]) -> bytes:
    """Rows of bytes, each as the PNG filter of its number writes it."""
    made = b""
    above = np.zeros(rows.shape[1], np.int64)
    for row, kind in zip(rows.astype(np.int64), filters, strict=True):
        left = np.concatenate([np.zeros(back, np.int64), row[:-back] if row.size > back else []])[: row.size]
        corner = np.concatenate([np.zeros(back, np.int64), above[:-back] if row.size > back else []])[
            : row.size
        ]
        guess = left + above - corner
        a, b, c = abs(guess - left), abs(guess - above), abs(guess - corner)
        paeth = np.where((a <= b) & (a <= c), left, np.where(b <= c, above, corner))
        taken = (0 * row, left, above, (left + above) // 2, paeth)[kind]
        made += bytes([kind]) + ((row - taken) % 256).astype(np.uint8).tobytes()
        above = row
    return made


def by_pillow(file: bytes) -> NDArray[np.uint8]:
    image = Image.open(io.BytesIO(file))
    return np.asarray(image.convert("RGBA"))


@given(st.sampled_from(sorted(KINDS)), st.integers(1, 19), st.integers(1, 9), st.data())
def test_every_kind_reads_as_pillow_reads_it(
    kind: tuple[int, int], width: int, height: int, data: st.DataObject
) -> None:
    colour, bits = kind
    size = (width * KINDS[kind] * bits + 7) // 8
    seed = data.draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 256, (height, size), dtype=np.uint8)
    filters = data.draw(st.lists(st.integers(0, 4), min_size=height, max_size=height))
    body = b""
    if colour == 3:
        body += chunk(b"PLTE", rng.integers(0, 256, 3 << bits, dtype=np.uint8).tobytes())
    if data.draw(st.booleans()):
        if colour == 3:
            count = data.draw(st.integers(1, 1 << bits))
            body += chunk(b"tRNS", rng.integers(0, 256, count, dtype=np.uint8).tobytes())
        elif kind == (0, 8):  # Pillow scales smaller samples before it compares them
            body += chunk(b"tRNS", struct.pack(">H", data.draw(st.integers(0, 255))))
        elif colour == 2:
            body += chunk(b"tRNS", struct.pack(">HHH", *map(int, rows[0, :3])))
    body += chunk(b"tEXt", b"Comment\0skipped")
    packed = zlib.compress(filtered(rows, max(1, KINDS[kind] * bits // 8), filters))
    cut = data.draw(st.integers(0, len(packed)))
    body += chunk(b"IDAT", packed[:cut]) + chunk(b"IDAT", packed[cut:])
    file = SIGNATURE + header(width, height, bits, colour) + body + chunk(b"IEND", b"")
    np.testing.assert_array_equal(_native.read_png(file), by_pillow(file))


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA", "1"])
def test_what_pillow_writes_is_read(mode: str) -> None:
    rng = np.random.default_rng(3)
    image = Image.fromarray(rng.integers(0, 256, (23, 17, 4), dtype=np.uint8)).convert(mode)
    file = io.BytesIO()
    image.save(file, "PNG")
    np.testing.assert_array_equal(_native.read_png(file.getvalue()), np.asarray(image.convert("RGBA")))


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_the_transparent_grey_of_small_samples_is_a_sample(bits: int) -> None:
    most = (1 << bits) - 1
    row = bytes([0, sum(sample << (8 - bits * (i + 1)) for i, sample in enumerate((most, 0)))])
    key = chunk(b"tRNS", struct.pack(">H", most))
    file = SIGNATURE + header(2, 1, bits, 0) + key + chunk(b"IDAT", zlib.compress(row)) + chunk(b"IEND", b"")
    assert _native.read_png(file).tolist() == [[[255, 255, 255, 0], [0, 0, 0, 255]]]


def small() -> bytes:
    packed = zlib.compress(b"\0\1\2\3\4" * 2)
    return SIGNATURE + header(1, 2, 8, 6) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_a_file_that_is_cut_off_is_refused_wherever() -> None:
    whole = small()
    assert _native.read_png(whole).tolist() == [[[1, 2, 3, 4]], [[1, 2, 3, 4]]]
    for length in range(len(whole)):
        with pytest.raises(ValueError, match="the PNG picture"):
            _native.read_png(whole[:length])


def _with(head: bytes, rows: bytes, *others: bytes) -> bytes:
    return SIGNATURE + head + b"".join(others) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


REFUSED = {
    "interlaced": _with(header(1, 1, 8, 0, b"\0\0\1"), b"\0\0"),
    "8 bits": _with(header(1, 1, 16, 2), b"\0" * 7),
    "1, 2, 4 or 8 bits": _with(header(1, 1, 16, 0), b"\0" * 3),
    "unknown kind of colour": _with(header(1, 1, 8, 5), b"\0\0"),
    "compressed or filtered": _with(header(1, 1, 8, 0, b"\1\0\0"), b"\0\0"),
    "no pixels": _with(header(0, 1, 8, 0), b""),
    "larger than 1024": _with(header(1025, 1, 8, 0), b"\0" * 1026),
    "other data": _with(header(2, 1, 8, 0), b"\0\0"),
    "than its size asks": _with(header(1, 1, 8, 0), b"\0\0\0"),
    "row filtered": _with(header(1, 1, 8, 0), b"\5\0"),
    "lacks": _with(header(1, 1, 8, 3), b"\0\1", chunk(b"PLTE", b"abc")),
    "broken palette": _with(header(1, 1, 8, 3), b"\0\0", chunk(b"PLTE", b"ab")),
    "more transparencies": _with(header(1, 1, 8, 3), b"\0\0", chunk(b"PLTE", b"abc"), chunk(b"tRNS", b"ab")),
    "broken transparent": _with(header(1, 1, 8, 2), b"\0\0\0\0", chunk(b"tRNS", b"ab")),
    "unknown chunk": _with(header(1, 1, 8, 0), b"\0\0", chunk(b"ABCD", b"")),
    "wrong checksum": small().replace(b"IDAT", b"IDAt"),
    "begin with its header": SIGNATURE + chunk(b"IEND", b""),
    "no PNG signature": b"\xff\xd8\xff\xe0 a JPEG",
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_refused_says_why(reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        _native.read_png(REFUSED[reason])
