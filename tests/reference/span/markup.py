r"""A text and a place in it in; the end of the URL, image, HTML tag or placeholder there, and the ranges of
tables, out.

Nothing here is a formula and nothing here may be cut in two.
"""

from __future__ import annotations

import re

MEDIA = re.compile(r"<(?:image|video|audio)>")
"""The placeholders of LLaMA-Factory and its like: each stands for one picture, film or sound of the
record."""

# Chinese, Japanese and Korean text, general punctuation and emoji end a URL: no space stands between them and
# it.
_URL_BODY = r"[^\s<>\"`|\\^\u2000-\u206f\u2e80-\U0010ffff]"
_URL = re.compile(
    rf"(?i:https?|ftps?|file|wss?|s3|gs|git|ssh|postgresql|mysql|mongodb|redis)://{_URL_BODY}++"
    rf"|(?i:www)\.(?=[\w-]+\.\w){_URL_BODY}++"
)
_IMAGE = re.compile(r"!\[[^\[\]\n]*+\](?:\((?>(?:[^()\n]|\([^()\n]*+\))*)\)|\[[^\[\]\n]*+\])")
_TAG = re.compile(
    r"<(/?)([A-Za-z][\w:.-]*+)((?>(?:\s++[^\s\"'<>/=]++(?>(?:\s*+=\s*+(?:\"[^\"]{0,4000}+\"|'[^']{0,4000}+'|[^\s\"'=<>`]++))?))*))"
    r"\s*+(/?)>"
)
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+>")
_NAMES = """
a abbr address area article aside audio b base blockquote body br button canvas caption center cite code col
colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer
form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark
math menu meta meter nav noscript object ol optgroup option output p param path picture pre progress q rect
s samp script section select slot small source span strike strong style sub summary sup svg table tbody td
template textarea tfoot th thead time title tr track tt u ul var video wbr
"""
_ELEMENTS = frozenset(_NAMES.split())
_RULE_LINE = re.compile(r"^[-:|> \t]++\r?$", re.M)
_RULE_CELL = re.compile(r":?-++:?")
_ESCAPED_PIPE = re.compile(r"\\.")


def url(text: str, start: int) -> int:
    """The end of the URL at ``start`` without the punctuation behind it; -1 when there is none."""
    match = _URL.match(text, start)
    if match is None:
        return -1
    end = match.end()
    body = match[0]
    surplus = {close: body.count(close) - body.count(opening) for opening, close in ("()", "[]", "{}")}
    while True:
        last = text[end - 1]
        if last in ".,;:!?'*_~$":
            end -= 1
        elif surplus.get(last, 0) > 0:
            surplus[last] -= 1
            end -= 1
        else:
            return end if text[end - 1] != "/" or end - start > 8 else -1


def image(text: str, start: int) -> int:
    """The end of the Markdown image ``![alt](source)`` at ``start``; -1 when there is none."""
    match = _IMAGE.match(text, start)
    return match.end() if match else -1


def tag(text: str, start: int, absent: set[str]) -> tuple[int, str]:
    """(end, kind) of the placeholder, comment, autolink or HTML tag at ``start``; (-1, "") when there is
    none."""
    media = MEDIA.match(text, start)
    if media:
        return media.end(), "media"
    if text.startswith("<!--", start):
        end = -1 if "-->" in absent else text.find("-->", start + 4)
        if end < 0:
            absent.add("-->")
            return -1, ""
        return end + 3, "html"
    match = _TAG.match(text, start)
    if match is None:
        link = _AUTOLINK.match(text, start)
        return (link.end(), "url") if link else (-1, "")
    closing, name, attributes, alone = match.groups()
    if name.lower() not in _ELEMENTS and not closing:
        # `vector<int>` and `a<b>c` are no tags; `<item>` and `<item id="3">` are.
        before = text[start - 1] if start else " "
        if not alone and "=" not in attributes and (before.isalnum() or before == "_" or attributes):
            return -1, ""
    elif attributes and "=" not in attributes and len(name) == 1:
        return -1, ""
    return match.end(), "html"


def tables(text: str) -> list[tuple[int, int]]:
    """The ranges of the Markdown tables: a header with pipes, a rule with as many cells, and the rows with
    pipes below.

    A table starts with its header's line and ends with its last row, without the line feed. One that holds a
    media placeholder is none: its rows are text.
    """
    found: list[tuple[int, int]] = []
    done = 0
    for rule in _RULE_LINE.finditer(text):
        if rule.start() < max(done, 1) or "-" not in rule[0]:
            continue
        header_start = text.rfind("\n", done, rule.start() - 1) + 1 or done
        header = text[header_start : rule.start() - 1]
        columns = _rule_columns(rule[0])
        if columns == 0 or "|" not in header or not columns <= _columns(header):
            continue
        end = rule.end()
        while end < len(text):
            line_end = text.find("\n", end + 1)
            line_end = len(text) if line_end < 0 else line_end
            if text.find("|", end + 1, line_end) < 0:
                break
            end = line_end
        while text[end - 1] == "\r":
            end -= 1
        done = end
        if MEDIA.search(text, header_start, end) is None:
            found.append((header_start, end))
    return found


def _rule_columns(line: str) -> int:
    """How many cells a table's rule has; 0 when the line is none."""
    cells = line.strip("> \t\r").strip("|").split("|")
    if len(cells) == 1 and "|" not in line:
        return 0
    return len(cells) if all(_RULE_CELL.fullmatch(cell.strip()) for cell in cells) else 0


def _columns(line: str) -> int:
    """How many cells a table's row has; escaped pipes separate none."""
    return _ESCAPED_PIPE.sub("", line).strip("> \t\r").strip("|").count("|") + 1
