"""How far long work is, on the error stream; short work says nothing."""

from __future__ import annotations

import sys
from threading import Timer
from types import TracebackType

__all__ = ["Progress"]

_LONG = 2.0  # seconds that a step may take before it is said


class Progress:
    """Says the step that is being done once it takes long.

    Parameters
    ----------
    quiet : bool
        Whether it never says anything.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._timer: Timer | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def __call__(self, said: str) -> None:
        """Begin a step."""
        self._stop()
        if not self._quiet:
            self._timer = Timer(_LONG, print, [f"… {said}"], {"file": sys.stderr, "flush": True})
            self._timer.daemon = True
            self._timer.start()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
