"""The name of a family in, a folder with a tiny, randomly initialised model of its real class out.

For trials of pipelines without weights, network or GPU: the classes, the processor and the chat template are those
of the family, the sizes are not (200,000 to 300,000 parameters). The vocabulary is the 256 bytes and the
special tokens, so that nothing has to be downloaded or trained.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, get_args

from lomo.errors import InputError
from lomo.vlm.tiny_llava import make_tiny_llava

Family = Literal["qwen3_5", "qwen3_vl", "qwen2_vl", "llavaonevision1_5"]
MAX_PIXELS = 2_560_000
SPECIAL = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
)
# Keeps the order of the parts; a system turn only where the conversation has one.
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n"
    "{% if message.content is string %}{{ message.content }}{% else %}{% for part in message.content %}"
    "{% if part.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif part.type == 'text' %}{{ part.text }}{% endif %}{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def make_tiny(family: Family, folder: Path, *, seed: int = 0, model_code: Path | None = None) -> Path:
    """Writes the model, its tokenizer and its processor into ``folder``; returns it.

    Args:
        family: which class.
        folder: made when it is not there.
        seed: of the weights.
        model_code: the folder with the remote code of LLaVA-OneVision-1.5 (a checkpoint's ``*.py``).

    Raises InputError where a family is unknown or its code is not given.
    """
    if family not in get_args(Family):
        raise InputError(f"tiny model {family!r}: expected one of {', '.join(get_args(Family))}")
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    if family == "llavaonevision1_5":
        return make_tiny_llava(folder, model_code, tokenizer)
    model = _MAKERS[family](folder)
    model.save_pretrained(folder)
    return folder


def tokenizer(kind: Any) -> Any:
    """A tokenizer of the class ``kind`` whose vocabulary is the bytes and the special tokens, in that order."""
    alphabet = _byte_letters()
    vocab = {letter: number for number, letter in enumerate(alphabet)}
    vocab |= {token: len(alphabet) + number for number, token in enumerate(SPECIAL)}
    made = kind(
        vocab=vocab,
        merges=[],
        unk_token="<|endoftext|>",
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=list(SPECIAL[1:]),
    )
    made.chat_template = CHAT_TEMPLATE
    return made


def _byte_letters() -> list[str]:
    """The letter that a byte-level vocabulary writes for each byte, in the order of the bytes."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in plain]
    letters = {byte: chr(byte) for byte in plain} | {byte: chr(256 + n) for n, byte in enumerate(rest)}
    return [letters[byte] for byte in range(256)]


def ids(made: Any) -> dict[str, int]:
    """The configuration's keys for the special tokens."""
    return {
        "image_token_id": made.convert_tokens_to_ids("<|image_pad|>"),
        "video_token_id": made.convert_tokens_to_ids("<|video_pad|>"),
        "vision_start_token_id": made.convert_tokens_to_ids("<|vision_start|>"),
        "vision_end_token_id": made.convert_tokens_to_ids("<|vision_end|>"),
    }


def _text(made: Any, layers: int, **more: Any) -> dict[str, Any]:
    return {
        "vocab_size": len(made),
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": layers,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 32768,
        "pad_token_id": made.pad_token_id,
        "eos_token_id": made.eos_token_id,
        "bos_token_id": None,
        "tie_word_embeddings": False,
        **more,
    }


_VISION: dict[str, Any] = {
    "depth": 2,
    "num_heads": 4,
    "in_channels": 3,
    "spatial_merge_size": 2,
    "temporal_patch_size": 2,
}


def _qwen3_5(folder: Path) -> Any:
    from transformers import Qwen3_5Config, Qwen3_5ForConditionalGeneration, Qwen3VLProcessor
    from transformers.models.qwen3_5 import Qwen3_5Tokenizer
    from transformers.models.qwen3_vl.video_processing_qwen3_vl import Qwen3VLVideoProcessor

    made = tokenizer(Qwen3_5Tokenizer)
    _processor(Qwen3VLProcessor, made, Qwen3VLVideoProcessor, patch_size=16).save_pretrained(folder)
    rope = {
        "rope_type": "default",
        "rope_theta": 1e7,
        "partial_rotary_factor": 0.5,
        "mrope_section": [2, 1, 1],
        "mrope_interleaved": True,
    }
    text = _text(made, 4, head_dim=16, rope_parameters=rope, linear_conv_kernel_dim=4)
    text |= {"linear_key_head_dim": 16, "linear_value_head_dim": 16}
    text |= {"linear_num_key_heads": 2, "linear_num_value_heads": 4}
    vision = _VISION | {"hidden_size": 32, "intermediate_size": 64, "patch_size": 16, "out_hidden_size": 64}
    vision |= {"num_position_embeddings": 64}
    config = Qwen3_5Config(text_config=text, vision_config=vision, **ids(made))
    return Qwen3_5ForConditionalGeneration(config)


def _qwen3_vl(folder: Path) -> Any:
    from transformers import Qwen2Tokenizer, Qwen3VLConfig, Qwen3VLForConditionalGeneration, Qwen3VLProcessor
    from transformers.models.qwen3_vl.video_processing_qwen3_vl import Qwen3VLVideoProcessor

    made = tokenizer(Qwen2Tokenizer)
    _processor(Qwen3VLProcessor, made, Qwen3VLVideoProcessor, patch_size=16).save_pretrained(folder)
    rope = {
        "rope_type": "default",
        "rope_theta": 5e6,
        "mrope_section": [4, 2, 2],
        "mrope_interleaved": True,
    }
    text = _text(made, 2, head_dim=16, rope_parameters=rope)
    vision = _VISION | {"hidden_size": 32, "intermediate_size": 64, "patch_size": 16, "out_hidden_size": 64}
    vision |= {"num_position_embeddings": 64, "deepstack_visual_indexes": [0]}
    return Qwen3VLForConditionalGeneration(Qwen3VLConfig(text_config=text, vision_config=vision, **ids(made)))


def _qwen2_vl(folder: Path) -> Any:
    from transformers import Qwen2Tokenizer, Qwen2VLConfig, Qwen2VLForConditionalGeneration, Qwen2VLProcessor
    from transformers.models.qwen2_vl.video_processing_qwen2_vl import Qwen2VLVideoProcessor

    made = tokenizer(Qwen2Tokenizer)
    _processor(Qwen2VLProcessor, made, Qwen2VLVideoProcessor, patch_size=14).save_pretrained(folder)
    rope = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [4, 2, 2]}
    text = _text(made, 2, rope_parameters=rope)
    vision = _VISION | {"embed_dim": 32, "hidden_size": 64, "mlp_ratio": 2, "patch_size": 14}
    return Qwen2VLForConditionalGeneration(Qwen2VLConfig(text_config=text, vision_config=vision, **ids(made)))


def _processor(kind: Any, made: Any, video: Any, *, patch_size: int) -> Any:
    from transformers import Qwen2VLImageProcessor

    unit = (2 * patch_size) ** 2
    sizes = {"shortest_edge": unit, "longest_edge": MAX_PIXELS}
    pictures = Qwen2VLImageProcessor(size=sizes, patch_size=patch_size, merge_size=2, temporal_patch_size=2)
    films = video(size=sizes, patch_size=patch_size, merge_size=2, temporal_patch_size=2)
    return kind(image_processor=pictures, tokenizer=made, video_processor=films, chat_template=CHAT_TEMPLATE)


_MAKERS: dict[str, Callable[[Path], Any]] = {
    "qwen3_5": _qwen3_5,
    "qwen3_vl": _qwen3_vl,
    "qwen2_vl": _qwen2_vl,
}
