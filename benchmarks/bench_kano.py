"""What the Kano methods may cost: prints a table of figures against budgets, exits 1 where one is missed.

    python benchmarks/bench_kano.py [--rows 10000000]

Times are medians, and ratios are taken between runs that alternate, so that a busy machine slows both alike.
The answers are simulated once and kept in the temporary folder.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from sgm_lab import intake, kano

FEATURES = 20
SAMPLE = 100_000  # rows for row-by-row evaluation, which would take minutes on all


def answers(rows: int) -> Path:
    """Parquet file of simulated answers, made on first use."""
    path = Path(tempfile.gettempdir()) / f"sgm_lab_bench_kano_{rows}.parquet"
    if not path.exists():
        rng = np.random.default_rng(7)
        at = np.arange(rows)
        frame = pl.DataFrame(
            {
                "respondent": at // FEATURES,
                "feature": np.array([f"feature {i:02d}" for i in range(FEATURES)])[at % FEATURES],
                "functional": rng.integers(1, 6, rows, dtype=np.int8),
                "dysfunctional": rng.integers(1, 6, rows, dtype=np.int8),
            }
        )
        part = path.with_suffix(".part")
        frame.write_parquet(part)
        part.replace(path)
    return path


def opened(engine: str, path: Path) -> Any:
    return pl.scan_parquet(path) if engine == "polars" else duckdb.read_parquet(str(path))


def sums(engine: str, source: Any) -> None:
    """Read the same three columns and do the least one can: the yardstick."""
    lazy = nw.from_native(source).select(
        nw.col("feature").str.len_chars().sum(), nw.col("functional", "dysfunctional").sum()
    )
    if engine == "polars":
        lazy.collect("polars", engine="streaming")
    else:
        lazy.collect("pandas")


def seconds(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def median(call: Callable[[], Any], runs: int = 7) -> float:
    call()
    return statistics.median(seconds(call) for _ in range(runs))


def alternating(one: Callable[[], Any], other: Callable[[], Any], runs: int = 15) -> tuple[float, float]:
    """Medians of two calls made in turn."""
    one(), other()
    pairs = [(seconds(one), seconds(other)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def row_by_row(path: Path, rows: int) -> float:
    """Seconds that looking up the table row by row in pandas would take, scaled up from a sample."""
    sample = pl.scan_parquet(path).head(SAMPLE).collect().to_pandas()
    grid = kano.EVALUATION_TABLES["berger"]

    def look_up() -> pd.Series[str]:
        return sample.apply(lambda row: grid.at[row["functional"], row["dysfunctional"]], axis=1)  # noqa: PD008

    return statistics.median(seconds(look_up) for _ in range(3)) * rows / len(sample)


def intervals(respondents: int) -> float:
    shares = np.random.default_rng(1).dirichlet(np.ones(6), FEATURES)
    counts = pd.DataFrame((shares * respondents).round().astype(int), columns=list("MOAIRQ"))
    return median(lambda: kano.classify(counts))


def reading(people: int = 50_000, features: int = 10) -> float:
    """Seconds of work to read a million answers in words from a CSV file, two columns a feature."""
    answers = np.array(["很喜欢", "理应如此", "无所谓", "勉强接受", "很不喜欢"])
    rng = np.random.default_rng(7)
    columns = [f"服务{number}（{side}）" for number in range(features) for side in ("有", "没有")]
    table = pd.DataFrame({name: answers[rng.integers(0, 5, people)] for name in columns})
    file = ("问卷.csv", table.to_csv(index_label="编号").encode())
    took = []
    for _ in range(4):
        begin = time.process_time()
        intake.read_kano(file)
        took.append(time.process_time() - begin)
    return statistics.median(took[1:])


def peak_of(engine: str, rows: int) -> float:
    """Peak memory in MB of a process that does nothing but the tally."""
    command = [sys.executable, __file__, "--rows", str(rows), "--peak", engine]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def report_peak(engine: str, rows: int) -> None:
    kano.tally(opened(engine, answers(rows)))
    status = Path("/proc/self/status")
    if status.exists():
        # On Linux ru_maxrss of a child starts at its parent's size; the high-water mark of its own memory does not.
        print(int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024)
    else:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(peak / (1024**2 if sys.platform == "darwin" else 1024))


def import_cost(runs: int = 9) -> float:
    """Seconds that the package adds to importing pandas."""
    root = Path(__file__).resolve().parents[1]
    timed = "import time; import pandas; t = time.perf_counter(); import sgm_lab; from sgm_lab import kano"
    command = [sys.executable, "-c", timed + "; print(time.perf_counter() - t)"]
    runs_of = (
        subprocess.run(command, cwd=root, capture_output=True, text=True, check=True) for _ in range(runs)
    )
    return statistics.median(float(run.stdout) for run in runs_of)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--peak", choices=["polars", "duckdb"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        report_peak(options.peak, options.rows)
        return 0

    path = answers(options.rows)
    missed = 0

    def line(what: str, figure: float, unit: str, budget: float, least: bool = False, note: str = "") -> None:
        nonlocal missed
        kept = figure >= budget if least else figure <= budget
        missed += not kept
        limit = f"{'≥' if least else '≤'} {budget:,g} {unit}"
        print(
            f"{what:<44}{figure:>10,.2f} {unit:<3}{limit:>12}  {'ok' if kept else 'MISSED'}  {note}",
            flush=True,
        )

    print(
        f"{options.rows:,} pairs of answers, {FEATURES} features, {path.stat().st_size / 1e6:.0f} MB of Parquet"
    )
    if hasattr(os, "getloadavg") and os.getloadavg()[0] > 0.5 * (os.cpu_count() or 1):
        print("Other work is running on this machine: run again when it is quiet before trusting a MISSED.")
    slow = row_by_row(path, options.rows)
    print(f"row by row in pandas: {slow:,.0f} s, scaled up from {SAMPLE:,} rows")
    for engine in ("polars", "duckdb"):
        source = opened(engine, path)
        tally, least = alternating(lambda s=source: kano.tally(s), lambda e=engine, s=source: sums(e, s))
        line(
            f"{engine}: tally / sums of the same columns",
            tally / least,
            "×",
            3,
            note=f"{tally:.3f} / {least:.3f} s",
        )
        line(f"{engine}: row by row / tally", slow / tally, "×", 1000, least=True)
        line(f"{engine}: peak memory", peak_of(engine, options.rows), "MB", 1024)
    frame = pd.read_parquet(path)
    quick = median(lambda: kano.tally(frame), runs=3)
    line("pandas: row by row / tally", slow / quick, "×", 100, least=True, note=f"{quick:.3f} s")
    for respondents in (100, 10_000_000):
        line(f"classify with intervals, n = {respondents:,}", intervals(respondents) * 1000, "ms", 50)
    line("read_kano of 1,000,000 answers in words", reading(), "s", 2)
    line("import on top of pandas", import_cost(), "s", 0.15)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
