"""The five benchmarks that EvalScope lacks: nothing in, their adapters registered with EvalScope out."""

from __future__ import annotations

from importlib import import_module

_MODULES = ("cc_ocr", "count_bench", "mm_ifeval", "mmlongbench_doc", "we_math")


def register() -> None:
    """Makes EvalScope know ``cc_ocr``, ``count_bench``, ``mm_ifeval``, ``mmlongbench_doc`` and ``we_math``."""
    for name in _MODULES:
        import_module(f"lomo.evaluate.adapters.{name}")
