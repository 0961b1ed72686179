"""A document, table, formula or molecule as text and a model's version in, CC-OCR's doc parsing score out."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from lomo.evaluate.scoring.distance import similarity

_PREAMBLE = re.compile(
    r"\\documentclass(?:\[[^\]]*\])?\{[^}]*\}|\\usepackage(?:\[[^\]]*\])?\{[^}]*\}|\\geometry\{[^}]*\}"
    r"|\\begin\{document\}|\\end\{document\}|\\noindent"
)
_FENCE = re.compile(r"```(?:latex|html|json|smiles)?\s*(.*?)```", re.DOTALL)


def document(answer: str, predicted: str) -> float:
    """LaTeX pages: similarity without preamble, fence, spaces and line ends."""
    got = _PREAMBLE.sub("", _unfenced(predicted))
    wanted, got = (re.sub(r"[ \n]", "", text) for text in (answer, got))
    return similarity(wanted, got)


def formula(answer: str, predicted: str) -> float:
    """LaTeX formulas and SMILES: similarity without fences, tags and white space."""
    got = re.sub(r"</?smiles>", "", _unfenced(predicted))
    wanted, got = (re.sub(r"\s", "", text) for text in (answer, got))
    return similarity(wanted, got)


def table(answer: str, predicted: str) -> float:
    """HTML tables: the similarity of their trees, contents included (TEDS); 0 where there is no table."""
    wanted, got = _tree(_tables(answer)), _tree(_tables(_unfenced(predicted)))
    if wanted is None or got is None:
        return float(wanted is None and got is None and not predicted.strip())
    from apted import APTED

    size = max(_descendants(wanted), _descendants(got), 1)
    distance = float(APTED(got, wanted, _costs()).compute_edit_distance())
    return 1.0 - distance / size


def _unfenced(text: str) -> str:
    found = _FENCE.search(text)
    return found[1] if found else text


def _tables(text: str) -> str:
    if "<table" not in text:
        return ""
    if "</table>" not in text:
        text += "</table>"
    found = "".join(re.findall(r"<table.*?</table>", text, re.DOTALL))
    found = re.sub(r"<table[^>]*>", "<table>", found)
    found = re.sub(
        r"(<t[dh][^>]*>)(.*?)(</t[dh]>)", lambda cell: cell[1] + cell[2].replace(" ", "") + cell[3], found
    )
    return unicodedata.normalize("NFKC", re.sub(r">\s+<", "><", found))


class _Node:
    """An element: its tag with the spans, and a cell's text."""

    def __init__(self, tag: str, spans: tuple[str, str], text: str, children: list[_Node]) -> None:
        self.tag, self.spans, self.text, self.children = tag, spans, text, children


def _tree(html: str) -> _Node | None:
    if not html:
        return None
    from lxml import html as lxml_html

    # Of several tables the first is compared.
    return _node(lxml_html.document_fromstring(html).find(".//table"))


def _node(element: Any) -> _Node:
    tag = element.tag if isinstance(element.tag, str) else ""
    spans = (element.get("colspan", "1"), element.get("rowspan", "1"))
    if tag in ("td", "th"):
        return _Node(tag, spans, element.text_content(), [])
    return _Node(tag, spans, "", [_node(child) for child in element])


def _descendants(node: _Node) -> int:
    return sum(1 + _descendants(child) for child in node.children)


def _costs() -> Any:
    from apted import Config

    class Costs(Config):  # type: ignore[misc]
        """A cell's replacement costs what of its text differs."""

        def rename(self, a: _Node, b: _Node) -> float:
            if a.tag != b.tag or a.spans != b.spans:
                return 1.0
            return 1.0 - similarity(a.text, b.text) if a.text or b.text else 0.0

        def children(self, node: _Node) -> list[_Node]:
            return node.children

    return Costs()
