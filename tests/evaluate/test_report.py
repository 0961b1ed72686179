"""Results and alignment reports written by hand -> the tables, figures and pages of ``lomo report``."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from lomo.cli import main
from lomo.evaluate.benchmarks import BENCHMARKS
from lomo.evaluate.paper_figures import load_paper_figures
from lomo.evaluate.report import SETTINGS, average, load_paper, load_runs, tables
from lomo.evaluate.report import ReportRecipe as Recipe

MULTIMODAL = [one for one in BENCHMARKS if one.multimodal]


def results(share: float, *, only: int = 99, note: bool = False) -> dict[str, Any]:
    """A results.json whose standard scores are ``share`` and whose rendered ones a tenth below."""
    pair = {
        "samples": 5,
        "unpaired": 0,
        "standard": {"value": share, "low": 0, "high": 1},
        "rendered": {"value": share - 0.1, "low": 0, "high": 1},
        "drop": {"value": 0.1, "low": 0.05, "high": 0.15},
    }
    entries = {
        one.name: {
            "title": one.title,
            "standard": {"score": share, "samples": 5},
            "rendered": {"score": share - 0.1, "samples": 5},
            "paired": pair,
            **({"note": "no judge"} if note else {}),
        }
        for one in MULTIMODAL[:only]
    }
    return {"schema": "lomo.results/1", "model": "m", "setting": "LoMo", "benchmarks": entries}


def align(distance: float) -> dict[str, Any]:
    """A report of lomo align."""
    mir = {"mir_log10_sum": 1.0, "mir_layer_mean": 2 * distance, "mir_log10_layer_mean": 0.1}
    curve = [
        {"low": 0.4, "high": 0.5, "count": 3, "standard": 1, "rendered": 0.9, "drop": 0.1},
        {"low": 0.5, "high": 0.6, "count": 0, "standard": None, "rendered": None, "drop": None},
        {"low": 0.6, "high": 0.7, "count": 2, "standard": 1, "rendered": 0.7, "drop": 0.3},
    ]
    return {"pairwise": {"mean": distance, "standard_error": 0.01, "samples": 5}, "mir": mir, "curve": curve}


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """Standard SFT and LoMo at two scales, with numbers to stand beside them."""
    runs = []
    for scale in (1, 2):
        for setting, share in (("Standard SFT", 0.5), ("LoMo", 0.5 + 0.02 * scale)):
            name = f"{setting[0]}{scale}"
            (tmp_path / f"{name}.json").write_text(json.dumps(results(share)))
            (tmp_path / f"{name}-align.json").write_text(json.dumps(align(0.6 - share / 5)))
            runs.append({"model": "Tiny", "setting": setting, "scale_m": scale})
            runs[-1] |= {"results": f"{name}.json", "align": f"{name}-align.json"}
    with (tmp_path / "paper.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["table", "protocol", "model", "setting", "benchmark", "value"])
        writer.writerow([1, "standard", "Large-9B", "LoMo", "MMMU", 61.25])
        writer.writerow([3, "standard", "Large-9B", "LoMo, rewrite ratio 50 %", "MMMU", 61.25])
    (tmp_path / "paper.md").write_text(
        "- **1a**: Large-9B 68.95 -> 60.25.\n- **1b**: 0.40-0.45 7.75; 0.45-0.49 9.80\n"
        "- **1c**: Standard SFT about 0.57, LoMo about 0.49.\n- **4**, training scale: 1 M, 2 M: gain in average "
        "accuracy +1.66, +1.30; MIR difference -0.088, -0.105\n  (start about 2.14); distance difference -0.013\n"
    )
    path = tmp_path / "runs.yaml"
    path.write_text(yaml.safe_dump({"runs": runs, "paper_results": "paper.csv", "paper_figures": "paper.md"}))
    return path


def test_the_report_holds_tables_pairs_and_figures(recipe: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    assert main(["report", str(recipe), "-o", str(out)]) == 0
    text = (out / "report.md").read_text()
    assert "## Table 1: Main result" in text
    row = next(line for line in text.splitlines() if line.startswith("| ours | rendered | Tiny | LoMo |"))
    assert row.split("|")[5:] == [" 42.00 "] * 14 + [""]
    assert "| paper | standard | Large-9B | LoMo | 61.25 | - |" in text
    assert "| Tiny | LoMo | V* | 5 | 54.00 | 44.00 | 10.00 | 5.00 to 15.00 |" in text
    assert "| Tiny | LoMo | 0.4960 | 5 | 0.9920 | 0.1000 | 1.0000 |" in text
    for name in ("figure-1a", "figure-1b", "figure-1c", "figure-3", "figure-4"):
        assert (out / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert f"{name}.png" in text
    page = (out / "report.html").read_text()
    assert page.count("<table>") == text.count("\n## ") - 5
    assert "<tr class=paper>" in page


def test_a_default_run_fills_the_rows_that_it_is_equal_to(recipe: Path) -> None:
    loaded = load_runs(Recipe.model_validate(yaml.safe_load(recipe.read_text())), recipe.parent)
    made = {table.number: table for table in tables(loaded, load_paper(recipe.parent / "paper.csv"))}
    assert sorted(made) == [1, 2, 3, 4, 5]
    ours = {row.setting for row in made[4].rows if row.source == "ours"}
    assert ours == {"Standard SFT", "LoMo, middle"}
    assert [row.model for row in made[3].rows if row.source == "paper"] == ["Large-9B"]
    assert all(len(row.values) == len(made[1].columns) for row in made[1].rows)


def test_an_average_needs_every_column(tmp_path: Path) -> None:
    assert average([1.0, 2.0]) == 1.5
    assert average([1.0, None]) is None
    (tmp_path / "part.json").write_text(json.dumps(results(0.5, only=3)))
    (tmp_path / "note.json").write_text(json.dumps(results(0.5, note=True)))
    runs = [{"model": "m", "setting": "LoMo", "results": name} for name in ("part.json", "note.json")]
    loaded = load_runs(Recipe.model_validate({"runs": runs}), tmp_path)
    rows = tables(loaded)[0].rows
    assert len(rows) == 2  # what was scored without its judge fills no row
    assert rows[0].values[-1] is None
    assert rows[0].values[:4] == (50.0, 50.0, 50.0, None)


def test_paper_figures_are_read_from_text(recipe: Path) -> None:
    found = load_paper_figures(recipe.parent / "paper.md")
    assert found.accuracy == [("Large-9B", 68.95, 60.25)]
    assert found.drops == [(0.40, 0.45, 7.75), (0.45, 0.49, 9.80)]
    assert found.distances == [("Standard SFT", 0.57), ("LoMo", 0.49)]
    assert found.scales == [(1.0, (1.66, -0.088, -0.013)), (2.0, (1.30, -0.105, None))]


def test_what_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.json").write_text("{}")
    for entry, message in (
        ({"results": "none.json"}, "none.json: cannot be read"),
        ({"results": "other.json"}, "other.json: is no results.json of lomo eval"),
        ({"align": "other.json"}, "other.json: is no report of lomo align"),
    ):
        path = tmp_path / "runs.yaml"
        path.write_text(yaml.safe_dump({"runs": [{"model": "m", "setting": "LoMo", **entry}]}))
        assert main(["report", str(path), "-o", str(tmp_path / "out")]) == 2
        assert message in capsys.readouterr().err


def test_names_of_settings_hang_together() -> None:
    assert set(SETTINGS) == {1, 2, 3, 4, 5, 6}
    assert all(len(set(names)) == len(names) for names in SETTINGS.values())
