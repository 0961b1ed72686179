"""A LaTeX document -> (log, PDF), by xelatex in its own folder, with nothing else to read, write or spend."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from lomo.errors import InputError, MathError

TIMEOUT_S = 10.0
CPU_S = 9
MEMORY_KIB = 2 * 1024 * 1024
FILE_BLOCKS = 2 * 20 * 1024
"""Of 512 bytes: 20 MiB a file."""
MAX_PDF_BYTES = 20 * 1024 * 1024

INSTALL = (
    "apt-get install --no-install-recommends texlive-xetex texlive-latex-recommended fonts-lmodern "
    "(the list is in packages/system.txt)"
)

# Limits by the shell, not by preexec_fn: that is unsafe where other threads run.
_LIMITS = (
    f"ulimit -c 0; ulimit -t {CPU_S}; ulimit -v {MEMORY_KIB}; ulimit -f {FILE_BLOCKS}; ulimit -n 256; "
    'exec "$@"'
)


def find_xelatex() -> str:
    """The path of xelatex; raises InputError that says how to install it."""
    path = shutil.which("xelatex")
    if path is None:
        raise InputError(f"the engine latex needs xelatex, which is not installed: {INSTALL}")
    return path


def run_xelatex(document: str) -> tuple[str, bytes | None]:
    """Sets ``document`` within 10 s; returns the log, and the PDF where one was made without an error.

    The process reads no file outside its folder and TeX's own trees, writes none outside its folder, starts no
    shell, sees no environment, and is killed with all its children when its time is spent. ``openin_any=p``
    binds xelatex alone: what makes xdvipdfmx read files (specials, pictures) the guard keeps out. Raises
    MathError when the time is spent, InputError when xelatex is not installed.
    """
    xelatex = find_xelatex()
    with tempfile.TemporaryDirectory(prefix="lomo-latex-") as name:
        folder = Path(name)
        (folder / "formula.tex").write_text(document, encoding="utf-8", errors="strict")
        code = _run([xelatex, *_OPTIONS, "formula.tex"], folder)
        log_path, pdf_path = folder / "formula.log", folder / "formula.pdf"
        log = log_path.read_text(encoding="utf-8", errors="replace") if log_path.is_file() else ""
        made = code == 0 and pdf_path.is_file() and pdf_path.stat().st_size <= MAX_PDF_BYTES
        return log, pdf_path.read_bytes() if made else None


_OPTIONS = (
    "-interaction=batchmode",
    "-halt-on-error",
    "-no-shell-escape",
    "-output-driver=xdvipdfmx -q -E -z 1",
)


def _run(command: list[str], folder: Path) -> int:
    process = subprocess.Popen(
        ["/bin/sh", "-c", _LIMITS, "sh", *command],
        cwd=folder,
        env=_environment(command[0], str(folder)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=TIMEOUT_S - 0.5)
    except subprocess.TimeoutExpired:
        raise MathError(f"xelatex took longer than {TIMEOUT_S:g} s") from None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(xelatex: str, folder: str) -> dict[str, str]:
    return {
        "PATH": os.pathsep.join([os.path.dirname(xelatex), "/usr/bin", "/bin"]),
        "HOME": folder,
        "TMPDIR": folder,
        "TEXMFHOME": folder,
        "TEXMFVAR": folder,
        "TEXMFCONFIG": folder,
        "TEXMFOUTPUT": folder,
        "XDG_CACHE_HOME": folder,
        "XDG_CONFIG_HOME": folder,
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "0",
        "FORCE_SOURCE_DATE": "1",
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "MKTEXTFM": "0",
        "MKTEXPK": "0",
        "MKTEXMF": "0",
        "MKTEXTEX": "0",
        "max_print_line": "10000",
        "error_line": "254",
        "half_error_line": "238",
    }
