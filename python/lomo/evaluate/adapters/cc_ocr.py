"""CC-OCR in, its scores by subset, track and in all out: reading scenes, languages, documents, forms."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from evalscope.api.benchmark import BenchmarkMeta, VisionLanguageAdapter
from evalscope.api.dataset import Sample
from evalscope.api.messages import ChatMessageUser, ContentText
from evalscope.api.metric.scorer import AggScore, Score
from evalscope.api.metric.semantics import MetricSelector
from evalscope.api.registry import register_benchmark
from evalscope.constants import Tags

from lomo.errors import InputError
from lomo.evaluate.adapters.image import cell_bytes, image_content
from lomo.evaluate.adapters.in_memory import loaded
from lomo.evaluate.adapters.tsv import local_folder, rows
from lomo.evaluate.scoring import cc_ocr, cc_ocr_document, cc_ocr_fields

TRACKS = ("multi_scene_ocr", "multi_lan_ocr", "doc_parsing", "kie")
_TREE = "tree_accuracy"


@register_benchmark(
    BenchmarkMeta(
        name="cc_ocr",
        pretty_name="CC-OCR",
        dataset_id="wulipc/CC-OCR",
        tags=[Tags.MULTI_MODAL, Tags.QA],
        description="39 subsets in four tracks (arXiv 2412.02210); the total is the mean of the tracks.",
        metric_list=["acc"],
        primary_metric=MetricSelector(name="accuracy", aggregation="mean", dimensions={"scope": "total"}),
        eval_split="test",
        prompt_template="{question}",
    )
)
class CcOcrAdapter(VisionLanguageAdapter):
    """One subset of EvalScope's: the total is unweighted over CC-OCR's own, which are in the metadata."""

    def load(self) -> Any:
        """From a folder with the TSV files as they are distributed; ``limit`` counts samples of each subset."""
        folder = local_folder(self.dataset_id, "the folder of wulipc/CC-OCR, with its TSV files,")
        files = sorted(folder.rglob("*.tsv"))
        if not files:
            raise InputError(f"cc_ocr: {folder}: holds no TSV file")
        taken: defaultdict[tuple[str, str, str], int] = defaultdict(int)
        samples = []
        for path in files:
            for number, row in enumerate(rows(path), 2):
                subset = (row["category"], row["l2-category"], row["split"])
                taken[subset] += 1
                if self.limit is None or taken[subset] <= self.limit:
                    samples.append(self._sample(row, f"{path.name}:{number}"))
        return loaded(self, samples)

    def _sample(self, row: dict[str, str], where: str) -> Any:
        if row["category"] not in TRACKS:
            raise InputError(f"{where}: category {row['category']!r}: expected one of {', '.join(TRACKS)}")
        image = image_content(cell_bytes(row["image"], where), where)
        return Sample(
            input=[ChatMessageUser(content=[image, ContentText(text=row["question"])])],
            target=row["answer"],
            metadata={"track": row["category"], "group": row["l2-category"], "subset": row["split"]},
        )

    def match_score(
        self, original_prediction: str, filtered_prediction: str, reference: str, task_state: Any
    ) -> Any:
        """The picture's own score as ``acc``, and what its subset's score is pooled from."""
        score = Score(extracted_prediction=filtered_prediction, prediction=original_prediction)
        about = task_state.metadata
        track, subset = about["track"], about["subset"]
        if track == "kie":
            found = cc_ocr_fields.fields(reference, filtered_prediction)
            score.value = {"acc": cc_ocr_fields.f1([found]), _TREE: found.accuracy}
            score.metadata = {"right": found.right, "extra": found.extra, "missed": found.missed}
        elif track == "doc_parsing":
            score.value = {"acc": _document(about["group"], subset)(reference, filtered_prediction)}
        else:
            tokens = cc_ocr.tokens(track, subset, reference, filtered_prediction)
            score.value = {"acc": tokens.f1}
            score.metadata = {"right": tokens.right, "predicted": tokens.predicted, "wanted": tokens.wanted}
        score.main_score_name = "acc"
        return score

    def aggregate_scores(self, sample_scores: list[Any]) -> list[Any]:
        """Total (KIE by F1, as the official table; by tree accuracy beside it), tracks, subsets, micro F1."""
        subsets: defaultdict[tuple[str, str, str], list[Any]] = defaultdict(list)
        for one in sample_scores:
            about = one.sample_metadata
            subsets[about["track"], about["group"], about["subset"]].append(one.score)
        macro: dict[tuple[str, str], float] = {}
        by_tree: dict[tuple[str, str], float] = {}
        micro: dict[tuple[str, str], float] = {}
        made = []
        for (track, group, subset), scores in subsets.items():
            key = (track, f"{group}/{subset}")
            macro[key] = by_tree[key] = micro[key] = sum(one.main_value for one in scores) / len(scores)
            if track == "kie":
                forms = [cc_ocr_fields.Fields(**one.metadata, accuracy=one.value[_TREE]) for one in scores]
                macro[key] = micro[key] = cc_ocr_fields.f1(forms)
                by_tree[key] = sum(one.accuracy for one in forms) / len(forms)
            elif track != "doc_parsing":
                micro[key] = cc_ocr.micro_f1([cc_ocr.Tokens(**one.metadata) for one in scores])
            name = re.sub(r"\W+", "_", f"{track}_{group}_{subset}")
            made.append(_figure(name, macro[key], len(scores)))
        count = len(sample_scores)
        whole, tracks = cc_ocr.total(macro)
        made = [_figure(f"track_{track}", value, count) for track, value in tracks.items()] + made
        return [
            _figure("total", whole, count),
            _figure("total_kie_by_tree", cc_ocr.total(by_tree)[0], count),
            _figure("total_micro", cc_ocr.total(micro)[0], count),
            *made,
        ]


def _figure(name: str, value: float, count: int) -> Any:
    return AggScore(
        score=value, metric_name="accuracy", aggregation="mean", dimensions={"scope": name}, num=count
    )


def _document(group: str, subset: str) -> Any:
    kind = f"{group} {subset}".lower()
    if "table" in kind:
        return cc_ocr_document.table
    if "molec" in kind:
        return cc_ocr_document.molecule
    return cc_ocr_document.formula if "formula" in kind else cc_ocr_document.document
