"""A vision-language model loaded here in, a model that EvalScope can ask out: greedy, one question at a time."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

from evalscope.api.model import GenerateConfig, ModelAPI, ModelOutput

from lomo.corpus.media import load as picture
from lomo.errors import InputError
from lomo.vlm.load import Vlm


class LocalModel(ModelAPI):
    """Answers chat messages of texts and images; EvalScope asks from several threads."""

    def __init__(self, vlm: Vlm, config: Any = None) -> None:
        super().__init__(Path(vlm.name).name, config=config or GenerateConfig())
        self._vlm = vlm
        self._lock = threading.Lock()

    def generate(self, input: list[Any], tools: list[Any], tool_choice: Any, config: Any) -> Any:
        """The answer; tools are not offered."""
        import torch

        vlm = self._vlm
        messages, images = _shaped(input)
        text = vlm.processor.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        with self._lock, torch.no_grad():
            inputs = vlm.processor(text=[text], images=images or None, return_tensors="pt").to(
                vlm.model.device
            )
            made = vlm.model.generate(
                **inputs,
                max_new_tokens=config.max_tokens or 2048,
                do_sample=False,
                temperature=None,
                top_p=None,
            )
        start = inputs["input_ids"].shape[1]
        answer = vlm.processor.tokenizer.decode(made[0, start:], skip_special_tokens=True)
        return ModelOutput.from_content(model=self.model_name, content=answer)


def _shaped(messages: list[Any]) -> tuple[list[dict[str, Any]], list[Any]]:
    """The messages as a chat template takes them, and the images in order."""
    shaped: list[dict[str, Any]] = []
    images: list[Any] = []
    for message in messages:
        parts: list[dict[str, Any]] = []
        content = message.content
        for part in [content] if isinstance(content, str) else content:
            if isinstance(part, str) or part.type == "text":
                parts.append({"type": "text", "text": part if isinstance(part, str) else part.text})
            elif part.type == "image":
                parts.append({"type": "image"})
                images.append(_opened(part.image))
            else:
                raise InputError(f"a local model is given texts and images, not {part.type}")
        # Templates of system turns often take text alone.
        only = (
            "".join(part["text"] for part in parts)
            if all(part["type"] == "text" for part in parts)
            else parts
        )
        shaped.append({"role": message.role, "content": only})
    return shaped, images


def _opened(reference: str) -> Any:
    from PIL import Image

    with Image.open(io.BytesIO(picture(reference, Path()))) as opened:
        return opened.convert("RGB")
