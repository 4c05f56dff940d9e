"""Verdicts of many sentences ahead of time: a second Python reads them beside this one.

Where there is no second processor, no second Python (in a page) or it fails, nothing is told ahead, and `verdicts`
reads each sentence when it is asked; what comes out is the same.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from contextvars import ContextVar
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from ..i18n import get_language, set_language
from .rules.verdicts import judge_only

__all__ = ["Ahead", "known"]

#: A sentence and the criteria asked for; the verdicts, and whether it is a slogan.
Asked = tuple[str, tuple[str, ...]]
Told = tuple[dict[str, Any], bool]

_AHEAD: ContextVar[Ahead | None] = ContextVar("ahead", default=None)
# Fewer are read sooner than a second Python is there.
_PAYS = 100
# Of those that are left so many are waited for: the rules need a second to be there.
_LEFT = 400
_PATIENCE = 15.0  # seconds without a word from it


def known(text: str, criteria: tuple[str, ...]) -> Told | None:
    """What was read ahead of a sentence, if anything."""
    ahead = _AHEAD.get()
    return ahead.tell(text, criteria) if ahead else None


class Ahead:
    """Has sentences read by a second Python as they come in; within it `verdicts` knows what was read.

    Parameters
    ----------
    many : bool
        Whether so many will come that the second Python is started before the first.

    Examples
    --------
    >>> with Ahead() as ahead:
    ...     ahead.ask("Reduce waiting times as soon as possible.", ("measurable",))
    ...     ahead.told  # one sentence alone is not worth it
    {}
    """

    def __init__(self, many: bool = False) -> None:
        self.told: dict[Asked, Told] = {}
        self._lang = get_language()  # it decides of a sentence of figures alone
        self._asked: dict[Asked, None] = {}
        self._lines: SimpleQueue[Asked | None] = SimpleQueue()
        self._mine: list[Asked] | None = None  # those that this Python may read meanwhile
        self._process: subprocess.Popen[str] | None = None
        self._threads: list[Thread] = []
        self._pays = _PAYS if _second() else None
        if many and self._pays:
            self._start()

    def __enter__(self) -> Ahead:
        self._token = _AHEAD.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _AHEAD.reset(self._token)
        self._stop()

    def ask(self, text: str, criteria: tuple[str, ...]) -> None:
        """Have a sentence read for these criteria."""
        one = text, criteria
        if self._pays is None or one in self._asked:
            return
        self._asked[one] = None
        self._lines.put(one)
        if not self._process and len(self._asked) - len(self.told) >= self._pays:
            self._start()

    def tell(self, text: str, criteria: tuple[str, ...]) -> Told | None:
        """Return what was read of a sentence, once it is; None where nobody reads it."""
        one = text, criteria
        if get_language() != self._lang:
            return None
        if self._process and one in self._asked:
            self._wait(one)
        return self.told.get(one)

    def _wait(self, one: Asked) -> None:
        """Wait for a sentence; where many are left, this Python takes its share of them from the end."""
        if self._mine is None:
            left = [other for other in self._asked if other not in self.told]
            self._mine = left if len(left) > _LEFT else []
        reader, there, moved = self._threads[1], len(self.told), time.monotonic()
        while one not in self.told and reader.is_alive():
            if self._mine:
                if (last := self._mine.pop()) not in self.told:
                    self.told[last] = judge_only(*last)
                continue
            reader.join(0.01)
            if len(self.told) > there:
                there, moved = len(self.told), time.monotonic()
            elif time.monotonic() - moved > _PATIENCE:  # one that says nothing any more
                self._stop()

    def _start(self) -> None:
        command = [sys.executable, "-m", "sgm_lab.smart.ahead", self._lang]
        package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        path = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")]))
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
                encoding="utf-8",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # of Windows
            )
        except OSError:
            self._pays = None
            return
        assert self._process.stdin
        assert self._process.stdout
        self._threads = [
            Thread(target=self._write, args=[self._process.stdin], daemon=True),
            Thread(target=self._read, args=[self._process.stdout], daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _write(self, to: IO[str]) -> None:
        try:
            with to:
                while one := self._lines.get():
                    to.write(json.dumps(one) + "\n")
                    if self._lines.empty():
                        to.flush()
        except (OSError, ValueError):  # it is gone; what it has not told is read here
            pass

    def _read(self, source: IO[str]) -> None:
        try:
            for line in source:
                (text, criteria), (found, slogan) = json.loads(line)
                self.told[text, tuple(criteria)] = found, slogan
        except (OSError, ValueError):
            pass

    def _stop(self) -> None:
        if process := self._process:
            self._process = None
            self._lines.put(None)
            process.kill()
            process.wait()
            for thread in self._threads:
                thread.join()
            # What it has not told may be asked for again.
            self._asked, self._lines, self._mine = dict.fromkeys(self.told), SimpleQueue(), None


def _second() -> bool:
    """Whether there is a processor for a second Python, and a Python that can be started."""
    if sys.platform in ("emscripten", "wasi") or not sys.executable:
        return False
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores > 1


def main() -> None:
    """Read a line for each sentence; write its verdicts beside it, all in the language that is given."""
    set_language(sys.argv[1])
    gc.disable()  # the rules are a million small objects to make, and no sentence leaves a cycle
    for line in sys.stdin:
        text, criteria = json.loads(line)
        print(json.dumps([[text, criteria], judge_only(text, criteria)]), flush=True)


if __name__ == "__main__":
    main()
