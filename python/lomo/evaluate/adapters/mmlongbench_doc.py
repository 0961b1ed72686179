"""MMLongBench-Doc in, accuracy and F1 out: questions on whole PDF documents (arXiv 2407.01523)."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from evalscope.api.benchmark import BenchmarkMeta, VisionLanguageAdapter
from evalscope.api.dataset import Sample
from evalscope.api.messages import ChatMessageUser, ContentText
from evalscope.api.metric.scorer import AggScore, Score
from evalscope.api.registry import register_benchmark
from evalscope.constants import ScoringPolicy, Tags

from lomo.errors import InputError
from lomo.evaluate.adapters.image import image_content
from lomo.evaluate.adapters.judge import ask
from lomo.evaluate.scoring import mmlongbench
from lomo.render.latex import pdfium_lock

EXTRACTION = """\
A model was asked a question about a document; below is its analysis. Take its answer out of the analysis, in one of \
these formats: Int, Float, Str, List. If the analysis says that the document does not tell, the answer is \
"Not answerable"; if it says that the document could not be read, the answer is "Fail to answer".
Reply with two lines and nothing else:
Extracted answer: [the answer; a list as in Python]
Answer format: [Int, Float, Str, List or None]

Example
Question: Which two towns does the line join?
Analysis: The map on page 3 shows a line between Ulm and Bonn.
Extracted answer: ['Ulm', 'Bonn']
Answer format: List

Question: {question}
Analysis: {analysis}
"""


@register_benchmark(
    BenchmarkMeta(
        name="mmlongbench_doc",
        pretty_name="MMLongBench-Doc",
        dataset_id="yubo2333/MMLongBench-Doc",
        hf_dataset_id="yubo2333/MMLongBench-Doc",
        tags=[Tags.MULTI_MODAL, Tags.QA],
        description="Questions on 135 PDF documents, every page an image, at most 120.",
        metric_list=["acc"],
        primary_metric="accuracy",
        eval_split="train",
        prompt_template="{question}",
        extra_params={
            "documents": {
                "type": "str | null",
                "description": "The folder of the PDF files; null: documents/ in the data set's folder.",
                "value": None,
            },
            "max_pages": {"type": "int", "description": "Pages shown of a document.", "value": 120},
            "dpi": {"type": "int", "description": "The resolution that pages are drawn at.", "value": 144},
            "max_page_pixels": {
                "type": "int | null",
                "description": "Pages above it are drawn smaller, so that 32 K tokens hold them; null: no limit.",
                "value": None,
            },
        },
    )
)
class MmLongBenchDocAdapter(VisionLanguageAdapter):
    """Pages are drawn when a question is asked: all of them at once would not fit the memory."""

    scoring_policy = ScoringPolicy.JUDGE_DEFAULT

    def record_to_sample(self, record: dict[str, Any]) -> Any:
        """A record as a sample without its pages."""
        text = self.prompt_template.format(question=record["question"])
        keys = ("doc_id", "doc_type", "answer_format", "evidence_pages", "evidence_sources")
        return Sample(
            input=[ChatMessageUser(content=[ContentText(text=text)])],
            target=record["answer"],
            metadata={key: record.get(key) for key in keys} | {"question": record["question"]},
        )

    def _on_inference(self, model: Any, sample: Any) -> Any:
        """The question first, as text or picture, then the pages."""
        *before, last = sample.input
        content = [ContentText(text=last.content)] if isinstance(last.content, str) else list(last.content)
        shown = last.model_copy(update={"content": [*content, *self._pages(sample.metadata["doc_id"])]})
        return super()._on_inference(model, sample.model_copy(update={"input": [*before, shown]}))

    def _pages(self, doc_id: str) -> list[Any]:
        given = self.extra_params.get("documents")
        folder = Path(given) if given else Path(self.dataset_id) / "documents"
        with pdfium_lock:  # questions are asked in threads
            drawn = _drawn(
                folder / doc_id,
                self.extra_params.get("max_pages") or 120,
                self.extra_params.get("dpi") or 144,
                self.extra_params.get("max_page_pixels"),
            )
        return [image_content(page, doc_id) for page in drawn]

    def match_score(
        self, original_prediction: str, filtered_prediction: str, reference: str, task_state: Any
    ) -> Any:
        """Without a judge: the response's last line is scored; it favours terse models."""
        found = mmlongbench.last_answer(filtered_prediction)
        return _score(original_prediction, found, reference, task_state, "last line")

    def score_with_judge_contracts(
        self, original_prediction: str, filtered_prediction: str, reference: str, task_state: Any
    ) -> Any:
        """The judge takes the answer out, the official rule scores it; a reply that cannot be read scores 0."""
        question = task_state.metadata["question"]
        reply = ask(self, task_state, EXTRACTION.format(question=question, analysis=filtered_prediction))
        found = mmlongbench.extracted(reply)
        return _score(original_prediction, found, reference, task_state, "judge")

    def aggregate_scores(self, sample_scores: list[Any]) -> list[Any]:
        """Accuracy and F1, and the share of questions marked exactly right: the paper's digits are of that kind."""
        rows = [
            (one.score.metadata["answer"], one.score.extracted_prediction or "", float(one.score.main_value))
            for one in sample_scores
        ]
        accuracy, f1 = mmlongbench.accuracy_and_f1(rows)
        exact = sum(value == 1.0 for *_, value in rows) / len(rows) if rows else 0.0
        figures = {"accuracy": accuracy, "f1": f1, "exactly_right": exact}
        pages = [_evidence(one.sample_metadata) for one in sample_scores]
        for name, wanted in (("single_page", "one"), ("cross_page", "many"), ("unanswerable", "none")):
            some = [row[2] for row, kind in zip(rows, pages, strict=True) if kind == wanted]
            figures[f"accuracy_{name}"] = sum(some) / len(some) if some else 0.0
        return [
            AggScore(score=value, metric_name=name, aggregation="mean", num=len(rows))
            for name, value in figures.items()
        ]


def _score(original: str, found: str | None, reference: str, task_state: Any, how: str) -> Any:
    score = Score(extracted_prediction=found or "", prediction=original)
    kind = task_state.metadata["answer_format"]
    score.value = {"acc": mmlongbench.score(reference, found, kind) if found is not None else 0.0}
    score.metadata = {"answer": reference, "extracted_by": how}
    score.main_score_name = "acc"
    return score


def _evidence(about: dict[str, Any]) -> str:
    if about["answer_format"] == "None":
        return "none"
    return "one" if about["evidence_pages"].count(",") == 0 and about["evidence_pages"] != "[]" else "many"


@lru_cache(maxsize=8)
def _drawn(path: Path, max_pages: int, dpi: int, max_pixels: int | None) -> tuple[bytes, ...]:
    """A document's first pages as JPEG."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except (OSError, pypdfium2.PdfiumError) as error:
        raise InputError(f"mmlongbench_doc: {path}: cannot be read as PDF: {error}") from error
    pages = []
    try:
        for number in range(min(len(document), max_pages)):
            page = document[number]
            scale = dpi / 72
            if max_pixels and (area := page.get_width() * page.get_height() * scale**2) > max_pixels:
                scale *= (max_pixels / area) ** 0.5
            out = io.BytesIO()
            page.render(scale=scale).to_pil().convert("RGB").save(out, "JPEG", quality=90)
            pages.append(out.getvalue())
    finally:
        document.close()
    return tuple(pages)
