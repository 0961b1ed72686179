"""A picture's file: PNG is exact; JPEG and WebP are what Pillow reads back closely, and a record can be made again."""

from __future__ import annotations

import io
import sys
from typing import Any

import numpy as np
import pytest
from PIL import Image

import lomo
from lomo.config import Config, File, FileFormat
from lomo.errors import ConfigError, InputError, RecordError
from lomo.record.encode import encoded
from lomo.record.remake import remake
from lomo.record.rewrite import rewrite_record

TEXT = "The quick brown fox jumps over the lazy dog; 12 + 30 = 42."
ENDINGS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}


def read(data: bytes) -> tuple[str | None, np.ndarray]:
    with Image.open(io.BytesIO(data)) as opened:
        return opened.format, np.asarray(opened)


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize("channels", [1, 3])
def test_a_file_is_read_back_closely(form: FileFormat, channels: int) -> None:
    image = np.repeat(lomo.render(TEXT).pages[0].image, channels, 2)
    image[:, : image.shape[1] // 2, -1] //= 2
    kind, back = read(encoded(image, File(format=form)))
    assert kind == ENDINGS[form]
    back = np.asarray(Image.fromarray(back).convert("L" if channels == 1 else "RGB"))
    off = np.abs(back.reshape(image.shape).astype(int) - image)
    assert off.mean() < (0.001 if form == "png" else 6)


def test_quality_decides_the_size_and_the_best_webp_loses_nothing() -> None:
    image = np.repeat(lomo.render(TEXT).pages[0].image, 3, 2)
    for form in ("jpeg", "webp"):
        small, large = (len(encoded(image, File(format=form, quality=q))) for q in (20, 95))
        assert small < large
    _, back = read(encoded(image, File(format="webp", quality=100)))
    assert np.array_equal(back, image)


@pytest.mark.parametrize("form", ENDINGS)
def test_a_record_keeps_its_pictures_so_and_is_made_again(form: str) -> None:
    config = Config.from_dict({"file": {"format": form, "quality": 80}, "rewrite_ratio": 1})
    record = {
        "id": "a",
        "messages": [{"role": "user", "content": TEXT}, {"role": "assistant", "content": "42"}],
    }
    outcome = rewrite_record(record, config)
    assert outcome.status == "rewritten"
    (data,) = outcome.images
    assert read(data)[0] == ENDINGS[form]
    provenance: dict[str, Any] = outcome.provenance["turns"][0]
    assert ("pillow" in provenance["versions"]) == (form != "png")
    assert remake(provenance) == [data]


def test_what_cannot_be_kept_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match=r"file\.format.*'png', 'jpeg' or 'webp'"):
        Config.from_dict({"file": {"format": "gif"}})
    with pytest.raises(RecordError, match="webp cannot hold 17000 x 1 px"):
        encoded(np.zeros((1, 17_000, 1), np.uint8), File(format="webp"))
    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.delitem(sys.modules, "PIL.Image", raising=False)
    with pytest.raises(InputError, match=r"lomo\[formats\]"):
        encoded(np.zeros((1, 1, 1), np.uint8), File(format="jpeg"))


def test_a_picture_that_no_file_holds_sets_its_record_aside() -> None:
    style = {"max_pixels": 10_000_000}
    config = Config.from_dict(
        {"file": {"format": "webp"}, "rewrite_ratio": 1, "style": style, "preset": "clean"}
    )
    messages = [{"role": "user", "content": "a\n" * 800}, {"role": "assistant", "content": "b"}]
    outcome = rewrite_record({"id": "a", "messages": messages}, config)
    assert (outcome.status, outcome.reason) == ("set_aside", "picture_too_large")
    assert "set file.format to png" in outcome.detail
