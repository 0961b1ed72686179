"""CountBenchQA in, exact, lenient and substring accuracy out: images, questions, numbers from 2 to 10."""

from __future__ import annotations

from typing import Any

from evalscope.api.benchmark import BenchmarkMeta, VisionLanguageAdapter
from evalscope.api.dataset import Sample
from evalscope.api.messages import ChatMessageUser, ContentText
from evalscope.api.metric.scorer import Score
from evalscope.api.registry import register_benchmark
from evalscope.constants import Tags

from lomo.evaluate.adapters.image import cell_bytes, image_content
from lomo.evaluate.scoring import count

PROMPT = "Look at the image carefully and count the objects. Answer with just a number, without any additional text. "


@register_benchmark(
    BenchmarkMeta(
        name="count_bench",
        pretty_name="CountBench",
        dataset_id="vikhyatk/CountBenchQA",
        hf_dataset_id="vikhyatk/CountBenchQA",
        tags=[Tags.MULTI_MODAL, Tags.QA],
        description="491 images with a question whose answer is a number (arXiv 2302.12066, CountBenchQA).",
        metric_list=["acc", "lenient_acc", "substring_acc"],
        primary_metric="accuracy",
        eval_split="test",
        prompt_template=PROMPT + "{question}",
    )
)
class CountBenchAdapter(VisionLanguageAdapter):
    """The caption states the number, so it is never shown."""

    def record_to_sample(self, record: dict[str, Any]) -> Any:
        """A record as a sample."""
        text = self.prompt_template.format(question=record["question"])
        image = image_content(cell_bytes(record["image"], "count_bench"), "count_bench")
        return Sample(
            input=[ChatMessageUser(content=[image, ContentText(text=text)])],
            target=str(record["number"]),
        )

    def match_score(
        self, original_prediction: str, filtered_prediction: str, reference: str, task_state: Any
    ) -> Any:
        """Strict first; the distance to the lenient figure is the format's effect."""
        score = Score(extracted_prediction=filtered_prediction.strip(), prediction=original_prediction)
        number = int(reference)
        score.value = {
            "acc": count.strict(filtered_prediction, number),
            "lenient_acc": count.lenient(filtered_prediction, number),
            "substring_acc": count.substring(filtered_prediction, number),
        }
        score.main_score_name = "acc"
        return score
