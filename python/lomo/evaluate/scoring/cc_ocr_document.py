"""A document, table, formula or molecule as text and a model's version in, CC-OCR's doc parsing score out."""

from __future__ import annotations

import re
from typing import Any

from lomo.evaluate.scoring.cc_ocr import HALF_WIDTH
from lomo.evaluate.scoring.distance import similarity

_PREAMBLE = re.compile(
    r"\\documentclass\{.*?\}|\\usepackage(?:\[.*?\])?\{.*?\}|\\geometry\{.*?\}"
    r"|\\begin\{document\}|\\end\{document\}|\\noindent"
)


def document(answer: str, predicted: str) -> float:
    """LaTeX pages: similarity without preamble, fence, spaces and line ends."""
    got = _unfenced(_PREAMBLE.sub("", predicted), "latex")
    wanted, got = (re.sub(r"[ \n]", "", text) for text in (answer, got))
    return similarity(wanted, got)


def formula(answer: str, predicted: str) -> float:
    """LaTeX formulas: similarity without the marks of a fence and white space; what stands beside the fence counts."""
    return similarity(answer.replace(" ", ""), re.sub(r"```(?:latex)?|[ \n\t]", "", predicted))


def molecule(answer: str, predicted: str) -> float:
    """SMILES: similarity without tags, spaces and line ends."""
    return similarity(answer.replace(" ", ""), re.sub(r"</?smiles>|[ \n]", "", predicted))


def table(answer: str, predicted: str) -> float:
    """HTML tables: the similarity of their trees, cells' contents included (TEDS); 0 where there is no table."""
    wanted, got = _first_table(answer), _first_table(_unfenced(predicted, "html"))
    if wanted is None or got is None:
        return 0.0
    from apted import APTED

    size = max(len(wanted.xpath(".//*")), len(got.xpath(".//*")), 1)
    distance = float(APTED(_node(got), _node(wanted), _costs()).compute_edit_distance())
    return 1.0 - distance / size


def _unfenced(text: str, language: str) -> str:
    """What stands in the first fence of a language, also in one that never ends; without one, all of it."""
    _, fence, rest = text.partition(f"```{language}")
    return rest.partition("```")[0] if fence else text


def _first_table(text: str) -> Any:
    """The element of the first table, without white space between and within its cells; None without one."""
    from lxml import html

    if "</table>" not in text:
        text += "</table>"
    found = re.search(r"<table.*?>.*?</table>", text, re.DOTALL)
    if not found:
        return None
    flat = re.sub(r">\s+<", "><", re.sub(r"<table.*?>", "<table>", found[0]))
    flat = re.sub(r">[^<]*<", lambda gap: gap[0].replace(" ", ""), flat).replace("\n", "")
    page = f"<html><body>{flat.translate(HALF_WIDTH)}</body></html>"
    tables = html.fromstring(page, parser=html.HTMLParser(remove_comments=True)).xpath("body/table")
    return tables[0] if tables else None


class _Node:
    """An element: its tag; a cell's spans and its content, whose tags are tokens beside its characters."""

    def __init__(self, tag: str, spans: tuple[str, str], content: list[str], children: list[_Node]) -> None:
        self.tag, self.spans, self.content, self.children = tag, spans, content, children


def _node(element: Any) -> _Node:
    if element.tag != "td":
        return _Node(element.tag, ("", ""), [], [_node(child) for child in element])
    spans = (element.get("colspan", "1"), element.get("rowspan", "1"))
    return _Node("td", spans, _content(element), [])


def _content(element: Any) -> list[str]:
    made = list(element.text or "")
    for child in element:
        made += [f"<{child.tag}>", *_content(child), f"</{child.tag}>", *(child.tail or "")]
    return made


def _costs() -> Any:
    from apted import Config

    class Costs(Config):  # type: ignore[misc]
        """A cell's replacement costs what of its content differs."""

        def rename(self, a: _Node, b: _Node) -> float:
            if a.tag != b.tag or a.spans != b.spans:
                return 1.0
            return 1.0 - similarity(a.content, b.content)

        def children(self, node: _Node) -> list[_Node]:
            return node.children

    return Costs()
