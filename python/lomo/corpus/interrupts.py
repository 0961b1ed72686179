"""A block of code in, run to its end before Ctrl-C or a batch system's SIGTERM takes effect."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_HELD = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Interrupts wait until the block is left; processes started in it never see Ctrl-C: the parent ends them.

    A process whose start is cut short prints a traceback of its own.
    """
    # Blocking the signal is not enough: the system gives it to another thread, and Python's handler runs in this one.
    came: list[int] = []
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in _HELD:
            if callable(handler := signal.getsignal(number)):
                before[number] = handler
                signal.signal(number, lambda told, _: came.append(told))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for told, handler in before.items():
            signal.signal(told, handler)
        if came:
            signal.raise_signal(came[0])
