"""We-Math in, its four-dimensional score out: composite visual problems with their steps (arXiv 2407.01284)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evalscope.api.benchmark import BenchmarkMeta, VisionLanguageAdapter
from evalscope.api.dataset import DatasetDict, Sample
from evalscope.api.messages import ChatMessageUser, ContentText
from evalscope.api.metric.scorer import AggScore, Score
from evalscope.api.metric.semantics import MetricSelector
from evalscope.api.registry import register_benchmark
from evalscope.constants import Tags

from lomo.errors import InputError
from lomo.evaluate.adapters.image import cell_bytes, image_content
from lomo.evaluate.adapters.in_memory import loaded
from lomo.evaluate.scoring.we_math import choice, we_math

PROMPT = """\
Now, we require you to solve a multiple-choice math question. Please briefly describe your thought process and \
provide the final answer(option).
Question: {question}
Option: {option}
Regarding the format, please answer following the template below, and be sure to include two <> symbols:
<Thought process>: <<your thought process>> <Answer>: <<your option>>"""
_JSON = "testmini.json"


@register_benchmark(
    BenchmarkMeta(
        name="we_math",
        pretty_name="WeMath",
        dataset_id="We-Math/We-Math",
        hf_dataset_id="We-Math/We-Math",
        tags=[Tags.MULTI_MODAL, Tags.MATH, Tags.MULTIPLE_CHOICE],
        description="525 composite problems with their steps, 1,740 questions; limit counts problems.",
        metric_list=["acc"],
        primary_metric=MetricSelector(name="accuracy", aggregation="mean", dimensions={"score": "strict"}),
        eval_split="testmini",
        prompt_template=PROMPT,
    )
)
class WeMathAdapter(VisionLanguageAdapter):
    """One subset: the score does not decompose."""

    limit = None  # of questions, as EvalScope's loaders take it: here it counts problems, see load

    def load(self) -> Any:
        """From the hub's Parquet, or from a folder with testmini.json and the images beside it."""
        path = Path(self.dataset_id) / _JSON
        if path.is_file():
            data, _ = loaded(self, [self._from_json(path.parent, one) for one in _json(path)])
        else:
            data, _ = super().load()
        problems = self._task_config.limit if self._task_config else None
        if problems is not None:
            data = DatasetDict({name: _first(one, int(problems)) for name, one in data.items()})
        return data, None

    def _from_json(self, folder: Path, record: dict[str, Any]) -> Any:
        image = folder / record["image_path"]
        if not image.is_file():
            raise InputError(f"we_math: {image}: there is no such image")
        return self.record_to_sample(record | {"image_path": {"bytes": image.read_bytes()}})

    def record_to_sample(self, record: dict[str, Any]) -> Any:
        """A record as a sample; ``image_path`` holds the image itself in Parquet."""
        where = f"we_math {record['ID']} {record['key']}"
        text = self.prompt_template.format(question=record["question"], option=record["option"])
        image = image_content(cell_bytes(record["image_path"], where), where)
        return Sample(
            input=[ChatMessageUser(content=[ContentText(text=text), image])],
            target=record["answer"],
            metadata={
                "ID": record["ID"],
                "key": record["key"],
                "knowledge concept": record.get("knowledge concept"),
            },
        )

    def extract_answer(self, prediction: str, task_state: Any) -> str:
        """The letter by the official rule, or nothing."""
        return choice(prediction) or ""

    def match_score(
        self, original_prediction: str, filtered_prediction: str, reference: str, task_state: Any
    ) -> Any:
        """Right or wrong; the problems are put together in ``aggregate_scores``."""
        score = Score(extracted_prediction=filtered_prediction, prediction=original_prediction)
        score.value = {"acc": float(filtered_prediction == reference.strip())}
        score.main_score_name = "acc"
        return score

    def aggregate_scores(self, sample_scores: list[Any]) -> list[Any]:
        """Strict and loose score, the dimensions' rates, and the mean over questions by number of steps."""
        rows = [
            (
                f"{one.sample_metadata['ID']} {one.generation_index}",  # each repeat is a problem of its own
                one.sample_metadata["key"],
                bool(one.score.main_value),
            )
            for one in sample_scores
        ]
        found = we_math(rows)
        count = found.problems
        figures: dict[str, tuple[float, int]] = {
            "rote_memorization_strict": (found.rm_rate() or 0.0, count),
            "rote_memorization_loose": (found.rm_rate(strict=False) or 0.0, count),
            "insufficient_knowledge": (found.ik / count if count else 0.0, count),
            "inadequate_generalization": (found.ig / count if count else 0.0, count),
            "incomplete_problems": (float(found.incomplete), count),
        }
        for name, kind in (
            ("one_step", "steps_[123]"),
            ("two_steps", "2steps_multi"),
            ("three_steps", "3steps_multi"),
        ):
            right = [
                float(ok)
                for _, key, ok in rows
                if (key == kind or ("[" in kind and not key.endswith("multi")))
            ]
            figures[f"accuracy_{name}"] = (sum(right) / len(right) if right else 0.0, len(right))
        scores = [
            AggScore(
                score=found.score(strict=way == "strict"),
                metric_name="accuracy",
                aggregation="mean",
                dimensions={"score": way},
                num=count,
            )
            for way in ("strict", "loose")
        ]
        return scores + [
            AggScore(score=value, metric_name=name, aggregation="mean", num=number)
            for name, (value, number) in figures.items()
        ]


def _json(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _first(data: Any, problems: int) -> Any:
    kept: dict[str, None] = {}
    for sample in data:
        if len(kept) < problems:
            kept[sample.metadata["ID"]] = None
    return data.filter(lambda sample: sample.metadata["ID"] in kept)
