"""A class of the configuration -> the docstring below each of its keys, those it inherits included."""

from __future__ import annotations

import ast
import inspect
import textwrap

from pydantic import BaseModel


def key_docs(model: type[BaseModel]) -> dict[str, str]:
    """Key -> its docstring. pydantic could read them too, but would parse each source at every ``import lomo``."""
    found: dict[str, str] = {}
    for part in reversed(model.__mro__):
        if not issubclass(part, BaseModel) or part is BaseModel:
            continue
        (body,) = ast.parse(textwrap.dedent(inspect.getsource(part))).body
        assert isinstance(body, ast.ClassDef)
        for key, below in zip(body.body, body.body[1:], strict=False):
            if (
                isinstance(key, ast.AnnAssign)
                and isinstance(key.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
                and isinstance(below.value.value, str)
            ):
                found[key.target.id] = inspect.cleandoc(below.value.value)
    return found
