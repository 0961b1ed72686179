"""python/lomo/_native.pyi and the built module -> the same names and parameters, none with a default."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

from lomo import _native

STUB = Path(__file__).parents[2] / "python/lomo/_native.pyi"
# name -> the names of its parameters; None for a property, a constant or an exception
Surface = dict[str, list[str] | None]


def stub_surface(body: list[ast.stmt], prefix: str = "") -> Surface:
    """What the stub declares."""
    surface: Surface = {}
    for node in body:
        if isinstance(node, ast.FunctionDef):
            is_property = any(isinstance(d, ast.Name) and d.id == "property" for d in node.decorator_list)
            assert not node.args.defaults, f"{prefix}{node.name}: native functions have no default arguments"
            parameters = [argument.arg for argument in node.args.posonlyargs + node.args.args]
            surface[prefix + node.name] = None if is_property else parameters
        elif isinstance(node, ast.ClassDef):
            surface[prefix + node.name] = None
            surface |= stub_surface(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            surface[prefix + node.target.id] = None
    return surface


def module_surface(holder: Any, prefix: str = "") -> Surface:
    """What the module holds, by the signatures that pybind11 writes into its docstrings."""
    surface: Surface = {}
    for name, value in vars(holder).items():
        if name.startswith("_") and (name != "__init__" or value.__doc__ == object.__init__.__doc__):
            continue
        if inspect.isclass(value):
            surface[prefix + name] = None
            surface |= module_surface(value, f"{prefix}{name}.")
        elif isinstance(value, property):
            surface[prefix + name] = None
        elif callable(value):
            surface[prefix + name] = parameters(value.__doc__ or "", prefix + name)
        else:
            surface[prefix + name] = None
    return surface


def parameters(doc: str, name: str) -> list[str]:
    """``f(a: list[tuple[int, int]], b: bytes) -> None`` -> ``["a", "b"]``."""
    assert "Overloaded" not in doc, f"{name}: overloads hide a decision; give each a name"
    found = re.match(r"\w+\((.*)\) -> ", doc)
    assert found, f"{name}: no signature in its docstring"
    depth, names, start = 0, [], 0
    signature = found[1] + ","
    for at, sign in enumerate(signature):
        depth += (sign in "[(") - (sign in "])")
        if sign == "," and depth == 0 and (part := signature[start:at].strip()):
            assert not re.search(r"(?<![=<>!])=(?!=)", part), f"{name}: {part} has a default"
            names.append(part.partition(":")[0])
            start = at + 1
    return names


def test_the_stub_is_the_module() -> None:
    stub = stub_surface(ast.parse(STUB.read_text(encoding="utf-8")).body)
    module = module_surface(_native)
    assert sorted(stub.keys() - module.keys()) == [], "in the stub alone"
    assert sorted(module.keys() - stub.keys()) == [], "in the module alone"
    assert {name: (stub[name], module[name]) for name in stub if stub[name] != module[name]} == {}


def test_parameters_are_read_from_a_signature() -> None:
    assert parameters("f() -> int\n", "f") == []
    assert parameters("f(a: dict[str, tuple[int, int]], b: float | None) -> bytes\n", "f") == ["a", "b"]
