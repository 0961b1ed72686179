"""A Ray that starts late, never, or is not there -> waited for, or told in one sentence; no Ray is needed."""

from __future__ import annotations

from typing import Any

import pytest

from lomo.corpus.ray_runner import start
from lomo.errors import InputError

LATE = "The current node timed out during startup. This could happen because some of the raylet failed."


class Ray:
    """Its start fails with each of these in turn."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.given: list[dict[str, Any]] = []
        self.ended = 0

    def init(self, **given: Any) -> None:
        """Fails, while it has faults."""
        self.given.append(given)
        if self.faults:
            raise self.faults.pop(0)

    def shutdown(self) -> None:
        """Counts."""
        self.ended += 1


def test_a_late_start_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    ray = Ray(Exception(LATE), RuntimeError("Timed out waiting for node info for node_id=1."))
    start(ray, 3)
    assert [one["num_cpus"] for one in ray.given] == [3, 3, 3]
    assert ray.ended == 2
    monkeypatch.setenv("RAY_ADDRESS", "10.0.0.1:6379")
    there = Ray()
    start(there, 3)
    assert "num_cpus" not in there.given[0]


def test_what_does_not_start_is_told() -> None:
    never = Ray(*[Exception(LATE)] * 9)
    with pytest.raises(InputError, match="cannot be started or reached: The current node"):
        start(never, 1)
    assert 1 < len(never.given) == never.ended < 9
    gone = Ray(ConnectionError("Could not find any running Ray instance."))
    with pytest.raises(InputError, match="Could not find"):
        start(gone, 1)
    assert len(gone.given) == 1
    with pytest.raises(KeyError):
        start(Ray(KeyError("a bug")), 1)
