"""libraries.lock, pyproject.toml and the workflows -> that they speak of the same libraries and Pythons."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from lomo import _native
from reference import golden

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKED = {
    name: (digest, version, archive, folder)
    for digest, name, version, archive, folder in (
        line.split() for line in (ROOT / "libraries.lock").read_text("utf-8").splitlines() if line[0] != "#"
    )
}


def test_the_lock_names_what_is_built_in() -> None:
    assert sorted(LOCKED) == ["freetype", "harfbuzz", "libdeflate"]
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest, *_ in LOCKED.values())
    if _native.linked()["libraries"] == "system":
        pytest.skip("this build has the system's libraries")
    found = _native.versions() | _native.linked()
    assert {name: found[name] for name in LOCKED} == {name: locked[1] for name, locked in LOCKED.items()}


def test_the_tests_shape_with_the_same_harfbuzz() -> None:
    project, version = LOCKED["harfbuzz"][2].removesuffix(".tar.gz").split("-")
    assert f"{project}=={version}" in PROJECT["dependency-groups"]["test"]


def test_wheels_are_built_for_every_python_that_is_named() -> None:
    named = [name.rpartition(" ")[2] for name in PROJECT["project"]["classifiers"] if "Python :: 3." in name]
    built = PROJECT["tool"]["cibuildwheel"]["build"].split()
    assert built == [f"cp{version.replace('.', '')}-*" for version in named]
    workflow = yaml.safe_load((ROOT / ".github/workflows/wheels.yml").read_text("utf-8"))
    assert workflow["jobs"]["wheels"]["strategy"]["matrix"]["machine"] == ["ubuntu-24.04", "ubuntu-24.04-arm"]


def test_a_golden_of_other_versions_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    other = {**_native.versions(), "harfbuzz": "1.0"}
    monkeypatch.setattr(_native, "linked", lambda: {"libraries": "pinned"})
    with pytest.raises(pytest.fail.Exception, match=r"harfbuzz 1\.0 \(here .*run 'rewrite it'"):
        golden.require_build(other, "rewrite it")
    monkeypatch.setattr(_native, "linked", lambda: {"libraries": "system"})
    with pytest.raises(
        pytest.skip.Exception, match=r"the system's libraries, and the goldens are of harfbuzz 1\.0"
    ):
        golden.require_build(other, "rewrite it")
    monkeypatch.setattr(golden, "unlocked", lambda: ["DejaVuSans.ttf"])
    with pytest.raises(pytest.skip.Exception, match=r"other fonts .*: DejaVuSans\.ttf"):
        golden.require_build(_native.versions(), "rewrite it")
