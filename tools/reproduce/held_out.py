"""Held-out tasks in, each as the two protocols show it out."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from lomo.config import Config
from lomo.evaluate.protocol import Original, evaluation_config, rendered_question
from tools.reproduce.corpora import decoded
from tools.reproduce.samples import Part, Sample
from tools.reproduce.settings import page_config
from tools.reproduce.tasks import held_out_task
from tools.reproduce.visual import question


@dataclass(frozen=True, slots=True)
class Held:
    """One test: its family, the question as text, and the samples of both protocols."""

    family: str
    text: str
    standard: Sample
    rendered: Sample


def text_tests(count: int) -> list[Held]:
    """Instructions; no two alike, and none of them in any stage's training."""
    chance, page, found = Random("text tests"), page_config(preset="clean"), dict[str, Held]()
    while len(found) < count:
        family, (prompt, answer) = held_out_task(chance)
        found.setdefault(prompt, _held(f"{family}/{len(found)}", family, (prompt,), answer, page))
    return list(found.values())


def multimodal_tests(count: int) -> list[Held]:
    """Pictures with questions; they are drawn anew, distorted as those of the pool."""
    chance, page, found = Random("multimodal tests"), page_config(preset="clean"), []
    for number in range(count):
        one = question(chance, page_config(), f"test-{number}")
        parts: tuple[Part, ...] = (one.image, f"\n{one.question}")
        found.append(_held(f"multimodal/{number}", "multimodal", parts, one.answer, page))
    return found


def _held(ident: str, family: str, parts: tuple[Part, ...], answer: str, page: Config) -> Held:
    """The Rendered protocol as lomo's evaluation draws it: the whole question a picture, then the images."""
    images = {str(at): part for at, part in enumerate(parts) if not isinstance(part, str)}
    asked = [part if isinstance(part, str) else Original(str(at)) for at, part in enumerate(parts)]
    shown = rendered_question(asked, evaluation_config(page))
    drawn = tuple(images[one.reference] if isinstance(one, Original) else decoded(one) for one in shown)
    text = "".join(part for part in parts if isinstance(part, str)).strip()
    return Held(family, text, Sample(ident, parts, answer), Sample(ident, drawn, answer))
