"""What one person may use of a server without systemd, so that the others go on.

Each process has its memory, each account its number of processes and its cores; whoever is over the limit with several
processes together loses the largest. `load_ipython_extension` says in one sentence what happened.
"""

from __future__ import annotations

import math
import os
import re
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from .words import say

if sys.platform != "win32":
    import resource

__all__ = ["PROCESSES", "end_largest", "hold", "load_ipython_extension", "threads", "used"]

#: Processes and threads of an account: a server and a dozen open pages have half of them.
PROCESSES = 512
_BEHIND = 5  # how much learners' processes stand behind the hub, which everybody waits for


def threads(cores: float | None) -> int:
    """Return on how many cores at once a person's processes may compute.

    >>> threads(1.0), threads(0.5), threads(2.5)
    (1, 1, 3)
    """
    return max(1, math.ceil(cores or 0))


def hold(memory: int | None, cores: float | None, uid: int) -> None:
    """Limit this process and all it starts; before it becomes the account, which cannot take it back."""
    if memory:
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
    os.nice(_BEHIND)
    if cores and hasattr(os, "sched_setaffinity"):
        there = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {there[(uid + one) % len(there)] for one in range(threads(cores))})


def used(uid: int) -> dict[int, int]:
    """Return the bytes of each process of an account, what several share counted in shares."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            if place.stat().st_uid == uid and (
                told := re.search(r"^Pss: *(\d+)", (place / "smaps_rollup").read_text(), re.M)
            ):
                found[int(place.name)] = int(told[1]) * 1024
    return found


def end_largest(uid: int, memory: int, but: Iterable[int] = ()) -> int:
    """End the largest process of an account that uses more than it may; return which, 0 for none.

    JupyterLab says to its owner that the kernel has ended and begins a new one.
    """
    sizes = used(uid)
    if sum(sizes.values()) <= memory:
        return 0
    largest = max((pid for pid in sizes if pid not in but), key=sizes.__getitem__, default=0)
    if largest:
        with suppress(ProcessLookupError):
            os.kill(largest, signal.SIGKILL)
    return largest


def load_ipython_extension(shell: Any) -> None:
    """Say in a kernel that memory is used up, in place of an error in Python's words; IPython calls this."""

    def full(*_: Any, **__: Any) -> None:
        most = int(os.environ.get("MEM_LIMIT") or 0) / 1024**3
        print(
            say("limits.memory" if most else "limits.machine", os.environ.get("SGM_LANG"), most=f"{most:g}")
        )

    shell.set_custom_exc((MemoryError,), full)
