"""How long a lab takes to answer a change: recompute and redraw, median over changes (budget: 150 ms).

Run as ``python benchmarks/bench_labs.py``; exits with 1 where the budget is missed. Each change is one a learner
can make (another case, view or rule). Figures are drawn anew each time; counts are kept while the people are the same.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable

from sgm_lab import cases, labs

BUDGET_MS = 150.0
ROUNDS = 5


def changes() -> list[tuple[str, Callable[[], None]]]:
    """List one change after another, as a learner would make them."""
    lab = labs.KanoLab()
    lab.widget()
    made: list[tuple[str, Callable[[], None]]] = []
    for case in cases.names():
        made.append(("kano: case", lambda case=case: lab.set(case=case)))  # type: ignore[misc]
        views = (
            "tallies",
            "quadrant",
            "rules",
            "groups",
            "plane",
            "curves",
            "importance",
            "careless",
            "planner",
        )
        for view in views:
            made.append((f"kano: view {view}", lambda view=view: lab.set(view=view)))  # type: ignore[misc]
            made.append((f"kano: rule, {view}", lambda: lab.set(rule="moai")))
            made.append((f"kano: rule, {view}", lambda: lab.set(rule="mode")))
    drift = labs.KanoDrift()
    drift.widget()
    for case in cases.names():
        made.append(("kano drift: case", lambda case=case: drift.set(case=case, view="all")))  # type: ignore[misc]
        made.append(("kano drift: rule", lambda: drift.set(rule="moai")))
        made.append(("kano drift: one feature", lambda: drift.set(view="path", rule="mode")))
    designer = labs.KanoDesigner()
    designer.widget()
    for number in range(1, 31):
        rows = [
            {"name": f"第{n}项", "present": f"第{n}件事当天办好", "absent": f"要等{n}天"}
            for n in range(number)
        ]
        made.append(("kano designer: a feature more", lambda rows=rows: designer.set(features=rows)))  # type: ignore[misc]
    studio = labs.SmartStudio()
    studio.widget()
    for end in range(4, 40, 4):
        text = "9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内"[:end]
        made.append(("smart: a few more letters", lambda text=text: studio.set(text=text)))  # type: ignore[misc]
    return made


def main() -> int:
    """Print the median of each kind of change and of all; return the exit code."""
    times: dict[str, list[float]] = {}
    for round_number in range(ROUNDS + 1):
        for name, act in changes():
            begun = time.perf_counter()
            act()
            if round_number:  # the first round loads modules, fonts and cases
                times.setdefault(name, []).append((time.perf_counter() - begun) * 1000)
    for name, values in times.items():
        print(f"{name:28s} median {statistics.median(values):7.1f} ms   n={len(values)}")
    kano = [value for name, values in times.items() if name.startswith("kano") for value in values]
    overall = statistics.median(kano)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{'Kano lab, all changes':28s} median {overall:7.1f} ms   budget {BUDGET_MS:.0f} ms{load}")
    return int(overall > BUDGET_MS)


if __name__ == "__main__":
    sys.exit(main())
