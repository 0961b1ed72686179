"""What holds for every test: Hypothesis sets no deadlines, since a busy machine or a sanitizer slows any example."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("lomo", parent=settings(), deadline=None)
settings.load_profile("lomo")
