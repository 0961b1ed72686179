"""The name of an EvalScope benchmark in, the same benchmark under the Rendered protocol registered beside it out.

The question is redrawn at inference, on a copy of the sample: judges, caches and scores keep reading the text.
"""

from __future__ import annotations

import base64
import copy
from typing import Any

from lomo.config import Config
from lomo.errors import InputError
from lomo.evaluate.protocol import Original, evaluation_config, rendered_question

SUFFIX = "_rendered"


def register_rendered(name: str, config: Config | None = None) -> str:
    """Registers ``NAME_rendered`` with EvalScope; returns that name. Twice is no fault."""
    from evalscope.api.registry import BENCHMARK_REGISTRY

    wanted = f"{name}{SUFFIX}"
    meta = BENCHMARK_REGISTRY.get(name)
    if meta is None:
        raise InputError(f"EvalScope knows no benchmark {name!r}")
    page = evaluation_config(config)
    changed = copy.deepcopy(meta)
    changed.name = wanted
    changed.pretty_name = f"{meta.pretty_name or name} (rendered)"
    changed.data_adapter = _rendered_adapter(meta.data_adapter, page)
    BENCHMARK_REGISTRY[wanted] = changed
    return wanted


def _rendered_adapter(adapter: Any, page: Config) -> Any:
    class Rendered(adapter):  # type: ignore[misc]
        """The adapter with its questions drawn."""

        def _on_inference(self, model: Any, sample: Any) -> Any:
            return super()._on_inference(model, rendered_sample(sample, page))

        def carried(self, sample: Any) -> Any:
            """How this protocol shows a sample that an adapter asks beside the main one."""
            return rendered_sample(sample, page)

    Rendered.__name__ = Rendered.__qualname__ = f"Rendered{adapter.__name__}"
    return Rendered


def rendered_sample(sample: Any, page: Config) -> Any:
    """A copy of an EvalScope sample whose user messages are pictures; the sample stays as it was."""
    from evalscope.api.messages import ChatMessageUser

    if isinstance(sample.input, str):
        return sample.model_copy(update={"input": [ChatMessageUser(content=_drawn(sample.input, page))]})
    messages = [
        message.model_copy(update={"content": _drawn(message.content, page)})
        if message.role == "user"
        else message
        for message in sample.input
    ]
    return sample.model_copy(update={"input": messages})


def _drawn(content: Any, page: Config) -> list[Any]:
    from evalscope.api.messages import ContentImage

    parts: list[str | Original] = []
    details: dict[str, Any] = {}
    for part in [content] if isinstance(content, str) else content:
        if isinstance(part, str):
            parts.append(part)
        elif part.type == "text":
            parts.append(part.text)
        elif part.type == "image":
            parts.append(Original(part.image))
            details.setdefault(part.image, part)
        else:
            raise InputError(f"the Rendered protocol knows texts and images, not {part.type}")
    return [
        details[one.reference] if isinstance(one, Original) else ContentImage(image=_data_uri(one))
        for one in rendered_question(parts, page)
    ]


def _data_uri(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
