"""The remote code of LLaVA-OneVision-1.5 in, a folder with a tiny random model of that class out.

transformers has no such class: a checkpoint brings ``configuration_llavaonevision1_5.py`` and
``modeling_llavaonevision1_5.py``, which run on transformers 4.57.6 and not on 5.x.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from lomo.errors import InputError
from lomo.vlm.llava_code import lend_flash_attention

CODE = ("configuration_llavaonevision1_5.py", "modeling_llavaonevision1_5.py")
_AUTO_MAP = {
    "AutoConfig": "configuration_llavaonevision1_5.Llavaonevision1_5Config",
    "AutoModel": "modeling_llavaonevision1_5.LLaVAOneVision1_5_ForConditionalGeneration",
    "AutoModelForCausalLM": "modeling_llavaonevision1_5.LLaVAOneVision1_5_ForConditionalGeneration",
}


def make_tiny_llava(folder: Path, model_code: Path | None, tokenizer: Callable[[Any], Any]) -> Path:
    """Writes code, weights, tokenizer and processor into ``folder``; raises InputError without the code."""
    if model_code is None:
        raise InputError(
            "LLaVA-OneVision-1.5 is remote code: name the folder of a checkpoint that holds "
            f"{' and '.join(CODE)} (--model-code DIR)"
        )
    if absent := [name for name in CODE if not (model_code / name).is_file()]:
        raise InputError(f"{model_code}: there is no {' and no '.join(absent)}; name a checkpoint's folder")
    from transformers import AutoConfig, AutoModelForCausalLM, Qwen2_5_VLProcessor, Qwen2VLImageProcessor
    from transformers.models.qwen2_vl.video_processing_qwen2_vl import Qwen2VLVideoProcessor

    lend_flash_attention()
    for path in model_code.glob("*.py"):
        shutil.copy(path, folder / path.name)
    made = tokenizer(partial(_qwen2_tokenizer, folder))
    sizes: dict[str, Any] = {"patch_size": 14, "merge_size": 2, "temporal_patch_size": 1}
    pictures = Qwen2VLImageProcessor(min_pixels=28 * 28, max_pixels=2_560_000, **sizes)
    films = Qwen2VLVideoProcessor(min_pixels=28 * 28, max_pixels=2_560_000, **sizes)
    Qwen2_5_VLProcessor(
        image_processor=pictures, tokenizer=made, video_processor=films, chat_template=made.chat_template
    ).save_pretrained(folder)
    (folder / "config.json").write_text(json.dumps(_config(made), indent=2), encoding="utf-8")
    config = AutoConfig.from_pretrained(folder, trust_remote_code=True)
    model = AutoModelForCausalLM.from_config(config, trust_remote_code=True)
    model.save_pretrained(folder)
    saved = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(
        json.dumps(saved | {"auto_map": _AUTO_MAP}, indent=2), encoding="utf-8"
    )
    return folder


def _qwen2_tokenizer(folder: Path, vocab: dict[str, int], merges: list[str], **special: Any) -> Any:
    """Qwen2's fast tokenizer; transformers 4.x reads the vocabulary from files, which ``folder`` keeps."""
    import transformers

    if int(transformers.__version__.partition(".")[0]) > 4:
        return transformers.Qwen2Tokenizer(vocab=vocab, merges=merges, **special)
    files = {"vocab_file": folder / "vocab.json", "merges_file": folder / "merges.txt"}
    files["vocab_file"].write_text(json.dumps(vocab), encoding="utf-8")
    files["merges_file"].write_text(
        "".join(f"{line}\n" for line in ("#version: 0.2", *merges)), encoding="utf-8"
    )
    return transformers.Qwen2TokenizerFast(**{key: str(path) for key, path in files.items()}, **special)


def _config(made: Any) -> dict[str, Any]:
    text = {
        "vocab_size": len(made),
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "max_position_embeddings": 32768,
        "image_token_id": made.convert_tokens_to_ids("<|image_pad|>"),
        "video_token_id": made.convert_tokens_to_ids("<|video_pad|>"),
        "pad_token_id": made.pad_token_id,
        "eos_token_id": made.eos_token_id,
    }
    vision = {
        "depth": 2,
        "embed_dim": 64,
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_heads": 4,
        "patch_size": 14,
        "spatial_merge_size": 2,
        "temporal_patch_size": 1,
        "text_hidden_size": 64,
    }
    return {
        "architectures": ["LLaVAOneVision1_5_ForConditionalGeneration"],
        "auto_map": _AUTO_MAP,
        "model_type": "llavaonevision1_5",
        "text_config": text,
        "vision_config": vision,
        "vocab_size": len(made),
        "image_token_id": text["image_token_id"],
        "video_token_id": text["video_token_id"],
        "vision_start_token_id": made.convert_tokens_to_ids("<|vision_start|>"),
    }
