"""Machines that let no worker process start -> a message that says so, and what does without."""

from __future__ import annotations

import errno
import os
from typing import Any, NoReturn

import pytest

from lomo.config import Config
from lomo.corpus import work
from lomo.corpus.setting import Setting
from lomo.errors import InputError


def test_a_machine_without_shared_memory_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(work, "ProcessPoolExecutor", refuse)
    with pytest.raises(InputError, match=r"Permission denied.*/dev/shm.*workers: 1"):
        list(work.results([], Setting(Config()), 2))
    assert list(work.results([], Setting(Config()), 1)) == []
