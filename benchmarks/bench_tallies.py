"""What the tallies cost beside the engine's own group-by, and beside others: ratios, a table and a chart.

    python benchmarks/bench_tallies.py [--rows 1000000 10000000] [--engines polars duckdb pandas pyspark] [--peers]

A tally and its yardstick, written by hand for the engine, run in turn, so that a busy machine slows both alike; the
ratio is the median of those of the turns. ``--keep`` adds the lines to a file, of which `draw_tallies.py` makes the
table and the chart of the book.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from sgm_lab import control, kano, satisfaction, servqual  # noqa: E402

FEATURES, ITEMS = 20, 22
DIMENSIONS = np.repeat(
    ["tangibles", "reliability", "responsiveness", "assurance", "empathy"], [4, 5, 4, 4, 5]
)
#: Of a tally, how many times its yardstick it may cost on this engine.
BUDGETS = {
    ("kano.tally", "polars"): 1.1,
    ("kano.tally", "duckdb"): 1.1,
    ("servqual.gaps by dimension", "polars"): 1.5,
    ("servqual.gaps by item", "polars"): 1.5,
    ("servqual.gaps by dimension", "duckdb"): 1.5,
    ("servqual.gaps by item", "duckdb"): 1.5,
    ("servqual.alpha", "polars"): 1.5,
    ("servqual.alpha", "duckdb"): 1.5,
    ("satisfaction.csat", "pandas"): 1.5,
}


# ---- simulated answers --------------------------------------------------------------------------------------


def kept(name: str, rows: int, make: Callable[[int], pl.DataFrame]) -> Path:
    """Parquet file of simulated answers, made on first use, ten million rows at a time."""
    path = Path(tempfile.gettempdir()) / f"sgm_lab_bench_{name}_{rows}.parquet"
    if not path.exists():
        part = path.with_suffix(".part")
        if rows <= 10_000_000:
            make(rows).write_parquet(part)
        else:
            ten = kept(name, 10_000_000, make)
            names = pl.scan_parquet(ten).collect_schema().names()
            other = [pl.col("respondent") + at * 10_000_000 for at in range(rows // 10_000_000)]
            rows_of = pl.scan_parquet(ten)
            parts = [rows_of.with_columns(one) if "respondent" in names else rows_of for one in other]
            pl.concat(parts).sink_parquet(part)  # the same answers, of other people
        part.replace(path)
    return path


def pairs(rows: int) -> pl.DataFrame:
    rng, at = np.random.default_rng(7), np.arange(rows)
    return pl.DataFrame(
        {
            "respondent": at // FEATURES,
            "feature": np.array([f"feature {i:02d}" for i in range(FEATURES)])[at % FEATURES],
            "functional": rng.integers(1, 6, rows, dtype=np.int8),
            "dysfunctional": rng.integers(1, 6, rows, dtype=np.int8),
        }
    )


def sides(rows: int) -> pl.DataFrame:
    rng, at = np.random.default_rng(8), np.arange(rows - rows % ITEMS)  # whole questionnaires
    rows = len(at)
    return pl.DataFrame(
        {
            "respondent": at // ITEMS,
            "item": at % ITEMS + 1,
            "dimension": DIMENSIONS[at % ITEMS],
            "expectation": rng.integers(4, 8, rows),
            "perception": rng.integers(1, 8, rows),
        }
    )


def scores(rows: int) -> pl.DataFrame:
    rng, at = np.random.default_rng(9), np.arange(rows)
    day = np.datetime64("2024-01-01T00:00", "ms") + (at * (365 * 86_400_000 // rows)).astype(
        "timedelta64[ms]"
    )
    return pl.DataFrame({"day": day, "score": rng.integers(1, 6, rows), "minutes": rng.gamma(2, 9, rows)})


def wide(rows: int) -> pl.DataFrame:
    rng = np.random.default_rng(10)
    base = rng.normal(4, 1, rows)
    return pl.DataFrame(
        {name: np.clip(base + rng.normal(0, 1, rows), 1, 7).round().astype(np.int64) for name in ITEM_NAMES}
    )


ITEM_NAMES = [f"q{i}" for i in range(5)]
ITEM_PAIRS = [(a, b) for a in ITEM_NAMES for b in ITEM_NAMES if a <= b]
MAKERS = {"pairs": pairs, "sides": sides, "scores": scores, "wide": wide}


# ---- the tallies, and the group-bys that somebody would write by hand -----------------------------------------

TALLIES: dict[str, dict[str, Callable[[Any], Any]]] = {  # by the file they are about
    "pairs": {"kano.tally": kano.tally},
    "sides": {
        "servqual.gaps by dimension": servqual.gaps,
        "servqual.gaps by item": lambda table: servqual.gaps(table, "item"),
    },
    "scores": {
        "satisfaction.csat": lambda table: satisfaction.csat(_column(table, "score")),
        "satisfaction.daily": lambda table: satisfaction.daily(table[["day", "minutes"]] if isinstance(
            table, pd.DataFrame) else table.select("day", "minutes")),
        "control.period_level": lambda table: control.period_level(_column(table, "minutes")),
    },
    "wide": {"servqual.alpha": servqual.alpha},
}  # fmt: skip


def _column(table: Any, name: str) -> Any:
    return table[name] if isinstance(table, pd.DataFrame) else table.select(name)


SQL = {
    "kano.tally": "select feature, functional, dysfunctional, count(*) from t group by 1, 2, 3",
    "servqual.gaps by dimension": """select dimension, count(*), avg(e), avg(p), stddev_samp(p - e) from (
        select dimension, respondent, avg(expectation) as e, avg(perception) as p from t
        where expectation is not null and perception is not null group by dimension, respondent)
        as persons group by dimension""",
    "servqual.gaps by item": """select item, count(*), avg(expectation), avg(perception),
        stddev_samp(perception - expectation) from t
        where expectation is not null and perception is not null group by item""",
    "satisfaction.csat": "select score, count(*) from t group by score",
    "satisfaction.daily": """select date_trunc('day', day), count(*), sum(minutes), sum(minutes * minutes)
        from t group by 1""",
    "control.period_level": "select count(*), avg(minutes), stddev_samp(minutes), min(minutes), max(minutes) from t",
    "servqual.alpha": f"select count(*), {', '.join(f'covar_samp({a}, {b})' for a, b in ITEM_PAIRS)} from t",
}
_E, _P, _M = pl.col("expectation"), pl.col("perception"), pl.col("minutes")
_GAPS = [pl.len(), _E.mean().alias("e"), _P.mean().alias("p"), (_P - _E).std().alias("sd")]
_DAY = pl.col("day").dt.truncate("1d")
POLARS: dict[str, Callable[[pl.LazyFrame], pl.LazyFrame]] = {
    "kano.tally": lambda t: t.group_by("feature", "functional", "dysfunctional").len(),
    "servqual.gaps by dimension": lambda t: (
        t.filter(_E.is_not_null(), _P.is_not_null())
        .group_by("dimension", "respondent").agg(_E.mean(), _P.mean()).group_by("dimension").agg(_GAPS)
    ),
    "servqual.gaps by item": lambda t: t.filter(_E.is_not_null(), _P.is_not_null()).group_by("item").agg(_GAPS),
    "satisfaction.csat": lambda t: t.group_by("score").len(),
    "satisfaction.daily": lambda t: t.group_by(_DAY).agg(pl.len(), _M.sum().alias("s"), (_M * _M).sum().alias("ss")),
    "control.period_level": lambda t: t.select(
        pl.len(), _M.mean(), _M.std().alias("sd"), _M.min().alias("low"), _M.max().alias("high")
    ),
    "servqual.alpha": lambda t: t.select([pl.cov(a, b).alias(a + b) for a, b in ITEM_PAIRS]),
}  # fmt: skip


def _pandas_gaps(key: str, rows: pd.DataFrame) -> Any:
    return rows.assign(gap=rows["perception"] - rows["expectation"]).groupby(key)[
        ["expectation", "perception", "gap"]
    ].agg(["mean", "std"])  # fmt: skip


PANDAS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "kano.tally": lambda t: t.groupby(["feature", "functional", "dysfunctional"]).size(),
    "servqual.gaps by dimension": lambda t: _pandas_gaps(
        "dimension",
        t.groupby(["dimension", "respondent"])[["expectation", "perception"]].mean().reset_index(),
    ),
    "servqual.gaps by item": lambda t: _pandas_gaps("item", t),
    "satisfaction.csat": lambda t: t["score"].value_counts(),
    "servqual.alpha": lambda t: t.cov(),
}


def opened(engine: str, path: Path) -> tuple[Any, Callable[[str], Any]]:
    """A table of an engine, and a function that does by hand there what a tally of that name does."""
    if engine == "polars":
        table = pl.scan_parquet(path)
        return table, lambda of: POLARS[of](table).collect(engine="streaming")
    if engine == "pandas":
        frame = pd.read_parquet(path)
        return frame, lambda of: PANDAS[of](frame)
    if engine == "duckdb":
        con = duckdb.connect()
        con.execute(f"create view t as select * from read_parquet('{path}')")
        return con.table("t"), lambda of: con.sql(SQL[of]).fetchall()
    session = spark()
    table = session.read.parquet(str(path))
    table.createOrReplaceTempView("t")
    return table, lambda of: session.sql(SQL[of]).collect()


def spark() -> Any:
    from tests.spark_home import use_spark

    use_spark()
    from pyspark.sql import SparkSession

    build = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    build = build.config("spark.sql.shuffle.partitions", "2").config("spark.driver.memory", "2g")
    session = build.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


BY_HAND = {"polars": POLARS, "pandas": PANDAS, "duckdb": SQL, "pyspark": SQL}


# ---- timing -------------------------------------------------------------------------------------------------


def seconds(call: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def in_turn(
    one: Callable[[], Any], other: Callable[[], Any], least: float = 4.0
) -> tuple[float, float, float]:
    """Median seconds of two calls made in turn, and the median of the ratios of the turns."""
    one(), other()
    turns: list[tuple[float, float]] = []
    while len(turns) < 3 or (sum(map(sum, turns)) < least and len(turns) < 25):
        turns.append((seconds(one), seconds(other)))
    first, second = (statistics.median(each) for each in zip(*turns, strict=True))
    return first, second, statistics.median(a / b for a, b in turns)


# ---- others who do the same -----------------------------------------------------------------------------------


def peers(rows: int) -> list[dict[str, Any]]:
    """Seconds of others on the same work: a category looked up row by row, alpha of pingouin, charts of shewhart."""
    found = [*_charts()]
    sample = pl.read_parquet(kept("pairs", rows, pairs), n_rows=min(rows, 100_000)).to_pandas()
    grid = kano.EVALUATION_TABLES["berger"]

    def row_by_row() -> Any:
        letters = [grid.at[f, d] for f, d in zip(sample["functional"], sample["dysfunctional"], strict=True)]  # noqa: PD008
        return sample.assign(letter=letters).groupby(["feature", "letter"]).size()

    other, own, ratio = in_turn(row_by_row, lambda: kano.tally(sample), 2)
    found.append(
        _line("kano.tally", "pandas", len(sample), own, other, ratio, peer="row by row, as stp25kano does")
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pingouin
    except ImportError:
        return found
    answers = pl.read_parquet(kept("wide", rows, wide)).to_pandas()
    other, own, ratio = in_turn(
        lambda: pingouin.cronbach_alpha(data=answers), lambda: servqual.alpha(answers), 2
    )
    found.append(_line("servqual.alpha", "pandas", rows, own, other, ratio, peer="pingouin"))
    return found


def _charts(points: int = 20_000) -> Iterator[dict[str, Any]]:
    """Control charts beside those of shewhart, where it is installed; pyspc 0.4 fails with the matplotlib of today."""
    try:
        import shewhart
    except ImportError:
        return
    rng = np.random.default_rng(11)
    values, counts = rng.normal(50, 2, points), rng.binomial(50, 0.23, points)
    table = pd.DataFrame({"count": counts, "n": 50})
    both: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "control.individuals": (
            lambda: shewhart.imr(values),
            lambda: control.individuals(values, rules="nelson"),
        ),
        "control.p_chart": (
            lambda: shewhart.p_chart(table, defectives="count", size="n"),
            lambda: control.p_chart(counts, 50, rules="nelson"),
        ),
        "control.cusum": (
            lambda: shewhart.cusum(values, k=0.5, h=4, center=50, sigma=2),
            lambda: control.cusum(values, 0.5, 4, target=50, sigma=2),
        ),
        "control.ewma": (
            lambda: shewhart.ewma(values, lam=0.2, center=50, sigma=2),
            lambda: control.ewma(values, lam=0.2, target=50, sigma=2),
        ),
    }
    for of, (theirs, own) in both.items():
        yield _line(of, "pandas", points, *_turned(in_turn(theirs, own, 2)), peer="shewhart")


def _turned(took: tuple[float, float, float]) -> tuple[float, float, float]:
    other, own, ratio = took
    return own, other, ratio


def _line(
    of: str, engine: str, rows: int, own: float, other: float, ratio: float, **more: Any
) -> dict[str, Any]:
    return {
        "tally": of,
        "engine": engine,
        "rows": rows,
        "seconds": own,
        "by_hand": other,
        "ratio": ratio,
        **more,
    }


# ---- the run --------------------------------------------------------------------------------------------------


def measured(engines: list[str], rows: int, only: str) -> list[dict[str, Any]]:
    """One line a tally and engine."""
    lines = []
    for engine in engines:
        for name, tallies in TALLIES.items():
            wanted = [of for of in tallies if only in of and of in BY_HAND[engine]]
            if not wanted:
                continue
            table, by_hand = opened(engine, kept(name, rows, MAKERS[name]))
            for of in wanted:
                own, other, ratio = in_turn(partial(tallies[of], table), partial(by_hand, of))
                budget = BUDGETS.get((of, engine))
                late = budget is not None and ratio > budget
                lines.append(_line(of, engine, rows, own, other, ratio, budget=budget))
                limit = "" if budget is None else f"≤ {budget} ×  {'MISSED' if late else 'ok'}"
                print(
                    f"{of:<30}{engine:<9}{rows:>12,}{own:>9.3f}{other:>9.3f} s{ratio:>7.2f} ×  {limit}",
                    flush=True,
                )
    return lines


def keep(place: Path, lines: list[dict[str, Any]]) -> None:
    """Put lines in place of those of the same run that are in the file."""

    def key(one: dict[str, Any]) -> tuple[Any, ...]:
        return one["tally"], one["engine"], one["rows"], one.get("peer")

    before = json.loads(place.read_text("utf-8")) if place.exists() else []
    rest = [one for one in before if key(one) not in set(map(key, lines))]
    place.write_text(json.dumps([*rest, *lines], indent=1), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--engines", nargs="+", default=["polars", "duckdb", "pandas"], choices=list(BY_HAND))
    parser.add_argument("--only", default="", help="tallies whose name holds this")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--keep", type=Path, help="add the lines to this file")
    options = parser.parse_args()
    if hasattr(os, "getloadavg") and os.getloadavg()[0] > 0.5 * (os.cpu_count() or 1):
        print("Other work is running on this machine: ratios hold, seconds do not.")
    lines = [one for rows in options.rows for one in measured(options.engines, rows, options.only)]
    if options.peers:
        lines += peers(options.rows[0])
        for one in (line for line in lines if line.get("peer")):
            print(
                f"{one['tally']:<30}{one.get('peer', ''):<32}{one['rows']:>12,}{one['ratio']:>9.0f} × as long"
            )
    if options.keep:
        keep(options.keep, lines)
    return int(any(one.get("budget") and one["ratio"] > one["budget"] for one in lines))


if __name__ == "__main__":
    sys.exit(main())
