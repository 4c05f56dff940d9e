"""A hundred million rows: seconds and peak memory of a tally and of the engine's own group-by, each in its own process.

    python benchmarks/bench_huge.py [--rows 100000000] [--engines polars duckdb] [--keep FILE]

The rows are in a Parquet file in the folder for temporary files, which is left there; delete it afterwards.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import bench_tallies as bench

TALLIES = ("kano.tally", "servqual.gaps by item", "servqual.gaps by dimension")


def one(of: str, engine: str, rows: int, who: str) -> None:
    """Run one of them, and print what it took."""
    name = next(name for name, tallies in bench.TALLIES.items() if of in tallies)
    table, by_hand = bench.opened(engine, bench.kept(name, rows, bench.MAKERS[name]))
    few, same = bench.opened(engine, bench.kept(name, 22_000, bench.MAKERS[name]))
    bench.TALLIES[name][of](few) if who == "own" else same(of)  # what is imported, no tally takes time for
    took = bench.seconds(lambda: bench.TALLIES[name][of](table) if who == "own" else by_hand(of))
    status = Path("/proc/self/status").read_text(
        "utf-8"
    )  # what the parent had is in no figure of this process
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(json.dumps([took, peak]))


def apart(*words: Any) -> tuple[float, float]:
    """Seconds and peak memory in MB of a process of its own."""
    command = [sys.executable, __file__, "--one", *map(str, words)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    took, peak = json.loads(told.splitlines()[-1])
    return float(took), float(peak)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--engines", nargs="+", default=["polars", "duckdb"])
    parser.add_argument("--tallies", nargs="+", default=TALLIES)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        of, engine, rows, who = options.one
        return one(of, engine, int(rows), who)
    lines = []
    for of in options.tallies:
        for name, tallies in bench.TALLIES.items():  # made before anything is timed
            if of in tallies:
                bench.kept(name, options.rows, bench.MAKERS[name])
        for engine in options.engines:
            own, other = (apart(of, engine, options.rows, who) for who in ("own", "hand"))
            line = {
                "tally": of,
                "engine": engine,
                "rows": options.rows,
                "seconds": own[0],
                "by_hand": other[0],
            }
            line |= {"ratio": own[0] / other[0], "peak_mb": own[1], "by_hand_peak_mb": other[1]}
            print(
                f"{of:<30}{engine:<9}{own[0]:>8.1f} {other[0]:>8.1f} s {own[1]:>8.0f} {other[1]:>8.0f} MB",
                flush=True,
            )
            lines.append(line)
            if options.keep:
                bench.keep(options.keep, [line])


if __name__ == "__main__":
    main()
