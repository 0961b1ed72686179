"""No two headers define a type of one name in one namespace: the linker would take one for the other."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src/lomo_native"
NAMESPACE = re.compile(r"^namespace ([\w:]+) \{", re.MULTILINE)
TYPE = re.compile(r"^(?:class|struct|union|enum|enum class) (\w+)(?: final)?(?: :[^;{]*)? \{", re.MULTILINE)


def test_each_type_has_a_name_of_its_own() -> None:
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for header in sorted(SOURCES.rglob("*.h")):
        code = header.read_text()
        namespaces = NAMESPACE.findall(code)
        if namespaces == ["lomo::LOMO_TARGET"]:  # each set of kernels includes one of them
            continue
        for name in TYPE.findall(code):
            places[namespaces[0] if namespaces else "", name].append(header.name)
    assert len(places) > 80
    assert {key: found for key, found in places.items() if len(found) > 1} == {}
