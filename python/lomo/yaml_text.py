"""YAML text in, the plain values that it holds out, or a ConfigError that names the line and the column."""

from __future__ import annotations

from typing import Any

import yaml

from lomo.errors import ConfigError


class _Loader(yaml.SafeLoader):
    """YAML's plain types, and no key twice: the second would silently win over the first."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """The mapping; raises ConstructorError at a key that stands twice."""
        seen: set[tuple[str, str]] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if (key.tag, key.value) in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key.value!r} stands twice", key.start_mark
                    )
                seen.add((key.tag, key.value))
        return super().construct_mapping(node, deep)


def parsed(text: str, where: str) -> Any:
    """What the YAML text holds; raises ConfigError, one line that starts with ``where`` and the place."""
    try:
        return yaml.load(text, _Loader)  # a SafeLoader: it makes no objects
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ConfigError(f"{where}{at}: not valid YAML: {problem}") from error
    # The number or the date that a plain word looks like may not exist.
    except ValueError as error:
        raise ConfigError(f"{where}: a value cannot be read (quote it if it is text): {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{where}: nested too deeply") from error
