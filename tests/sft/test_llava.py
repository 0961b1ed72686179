"""The own code of LLaVA-OneVision-1.5 in LLaMA-Factory -> a tiny model of its class trains as the recipe says."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import lomo

torch = pytest.importorskip("torch", reason="needs the environment of requirements/llava_onevision1_5.txt")
pytest.importorskip("llamafactory", reason="needs the environment of requirements/llava_onevision1_5.txt")

from lomo.sft.backbone import BACKBONES  # noqa: E402
from lomo.sft.entry import entry  # noqa: E402
from lomo.sft.share import trainable_share  # noqa: E402
from lomo.sft.trainer import PAPER  # noqa: E402
from lomo.vlm.encode import prompt_inputs  # noqa: E402
from lomo.vlm.load import Vlm, load  # noqa: E402
from reference.models import LLAVA, tiny  # noqa: E402
from sft import flash_on_cpu  # noqa: E402

pytestmark = pytest.mark.filterwarnings("default")
KNOWN = BACKBONES["llava_onevision1_5"]
TEXTS = ("One picture.", "And $x^2$, another.")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What matters of a recipe's folder: train.py, whose mending ends with the test, and the tiny model."""
    from llamafactory.data.collator import MultiModalDataCollatorForSeq2Seq as Collator
    from llamafactory.model import loader
    from llamafactory.train.sft.trainer import CustomSeq2SeqTrainer as Trainer
    from transformers import modeling_flash_attention_utils as flash

    for place, name in (
        (loader, "init_adapter"),
        (Collator, "_compute_rope_position_ids"),
        (Trainer, "compute_loss"),
        (flash, "_flash_attention_forward"),
    ):
        monkeypatch.setattr(place, name, getattr(place, name))
    torch.set_num_threads(1)
    (tmp_path / "train.py").write_text(entry(KNOWN))
    tiny(LLAVA, tmp_path / f"model-{tmp_path.name}")
    return tmp_path


def model_for_flash_attention(folder: Path) -> Any:
    """The folder's model as LLaMA-Factory loads it; its code is imported anew, beside flash-attn."""
    from transformers import AutoConfig, AutoModelForCausalLM

    where = folder / f"flash-{folder.name}"
    shutil.copytree(next(folder.glob("model-*")), where)
    return AutoModelForCausalLM.from_pretrained(
        where,
        config=AutoConfig.from_pretrained(where, trust_remote_code=True),
        trust_remote_code=True,
        attn_implementation="flash_attention_2",
        dtype=torch.float32,
    )


def test_the_share_is_the_papers(folder: Path) -> None:
    share = trainable_share(KNOWN, PAPER, next(folder.glob("model-*")), folder)
    assert share.faults() == []
    assert share.trained["vision"] == 0 < share.total["vision"]
    assert 0 < share.trained["projector"] == share.total["projector"]
    assert 0 < share.trained["language"] == share.total["language"]


def test_a_picture_is_seen_the_same_in_any_company(folder: Path) -> None:
    vlm = load(str(next(folder.glob("model-*"))), dtype="float32", trust_remote_code=True)
    page = lomo.render("Seen twice").pages[0].image
    made = prompt_inputs(vlm, [[page, "and", page]])
    with torch.no_grad():
        both = vlm.model.model.visual(made["pixel_values"], grid_thw=made["image_grid_thw"])
    first, second = both.chunk(2)
    assert torch.allclose(first, second, atol=1e-5)
    assert first.std() > 1e-3


def packed_batch(vlm: Vlm, model: Any) -> tuple[dict[str, Any], list[int]]:
    """What LLaMA-Factory's collator makes of a neat pack of two samples with a picture each; the samples' ends."""
    from llamafactory.data.collator import SFTDataCollatorWith4DAttentionMask
    from llamafactory.data.template import get_template_and_fix_tokenizer
    from llamafactory.hparams import DataArguments
    from PIL import Image

    pages = [lomo.render(text).pages[0].image for text in TEXTS]
    ids: list[int] = []
    mask: list[int] = []
    ends = [0]
    for number, (page, text) in enumerate(zip(pages, TEXTS, strict=True), 1):
        one = prompt_inputs(vlm, [[page, text]])["input_ids"][0].tolist()
        ids, mask = [*ids, *one], [*mask, *[number] * len(one)]
        ends.append(len(ids))
    padding = 5
    feature = {
        "input_ids": ids + [vlm.processor.tokenizer.pad_token_id] * padding,
        "attention_mask": mask + [0] * padding,
        "labels": ids + [-100] * padding,
        "position_ids": [0] * (len(ids) + padding),
        "images": [Image.fromarray(page.squeeze()).convert("RGB") for page in pages],
        "packing_params": {
            "sequence_boundaries": [*ends, len(ids) + padding],
            "image_subseq_ids": [0, 1],
            "video_subseq_ids": [],
            "audio_subseq_ids": [],
            "right_padding_length": padding,
        },
    }
    collator = SFTDataCollatorWith4DAttentionMask(
        template=get_template_and_fix_tokenizer(
            vlm.processor.tokenizer, DataArguments(template=KNOWN.template)
        ),
        model=model,
        tokenizer=vlm.processor.tokenizer,
        processor=vlm.processor,
        block_diag_attn=True,
        attn_implementation="flash_attention_2",
        compute_dtype=torch.float32,
        neat_packing=True,
    )
    return collator([feature]), ends[1:]


def test_packed_samples_do_not_see_each_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flash_on_cpu.install(monkeypatch)
    names = runpy.run_path(str(folder / "train.py"))
    model = model_for_flash_attention(folder).eval()
    names["init_adapter"](model.config, model, original=lambda config, model: model)
    vlm = load(str(next(folder.glob("model-*"))), dtype="float32", trust_remote_code=True)
    batch, (first, second) = packed_batch(vlm, model)
    assert batch["attention_mask"] is None
    assert batch["position_ids"].tolist() == [[*range(first), *range(second - first)]]

    trainer = SimpleNamespace(
        model=model,
        ref_model=model,
        finetuning_args=SimpleNamespace(use_asft_loss=True),
        compute_loss_func=lambda outputs, *_: outputs.logits,
    )
    with torch.no_grad():
        found = names["compute_loss"](trainer, model, batch)[0]
        for (start, end), text in zip(((0, first), (first, second)), TEXTS, strict=True):
            page = lomo.render(text).pages[0].image
            alone = vlm.model(**prompt_inputs(vlm, [[page, text]])).logits[0]
            assert torch.allclose(found[start:end], alone, atol=1e-4), text
        names["now"]["positions"] = None  # what the model's code does by itself
        mixed = model(**batch).logits[0]
    assert not torch.allclose(mixed[first:], found[first:], atol=1e-3)
