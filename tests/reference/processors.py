"""The name of a model family -> the processor that transformers has for it, as its checkpoints configure it, and what
that counts. Needs torch, torchvision and transformers; nothing is downloaded.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_QWEN = {
    "qwen2-vl": (14, 3136, 12845056),
    "qwen2.5-vl": (14, 3136, 12845056),
    "qwen3-vl": (16, 65536, 16777216),
    "qwen3.5": (16, 65536, 16777216),
    "llava-onevision-1.5": (14, 3136, 2560000),
}
NAMES = (*_QWEN, "llava-onevision")
_IMAGE = "<image>"


def real_processor(name: str) -> Any:
    """The image processor of a Qwen-like family, the whole processor of LLaVA-OneVision."""
    _declare_missing_operators()
    if name in _QWEN:
        from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor

        patch, least, most = _QWEN[name]
        return Qwen2VLImageProcessor(patch_size=patch, merge_size=2, min_pixels=least, max_pixels=most)
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from transformers import PreTrainedTokenizerFast
    from transformers.models.llava_onevision.image_processing_llava_onevision import (
        LlavaOnevisionImageProcessor,
    )
    from transformers.models.llava_onevision.processing_llava_onevision import LlavaOnevisionProcessor
    from transformers.models.llava_onevision.video_processing_llava_onevision import (
        LlavaOnevisionVideoProcessor,
    )

    words = Tokenizer(WordLevel({"[UNK]": 0, _IMAGE: 1, "<video>": 2}, unk_token="[UNK]"))
    words.pre_tokenizer = Whitespace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words,
        unk_token="[UNK]",
        pad_token="[UNK]",
        additional_special_tokens=[_IMAGE, "<video>"],
    )
    return LlavaOnevisionProcessor(
        image_processor=LlavaOnevisionImageProcessor(),
        tokenizer=tokenizer,
        video_processor=LlavaOnevisionVideoProcessor(),
        num_image_tokens=729,
        vision_feature_select_strategy="full",
    )


def real_count(processor: Any, width: int, height: int) -> int | None:
    """What the processor says that a picture of this size costs; None where it refuses it."""
    try:
        if hasattr(processor, "get_number_of_image_patches"):
            return int(processor.get_number_of_image_patches(height, width, {})) // processor.merge_size**2
        (count,) = processor._get_num_multimodal_tokens(image_sizes=[(height, width)])["num_image_tokens"]
        return int(count)
    except ValueError:
        return None


def processed_count(processor: Any, width: int, height: int) -> int:
    """What a picture of this size becomes when it really is processed."""
    image = np.full((height, width, 3), 255, np.uint8)
    if hasattr(processor, "merge_size"):
        grid = processor(images=[image], return_tensors="pt")["image_grid_thw"]
        return int(grid.prod()) // processor.merge_size**2
    made = processor(images=image, text=_IMAGE, return_tensors="pt")
    return int((made["input_ids"] == processor.image_token_id).sum())


def packed_count(width: int, height: int) -> int:
    """How many vectors LLaVA-OneVision's model makes of a picture of this size, its newlines among them."""
    _declare_missing_operators()
    import torch
    from transformers import LlavaOnevisionConfig
    from transformers.models.llava_onevision.modeling_llava_onevision import (
        LlavaOnevisionModel,
        image_size_to_num_patches,
    )

    config = LlavaOnevisionConfig(vision_config={"model_type": "siglip_vision_model", "patch_size": 14})
    config.vision_config.image_size = 384
    tiles = image_size_to_num_patches((height, width), config.image_grid_pinpoints, 384)
    model = LlavaOnevisionModel.__new__(LlavaOnevisionModel)
    torch.nn.Module.__init__(model)
    model.config = config
    features, _ = model.pack_image_features(
        [torch.zeros(tiles, 729, 1)], torch.tensor([[height, width]]), image_newline=torch.zeros(1)
    )
    return int(features[0].shape[0])


def _declare_missing_operators() -> None:
    """The registry's torchvision is built for CUDA; beside a torch that is not, it asks for two operators that
    nothing here calls."""
    import torch

    if torch.version.cuda is None and not _LIBRARY:
        _LIBRARY.append(torch.library.Library("torchvision", "FRAGMENT"))
        for name in ("nms", "qnms"):
            _LIBRARY[0].define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")


_LIBRARY: list[Any] = []
