""".github/workflows and cibuildwheel's settings -> actions pinned, what they call is here, no Python is left out.

No forge runs them yet, so this is what keeps them from rotting.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"^ *- uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def jobs(workflow: Path) -> dict[str, Any]:
    """The jobs of a workflow."""
    found: dict[str, Any] = yaml.safe_load(workflow.read_text("utf-8"))["jobs"]
    return found


def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_there_are_workflows() -> None:
    assert [workflow.name for workflow in WORKFLOWS] == ["test.yml", "wheels.yml"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_a_commit(workflow: Path) -> None:
    used = [line for line in workflow.read_text("utf-8").splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not PINNED.match(line)] == []
    commits: dict[str, set[str]] = {}
    for line in used:
        action, commit = line.split("uses: ")[1].split("@")
        commits.setdefault(action, set()).add(commit)
    assert {action: found for action, found in commits.items() if len(found) > 1} == {}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_permissions_are_narrow(workflow: Path) -> None:
    whole = yaml.safe_load(workflow.read_text("utf-8"))
    assert whole["permissions"] == {"contents": "read"}
    own = {name: job["permissions"] for name, job in jobs(workflow).items() if "permissions" in job}
    assert own in ({}, {"publish": {"id-token": "write"}})


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_scripts_and_jobs_that_are_named_exist(workflow: Path) -> None:
    found = jobs(workflow)
    for job in found.values():
        needs = job.get("needs", [])
        assert {*([needs] if isinstance(needs, str) else needs)} <= found.keys()
        for step in job["steps"]:
            first = step.get("run", "").split(" ")[0]
            if "/" in first:
                assert os.access(ROOT / first, os.X_OK), first


def test_artifacts_that_are_fetched_are_kept_before() -> None:
    steps = [step for job in jobs(ROOT / ".github/workflows/wheels.yml").values() for step in job["steps"]]
    kept = [step["with"] for step in steps if "upload-artifact" in step.get("uses", "")]
    fetched = [step["with"] for step in steps if "download-artifact" in step.get("uses", "")]
    assert "fonts" in {one["name"] for one in kept}
    assert {one["name"] for one in fetched if "name" in one} == {"fonts"}
    assert [one["pattern"] for one in fetched if "pattern" in one] == ["wheels-*"]
    assert all(one["name"] == "fonts" or one["name"].startswith("wheels-") for one in kept)


def test_every_python_that_is_claimed_is_built() -> None:
    described = project()
    claimed = {
        line.rsplit(" ", 1)[1]
        for line in described["project"]["classifiers"]
        if re.search(r"Python :: 3\.\d+$", line)
    }
    built = re.findall(r"cp3(\d+)-\*", described["tool"]["cibuildwheel"]["build"])
    assert claimed == {f"3.{minor}" for minor in built}
    assert described["project"]["requires-python"] == f">=3.{min(map(int, built))}"


def test_the_fonts_are_put_where_the_build_looks() -> None:
    settings = project()["tool"]["cibuildwheel"]
    steps = [step for job in jobs(ROOT / ".github/workflows/wheels.yml").values() for step in job["steps"]]
    folder = next(step["run"].split()[1] for step in steps if "collect_fonts.sh" in step.get("run", ""))
    places = {step["with"]["path"] for step in steps if step.get("with", {}).get("name") == "fonts"}
    assert places == {folder}
    assert settings["environment"]["LOMO_FONT_DIR"] == f"/project/{folder}"
    called = re.findall(r"\{project\}/(\S+)", settings["test-command"])
    assert called
    assert [path for path in called if not (ROOT / path).exists()] == []
