"""YAML files and dotted assignments in, a checked model out, or a ConfigError that names the key, its place
and what was expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Self, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic._internal._model_construction import ModelMetaclass  # it has no public name

from lomo.errors import ConfigError

M = TypeVar("M", bound=BaseModel)


class _Checked(ModelMetaclass):
    """Lets ``Config(...)`` in Python fail as a file does: with a ConfigError that names the key."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().__call__(*args, **kwargs)
        except ValidationError as error:
            raise _config_error(error, cast(type[BaseModel], self), self.__name__) from None


class Section(BaseModel, metaclass=_Checked):
    """A part of the configuration: immutable, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)

    @model_validator(mode="after")
    def _ranges_are_ordered(self) -> Self:
        for name in type(self).model_fields:
            if name.endswith("_range") and (bounds := getattr(self, name)) is not None:
                low, high = bounds
                if low > high:
                    raise ValueError(f"{name}: the lower bound {low} is above the upper bound {high}")
        return self


def merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """``under`` with ``over`` laid on it: mappings are merged key by key, anything else replaced."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        if isinstance(value, BaseModel):
            value = value.model_dump(exclude_unset=True)
        result[key] = merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return result


def load_yaml(path: str | Path) -> dict[str, Any]:
    """The mapping that a YAML file holds; raises ConfigError naming file, line and column."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    data = _parsed(text, str(path))
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: expected a mapping of keys at the top, found {type(data).__name__}")
    return data


def _parsed(text: str, where: str) -> Any:
    from lomo.yaml_text import parsed  # a process that reads no YAML is spared its parser

    return parsed(text, where)


def validated(model: type[M], data: dict[str, Any], where: str) -> M:
    """``data`` as the given model; raises ConfigError, one line ``where: key: what was expected`` a fault."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _config_error(error, model, where) from None


def _config_error(error: ValidationError, model: type[BaseModel], where: str) -> ConfigError:
    lines = [_explain(fault, model, where) for fault in error.errors(include_url=False)]
    return ConfigError("\n".join(dict.fromkeys(lines)))


def override(data: dict[str, Any], assignments: list[str]) -> dict[str, Any]:
    """``data`` with dotted assignments (``style.margin_px=12``) applied; the values are read as YAML."""
    result = data
    for assignment in assignments:
        path, equals, value = assignment.partition("=")
        keys = path.strip().split(".")
        if not equals or not all(keys):
            raise ConfigError(f"override {_shown(assignment)}: expected key.subkey=value")
        # YAML would take a colour for a comment.
        leaf: Any = value if value.startswith("#") else _parsed(value, f"override {_shown(assignment)}")
        for key in reversed(keys):
            leaf = {key: leaf}
        result = merged(result, leaf)
    return result


def _explain(fault: Any, model: type[BaseModel], where: str) -> str:
    # A part that starts with "=" names an alternative, not a key: the tag of a union.
    place = ".".join(str(part) for part in fault["loc"] if not str(part).startswith("=")) or "(top)"
    if fault["type"] == "extra_forbidden":
        known = _keys_at(model, fault["loc"][:-1])
        near = get_close_matches(str(fault["loc"][-1]), known, 1)
        meant = f" (did you mean {near[0]}?)" if near else ""
        return f"{where}: {place}: unknown key{meant}; expected one of: {', '.join(known)}"
    if fault["type"] == "missing":
        return f"{where}: {place}: is required and not given"
    message = fault["msg"].removeprefix("Value error, ").replace("valid tuple", "valid list")
    return f"{where}: {place}: {message[0].lower()}{message[1:]} (got {_shown(fault['input'])})"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _keys_at(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    at: Any = model
    for part in path:
        if str(part).startswith("="):
            at = next((one for one in _alternatives(at) if getattr(one, "__name__", "") == part[1:]), None)
        elif get_origin(at) is tuple:
            at = get_args(at)[0]
        else:
            field = at.model_fields.get(part) if isinstance(at, type) and issubclass(at, BaseModel) else None
            at = field.annotation if field else None
    return sorted(at.model_fields) if isinstance(at, type) and issubclass(at, BaseModel) else []


def _alternatives(annotation: Any) -> Iterator[Any]:
    """The members of a union, whatever is written around them."""
    inner = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
    if inner and get_origin(annotation) in (Annotated, Union, UnionType):
        for one in inner:
            yield from _alternatives(one)
    else:
        yield annotation
