"""A scored sample in, a way to ask the configured judge model about it out."""

from __future__ import annotations

from typing import Any

from evalscope.api.messages import ChatMessageUser, ContentImage, ContentText


def ask(adapter: Any, task_state: Any, prompt: str, with_image: bool = False) -> str:
    """The judge's reply to a prompt, with the sample's own images where asked for."""
    content: list[Any] = [ContentText(text=prompt)]
    for message in task_state.input if with_image and not isinstance(task_state.input, str) else ():
        if message.role == "user" and not isinstance(message.content, str):
            content += [part for part in message.content if isinstance(part, ContentImage)]
    reply: str = adapter.llm_judge.generate([ChatMessageUser(content=content)]).completion
    return reply
