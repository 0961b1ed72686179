"""The samples that an adapter made itself in, what EvalScope's loaders would have returned for them out."""

from __future__ import annotations

import copy
from typing import Any

from evalscope.api.dataset import DatasetDict, MemoryDataset


def loaded(adapter: Any, samples: list[Any]) -> tuple[Any, None]:
    """One subset, each sample as often as the adapter's ``repeats`` say, and no few-shot data."""
    repeated = [copy.deepcopy(sample) for sample in samples for _ in range(adapter.repeats)]
    made = MemoryDataset(repeated, name=adapter.name)
    made.reindex(group_size=adapter.repeats)
    return DatasetDict({"default": made}), None
