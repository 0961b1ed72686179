"""Signals that come in a held block -> its end first, then the interrupt."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from lomo.corpus.interrupts import interrupts_held


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_held_block_ends_before_the_interrupt(number: int) -> None:
    def stop(told: int, _: object) -> None:
        raise KeyboardInterrupt(told)

    # With another thread about, the system hands it the signal that this one has blocked.
    over = threading.Event()
    threading.Thread(target=over.wait, daemon=True).start()
    reached = []

    def held() -> None:
        with interrupts_held():
            os.kill(os.getpid(), number)
            until = time.monotonic() + 0.2
            while time.monotonic() < until:
                pass
            reached.append(True)

    before = signal.signal(number, stop)
    try:
        with pytest.raises(KeyboardInterrupt) as told:
            held()
        assert (reached, told.value.args) == ([True], (number,))
        assert signal.getsignal(number) is stop
    finally:
        signal.signal(number, before)
        over.set()


def test_a_block_in_another_thread_may_be_held() -> None:
    done = []

    def work() -> None:
        with interrupts_held():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
