"""The docstrings of lomo.Config and of a recipe -> docs/config.md: every key, its default and its range.

``python -m tools.docs.make_config docs/config.md`` writes the page (``make docs``); else it is shown.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from lomo.config import Config
from lomo.corpus.recipe import Arm, Recipe, Source
from lomo.presets import PRESETS
from lomo.processors import AnyresProcessor, Processor
from tools.docs.key_docs import key_docs

HEAD = """# Configuration

Every key of `lomo.Config` and of a recipe for `lomo build`, made from their docstrings by `make docs`; do not
edit this page. *(paper)* marks what arXiv 2605.30265 states, *(ours)* what it leaves open.

```python
config = lomo.Config(seed=7, style={"margin_px": 16})  # in Python
config = lomo.Config.from_yaml("config.yaml")  # from a file: the same keys, nested
```

A key is named with dots on the command line: `lomo build recipe.yaml config.style.margin_px=16`. An unknown
key or a value out of range ends the program with exit code 2 and a line that names it, its place and what
was expected. Keys that end in `_range` take two bounds, both included.
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *_section("Config", Config, ""), *_processors(), *_presets(), *_recipe()]) + "\n"


def _section(title: str, model: type[BaseModel], prefix: str, *, deep: bool = True) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"{_one_line(model.__doc__)}\n"
    yield "| key | default | takes | what it is |"
    yield "|---|---|---|---|"
    inner: list[tuple[str, type[BaseModel]]] = []
    told = key_docs(model)
    for name, field in model.model_fields.items():
        annotation: Any = field.annotation
        if deep and isinstance(annotation, type) and issubclass(annotation, BaseModel):
            inner.append((name, annotation))
            continue
        if field.metadata:
            annotation = Annotated[annotation, *field.metadata]
        default = _default(field)
        cells = (f"`{prefix}{name}`", default, _takes(annotation), _one_line(told.get(name)))
        yield "| " + " | ".join(cells) + " |"
    yield ""
    for name, part in inner:
        yield from _section(f"Config.{prefix}{name}", part, f"{prefix}{name}.")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "(required)"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return "every default"
    told = json.dumps(value)
    return f"`{told}`" if len(told) <= 60 else f"`{told[:24]} ... {told[-14:]}`"


def _takes(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _takes(arguments[0]) + _bounds(arguments[1:])
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin in (Union, UnionType):
        return " or ".join(_takes(argument) for argument in arguments)
    if origin is tuple and arguments[-1] is Ellipsis:
        return f"a list of {_takes(arguments[0])}"
    if origin is tuple:
        lower = _takes(arguments[0])
        upper = _takes(arguments[1]).removeprefix(lower.split(" ")[0]).strip()
        return f"two of {lower}{' and ' + upper if upper and not lower.endswith(upper) else ''}"
    if origin is dict:
        inner = "" if arguments[1] is Any else f" to {_takes(arguments[1])}"
        return f"a mapping of names{inner}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"`{annotation.__name__}`"
    names = {NoneType: "null", str: "text", int: "integer", float: "number", bool: "true or false"}
    return names[annotation]


def _bounds(metadata: tuple[Any, ...]) -> str:
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
    found: list[str] = []
    for mark in metadata:
        for part in getattr(mark, "metadata", [mark]):
            found += [f"{sign} {getattr(part, key)}" for key, sign in signs.items() if hasattr(part, key)]
            if pattern := getattr(part, "pattern", None):
                found.append(f"like `{pattern}`")
    return " " + ", ".join(found) if found else ""


def _presets() -> Iterator[str]:
    yield "## Presets\n"
    yield "`preset` sets the following keys. A key that is given beside it wins; what `style` sets is not drawn.\n"
    yield "| preset | sets |"
    yield "|---|---|"
    for name, data in PRESETS.items():
        lines = [f"`{path}: {json.dumps(value)}`" for path, value in _leaves(data, "")]
        yield f"| `{name}` | {'<br>'.join(lines) or 'nothing: every default'} |"


def _leaves(data: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _processors() -> Iterator[str]:
    for model in (Processor, AnyresProcessor):
        yield from _section(
            f"Config.style.processor as lomo.{model.__name__}", model, "style.processor.", deep=False
        )


def _recipe() -> Iterator[str]:
    yield ""
    models = (
        ("Recipe", Recipe),
        ("Recipe.text and Recipe.multimodal, each entry", Source),
        ("Recipe.arms, each entry", Arm),
    )
    for title, model in models:
        yield from _section(title, model, "", deep=False)


def _one_line(text: str | None) -> str:
    return " ".join((text or "").replace("``", "`").replace("|", "\\|").split())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
    else:
        print(page(), end="")
