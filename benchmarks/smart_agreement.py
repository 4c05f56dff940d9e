"""Agreement of `sgm_lab.smart.review` with hand labels: run ``python benchmarks/smart_agreement.py``.

Prints, for each language and part, agreement on the three-step verdict, and precision and recall of "met" and
of "missing".
How the labels were made: tests/data/smart_labelled.md.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from sgm_lab import smart

DATA = Path(__file__).parent.parent / "tests" / "data" / "smart_labelled.csv"
# The first part was labelled before any rule; the later test rounds were written when the rules stood.
FIRST = {"zh": 139, "en": 92}

Pair = tuple[str, str]


def labelled() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def part(row: dict[str, str]) -> str:
    later = int(row["id"][2:]) > FIRST[row["lang"]]
    return "test, later" if later and row["split"] == "test" else row["split"]


def pairs(rows: Iterable[dict[str, str]]) -> dict[str, list[Pair]]:
    """(label, verdict) by criterion."""
    found: dict[str, list[Pair]] = {name: [] for name in smart.CRITERIA}
    for row in rows:
        for name, criterion in smart.review(row["sentence"]).criteria.items():
            found[name].append((row[name], criterion.verdict))
    return found


def agreement(found: Iterable[Pair]) -> float:
    both = list(found)
    return sum(a == b for a, b in both) / len(both)


def precision_recall(found: list[Pair], verdict: str) -> tuple[float, float]:
    hit = sum(a == b == verdict for a, b in found)
    said, true = sum(b == verdict for _, b in found), sum(a == verdict for a, _ in found)
    return (hit / said if said else float("nan"), hit / true if true else float("nan"))


def report(rows: list[dict[str, str]], title: str) -> float:
    """Print one table; return the agreement over all criteria."""
    found = pairs(rows)
    print(f"\n{title} (n = {len(rows)})")
    print(f"{'criterion':<12}{'agree':>7}{'met P':>8}{'met R':>8}{'miss P':>8}{'miss R':>8}")
    for name, both in found.items():
        figures = [agreement(both), *precision_recall(both, "met"), *precision_recall(both, "missing")]
        print(f"{name:<12}{figures[0]:>7.3f}" + "".join(f"{f:>8.3f}" for f in figures[1:]))
    total = agreement(p for both in found.values() for p in both)
    print(f"{'all':<12}{total:>7.3f}")
    return total


def main() -> None:
    rows = labelled()
    for lang in ("zh", "en"):
        mine = [r for r in rows if r["lang"] == lang]
        report([r for r in mine if r["split"] == "tune"], f"{lang} tune")
        report([r for r in mine if r["split"] == "test"], f"{lang} test")
        report([r for r in mine if part(r) == "test, later"], f"{lang} test, later rounds only")


if __name__ == "__main__":
    main()
