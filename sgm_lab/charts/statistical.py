"""seaborn, for the charts that stand on it; imported from here, so that it comes without ``scipy.stats``.

seaborn takes one thing from there, a density, and nothing here draws one: waiting for its import would double the
time until the first figure. Whoever does draw a density gets SciPy's then.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

__all__ = ["sns"]


@contextmanager
def _density_for_later() -> Iterator[None]:
    """Let ``scipy.stats`` be a name with one function in it while seaborn is imported."""
    if "scipy.stats" in sys.modules or "seaborn" in sys.modules or not _has_scipy():
        yield
        return
    later = ModuleType("scipy.stats")
    later.gaussian_kde = _gaussian_kde  # type: ignore[attr-defined]
    sys.modules["scipy.stats"] = later
    try:
        yield
    finally:
        del sys.modules["scipy.stats"]


def _has_scipy() -> bool:
    """Look without importing: a page takes an attempt to import for a wish, and fetches it."""
    try:
        importlib.metadata.distribution("scipy")
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _gaussian_kde(*given: Any, **options: Any) -> Any:
    from scipy import stats

    return stats.gaussian_kde(*given, **options)


with _density_for_later():
    import seaborn as sns
