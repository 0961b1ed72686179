"""A written folder in, a few real training steps of a tiny model of the same class on the CPU out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lomo.errors import InputError
from lomo.sft.backbone import Backbone
from lomo.sft.folder import ENTRY, WrittenArm
from lomo.vlm.load import allow_cpu_torchvision, require
from lomo.vlm.tiny import make_tiny

MODEL = "smoke/model"
STEPS = 12
_SECONDS = 900
_TRAINED = re.compile(r"trainable params: ([\d,]+) \|\| all params: ([\d,]+)")
_OVER: dict[str, Any] = {
    "model_name_or_path": MODEL,
    "use_cpu": True,
    "bf16": False,
    "flash_attn": "sdpa",
    "enable_liger_kernel": False,
    "deepspeed": None,
    # Without its own attention kernels, LLaMA-Factory's block-diagonal mask stops at a pack without a picture.
    "neat_packing": False,
    "cutoff_len": 4096,
    "max_samples": 32,
    "max_steps": STEPS,
    "learning_rate": 3.0e-3,
    "gradient_accumulation_steps": 1,
    "preprocessing_num_workers": 1,
    "dataloader_num_workers": 0,
    "logging_steps": 1,
    "save_strategy": "no",
    "overwrite_output_dir": True,
    "overwrite_cache": True,
    "plot_loss": False,
}
"""What the trial changes in an arm's YAML: the machine and the size of the run, not the data or what is trained."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial showed.

    Attributes:
        arm: which.
        losses: of each step.
        trained, total: parameters, as LLaMA-Factory's log has them.
    """

    arm: str
    losses: tuple[float, ...]
    trained: int
    total: int

    @property
    def thirds(self) -> tuple[float, float]:
        """The mean loss of the first and of the last third of the steps."""
        size = max(1, len(self.losses) // 3)
        return sum(self.losses[:size]) / size, sum(self.losses[-size:]) / size

    def faults(self) -> list[str]:
        """What went wrong, a line each."""
        first, last = self.thirds
        return [] if last < first else [f"{self.arm}: the loss did not fall: {first:.4f}, then {last:.4f}"]


def tiny_model(known: Backbone, folder: Path, model_code: Path | None) -> Path:
    """The tiny model of the backbone's class in the folder; raises InputError without its remote code."""
    require("torch", "transformers")
    allow_cpu_torchvision()
    return make_tiny(known.family, folder / MODEL, model_code=model_code)


def trial(known: Backbone, folder: Path, arm: WrittenArm, *, steps: int = STEPS) -> Trial:
    """Trains the tiny model on the arm's data with LLaMA-Factory, in the folder itself.

    Raises InputError where LLaMA-Factory is not installed or its run fails; the message ends with its last lines,
    the rest is in ``smoke/ARM.log``.
    """
    require("llamafactory")
    keys = yaml.safe_load(arm.yaml.read_text(encoding="utf-8"))
    output = f"smoke/{arm.name}"
    shutil.rmtree(folder / output, ignore_errors=True)
    keys |= _OVER | {"output_dir": output, "max_steps": steps}
    name = f"smoke/{arm.name}.yaml"
    (folder / name).write_text(
        yaml.safe_dump({key: value for key, value in keys.items() if value is not None}, sort_keys=False),
        encoding="utf-8",
    )
    log = folder / f"smoke/{arm.name}.log"
    quiet = {
        "CUDA_VISIBLE_DEVICES": "",
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
        "WANDB_DISABLED": "true",
    }
    with log.open("wb") as out:
        try:
            code = subprocess.run(
                _command(known, name),
                cwd=folder,
                env={**os.environ, **quiet},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                timeout=_SECONDS,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            raise InputError(f"{arm.name}: the trial took more than {_SECONDS} s; see {log}") from None
    text = log.read_text(encoding="utf-8", errors="replace")
    if code:
        tail = "\n".join(text.splitlines()[-8:])
        raise InputError(f"{arm.name}: LLaMA-Factory ended with {code}; see {log}:\n{tail}")
    shares = _TRAINED.search(text)
    if shares is None:
        raise InputError(f"{arm.name}: LLaMA-Factory's log tells no trainable share; see {log}")
    trained, total = (int(number.replace(",", "")) for number in shares.groups())
    return Trial(arm.name, _losses(folder / output / "trainer_log.jsonl"), trained, total)


def _command(known: Backbone, name: str) -> list[str]:
    if known.remote_code:
        return [sys.executable, ENTRY, name]
    beside = Path(sys.executable).with_name("llamafactory-cli")
    found = str(beside) if beside.is_file() else shutil.which("llamafactory-cli")
    if not found:
        raise InputError("llamafactory-cli: not found beside this Python nor on the path")
    return [found, "train", name]


def _losses(path: Path) -> tuple[float, ...]:
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line["loss"] for line in lines if "loss" in line)
