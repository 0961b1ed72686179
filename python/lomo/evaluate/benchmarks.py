"""The paper's eighteen benchmarks: what each is called by EvalScope, and how it is set."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lomo.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark.

    Attributes:
        title: the paper's name.
        name: EvalScope's, or that of lomo's adapter.
        multimodal: whether its questions have images.
        ours: whether lomo brings the adapter.
        judge: whether it cannot be scored without a judge model.
        without_judge: what its figure is without one, where it has another.
        arguments: EvalScope's ``dataset_args`` for it, under those of the user.
    """

    title: str
    name: str
    multimodal: bool = True
    ours: bool = False
    judge: bool = False
    without_judge: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)


BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark("MMMU", "mmmu"),
    Benchmark("MMMU-Pro", "mmmu_pro"),
    Benchmark("MathVista", "math_vista"),
    Benchmark("ZeroBench", "zerobench", judge=True),
    Benchmark("WeMath", "we_math", ours=True),
    Benchmark("SimpleVQA", "simple_vqa", judge=True),
    Benchmark("HallusionBench", "hallusion_bench"),
    Benchmark("MM-IFEval", "mm_ifeval", ours=True, without_judge="the rule-based constraints alone"),
    Benchmark(
        "MMLongBench-Doc", "mmlongbench_doc", ours=True, without_judge="the response's last line is scored"
    ),
    Benchmark("DocVQA", "docvqa"),
    Benchmark("CC-OCR", "cc_ocr", ours=True),
    Benchmark("V*", "vstar_bench"),
    Benchmark("CountBench", "count_bench", ours=True),
    Benchmark("MMLU-Pro", "mmlu_pro", multimodal=False),
    Benchmark("HumanEval", "humaneval", multimodal=False),
    Benchmark(
        "LiveCodeBench-V6", "live_code_bench", multimodal=False, arguments={"subset_list": ["release_v6"]}
    ),
    Benchmark("GSM8K", "gsm8k", multimodal=False),
    Benchmark("IFEval", "ifeval", multimodal=False),
)
"""In the order of the paper's Tables 1 and 6."""

GROUPS = {
    "all": [one.name for one in BENCHMARKS],
    "multimodal": [one.name for one in BENCHMARKS if one.multimodal],
    "text": [one.name for one in BENCHMARKS if not one.multimodal],
}


def chosen(words: list[str]) -> list[Benchmark]:
    """The benchmarks that names (EvalScope's or the paper's) or groups call for, each once, in the paper's order."""
    names: set[str] = set()
    known = {one.name: one.name for one in BENCHMARKS} | {one.title.lower(): one.name for one in BENCHMARKS}
    for word in words:
        if word in GROUPS:
            names |= set(GROUPS[word])
        elif word.lower() in known:
            names.add(known[word.lower()])
        else:
            raise ConfigError(
                f"benchmark {word!r}: expected {', '.join(GROUPS)} or one of {', '.join(GROUPS['all'])}"
            )
    return [one for one in BENCHMARKS if one.name in names]
