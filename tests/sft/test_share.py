"""Stand-ins for a checkpoint's remote code -> what LLaMA-Factory's own code would train, with and without train.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip(
    "llamafactory", reason="the trainable share needs the environment of requirements/qwen3_5.txt"
)

from lomo.cli import main
from lomo.sft.backbone import BACKBONES
from lomo.sft.entry import entry
from lomo.sft.share import trainable_share
from lomo.sft.smoke import tiny_model
from lomo.sft.trainer import PAPER

pytestmark = pytest.mark.filterwarnings("default")
LLAVA = BACKBONES["llava_onevision1_5"]
CONFIGURATION = """
from transformers import Qwen2VLConfig
class Llavaonevision1_5Config(Qwen2VLConfig):
    model_type = "llavaonevision1_5"
    def __post_init__(self, **kwargs):
        if isinstance(self.text_config, dict):  # Qwen2-VL's positions, which the real class has not
            rope = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [4, 2, 2]}
            self.text_config.setdefault("rope_parameters", rope)
        super().__post_init__(**kwargs)
"""
# The names of the parts are those of the real class; it has, beyond Qwen2-VL's, a class token and a norm.
MODELING = """
import torch
from transformers import Qwen2VLForConditionalGeneration
from .configuration_llavaonevision1_5 import Llavaonevision1_5Config
class LLaVAOneVision1_5_ForConditionalGeneration(Qwen2VLForConditionalGeneration):
    config_class = Llavaonevision1_5Config
    def __init__(self, config):
        super().__init__(config)
        self.model.visual.class_embedding = torch.nn.Parameter(torch.zeros(8))
        self.model.visual.class_pos_emb = torch.nn.Parameter(torch.zeros(1, 8))
        self.model.visual.pre_layernorm = torch.nn.LayerNorm(8)
"""


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A folder with code of the names that a checkpoint of LLaVA-OneVision-1.5 has."""
    (tmp_path / "configuration_llavaonevision1_5.py").write_text(CONFIGURATION)
    (tmp_path / "modeling_llavaonevision1_5.py").write_text(MODELING)
    return tmp_path


def test_llama_factory_alone_would_train_all_of_it(code: Path, tmp_path: Path) -> None:
    from llamafactory.model.model_utils.visual import COMPOSITE_MODELS

    COMPOSITE_MODELS.pop("llavaonevision1_5", None)
    folder = tmp_path / "folder"
    model = tiny_model(LLAVA, folder, code)
    share = trainable_share(LLAVA, PAPER, model, folder)
    assert share.trained == share.total
    assert any(fault.startswith("vision: ") for fault in share.faults())
    (folder / "train.py").write_text(entry(LLAVA))
    share = trainable_share(LLAVA, PAPER, model, folder)
    assert share.faults() == []
    assert share.trained["vision"] == 0 < share.total["vision"]
    assert 0 < share.trained["projector"] == share.total["projector"]


@pytest.mark.timeout(1200)
def test_the_folder_trains_through_its_own_file(
    code: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"id": str(n), "prompt": f"Add {n} and {n}. " * 5, "answer": str(2 * n)} for n in range(16)]
    (tmp_path / "text.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    recipe = tmp_path / "sft.yaml"
    corpus = "{text: text.jsonl, workers: 1, config: {rewrite_ratio: 0.5}}"
    recipe.write_text(f"backbone: llava_onevision1_5\ncorpus: {corpus}\noutput: out\n")
    words = ["sft", str(recipe), "--quiet", "--check", "--smoke", "--model-code", str(code)]
    assert main(words) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert "trained: vision 0 of " in said
    assert "lomo: 12 steps, loss " in said
    assert "NOT DONE" not in said


def test_the_first_backbone_needs_no_help(tmp_path: Path) -> None:
    qwen = BACKBONES["qwen3_5"]
    share = trainable_share(qwen, PAPER, tiny_model(qwen, tmp_path, None), tmp_path)
    assert share.faults() == []
    wrong = trainable_share(qwen, PAPER | {"freeze_vision_tower": False}, tmp_path / "smoke/model", tmp_path)
    assert [fault.partition(":")[0] for fault in wrong.faults()] == ["vision"]
