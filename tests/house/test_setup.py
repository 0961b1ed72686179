"""tools/setup/system.sh among stand-ins for dpkg, apt-get, sudo and id -> what it installs, and what it says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ["bash", "cat", "dirname", "env", "grep", "mktemp", "rm", "tail", "true"]


class Machine:
    """A machine with these packages, this user and these tools; ``calls`` lists what was run as root."""

    def __init__(self, folder: Path, *, installed: list[str], root: bool, sudo: str | None, apt: str) -> None:
        self.folder, self.log = folder, folder / "calls"
        self.log.touch()
        for tool in NEEDED:
            found = shutil.which(tool)
            assert found, tool
            (folder / tool).symlink_to(found)
        names = "|".join(installed) or "none"
        self.add("dpkg-query", f'case "${{@: -1}}" in {names}) echo -n installed ;; *) exit 1 ;; esac')
        self.add("id", f"echo {0 if root else 1000}")
        self.add("apt-get", f'echo "apt-get $*" >> {self.log}\n{apt}')
        if sudo is not None:
            self.add("sudo", f'echo "sudo $*" >> {self.log}\n{sudo}')

    def add(self, tool: str, body: str) -> None:
        """A stand-in for a program."""
        (self.folder / tool).write_text(f"#!{shutil.which('bash')}\n{body}\n")
        (self.folder / tool).chmod(0o755)

    def run(self, *groups: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs the script as this machine would."""
        return subprocess.run(
            [ROOT / "tools/setup/system.sh", *groups],
            env={"PATH": str(self.folder), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    @property
    def calls(self) -> list[str]:
        """What was called as root, in order."""
        return self.log.read_text().splitlines()


def packages(group: str) -> list[str]:
    """The packages that the list gives to a group."""
    rows = [line.split() for line in (ROOT / "packages/system.txt").read_text().splitlines()]
    return [row[0] for row in rows if len(row) == 2 and row[0] != "#" and row[1] == group]


def test_the_list_has_every_group_that_the_scripts_name() -> None:
    assert all(
        packages(group) for group in ("build", "fonts", "python", "python3.11", "clang", "latex", "lualatex")
    )


def test_nothing_happens_when_nothing_is_missing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, installed=packages("build"), root=True, sudo=None, apt="")
    done = machine.run("build")
    assert (done.returncode, done.stdout, done.stderr, machine.calls) == (0, "", "", [])


def test_root_installs_the_missing_ones_alone(tmp_path: Path) -> None:
    machine = Machine(tmp_path, installed=packages("build")[1:], root=True, sudo=None, apt="")
    assert machine.run("build").returncode == 0
    assert machine.calls == [
        "apt-get -q update",
        f"apt-get -q install -y --no-install-recommends {packages('build')[0]}",
    ]


def test_sudo_is_used_where_it_asks_for_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, installed=[], root=False, sudo='[ "$1" != -n ] || shift; exec "$@"', apt="")
    assert machine.run("clang").returncode == 0
    assert [call for call in machine.calls if call.startswith("apt-get")] == [
        "apt-get -q update",
        "apt-get -q install -y --no-install-recommends clang",
    ]


@pytest.mark.parametrize(
    ("root", "sudo", "apt", "why"),
    [
        (False, None, "", "this is not root, and there is no sudo"),
        (False, "exit 1", "", "sudo asks for a password, and there is no terminal"),
        (
            True,
            None,
            '[ "$2" = update ] || { echo "E: no such package"; exit 100; }',
            "apt-get install failed",
        ),
    ],
)
def test_what_cannot_be_installed_is_named(
    tmp_path: Path, root: bool, sudo: str | None, apt: str, why: str
) -> None:
    machine = Machine(tmp_path, installed=packages("fonts")[1:], root=root, sudo=sudo, apt=apt)
    done = machine.run("build", "fonts")
    wanted = " ".join([*packages("build"), packages("fonts")[0]])
    assert done.returncode == 1
    assert why in done.stderr
    assert f"these system packages are missing: {wanted}\n" in done.stderr
    assert f"apt-get install -y --no-install-recommends {wanted}\n" in done.stderr


def test_the_step_can_be_skipped(tmp_path: Path) -> None:
    machine = Machine(tmp_path, installed=[], root=False, sudo=None, apt="")
    assert machine.run("build", LOMO_SKIP_SYSTEM="1").returncode == 0


def test_a_machine_without_dpkg_is_told_so(tmp_path: Path) -> None:
    machine = Machine(tmp_path, installed=[], root=True, sudo=None, apt="")
    (tmp_path / "dpkg-query").unlink()
    done = machine.run("build")
    assert done.returncode == 0
    assert "no dpkg here" in done.stderr
