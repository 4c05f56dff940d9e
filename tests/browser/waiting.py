"""Wait for what a page comes to: asked from outside, since the site's policy lets nothing be evaluated inside."""

from __future__ import annotations

import subprocess
import time
from typing import Any


def ended(process: subprocess.Popen[Any]) -> None:
    """End a server: asked first, and on a busy machine, where it may not come to answering, by force."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(30)


def until(page: Any, expression: str, timeout: float = 30_000, arg: Any = None) -> None:
    """Return once a page says yes; ``Page.wait_for_function`` does so only where pages may use ``eval``."""
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"not so after {timeout / 1000:.0f} s: {expression}"
        page.wait_for_timeout(50)
