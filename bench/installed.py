"""The pinned peers of the benches -> build/bench-peers: a venv with the Python ones, a folder with Node's.

Versions stand in requirements-*.txt and package.json beside this file. A second call finds them there.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parent / "build/bench-peers"


class PeersMissingError(Exception):
    """Why peers of one kind cannot run; the report leaves their rows out and says this."""


def python_peers() -> Path:
    """The interpreter of the peers' own environment."""
    _install(FOLDER / "venv", HERE / "requirements-formulas.txt", _make_venv)
    return FOLDER / "venv/bin/python"


def node_peers() -> tuple[Path, Path]:
    """The program node, and the folder whose node_modules holds the peers."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise PeersMissingError("node and npm are not here: tools/setup/system.sh node")
    _install(FOLDER / "node", HERE / "package.json", _make_node_modules)
    # Node looks for packages beside the file that imports them.
    shutil.copy(HERE / "formula_worker.mjs", FOLDER / "node")
    return Path(node), FOLDER / "node"


def packages(name: str) -> Path:
    """The folder to import the packages of ``requirements-NAME.txt`` from, beside this environment's own."""
    _install(FOLDER / name, HERE / f"requirements-{name}.txt", _make_folder)
    return FOLDER / name


def _install(folder: Path, versions: Path, make: Callable[[Path, Path], None]) -> None:
    """Makes ``folder`` anew unless a stamp in it says that it came from these versions."""
    stamp, wanted = folder / "stamp", hashlib.sha256(versions.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    print(f"Installing the peers of {versions.name} ...", file=sys.stderr)
    try:
        make(folder, versions)
    except subprocess.CalledProcessError as error:
        raise PeersMissingError(f"{error.cmd[0]} failed: {error.stderr.strip()[-300:]}") from None
    stamp.write_text(wanted)


def _uv() -> str:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        raise PeersMissingError("uv is not here: make setup installs it")
    return uv


def _make_folder(folder: Path, versions: Path) -> None:
    into = ["--no-deps", "--python", sys.executable, "--target", str(folder)]
    _run([_uv(), "pip", "install", "--quiet", *into, "--requirements", str(versions)])


def _make_venv(folder: Path, versions: Path) -> None:
    uv = _uv()
    _run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(folder)])
    python = str(folder / "bin/python")
    _run([uv, "pip", "install", "--quiet", "--python", python, "--requirements", str(versions)])


def _make_node_modules(folder: Path, versions: Path) -> None:
    shutil.copy(versions, folder / "package.json")
    _run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
