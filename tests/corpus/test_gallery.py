"""A corpus of hostile prompts -> a gallery in which everything is text, and a browser would load nothing."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.samples import build_from, conversation, stories, write_jsonl
from lomo.corpus.gallery import gallery
from lomo.corpus.gallery_page import visible
from lomo.errors import InputError

HOSTILE = [
    "<script>alert(1)</script> Say it. Say it twice. And again. Stop.",
    "</mark></div><img src=x onerror=alert(1)>",
    "<style>body{display:none}</style> & &amp; &lt;b&gt;",
    "\"><svg onload=alert(1)> ' onmouseover='x",
    "a\x00b\x1b[31m \x7f",
    "left \u202eright\u202c \u2066x\u2069 \ufeff",
    "]]> --> <!-- ${x} {{x}} {0} %s",
    "javascript:alert(1) <a href='javascript:alert(1)'>x</a> <iframe srcdoc='x'>",
]
TAGS = (
    "html head meta title style body header main h1 h2 h3 h4 p b span div table caption tr th td meter "
    "article section details summary code mark img i"
)


class Reader(HTMLParser):
    """Collects what a browser would see: tags, attributes, text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def seen(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@pytest.mark.parametrize("container", ["jsonl", "parquet"])
def test_whatever_a_prompt_holds_is_shown_as_text(tmp_path: Path, container: str) -> None:
    records = [conversation(text, text, text) for text in HOSTILE]
    name = "<script>x.jsonl"
    write_jsonl(tmp_path / name, records)
    folder = "<b>&corpus"
    config = {"rewrite_ratio": 1.0, "turn": "all"}
    built = build_from(tmp_path, output=folder, text=name, container=container, config=config)
    reader = seen(gallery(built.folder, count=40))
    assert reader.tags <= set(TAGS.split())
    assert {name for name, _ in reader.attributes} <= {
        *(["lang", "charset", "name", "content", "http-equiv", "class", "dir", "src", "alt", "max", "value"]),
    }
    for name, value in reader.attributes:
        if name == "src":
            assert value.startswith("data:image/png;base64,")
    text = "".join(reader.text)
    for prompt in HOSTILE:
        plain = "".join(visible(c) if visible(c).startswith("<") else c for c in prompt)
        assert "".join(seen(plain).text if "hidden" in plain else [plain]).split(" ")[0] in text
    assert "U+0000" in text
    assert "U+202E" in text
    assert not any(char in text for char in "\x00\x1b\x7f\u202e\u2066")
    assert folder in text


def test_the_page_shows_span_picture_route_and_operation(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", [*stories(9), conversation("blank", " ")])
    built = build_from(tmp_path, text="a.jsonl", config={"rewrite_ratio": 1.0})
    page = gallery(built.folder, count=40)
    assert page == gallery(built.folder, count=40)
    assert page.count("<article>") == 10
    assert page.count("<img ") == built.manifest["counts"]["pictures"]
    assert page.count("<mark ") == built.manifest["counts"]["pictures"]
    for word in ("math route", "text route", "blank", "kept as text", *built.manifest["counts"]["by_op"]):
        assert word in page
    assert gallery(built.folder, count=3).count("<article>") == 3
    assert gallery(built.folder, count=3) != gallery(built.folder, count=3, seed=1)


@given(st.text())
def test_visible_text_is_the_text(text: str) -> None:
    reader = seen(f"<p>{visible(text)}</p>")
    assert reader.tags <= {"p", "span"}
    assert "<" not in visible(text).replace('<span class="hidden">', "").replace("</span>", "")


def test_a_folder_that_is_no_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"manifest\.json"):
        gallery(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(InputError, match="not the manifest"):
        gallery(tmp_path)
