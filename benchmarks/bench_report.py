"""Report of a survey: seconds from the raw file to four kinds of file with their figures, and the memory that takes.

``python -m pytest benchmarks/bench_report.py -s`` prints the figures and fails where a budget is missed.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pytest

from sgm_lab import cases, report

ANSWERS = ["喜欢", "理应如此", "无所谓", "能忍受", "不喜欢"]
SECONDS = {1_000: 20, 20_000: 60}  # people with ten features each: 10,000 and 200,000 answers
MEMORY = 4.0  # GB, the peak of the process


def survey(people: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    data = {"site": rng.choice(list("ABC"), people), "age": rng.choice(["<40", "40+"], people)}
    for feature in range(10):
        for side in ("functional", "dysfunctional"):
            data[f"feature {feature}_{side}"] = rng.choice(ANSWERS, people, p=rng.dirichlet([1] * 5))
    return pd.DataFrame(data)


def saved(make: Callable[[], report.Report], folder: Path, what: str) -> float:
    """Make a report and its four files; return the seconds, and say them with the memory."""
    begin = time.perf_counter()
    made = make()
    built = time.perf_counter()
    sizes = [made.save(folder / f"report.{kind}").stat().st_size for kind in ("pptx", "docx", "xlsx", "html")]
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)
    print(f"{what}: analysed {built - begin:.1f} s, four files {end - built:.1f} s, peak {peak:.1f} GB")
    assert min(sizes) > 20_000
    assert peak < MEMORY
    return end - begin


@pytest.mark.parametrize("people", SECONDS)
def test_from_file_to_deck(people: int, tmp_path: Path) -> None:
    file = tmp_path / "survey.csv"
    survey(people).to_csv(file, index=False)
    assert saved(lambda: report.build(file), tmp_path, f"{people * 10:>9,} answers") < SECONDS[people]


@pytest.mark.parametrize("kind", ["kano", "servqual"])
@pytest.mark.parametrize("name", cases.names())
def test_a_case(name: str, kind: Literal["kano", "servqual"], tmp_path: Path) -> None:
    assert (
        saved(lambda: report.build(cases.load(name), kind=kind), tmp_path, f"{name}, {kind}") < SECONDS[1_000]
    )


def test_few_people_of_whom_nothing_is_certain(tmp_path: Path) -> None:
    """Thirty rows, every answer as likely as any other."""
    file, rng = tmp_path / "survey.csv", np.random.default_rng(2)
    pd.DataFrame(rng.choice(ANSWERS, (30, 20)), columns=survey(1).columns[2:]).to_csv(file, index=False)
    made = report.build(file)
    assert made.found["acting"]["do"] == []
    assert saved(lambda: report.build(file), tmp_path, "30 rows") < SECONDS[1_000]
