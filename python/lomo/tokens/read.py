"""What callers hold in, what counting needs out: a picture's size in px, and a processor's numbers."""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from lomo.errors import InputError
from lomo.processors import PROCESSORS, AnyresProcessor, Processor, ProcessorName

_PNG = b"\x89PNG\r\n\x1a\n"
M = TypeVar("M", bound=BaseModel)


def picture_size(picture: Any) -> tuple[int, int]:
    """Width and height in px; raises InputError for what is no picture."""
    size: Any = None
    if isinstance(picture, bytes):
        if picture[:8] != _PNG or len(picture) < 24:
            raise InputError(
                "the picture's bytes are no PNG file: give its (width, height), or open it first"
            )
        size = struct.unpack(">II", picture[16:24])
    elif isinstance(picture, tuple):
        size = picture
    else:
        pixels = getattr(picture, "image", picture)
        shape, size = getattr(pixels, "shape", None), getattr(pixels, "size", None)
        if shape is not None and len(shape) in (2, 3):
            size = (shape[1], shape[0])
    if not (isinstance(size, tuple) and len(size) == 2 and all(map(_is_side, size))):
        raise InputError(
            f"expected a picture, an array of shape (height, width, channels) or (width, height), got {picture!r:.60}"
        )
    return int(size[0]), int(size[1])


def _is_side(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def processor_of(given: Any) -> Processor | AnyresProcessor:
    """The numbers of a processor, however it is given (see ``visual_tokens``); raises InputError."""
    if isinstance(given, (Processor, AnyresProcessor)):
        return given
    if isinstance(given, str):
        if given not in PROCESSORS:
            raise InputError(f"processor {given!r:.60}: expected one of {', '.join(get_args(ProcessorName))}")
        return PROCESSORS[given]
    # A whole processor holds its image processor and, for LLaVA-OneVision, numbers of its own.
    inner = _get(given, "image_processor", given)
    if _get(inner, "image_grid_pinpoints", None):
        return _anyres(given, inner)
    if _get(inner, "patch_size", None) and _get(inner, "merge_size", None):
        return _patches(inner)
    name = "the mapping" if isinstance(given, Mapping) else type(inner).__name__
    raise InputError(
        f"processor: {name} has neither patch_size and merge_size (Qwen2-VL and its successors) nor "
        "image_grid_pinpoints (LLaVA-OneVision): pictures of other processors cannot be counted"
    )


def _patches(inner: Any) -> Processor:
    if not _get(inner, "do_resize", True):
        raise InputError("processor: do_resize is off, so that it takes only pictures of whole patches")
    size = _get(inner, "size", None) or {}
    bounds = {key: _get(inner, key, None) for key in ("min_pixels", "max_pixels")}
    if type(inner).__name__.endswith("Fast") and None in bounds.values():
        bounds = {}  # those of transformers 4 heed these two only together
    size, bounds = _heeded(inner, size, bounds)
    for key, edge in (("min_pixels", "shortest_edge"), ("max_pixels", "longest_edge")):
        if bounds.get(key) is None:
            bounds[key] = _get(size, edge, None)
    if None in bounds.values():
        raise InputError(
            "processor: it has no min_pixels and max_pixels (size: shortest_edge and longest_edge)"
        )
    sides = {name: _get(inner, name, None) for name in ("patch_size", "merge_size")}
    return _made(Processor, {**sides, **bounds})


def _heeded(inner: Any, size: Any, bounds: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The size that a processor of transformers 5 makes of bounds that were set on it later, by its own word: the
    first releases heed both together, the next each alone."""
    own = getattr(inner, "_standardize_kwargs", None)
    if own is None or set(bounds.values()) <= {None}:
        return size, bounds
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        try:
            return own(size=size, **bounds)["size"], {}
        except (KeyError, TypeError, ValueError):
            return size, bounds


def _anyres(whole: Any, inner: Any) -> AnyresProcessor:
    size = _get(inner, "size", None) or {}
    sides = [_get(size, key, None) for key in ("height", "width", "shortest_edge")]
    known = [side for side in sides if side]
    numbers: dict[str, Any] = {
        "pinpoints": [tuple(point) for point in _get(inner, "image_grid_pinpoints", ())]
    }
    if known:
        numbers["tile_px"] = min(known)
    if tile_tokens := _get(whole, "num_image_tokens", None):
        numbers["tile_tokens"] = tile_tokens
    numbers["drops_first"] = _get(whole, "vision_feature_select_strategy", "full") == "default"
    aspect = _get(whole, "vision_aspect_ratio", None) or "anyres_max_9"
    found = re.fullmatch(r"anyres_max_(\d+)", str(aspect))
    if not found:
        raise InputError(f"processor: vision_aspect_ratio {aspect!r:.60} is not anyres_max_N")
    return _made(AnyresProcessor, {**numbers, "max_tiles": int(found[1])})


def _made(model: type[M], numbers: dict[str, Any]) -> M:
    try:
        return model.model_validate(numbers)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise InputError(f"processor: {told}") from None


def _get(source: Any, name: str, default: Any) -> Any:
    """A key of a mapping or an attribute of an object; None counts as absent."""
    value = source.get(name, default) if isinstance(source, Mapping) else getattr(source, name, default)
    return default if value is None else value
