"""Report of a survey: seconds from the raw file to four kinds of file with their figures, and the memory that takes.

``python -m pytest benchmarks/bench_report.py -s`` prints the figures and fails where a budget is missed.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sgm_lab import report

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


@pytest.mark.parametrize("people", SECONDS)
def test_from_file_to_deck(people: int, tmp_path: Path) -> None:
    file = tmp_path / "survey.csv"
    survey(people).to_csv(file, index=False)
    begin = time.perf_counter()
    made = report.build(file)
    built = time.perf_counter()
    sizes = [
        made.save(tmp_path / f"report.{kind}").stat().st_size for kind in ("pptx", "docx", "xlsx", "html")
    ]
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)
    seconds = f"analysed {built - begin:.1f} s, four files {end - built:.1f} s"
    print(f"{people * 10:>9,} answers: {seconds}, peak {peak:.1f} GB")
    assert min(sizes) > 20_000
    assert end - begin < SECONDS[people]
    assert peak < MEMORY
