"""Agreement of `sgm_lab.smart.review` with hand labels: run ``python benchmarks/smart_agreement.py``.

Prints for each language and part: exact, binary, κ, whole sentences; precision and recall of "met" and "missing";
and for the sentences with evidence spans how often the quoted phrase and the rewrite are right; then the times.
How the labels were made and what is counted: tests/data/smart_labelled.md. Single held-out errors are never printed.
"""

from __future__ import annotations

import csv
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sgm_lab import smart
from sgm_lab.smart.rules.text import fold

DATA = Path(__file__).parent.parent / "tests" / "data"
# The first part was labelled before any rule; the later test rounds were written when the rules stood.
FIRST = {"zh": 139, "en": 92}
NEGATIONS = ("不", "别", "没", "零", "not", "never", "no ", "don't", "without", "stop")
#: Budgets: milliseconds for a sentence (median) and for 5,000 characters.
BUDGET = {"sentence": 2.0, "long": 100.0}

Pair = tuple[str, str]
Row = dict[str, str]


def labelled(name: str = "smart_labelled") -> list[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def part(row: Row) -> str:
    later = int(row["id"][2:]) > FIRST[row["lang"]]
    return "test, later" if later and row["split"] == "test" else row["split"]


def agreement(found: Iterable[Pair]) -> float:
    both = list(found)
    return sum(a == b for a, b in both) / len(both)


def kappa(both: list[Pair]) -> float:
    """Cohen's κ of the three steps."""
    said, true = Counter(b for _, b in both), Counter(a for a, _ in both)
    chance = sum(said[v] * true[v] for v in true) / len(both) ** 2
    return (agreement(both) - chance) / (1 - chance) if chance < 1 else float("nan")


def precision_recall(found: list[Pair], verdict: str) -> tuple[float, float]:
    hit = sum(a == b == verdict for a, b in found)
    said, true = sum(b == verdict for _, b in found), sum(a == verdict for a, _ in found)
    return (hit / said if said else float("nan"), hit / true if true else float("nan"))


def agrees(span: tuple[int, int], sentence: str, accepted: str) -> bool:
    """Whether a quoted place agrees with one of the accepted phrases."""
    for phrase in filter(None, accepted.split(" | ")):
        at = sentence.find(phrase)
        shared = min(span[1], at + len(phrase)) - max(span[0], at)
        if at >= 0 and 2 * shared >= 0.8 * (len(phrase) + span[1] - span[0]):
            return True
    return False


def keeps(sentence: str, again: str, measured: bool) -> bool:
    """Whether a rewrite keeps the figures, negations and, where something is measured, all of the sentence."""
    old, new = fold(sentence), fold(again)
    figures = all(figure in new for figure in re.findall(r"\d+(?:\.\d+)?", old))
    negated = all(old.count(word) <= new.count(word) for word in NEGATIONS)
    plain = re.compile(r"[\s，,。.；;！!？?、:：]")
    letters = iter(plain.sub("", new))
    return figures and negated and (not measured or all(letter in letters for letter in plain.sub("", old)))


def report(rows: list[Row], title: str) -> None:
    """Print one table."""
    reviews = [(row, smart.review(row["sentence"])) for row in rows]
    found = {n: [(row[n], r.criteria[n].verdict) for row, r in reviews] for n in smart.CRITERIA}
    whole = sum(all(row[n] == r.criteria[n].verdict for n in smart.CRITERIA) for row, r in reviews)
    spans = "specific_evidence" in rows[0]
    print(f"\n{title} (n = {len(rows)}): every criterion right in {whole}")
    print(
        f"{'criterion':<12}{'exact':>7}{'binary':>8}{'κ':>7}{'met P':>8}{'met R':>8}{'miss P':>8}{'miss R':>8}"
        + f"{'evidence':>11}" * spans
    )
    for name, both in found.items():
        binary = agreement((str(a == "met"), str(b == "met")) for a, b in both)
        figures = [binary, kappa(both), *precision_recall(both, "met"), *precision_recall(both, "missing")]
        line = f"{name:<12}{agreement(both):>7.3f}{figures[0]:>8.3f}{figures[1]:>7.2f}"
        line += "".join(f"{f:>8.3f}" for f in figures[2:])
        if spans:
            line += f"{_evidence(reviews, [name]):>11}"
        print(line)
    every = [p for both in found.values() for p in both]
    binary = agreement((str(a == "met"), str(b == "met")) for a, b in every)
    line = f"{'all':<12}{agreement(every):>7.3f}{binary:>8.3f}{kappa(every):>7.2f}"
    print(line + (f"{'':<32}{_evidence(reviews, smart.CRITERIA):>11}" if spans else ""))
    if spans:
        _rewrites(reviews)


def _evidence(reviews: list[tuple[Row, smart.Review]], names: Iterable[str]) -> str:
    right = total = 0
    for row, review in reviews:
        for name in names:
            span, accepted = review.criteria[name].span, row[f"{name}_evidence"]
            if span and accepted:
                total += 1
                right += agrees(span, row["sentence"], accepted)
    return f"{right}/{total}"


def _rewrites(reviews: list[tuple[Row, smart.Review]]) -> None:
    kept = fits = split = 0
    for row, review in reviews:
        again = review.rewrite()
        kept += keeps(row["sentence"], again, review.criteria["measurable"].verdict == "met")
        fits += (again == row["sentence"]) == (row["rewrite"] == row["sentence"])
        goals = int(row["goals"])
        split += len(review.split) == (goals if goals > 1 else 0)
    n = len(reviews)
    print(f"rewrites: kept {kept}/{n}, fits {fits}/{n}; goals counted right {split}/{n}")


def timed(rows: list[Row]) -> bool:
    """Print the processor times; return whether they are within the budgets."""
    took = []
    for row in rows:
        start = time.process_time()
        smart.review(row["sentence"])
        took.append(1000 * (time.process_time() - start))
    median, good = statistics.median(took), True
    print(f"\none sentence: median {median:.2f} ms (budget {BUDGET['sentence']:g})")
    good &= median <= BUDGET["sentence"]
    for lang in ("zh", "en"):
        text = " ".join(r["sentence"] for r in rows if r["lang"] == lang)
        short, long = (min(_seconds(text[:size]) for _ in range(5)) for size in (2500, 5000))
        print(
            f"{lang}, 5,000 characters: {1000 * long:.0f} ms (budget {BUDGET['long']:g}),"
            f" {long / short:.1f} times 2,500"
        )
        good &= 1000 * long <= BUDGET["long"]
    return good


def _seconds(text: str) -> float:
    start = time.process_time()
    smart.review(text)
    return time.process_time() - start


def sets() -> dict[str, list[Row]]:
    """The sets with evidence spans, by name."""
    names = ("dev", "heldout", "opened", "dev2", "dev3", "dev4", "dev5", "dev6", "dev7", "dev8")
    names += ("dev9", "dev10", "dev11", "dev12", "dev13", "dev14", "blind")
    return {name: labelled(f"smart_evidence_{name}") for name in names}


def main() -> None:
    rows, rounds = labelled(), labelled("smart_rounds")
    for lang in ("zh", "en"):
        mine = [r for r in rows if r["lang"] == lang]
        report([r for r in mine if r["split"] == "tune"], f"{lang} tune")
        report([r for r in mine if r["split"] == "test"], f"{lang} test")
        report([r for r in mine if part(r) == "test, later"], f"{lang} test, later rounds only")
        report([r for r in rounds if r["lang"] == lang], f"{lang} rounds")
        for name, one in sets().items():
            report([r for r in one if r["lang"] == lang], f"{lang} evidence, {name}")
    if not timed(rows):
        sys.exit("A time is over its budget.")


if __name__ == "__main__":
    main()
