"""``lomo report``: results of runs in; the paper's tables and figures as Markdown, HTML and PNG out."""

from __future__ import annotations

import argparse
from pathlib import Path

from lomo.evaluate.paper_figures import load_paper_figures
from lomo.evaluate.report import ReportRecipe, load_paper, load_runs, tables
from lomo.evaluate.report_figures import draw_figures
from lomo.evaluate.report_pages import html, markdown
from lomo.settings import load_yaml, override, validated

_EPILOG = """\
examples:
  lomo report runs.yaml -o report

a recipe, with paths relative to it:
  runs:
    - {model: Qwen3.5-9B, setting: Standard SFT, results: sft/results.json, align: sft/align.json, scale_m: 4}
    - {model: Qwen3.5-9B, setting: LoMo, results: lomo/results.json, align: lomo/align.json, scale_m: 4}
  paper_results: paper.csv      # the paper's own numbers: table, protocol, model, setting, benchmark, value

The settings that tables know, and the form of paper_figures: docs/evaluation.md.
"""


def parser() -> argparse.ArgumentParser:
    """The parser of ``lomo report``."""
    made = argparse.ArgumentParser(
        prog="lomo report",
        description="Put results of lomo eval and lomo align into the paper's tables and figures.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("recipe", metavar="RECIPE", help="a YAML recipe")
    made.add_argument("words", nargs="*", default=[], metavar="KEY=VALUE", help="dotted overrides")
    made.add_argument(
        "-o", "--output", required=True, metavar="DIR", help="where the page and its figures go"
    )
    return made


def run(args: argparse.Namespace) -> int:
    """Writes report.md, report.html and the figures."""
    path = Path(args.recipe)
    recipe = validated(ReportRecipe, override(load_yaml(path), args.words), str(path))
    base, folder = path.parent, Path(args.output)
    runs = load_runs(recipe, base)
    paper = load_paper(base / recipe.paper_results) if recipe.paper_results else None
    numbers = load_paper_figures(base / recipe.paper_figures) if recipe.paper_figures else None
    folder.mkdir(parents=True, exist_ok=True)
    made = tables(runs, paper)
    figures = draw_figures(runs, folder, numbers, paper)
    (folder / "report.md").write_text(markdown(made, runs, figures), encoding="utf-8")
    (folder / "report.html").write_text(html(made, runs, figures), encoding="utf-8")
    names = ", ".join(str(table.number) for table in made) or "none"
    print(f"{folder / 'report.html'}: tables {names}; {len(figures)} figures")
    return 0
