"""What sixty phones ask for at the same moment is worked out once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

__all__ = ["once"]

P = ParamSpec("P")
R = TypeVar("R")


def once(size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the last results of a function, and let those who ask for one that is being worked out wait for it.

    A cache alone does not: of sixty threads that find it empty, each would do the work.
    """

    def keep(make: Callable[P, R]) -> Callable[P, R]:
        guard, kept = threading.Lock(), lru_cache(size)(make)

        @wraps(make)
        def call(*args: P.args, **named: P.kwargs) -> R:
            with guard:
                return kept(*args, **named)

        return call

    return keep
