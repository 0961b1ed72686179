"""SIZE, SEEDS, a device and a folder in; every stage that is not done yet is done, then the page is written.

A stage leaves its result in the folder under a name that depends on every number it was made with; a run that was
killed goes on with the first stage that has left none.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from tools.reproduce.corpora import HALVES, samples
from tools.reproduce.decoder import SmallVlm
from tools.reproduce.held_out import multimodal_tests, text_tests
from tools.reproduce.learn import learn_arm, learn_base
from tools.reproduce.learn_reader import character_accuracy, learn_reader
from tools.reproduce.measure import measured, scores
from tools.reproduce.pool import CORPORA, make_arms, make_pool
from tools.reproduce.reader import Reader, frozen
from tools.reproduce.report import write_report
from tools.reproduce.settings import ARMS, MATCHED, SIZES, Size, fingerprint, operator

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples/prompts.jsonl"


_READER_NUMBERS = (
    "reader_width",
    "feature_width",
    "reader_steps",
    "reader_pages",
    "reader_rate",
    "warm_up",
    "read",
)
_BASE_NUMBERS = ("width", "layers", "heads", "base_steps", "base_batch", "base_rate", "warm_up", "tested")
_READER_CODE = (
    "classes",
    "descent",
    "learn_reader",
    "patches",
    "reader",
    "reading",
    "tasks",
    "visual",
    "words",
)
_BASE_CODE = (
    "corpora",
    "decoder",
    "descent",
    "held_out",
    "learn",
    "samples",
    "sequences",
    "symbols",
    "tasks",
    "words",
)
_ARM_CODE = ("measure", "pool")


class Run:
    """One seed's stages."""

    def __init__(self, folder: Path, size: Size, seed: int, device: str, *, matched: bool) -> None:
        self.folder, self.size, self.seed, self.device, self.matched = folder, size, seed, device, matched
        self.names = [*ARMS, *(MATCHED if matched else ())]
        folder.mkdir(parents=True, exist_ok=True)
        numbers = asdict(size)
        reader = {key: value for key, value in numbers.items() if key in _READER_NUMBERS}
        learned = {key: value for key, value in numbers.items() if key in _BASE_NUMBERS}
        whole = fingerprint(
            size, seed, operator(seed), _code((*_READER_CODE, *_BASE_CODE, *_ARM_CODE)), matched
        )
        self._made_with = {
            "reader": fingerprint(reader, seed, operator(seed), _code(_READER_CODE)),
            "base": fingerprint(learned, seed, operator(seed), _code(_BASE_CODE)),
            **dict.fromkeys(("corpora", *(f"arm {arm}" for arm in self.names)), whole),
        }

    def all(self) -> dict[str, Any]:
        """Every stage's result, by name."""
        done = {name: self._stage(name, work) for name, work in self._stages()}
        return {"seed": self.seed, **done, "parameters": self._parameters()}

    def _stages(self) -> list[tuple[str, Callable[[], dict[str, Any]]]]:
        arms = [(f"arm {name}", lambda name=name: self._arm(name)) for name in self.names]
        return [("reader", self._reader), ("base", self._base), ("corpora", self._corpora), *arms]

    def _stage(self, name: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        path = self.folder / f"{name.replace(' ', '-')}.json"
        if path.is_file():
            kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if kept["made_with"] == self._made_with[name]:
                print(f"lomo: seed {self.seed}: {name}: kept", flush=True)
                return kept
        print(f"lomo: seed {self.seed}: {name} ...", flush=True)
        result, times = _timed(work)
        result |= {"made_with": self._made_with[name], **times}
        _replace(path, lambda at: at.write_text(json.dumps(result), encoding="utf-8"))
        print(
            f"lomo: seed {self.seed}: {name}: {times['wall_s']:.0f} s ({times['cpu_s']:.0f} s of CPU)",
            flush=True,
        )
        return result

    def _keep(self, name: str, model: torch.nn.Module) -> None:
        kept = {key: value for key, value in model.state_dict().items() if not key.startswith("reader.")}
        _replace(self.folder / f"{name}.pt", lambda at: torch.save(kept, at))

    def _load(self, name: str, model: torch.nn.Module) -> None:
        model.load_state_dict(torch.load(self.folder / f"{name}.pt", map_location=self.device), strict=False)

    def _reader(self) -> dict[str, Any]:
        made, curve = learn_reader(self.size, self.seed, self.device)
        self._keep("reader", made)
        accuracy = character_accuracy(frozen(made), self.size, EXAMPLES, self.device)
        return {"curve": curve, "accuracy": accuracy}

    def _model(self) -> SmallVlm:
        """The model with weights as they are drawn, the same in each stage."""
        reader = Reader(self.size.reader_width, self.size.feature_width)
        torch.manual_seed(self.seed)
        return SmallVlm(frozen(reader), self.size.width, self.size.layers, self.size.heads).to(self.device)

    def _base(self) -> dict[str, Any]:
        made = self._model()
        curve = learn_base(made, self.size, self.seed, self.device)
        self._keep("base", made)
        found = scores(made, [one.standard for one in text_tests(self.size.tested)], self.device)
        return {"curve": curve, "standard": sum(found.values()) / len(found)}

    def _corpora(self) -> dict[str, Any]:
        records = self.size.records
        make_pool(self.folder, self.seed, records * 3 // 2 if self.matched else records, records)
        return {"arms": make_arms(self.folder, self.seed, records, matched=self.matched)}

    def _arm(self, name: str) -> dict[str, Any]:
        made = self._model()
        self._load("reader", made.reader)
        self._load("base", made)
        text, multimodal = text_tests(self.size.tested), multimodal_tests(self.size.tested)

        def check() -> dict[str, float]:
            some = text[: self.size.checked]
            both = {"standard": [one.standard for one in some], "rendered": [one.rendered for one in some]}
            return {
                kind: sum(scores(made, tests, self.device).values()) / len(some)
                for kind, tests in both.items()
            }

        halves = [samples(self.folder / CORPORA / name, half) for half in HALVES]
        curve = learn_arm(made, halves, self.size, self.seed, self.device, check)
        self._keep(f"arm-{name}", made)
        found = measured(made, text, multimodal, self.size.mir_pairs, self.device)
        families = {one.standard.id: one.family for one in text}
        return {"curve": curve, "measured": found, "families": families}

    def _parameters(self) -> dict[str, int]:
        made = self._model()
        reader = sum(weight.numel() for weight in made.reader.parameters())
        return {"reader": reader, "trained": sum(weight.numel() for weight in made.trained())}


def _code(names: Iterable[str]) -> str:
    """Code that a stage depends on: another one makes it anew."""
    return fingerprint(
        [(Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8") for name in sorted(names)]
    )


def _timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What the work gives, and its seconds on the clock and on the CPUs, those of its processes included."""
    wall, cpu = time.monotonic(), _cpu_s()
    made = work()
    return made, {"wall_s": time.monotonic() - wall, "cpu_s": _cpu_s() - cpu}


def _cpu_s() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _replace(path: Path, write: Callable[[Path], Any]) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    write(unfinished)
    os.replace(unfinished, path)


def main() -> int:
    """The command line; see docs/reproduction.md."""
    parser = argparse.ArgumentParser(prog="make reproduce", description=__doc__)
    parser.add_argument("output", type=Path, help="the folder of the stages")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--seeds", type=int, default=1, help="how many, from 0")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument(
        "--matched", action="store_true", help="a fifth arm: the control of the paper's Table 5"
    )
    parser.add_argument(
        "--page", type=Path, help="the page to write; absent: the folder's own reproduction.md"
    )
    given = parser.parse_args()
    size = SIZES[given.size]
    runs = [
        Run(given.output / f"seed-{seed}", size, seed, given.device, matched=given.matched).all()
        for seed in range(given.seeds)
    ]
    setting = {"size": given.size, "seeds": given.seeds, "device": given.device, "matched": given.matched}
    page = given.page or given.output / "reproduction.md"
    write_report(page, {"setting": setting, "numbers": asdict(size), "runs": runs})
    print(f"lomo: the page: {page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
