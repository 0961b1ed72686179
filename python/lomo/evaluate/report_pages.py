"""Tables, runs and pictures in; one page as Markdown and as HTML out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from lomo.evaluate.report import Run, Table

_STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:110em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;"
    "font-size:13px}td,th{border:1px solid #bbb;padding:.2em .5em;text-align:right}td:nth-child(-n+4),"
    "th:nth-child(-n+4){text-align:left}tr.paper{color:#666;background:#f4f4f4}img{max-width:100%}"
)
_HEAD = ("whose", "protocol", "model", "setting")
Cells = list[list[str]]


def shown(value: float | None) -> str:
    """A percentage, or a dash where there is none."""
    return "-" if value is None else f"{value:.2f}"


def table_cells(table: Table) -> Cells:
    """The head and the rows of a table."""
    rows = [[row.source, row.protocol, row.model, row.setting, *map(shown, row.values)] for row in table.rows]
    return [[*_HEAD, *table.columns], *rows]


def pair_cells(runs: Sequence[Run]) -> Cells:
    """Each benchmark's drop with its interval; only samples that both protocols have scored."""
    rows: Cells = [
        ["model", "setting", "benchmark", "samples", "standard", "rendered", "drop", "95 % interval"]
    ]
    for run in runs:
        for entry in (run.results or {}).get("benchmarks", {}).values():
            if not (pair := entry.get("paired")):
                continue
            drop = pair["drop"]
            values = [f"{100 * pair[name]['value']:.2f}" for name in ("standard", "rendered", "drop")]
            interval = f"{100 * drop['low']:.2f} to {100 * drop['high']:.2f}"
            title = entry["title"] + (f" ({entry['note']})" if "note" in entry else "")
            rows.append([run.entry.model, run.entry.setting, title, str(pair["samples"]), *values, interval])
    return rows


def align_cells(runs: Sequence[Run]) -> Cells:
    """Each run's distance and MIR, every reading under its name."""
    rows: Cells = [
        ["model", "setting", "pairwise distance", "samples", "MIR layer mean", "log10 of it", "log10 sum"]
    ]
    for run in runs:
        if run.align:
            pairwise, mir = run.align["pairwise"], run.align["mir"] or {}
            names = ("mir_layer_mean", "mir_log10_layer_mean", "mir_log10_sum")
            values = [f"{mir[name]:.4f}" if name in mir else "-" for name in names]
            rows.append(
                [
                    run.entry.model,
                    run.entry.setting,
                    f"{pairwise['mean']:.4f}",
                    str(pairwise["samples"]),
                    *values,
                ]
            )
    return rows


def _sections(tables: Sequence[Table], runs: Sequence[Run]) -> list[tuple[str, Cells]]:
    made = [(f"Table {table.number}: {table.title}", table_cells(table)) for table in tables]
    made.append(("Standard and rendered, paired by sample", pair_cells(runs)))
    made.append(("Alignment", align_cells(runs)))
    return [(title, cells) for title, cells in made if len(cells) > 1]


_ABOUT = (
    "Percent. Each figure is the benchmark's official headline; an average is given where every benchmark has one. "
    "Rows marked paper are those of arXiv 2605.30265."
)


def markdown(tables: Sequence[Table], runs: Sequence[Run], figures: Sequence[tuple[str, Path]]) -> str:
    """The page as Markdown."""
    lines = ["# Results", "", _ABOUT, ""]
    for title, cells in _sections(tables, runs):
        head, *rows = [[cell.replace("|", "\\|") for cell in row] for row in cells]
        lines += [f"## {title}", "", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
        lines += [f"| {' | '.join(row)} |" for row in rows] + [""]
    for title, path in figures:
        lines += [f"## {title}", "", f"![{title}]({path.name})", ""]
    return "\n".join(lines)


def html(tables: Sequence[Table], runs: Sequence[Run], figures: Sequence[tuple[str, Path]]) -> str:
    """The page as HTML."""
    parts = [
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Results</title><style>{_STYLE}</style>",
        f"<h1>Results</h1><p>{escape(_ABOUT)}</p>",
    ]
    for title, cells in _sections(tables, runs):
        head, *rows = cells
        body = "".join(
            f"<tr class={'paper' if row[0] == 'paper' else 'ours'}>"
            + "".join(f"<td>{escape(cell)}</td>" for cell in row)
            + "</tr>"
            for row in rows
        )
        top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
        parts.append(f"<h2>{escape(title)}</h2><table><tr>{top}</tr>{body}</table>")
    for title, path in figures:
        parts.append(f"<h2>{escape(title)}</h2><img src='{escape(path.name)}' alt='{escape(title)}'>")
    return "\n".join([*parts, "</html>"]) + "\n"
