"""The stages' results in, the page of the reproduction out: tables, curves, what is borne out and what is not.

A page that is there already keeps what stands outside the two marks.
"""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from lomo import __version__
from lomo.evaluate.scores import Interval, paired
from tools.reproduce.curves import draw
from tools.reproduce.findings import Finding, Run, findings, pooled, pooled_samples, values
from tools.reproduce.settings import ARMS, MATCHED, SIZES, operator

BEGIN, FINISH = "<!-- made by make reproduce: begin -->", "<!-- made by make reproduce: end -->"
_READS, _SOLVES, _SEES = 0.95, 0.90, 0.70
_SHARED = 1.5


def write_report(page: Path, found: Mapping[str, Any]) -> None:
    """Writes the page, its curves (images/PAGE-curves.png) and, beside it, nothing else."""
    arms = {**ARMS, **(MATCHED if found["setting"]["matched"] else {})}
    image = page.parent / "images" / f"{page.stem}-curves.png"
    image.parent.mkdir(parents=True, exist_ok=True)
    draw(image, found["runs"], arms)
    made = "\n".join(_lines(found, arms, f"images/{image.name}"))
    before, after = _around(page)
    page.write_text(f"{before}{BEGIN}\n\n{made}\n\n{FINISH}{after}", encoding="utf-8")


def _around(page: Path) -> tuple[str, str]:
    if not page.is_file():
        return "# A small reproduction of LoMo\n\n", "\n"
    text = page.read_text(encoding="utf-8")
    if BEGIN not in text or FINISH not in text:
        raise ValueError(
            f"{page}: no marks to write between: {BEGIN} and {FINISH}; add them, or name another page"
        )
    return text[: text.index(BEGIN)], text[text.index(FINISH) + len(FINISH) :]


def _lines(found: Mapping[str, Any], arms: Mapping[str, str], image: str) -> Iterator[str]:
    runs: Sequence[Run] = found["runs"]
    yield from _head(found)
    yield from _validity(runs)
    yield from _table(runs, arms)
    yield from ("", f"![Loss, rendered and standard accuracy over the steps of each arm]({image})", "")
    yield from _verdicts(findings(runs), len(runs))
    yield from _families(runs, arms)
    yield from _costs(runs)


def _head(found: Mapping[str, Any]) -> Iterator[str]:
    setting, runs = found["setting"], found["runs"]
    parameters, made = runs[0]["parameters"], runs[0]["corpora"]["arms"]
    numpy, torch = (_version(name) for name in ("numpy", "torch"))
    command = "make reproduce"
    if setting["size"] != "small":
        command += f" SIZE={setting['size']}"
    command += f" SEEDS={setting['seeds']}" if setting["seeds"] > 1 else ""
    command += f" DEVICE={setting['device']}" if setting["device"] != "cpu" else ""
    command += " MATCHED=1" if setting["matched"] else ""
    seeds = ", ".join(str(run["seed"]) for run in runs)
    yield f"`{command}`, {datetime.now(UTC):%Y-%m-%d}, lomo {__version__} (commit {_commit()}), on {setting['device']}."
    yield f"Python {platform.python_version()}, PyTorch {torch}, NumPy {numpy}. Seeds: {seeds}."
    yield f"Parameters: {parameters['reader']:,} in the frozen reader, {parameters['trained']:,} in the rest."
    numbers = found["numbers"]
    yield ""
    yield f"Size `{setting['size']}`: `{json.dumps(numbers)}`."
    if numbers != asdict(SIZES[setting["size"]]):
        yield "**These are not the numbers that the size has today: run it again.**"
    yield ""
    yield f"Operator: `{json.dumps(operator(0))}`, with rewrite ratio and everything else by default."
    yield ""
    yield "| arm | text-only records | multimodal records | with pictures | pictures drawn |"
    yield "|---|--:|--:|--:|--:|"
    for name, told in made.items():
        counts = [told["text"]["read"], told["multimodal"]["read"], told["image_bearing"], told["pictures"]]
        yield f"| {({**ARMS, **MATCHED})[name]} | " + " | ".join(f"{count:,}" for count in counts) + " |"
    yield ""


def _validity(runs: Sequence[Run]) -> Iterator[str]:
    yield "### Is the experiment fit to tell?"
    yield ""
    yield "| what | wanted | found |"
    yield "|---|---|---|"
    for name in runs[0]["reader"]["accuracy"]:
        each = [run["reader"]["accuracy"][name] for run in runs]
        wanted = f"at least {_READS:.0%}" if name.endswith("instructions, clean") else ""
        shares = ", ".join(f"{one['accuracy']:.2%}" for one in each)
        yield f"| characters read, {name} ({each[0]['characters']:,}) | {wanted} | {shares} |"
    base = ", ".join(f"{run['base']['standard']:.1%}" for run in runs)
    yield f"| held-out text tasks solved before SFT | at least {_SOLVES:.0%} | {base} |"
    sees = [pooled([run], "sft", "multimodal").value for run in runs]
    told = ", ".join(f"{one:.1%}" for one in sees)
    yield f"| held-out questions about pictures solved by Standard SFT | at least {_SEES:.0%} | {told} |"
    reads = all(
        share["accuracy"] >= _READS
        for run in runs
        for name, share in run["reader"]["accuracy"].items()
        if name.endswith("instructions, clean")
    )
    yield ""
    conditions = {
        "the reader": reads,
        "the decoder": all(run["base"]["standard"] >= _SOLVES for run in runs),
        "the seeing of pictures, which the arms learn,": min(sees) >= _SEES,
    }
    if all(conditions.values()):
        yield "All conditions hold."
    else:
        missing = [told for told, holds in conditions.items() if not holds]
        yield f"**Not quite: {', '.join(missing)} fell short. Read what follows with that in mind.**"
    yield ""


def _table(runs: Sequence[Run], arms: Mapping[str, str]) -> Iterator[str]:
    yield "### The arms"
    yield ""
    count = len(runs[0]["arm sft"]["families"])
    yield f"Accuracy in percent on {count} held-out text tasks, with 95 % bootstrap intervals over them. Distance:"
    yield "1 - cos at the output of the first decoder layer. MIR: mean over layers, and log10 of the sum."
    yield ""
    yield "| arm | standard | rendered | drop | distance | MIR, layer mean | MIR, log10 of sum |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for name, title in arms.items():
        standard, rendered = pooled(runs, name, "standard"), pooled(runs, name, "rendered")
        drop = paired(*_both(runs, name)).drop
        apart = pooled(runs, name, "distance")
        mirs = [run[f"arm {name}"]["measured"]["mir"] for run in runs]
        mean, log = (sum(one[key] for one in mirs) / len(mirs) for key in ("mir_layer_mean", "mir_log10_sum"))
        yield (
            f"| {title} | {_percent(standard)} | {_percent(rendered)} | {_percent(drop)} | "
            f"{apart.value:.3f} [{apart.low:.3f}, {apart.high:.3f}] | {mean:.3f} | {log:.3f} |"
        )
    yield ""
    yield "Held-out questions about pictures; the Rendered protocol draws the question and shows the picture after it:"
    yield ""
    yield "| arm | standard | rendered |"
    yield "|---|--:|--:|"
    for name, title in arms.items():
        both = (pooled(runs, name, kind) for kind in ("multimodal", "multimodal rendered"))
        yield f"| {title} | {' | '.join(_percent(one) for one in both)} |"


def _both(runs: Sequence[Run], name: str) -> list[dict[str, float]]:
    return [pooled_samples([values(run, name, kind) for run in runs]) for kind in ("standard", "rendered")]


def _percent(one: Interval) -> str:
    return f"{100 * one.value:.1f} [{100 * one.low:.1f}, {100 * one.high:.1f}]"


def _verdicts(judged: Sequence[Finding], seeds: int) -> Iterator[str]:
    yield "### What reproduces, and what does not"
    yield ""
    yield "Differences of two arms on the same samples. The intervals are of the held-out samples; what another seed"
    yield f"would change is {'in the last column' if seeds > 1 else 'not known from one seed'}."
    yield ""
    yield "| the paper | difference | 95 % interval | verdict |" + (" each seed |" if seeds > 1 else "")
    yield "|---|--:|---|---|" + ("---|" if seeds > 1 else "")
    for one in judged:
        scale, unit = (1, "") if one.claim.kind in ("distance", "mir") else (100, " points")
        digits = 3 if scale == 1 else 1
        interval = (
            "none"
            if one.interval is None
            else f"[{scale * one.interval.low:+.{digits}f}, {scale * one.interval.high:+.{digits}f}]"
        )
        each = f" {', '.join(f'{scale * seed:+.{digits}f}' for seed in one.seeds)} |" if seeds > 1 else ""
        yield (
            f"| {one.claim.told} | {scale * one.difference:+.{digits}f}{unit} | {interval} | "
            f"**{one.verdict}** |{each}"
        )
    yield ""


def _families(runs: Sequence[Run], arms: Mapping[str, str]) -> Iterator[str]:
    yield "### By family of task: rendered accuracy (standard), percent"
    yield ""
    yield "| family | tests | " + " | ".join(arms.values()) + " |"
    yield "|---|--:|" + "--:|" * len(arms)
    families: Mapping[str, str] = runs[0]["arm sft"]["families"]
    for family in sorted(set(families.values())):
        ids = [ident for ident, one in families.items() if one == family]
        cells = []
        for name in arms:
            shares = [
                sum(values(run, name, kind)[ident] for run in runs for ident in ids) / len(ids) / len(runs)
                for kind in ("rendered", "standard")
            ]
            cells.append(f"{100 * shares[0]:.0f} ({100 * shares[1]:.0f})")
        yield f"| {family} | {len(ids)} | {' | '.join(cells)} |"
    yield ""


def _costs(runs: Sequence[Run]) -> Iterator[str]:
    stages = [name for name, one in runs[0].items() if isinstance(one, dict) and "cpu_s" in one]
    sums = {name: [sum(run[name][key] for run in runs) for key in ("wall_s", "cpu_s")] for name in stages}
    wall, cpu = (sum(pair[at] for pair in sums.values()) for at in (0, 1))
    told = ", ".join(
        f"{name.removeprefix('arm ')} {pair[0]:.0f} ({pair[1]:.0f})" for name, pair in sums.items()
    )
    yield f"Seconds on the clock (and of CPU time, all threads): {told};"
    yield f"together {wall / 60:.1f} minutes ({cpu / 60:.1f})."
    if wall > _SHARED * cpu:
        yield "Other programs had most of the machine in the meantime: only the CPU time says what the run costs."


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _commit() -> str:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"
