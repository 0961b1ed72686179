"""Wheels in -> exit 0 where each holds the module, the locked fonts and every notice, needs nothing of the machine but
what PEP 600 names, and is small enough; what is inside is told."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile

ROOT = Path(__file__).parents[2]
MOST_BYTES = 15_000_000
NOTICES = ("freetype", "harfbuzz", "libdeflate", "pybind11", "unicode")
# What PEP 600 lets a manylinux wheel take from the machine, as far as a C++ module without a window may ask for it.
OF_THE_MACHINE = {
    *("libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2"),
    *("libstdc++.so.6", "libgcc_s.so.1"),
    *("ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"),
}


def faults(wheel: Path) -> list[str]:
    """What is wrong with a wheel."""
    told: list[str] = []
    if wheel.stat().st_size > MOST_BYTES:
        told.append(f"{wheel.stat().st_size} bytes, more than {MOST_BYTES}")
    if "-manylinux_" not in wheel.name:
        told.append("its tag is not one of manylinux")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for notice in NOTICES:
            if f"lomo/licences/{notice}.txt" not in names:
                told.append(f"the notice of {notice} is missing")
        for file in ("LICENSE", "THIRD_PARTY.md"):
            if not any(name.endswith(f".dist-info/licenses/{file}") for name in names):
                told.append(f"{file} is missing")
        told += font_faults(archive, names)
        modules = [name for name in names if ".so" in name]
        if [name for name in modules if not name.startswith("lomo/_native.")] or len(modules) != 1:
            told.append(f"expected one library, lomo/_native: {sorted(modules)}")
        for name in modules:
            needed = needs(archive.read(name))
            told += [f"{name} needs {other}" for other in sorted(needed - OF_THE_MACHINE)]
    return told


def font_faults(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    """Faces that are missing or not the file that ``fonts.lock`` names, and packages without a licence."""
    told: list[str] = []
    accepted: dict[str, set[str]] = {}
    packages: set[str] = set()
    for line in (ROOT / "fonts.lock").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            digest, name, package = line.split()
            accepted.setdefault(name, set()).add(digest)
            packages.add(package)
    for name, digests in accepted.items():
        if f"lomo/fonts/{name}" not in names:
            told.append(f"the font {name} is missing")
        elif hashlib.sha256(archive.read(f"lomo/fonts/{name}")).hexdigest() not in digests:
            told.append(f"the font {name} is not the file that fonts.lock names")
    return told + [
        f"the licence of {package} is missing"
        for package in sorted(packages)
        if f"lomo/fonts/licences/{package}.txt" not in names
    ]


def needs(module: bytes) -> set[str]:
    """The libraries that the loader must find for a module."""
    dynamic = ELFFile(io.BytesIO(module)).get_section_by_name(".dynamic")
    assert isinstance(dynamic, DynamicSection)
    return {tag.needed for tag in dynamic.iter_tags() if tag.entry.d_tag == "DT_NEEDED"}


if __name__ == "__main__":
    wrong = {name: faults(Path(name)) for name in sys.argv[1:]}
    for name, told in wrong.items():
        print(
            f"{Path(name).name}: {Path(name).stat().st_size / 1e6:.1f} MB{''.join(f'; {one}' for one in told)}"
        )
    sys.exit(any(wrong.values()) or not wrong)
