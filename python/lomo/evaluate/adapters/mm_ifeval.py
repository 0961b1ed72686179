"""MM-IFEval in, how well instructions with an image are followed out (arXiv 2504.07957)."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import partial
from typing import Any

from evalscope.api.benchmark import BenchmarkMeta, VisionLanguageAdapter
from evalscope.api.dataset import Sample
from evalscope.api.messages import ChatMessageUser, ContentText
from evalscope.api.metric.scorer import AggScore, Score
from evalscope.api.registry import register_benchmark
from evalscope.constants import ScoreStatus, ScoringPolicy, Tags

from lomo.errors import InputError
from lomo.evaluate.adapters.image import cell_bytes, image_content
from lomo.evaluate.adapters.in_memory import loaded
from lomo.evaluate.adapters.judge import ask
from lomo.evaluate.adapters.tsv import local_folder, rows
from lomo.evaluate.scoring import mm_ifeval
from lomo.evaluate.scoring.mm_ifeval import Item

_MAX_REFERENCE = 64
"""An image cell of at most that many characters is the index of the row that holds the image."""


@register_benchmark(
    BenchmarkMeta(
        name="mm_ifeval",
        pretty_name="MM-IFEval",
        dataset_id="MM-IFEval",
        tags=[Tags.MULTI_MODAL, Tags.INSTRUCTION_FOLLOWING],
        description="300 instructions with constraints and 100 perception questions; needs a judge.",
        metric_list=["acc"],
        primary_metric="accuracy",
        eval_split="test",
        prompt_template="{question}",
    )
)
class MmIfEvalAdapter(VisionLanguageAdapter):
    """Constraints judged by comparison need the answer to the prompt without them: it is asked beside the main one."""

    scoring_policy = ScoringPolicy.JUDGE_DEFAULT

    def load(self) -> Any:
        """From a folder with MM-IFEval.tsv as VLMEvalKit distributes it; ``limit`` counts main items."""
        folder = local_folder(self.dataset_id, "a folder with MM-IFEval.tsv")
        path = folder / "MM-IFEval.tsv"
        table = list(rows(path))
        images = {row["index"]: row["image"] for row in table}
        without: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for row in table:
            if row["infer_type"] == "aux_cmp_gpt":
                without[row["id"]][row["del_cons"]] = row["question"]
        main = [row for row in table if row["infer_type"] == "main"][: self.limit]
        samples = [self._sample(row, images, without[row["id"]], f"{path.name}: {row['id']}") for row in main]
        return loaded(self, samples)

    def _sample(
        self, row: dict[str, str], images: dict[str, str], without: dict[str, str], where: str
    ) -> Any:
        cell = row["image"]
        if len(cell) <= _MAX_REFERENCE:
            if cell not in images:
                raise InputError(f"{where}: the image of row {cell!r} is not there")
            cell = images[cell]
        image = image_content(cell_bytes(cell, where), where)
        return Sample(
            input=[ChatMessageUser(content=[ContentText(text=row["question"]), image])],
            target=row["answer"] or "",
            metadata={
                "tag": row["tag"],
                "question": row["question"],
                "answers": _list(row["answer"], where),
                "constraints": _list(row["constraints"], where),
                "prompts_without": dict(without),
                "answers_without": {},
            },
        )

    def _on_inference(self, model: Any, sample: Any) -> Any:
        """The main answer, then those to the prompts without a constraint, under the same protocol."""
        made = super()._on_inference(model, sample)
        carried = getattr(self, "carried", lambda one: one)
        for key, prompt in sample.metadata["prompts_without"].items():
            # Whatever else became a picture, the item's own image comes last.
            images = [part for part in sample.input[-1].content if part.type == "image"][-1:]
            message = ChatMessageUser(content=[ContentText(text=prompt), *images])
            other = carried(sample.model_copy(update={"input": [message]}))
            sample.metadata["answers_without"][key] = super()._on_inference(model, other).completion
        return made

    def filter_prediction(self, prediction: str, task_state: Any) -> str:
        """What a reasoning model says once it has thought."""
        return mm_ifeval.after_thinking(super().filter_prediction(prediction, task_state))

    def match_score(
        self, original_prediction: str, filtered_prediction: str, reference: str, task_state: Any
    ) -> Any:
        """Without a judge: the rules alone, under a name of their own; an item without a rule is left out."""
        item = _item(task_state, filtered_prediction, None)
        score = Score(extracted_prediction=filtered_prediction, prediction=original_prediction)
        if item.rule_score is None:
            score.status = ScoreStatus.EXCLUDED
            return score
        score.value = {"rules_only": item.rule_score, "rules_coverage": len(item.rules) / len(item.marks)}
        score.main_score_name = "rules_only"
        return score

    def score_with_judge_contracts(
        self, original_prediction: str, filtered_prediction: str, reference: str, task_state: Any
    ) -> Any:
        """The item's mean over its constraints; what no judge could tell counts 0 and is named."""
        item = _item(task_state, filtered_prediction, partial(ask, self, task_state))
        score = Score(extracted_prediction=filtered_prediction, prediction=original_prediction)
        score.value = {"acc": item.score}
        score.metadata = {"marks": item.marks, "unjudged": item.unjudged}
        score.main_score_name = "acc"
        return score

    def aggregate_scores(self, sample_scores: list[Any]) -> list[Any]:
        """The mean over all items, over each level, and how many marks no judge gave."""
        judged = [one for one in sample_scores if "acc" in one.score.value]
        if not judged:
            values = [one.score.value for one in sample_scores if one.score.value]
            return [
                _figure(name, [one[name] for one in values])
                for name in ("rules_only", "rules_coverage")
                if values
            ]
        made = [_figure("accuracy", [one.score.value["acc"] for one in judged])]
        for tag, name in (("C-Level", "compose_level"), ("P-Level", "perception_level")):
            some = [one.score.value["acc"] for one in judged if one.sample_metadata["tag"] == tag]
            if some:
                made.append(_figure(name, some))
        made.append(_figure("unjudged_marks", [float(len(one.score.metadata["unjudged"])) for one in judged]))
        return made


def _figure(name: str, values: list[float]) -> Any:
    return AggScore(score=sum(values) / len(values), metric_name=name, aggregation="mean", num=len(values))


def _item(task_state: Any, response: str, judge: Any) -> Item:
    about = task_state.metadata
    if about["tag"] == "P-Level":
        return mm_ifeval.perception_level(about["question"], about["answers"], response, judge)
    return mm_ifeval.compose_level(about["constraints"], response, about["answers_without"], judge)


def _list(cell: str | None, where: str) -> list[Any]:
    try:
        found = json.loads(cell) if cell else []
    except ValueError as error:
        raise InputError(f"{where}: a cell is not JSON: {error}") from error
    return found if isinstance(found, list) else [found]
