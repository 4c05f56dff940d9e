"""How long a lab takes to answer a change: recompute and redraw, median over changes (budget: 150 ms).

Run as ``python benchmarks/bench_labs.py [lab …]``; exits with 1 where a lab's median misses the budget. Every control
of every lab is changed on every case, as a learner could: each option of a choice, other numbers, points and rows.
It is done twice and the second time counts, with labs made anew and nothing kept of what they had worked out: the
first loads modules, fonts and cases.
The budget is held against processor time, which is what passes on a calm machine; the clock stands beside it.

With ``--million`` every lab that takes a file is given one of a million rows instead: how long until it is read and
shown, and how long each choice takes the first and the second time (budget: a second for the median of the first).
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any, NamedTuple

from sgm_lab import labs
from sgm_lab.labs.controls import Choice, Column, Control, Day, Many, Number, Points, Rows, Text, share_points

BUDGET_MS = 150.0
MILLION_MS = 1000.0
_GOAL = "9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内"


def values(control: Control, now: Any) -> Iterator[Any]:
    """Values a learner could give the control next."""
    match control:
        case Choice(options=options):
            yield from (value for _, value in options if value != now)
        case Many(options=options):
            yield [value for _, value in options if value not in now]
            yield [value for _, value in options][:2]
        case Number(low=low, high=high):
            if max(abs(low), abs(high)) < 1e6:  # else any number goes
                yield from (low + (high - low) * share for share in (0.3, 0.6))
            else:
                yield now * 1.1 + 1
        case Points(options=options):
            yield from (share_points(now, str(options[0][1]), points) for points in (40, 60))
        case Text():
            yield from (_GOAL[:end] for end in (10, 20, len(_GOAL)))
        case Day():
            yield "2026-11-30"
        case Rows(columns=columns) if now:
            yield from ([now[0] | {c.name: cell(c, now[0][c.name])}, *now[1:]] for c in columns)
        case _:
            return


def cell(column: Column, now: Any) -> Any:
    """Another value for a cell."""
    if column.kind == "number":
        high = column.high if column.high is not None else float("inf")
        return min(high, (now or 0) + column.step)
    if column.kind == "choice":
        return next((value for _, value in column.options if value != now), now)
    return {"text": f"{now}一", "flag": not now, "day": "2026-11-30"}.get(column.kind, now)


class Took(NamedTuple):
    """Milliseconds until the changed view was there: of the processor, and on the clock."""

    worked: float
    passed: float


def timed(lab: labs.Lab, changes: dict[str, Any]) -> Took:
    """Make a change and wait for the view."""
    begun, worked = time.perf_counter(), time.process_time()
    lab.message({"do": "set", "changes": changes})
    return Took((time.process_time() - worked) * 1000, (time.perf_counter() - begun) * 1000)


def measure(name: str) -> dict[str, list[Took]]:
    """Change every control of a lab on every case; the times of each control."""
    times: dict[str, list[Took]] = defaultdict(list)
    made = getattr(labs, name)()
    cases = [value for c in made.controls() if c.name == "case" for _, value in c.options] or [None]
    for case in cases:
        lab = getattr(labs, name)(**({} if case is None else {"case": case}))
        lab.widget()
        views = next(
            (c for c in lab.controls() if isinstance(c, Choice) and c.name in ("view", "step")), None
        )
        for view in [value for _, value in views.options] if views else [None]:
            if views and view != lab.state[views.name]:
                times[views.name].append(timed(lab, {views.name: view}))
            opened = dict(lab.state)
            for control in lab.controls():
                if views and control.name == views.name:
                    continue
                if control.name == "case" and view is not None and view != views.options[0][1]:
                    continue  # once is enough
                for value in values(control, lab.state[control.name]):
                    took = timed(lab, {control.name: value})
                    if lab.state != opened:
                        times[control.name].append(took)
                        lab.message({"do": "undo"})
    return times


def forget() -> None:
    """Let the labs forget what they have worked out."""
    for one in gc.get_objects():
        if isinstance(one, _lru_cache_wrapper) and one.__module__.startswith("sgm_lab.labs"):
            one.cache_clear()


def million(names: list[str]) -> int:
    """Give each lab a million rows; print what takes how long, return the exit code."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    import test_lab_uploads as files

    slow = 0
    for name in names or sorted(files.FILES):
        content = files.FILES[name](1_000_000).to_csv(index=False).encode()
        lab = getattr(labs, name)()
        lab.watch(lambda lab=lab: lab.view())
        began = time.process_time()
        lab.message({"do": "file", "name": "upload", "file": "a million.csv"}, content)
        lab.view()
        read = time.process_time() - began
        assert lab.state["upload"], lab.notice
        first, again = [], []
        for took in (first, again):
            for control in lab.controls():
                for value in (
                    list(values(control, lab.state[control.name])) if isinstance(control, Choice) else []
                ):
                    if control.name not in ("case", "upload"):
                        took.append(timed(lab, {control.name: value}).worked)
        middle = statistics.median(first or [0.0])
        slow += middle > MILLION_MS
        print(f"{name:24s} read and shown {read:5.1f} s; a change, median {middle:6.0f} ms, slowest "
              f"{max(first or [0.0]):6.0f}; again {statistics.median(again or [0.0]):4.0f} ms", flush=True)  # fmt: skip
    return int(slow > 0)


def main(names: list[str]) -> int:
    """Print the median and the slowest tenth of each lab and its slow controls; return the exit code."""
    medians = {}
    for name in names or sorted(labs.LABS):
        measure(name)  # loads modules, fonts and cases
        forget()
        times = measure(name)
        worked = [one.worked for took in times.values() for one in took] or [0.0, 0.0]
        passed = statistics.median([one.passed for took in times.values() for one in took] or [0.0])
        medians[name] = statistics.median(worked)
        of_control = {c: statistics.median(one.worked for one in took) for c, took in times.items()}
        slow = ", ".join(f"{c} {value:.0f}" for c, value in of_control.items() if value > BUDGET_MS)
        print(f"{name:24s} median {medians[name]:6.1f} ms ({medians[name] / BUDGET_MS:4.0%} of the budget), "
              f"slowest tenth from {statistics.quantiles(worked, n=10)[-1]:6.1f}, on the clock {passed:6.1f}, "
              f"n={len(worked):4d}{'   over: ' + slow if slow else ''}", flush=True)  # fmt: skip
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    worst = max(medians, key=lambda name: medians[name])
    share = f"{medians[worst] / BUDGET_MS:.0%} of {BUDGET_MS:.0f} ms"
    print(f"slowest lab {worst}, {medians[worst]:.1f} ms, {share}{load}")
    return int(medians[worst] > BUDGET_MS)


if __name__ == "__main__":
    wanted = [one for one in sys.argv[1:] if one != "--million"]
    sys.exit(million(wanted) if "--million" in sys.argv else main(wanted))
