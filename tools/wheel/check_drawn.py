"""An installed lomo, a golden file and examples/ in -> exit 0 where the corpus of the examples has the golden pictures.

Runs ``lomo --version``, ``build``, ``inspect`` and ``verify`` as commands, needs nothing but lomo, and times the first
prompt of a fresh process, which may take half a second. ``--write`` makes the golden file instead.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FIRST_PROMPT = (
    "import lomo; lomo.substitute('Let $x^2 + y^2 = 25$ be given. What is $y$ where $x = 3$?', key='a')"
)
MOST_MS = 500
UNWANTED = ("torch", "matplotlib", "ray", "pandas", "pyarrow", "markdown_it", "yaml")


def lomo(*words: str) -> str:
    """Standard output of a command; ends the program where it fails."""
    done = subprocess.run([sys.executable, "-m", "lomo", *words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"lomo {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def drawn(examples: Path, folder: Path) -> dict[str, Any]:
    """The corpus of ``examples`` built into ``folder``: its versions, the fonts, the names of its pictures.

    A picture's name is the SHA-256 of its bytes. The faces of the machine are left out: no two machines have the same.
    """
    lomo("build", str(examples / "demo.yaml"), f"output={folder}", "config.style.system_fonts=false")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    return {
        "versions": {name: manifest["versions"][name] for name in ("freetype", "harfbuzz", "unicode")},
        "fonts": manifest["fonts"],
        "pictures": sorted(path.name for path in folder.glob("images/*/*.png")),
    }


def differences(wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """What differs, the cause before the effect; empty where all is the same."""
    told = []
    for kind in ("versions", "fonts"):
        for name in sorted(wanted[kind].keys() | found[kind].keys()):
            then, now = wanted[kind].get(name, "-"), found[kind].get(name, "-")
            if then != now:
                told.append(f"{kind}: {name} {then} in the golden file, {now} here")
    lacking = set(wanted["pictures"]) - set(found["pictures"])
    if lacking:
        told.append(f"{len(lacking)} of {len(wanted['pictures'])} pictures differ, e.g. {min(lacking)}")
    elif len(found["pictures"]) != len(wanted["pictures"]):
        told.append(f"{len(found['pictures'])} pictures, {len(wanted['pictures'])} in the golden file")
    return told


def first_prompt_ms() -> tuple[float, float]:
    """The least of five times from the start of a process to the end of its first substitution, and of its CPU time.

    A machine with other work stretches the first; the second is what the first would be without.
    """
    walls, cpus = [], []
    for _ in range(5):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([sys.executable, "-c", FIRST_PROMPT], check=True)
        walls.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return 1000 * min(walls), 1000 * min(cpus)


def main(words: list[str]) -> None:
    golden, examples = Path(words[0]), Path(words[1])
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus"
        found = drawn(examples, corpus)
        if "--write" in words:
            golden.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
            return
        print(lomo("--version").splitlines()[1])
        lomo("inspect", str(corpus), "-o", str(Path(scratch) / "gallery.html"))
        print(lomo("verify", str(corpus)).strip().splitlines()[-1])
        found_loaded = f"[m for m in {UNWANTED!r} if m in sys.modules]"
        loaded = f"import sys; sys.exit(str({found_loaded}) if {found_loaded} else 0)"
        if subprocess.run([sys.executable, "-c", f"{FIRST_PROMPT}; {loaded}"]).returncode != 0:
            sys.exit("these packages were loaded for a first prompt")
        if told := differences(json.loads(golden.read_text("utf-8")), found):
            sys.exit("\n".join(told))
        print(f"{len(found['pictures'])} pictures, all of them as in {golden.name}")
        wall_ms, cpu_ms = first_prompt_ms()
        print(f"process start to first prompt: {wall_ms:.0f} ms, {cpu_ms:.0f} ms of CPU time (least of 5)")
        if min(wall_ms, cpu_ms) > MOST_MS:
            sys.exit(f"a first prompt takes more than {MOST_MS} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
