"""How often each 95 % interval holds the truth with 5, 10, 20 and 100 answers (it should: 92–98 %).

Exact where the outcomes can be listed (shares, NPS), simulated otherwise; mean over the truths named beside each. Run
with ``python benchmarks/bench_coverage.py``; it fails where an interval is outside.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
from scipy import stats

from sgm_lab import kano, process, satisfaction, servqual
from sgm_lab.estimate import Estimate
from sgm_lab.feedback._agreement import kappa_of
from sgm_lab.inference import mean_interval, welch
from sgm_lab.satisfaction._paired import _mcnemar  # of tables: thousands of series would take minutes

SIZES = (5, 10, 20, 100)
LEAST, MOST = 0.92, 0.98
SHARES = np.linspace(0.05, 0.95, 37)
# Promoters, passives, detractors, from a firm people love to one they warn of.
MIXES = [(0.7, 0.2, 0.1), (0.5, 0.3, 0.2), (0.4, 0.4, 0.2), (0.3, 0.4, 0.3), (0.2, 0.4, 0.4), (0.2, 0.2, 0.6)]
# Answers 1–5 or 1–7 as people give them: even, with a hump, leaning to the upper end.
SCALES = {
    5: [(0.2, 0.2, 0.2, 0.2, 0.2), (0.05, 0.15, 0.3, 0.35, 0.15), (0.03, 0.07, 0.2, 0.4, 0.3)],
    7: [(1 / 7,) * 7, (0.03, 0.07, 0.15, 0.25, 0.25, 0.15, 0.1), (0.02, 0.03, 0.08, 0.17, 0.25, 0.25, 0.2)],
}
RUNS, FEW = 10_000, 1_000


def of_shares(
    n: int, limits: Callable[[int], list[tuple[float, float]]], truth: Callable[..., object]
) -> float:
    """Mean coverage of the limits of 0 … n hits of n, over `SHARES`."""
    low, high = np.array(limits(n)).T
    at = np.asarray(truth(SHARES), float)[:, None]
    inside = (low - 1e-12 <= at) & (at <= high + 1e-12)
    return float((inside * stats.binom.pmf(np.arange(n + 1), n, SHARES[:, None])).sum(axis=1).mean())


def better(n: int) -> list[tuple[float, float]]:
    found = kano.classify(pd.DataFrame({"A": range(n + 1), "M": range(n, -1, -1)}))
    return list(zip(found["better_low"], found["better_high"], strict=True))


def worse(n: int) -> list[tuple[float, float]]:
    found = kano.classify(pd.DataFrame({"M": range(n + 1), "A": range(n, -1, -1)}))
    return list(zip(found["worse_low"], found["worse_high"], strict=True))


def csat(n: int) -> list[tuple[float, float]]:
    return [(one.low, one.high) for one in (satisfaction.csat(count=x, n=n) for x in range(n + 1))]


def outcomes(n: int) -> Iterator[tuple[int, int, int]]:
    return ((p, n - p - d, d) for p, d in product(range(n + 1), repeat=2) if p + d <= n)


def nps(n: int) -> float:
    every = list(outcomes(n))
    found = [satisfaction.nps(promoters=p, passives=s, detractors=d) for p, s, d in every]
    low, high = np.array([(one.low, one.high) for one in found]).T
    covered = []
    for mix in MIXES:
        truth = mix[0] - mix[2]
        inside = (low - 1e-12 <= truth) & (truth <= high + 1e-12)
        covered.append(float((inside * stats.multinomial.pmf(every, n, mix)).sum()))
    return float(np.mean(covered))


def mean(n: int, points: int) -> float:
    """Interval of a mean (CES, importance): t, on answers of a scale with so many points."""
    rng = np.random.default_rng(2026)
    covered = []
    for mix in SCALES[points]:
        scale = np.arange(1, points + 1)
        drawn = rng.choice(scale, size=(RUNS, n), p=np.array(mix) / sum(mix))
        low, high = mean_interval(drawn.mean(axis=1), drawn.std(axis=1, ddof=1), n, 0.95)
        truth = float(scale @ np.array(mix) / sum(mix))
        covered.append(held(low, truth, high))
    return float(np.mean(covered))


def held(low: np.ndarray, truth: float, high: np.ndarray) -> float:
    """Share of the intervals that hold the truth; where all answer alike none is given."""
    given = np.isfinite(low)
    return float(((low <= truth) & (truth <= high))[given].mean())


def gap(n: int) -> float:
    """Interval of a gap: t on the differences, half of the people answering both questions in the same spirit."""
    rng = np.random.default_rng(2027)
    covered = []
    scale = np.arange(1, 8)
    for first, second in zip(SCALES[7], SCALES[7][::-1], strict=True):
        one, two = (np.array(mix) / sum(mix) for mix in (first, second))
        places = rng.random((2, RUNS, n))
        places[1] = np.where(rng.random((RUNS, n)) < 0.5, places[0], places[1])
        given = [
            scale[np.searchsorted(p.cumsum()[:-1], at)] for p, at in zip((one, two), places, strict=True)
        ]
        gaps = given[1] - given[0]
        low, high = mean_interval(gaps.mean(axis=1), gaps.std(axis=1, ddof=1), n, 0.95)
        covered.append(held(low, float(scale @ (two - one)), high))
    return float(np.mean(covered))


def alpha(n: int) -> float:
    """Feldt's interval of alpha: four alike items, answers 1-7 cut from what people feel; truths .6 to .9."""
    rng = np.random.default_rng(2028)
    covered = []
    at_zero = np.array(servqual.alpha_interval(0.0, n, ITEMS))  # the limits of 1 - alpha grow with 1 - alpha
    for shared in (0.3, 0.5, 0.7):
        truth = true_alpha(shared)
        low, high = 1 - (1 - alphas(felt(shared, 4_000, n, rng))) * (1 - at_zero[:, None])
        covered.append(held(low, truth, high))
    return float(np.mean(covered))


ITEMS, CUTS = 4, np.array([-1.8, -1.2, -0.6, 0.0, 0.6, 1.2])


def felt(shared: float, runs: int, n: int, rng: np.random.Generator) -> np.ndarray:
    """Answers 1-7 to alike items: part of what is felt is shared by all of a person's answers."""
    own = np.sqrt(1 - shared) * rng.standard_normal((runs, n, ITEMS))
    return np.searchsorted(CUTS, np.sqrt(shared) * rng.standard_normal((runs, n, 1)) + own) + 1


def alphas(given: np.ndarray) -> np.ndarray:
    own, whole = given.var(axis=-2, ddof=1).sum(axis=-1), given.sum(axis=-1).var(axis=-1, ddof=1)
    return ITEMS / (ITEMS - 1) * (1 - own[whole > 0] / whole[whole > 0])  # none where all people answer alike


@cache
def true_alpha(shared: float) -> float:
    return float(alphas(felt(shared, 1, 100_000, np.random.default_rng(2031)))[0])


def difference(n: int) -> float:
    """Interval of the difference of two CSAT shares, Newcombe's, exact over both."""
    x = range(n + 1)
    one = [satisfaction.csat(count=k, n=n) for k in x]
    pairs = [[satisfaction.difference(a, b) for b in one] for a in one]
    low, high = (np.array([[getattr(e, end) for e in row] for row in pairs]) for end in ("low", "high"))
    covered = []
    for p, q in product((0.3, 0.5, 0.7, 0.8, 0.9), repeat=2):
        inside = (low - 1e-12 <= p - q) & (p - q <= high + 1e-12)
        covered.append(float(stats.binom.pmf(x, n, p) @ inside @ stats.binom.pmf(x, n, q)))
    return float(np.mean(covered))


def nps_difference(n: int) -> float:
    """Interval of the difference of the NPS of two groups alike in size, Newcombe's, on drawn answers."""
    rng = np.random.default_rng(2029)
    covered = []
    for one, other in zip(MIXES, MIXES[1:] + MIXES[:1], strict=True):
        found = [map(tuple, rng.multinomial(n, mix, FEW).tolist()) for mix in (one, other)]
        truth = (one[0] - one[2]) - (other[0] - other[2])
        every = [nps_less(a, b) for a, b in zip(*found, strict=True)]
        covered.append(float(np.mean([e.low - 1e-12 <= truth <= e.high + 1e-12 for e in every])))
    return float(np.mean(covered))


@cache  # few people, few outcomes
def nps_less(one: tuple[int, int, int], other: tuple[int, int, int]) -> Estimate:
    names = ("promoters", "passives", "detractors")
    a, b = (satisfaction.nps(**dict(zip(names, counts, strict=True))) for counts in (one, other))
    return satisfaction.difference(a, b)


def change_of_share(n: int) -> float:
    """Interval of a change of share among the same people (Agresti & Min), exact over who changed which way."""
    every = list(outcomes(n))
    found = []
    for up, rest, down in every:
        before = np.repeat([False, False, True], [up, rest, down])
        after = np.repeat([True, False, False], [up, rest, down])
        found.append(_mcnemar(after, before, 0.95))
    low, high = np.array([(one.low, one.high) for one in found]).T
    covered = []
    for up, down in product((0.05, 0.1, 0.2, 0.3), repeat=2):
        inside = (low - 1e-12 <= up - down) & (up - down <= high + 1e-12)
        covered.append(float((inside * stats.multinomial.pmf(every, n, (up, 1 - up - down, down))).sum()))
    return float(np.mean(covered))


def difference_of_means(n: int) -> float:
    """Interval of the difference of the means of two groups alike in size: Welch, answers 1-7."""
    rng = np.random.default_rng(2030)
    scale = np.arange(1, 8)
    covered = []
    for one, other in zip(SCALES[7], SCALES[7][1:] + SCALES[7][:1], strict=True):
        weights = [np.array(mix) / sum(mix) for mix in (one, other)]
        drawn = [rng.choice(scale, size=(FEW, n), p=p) for p in weights]
        truth = float(scale @ (weights[1] - weights[0]))
        for a, b in zip(*drawn, strict=True):
            found = welch((a.mean(), b.mean()), (a.std(ddof=1), b.std(ddof=1)), (n, n), 0.95)
            if np.isfinite(found["ci_low"]):
                covered.append(bool(found["ci_low"] <= truth <= found["ci_high"]))
    return float(np.mean(covered))


def ratio_of_days(n: int) -> float:
    """Interval of a sum over days by a count over days (waits): linearised, the days drawn whole, busy ones slower."""
    rng = np.random.default_rng(2032)
    people = rng.poisson(40, (3 * FEW, n)).astype(float)
    minutes = people * 12 * people / 40 * rng.gamma(8, 1 / 8, people.shape)
    truth = 12 * (40 + 40**2) / 40 / 40  # E[people squared] / E[people]
    found = [process.ratio(*day) for day in zip(minutes, people, strict=True)]
    return float(np.mean([one.low <= truth <= one.high for one in found]))


@cache
def kappa_in(table: tuple[int, ...]) -> Estimate:
    return kappa_of(np.reshape(table, (math.isqrt(len(table)), -1)))[1]


def kappa(n: int) -> float:
    """Interval of Cohen's kappa, Wilson's carried through: two coders who agree on purpose, else by chance."""
    rng = np.random.default_rng(2033)
    covered = []
    for truth, classes in ((0.8, (0.5, 0.5)), (0.4, (0.5, 0.5)), (0.5, (0.3, 0.7)), (0.8, (0.4, 0.3, 0.3))):
        mix = truth * np.diag(classes) + (1 - truth) * np.outer(classes, classes)
        for table in rng.multinomial(n, mix.ravel(), FEW).tolist():
            one = kappa_in(tuple(table))
            if not one.missing:  # as where both put all into one class
                covered.append(one.low - 1e-12 <= truth <= one.high + 1e-12)
    return float(np.mean(covered))


def slope(n: int) -> float:
    """Interval of the slope of what is felt on what was expected, answers 1-7; not given below 20 people."""
    if n < LEAST_FOR_SLOPE:
        return float("nan")
    rng = np.random.default_rng(2034)
    covered = []
    for _ in range(FEW):
        expected = rng.integers(3, 8, n).astype(float)
        met = 1.5 + 0.5 * expected + rng.choice([-1.5, -0.5, 0.5, 1.5], n)  # errors that are not normal
        one = satisfaction.assimilation(expected, met)
        covered.append(one["ci_low"] <= 0.5 <= one["ci_high"])
    return float(np.mean(covered))


LEAST_FOR_SLOPE = 20
MEASURES: dict[str, Callable[[int], float]] = {
    "Better (Wilson)": lambda n: of_shares(n, better, lambda p: p),
    "Worse (Wilson)": lambda n: of_shares(n, worse, lambda p: -p),
    "CSAT (Wilson)": lambda n: of_shares(n, csat, lambda p: p),
    "CSAT, difference (Newcombe)": difference,
    "CSAT, same people (Agresti-Min)": change_of_share,
    "NPS (adjusted Wald)": nps,
    "NPS, difference (Newcombe)": nps_difference,
    "mean of answers 1-5 (t)": lambda n: mean(n, 5),
    "mean of answers 1-7 (t)": lambda n: mean(n, 7),
    "means, difference (Welch)": difference_of_means,
    "gap, answers 1-7 (paired t)": gap,
    "alpha (Feldt)": alpha,
    "sum by count over days (linearised)": ratio_of_days,
    "kappa (Cohen, Wilson)": kappa,
    "slope (least squares)": slope,
}


def measured() -> dict[str, list[float]]:
    """Every measure at every size; kept beside what is built, since twenty seconds' work follows from the code alone.

    Both editions and their tests ask for it. A changed line of the package or of this file makes it anew.
    """
    root = Path(__file__).resolve().parents[1]
    code = [Path(__file__), *sorted((root / "sgm_lab").rglob("*.py"))]
    told = "".join(
        [np.__version__, pd.__version__, scipy.__version__, *(one.read_text("utf-8") for one in code)]
    )
    kept = root / "_build" / "coverage" / f"{hashlib.sha256(told.encode()).hexdigest()[:16]}.json"
    if kept.exists():
        found: dict[str, list[float]] = json.loads(kept.read_text("utf-8"))
        return found
    found = {name: [measure(n) for n in SIZES] for name, measure in MEASURES.items()}
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("*.json"):
        old.unlink(missing_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps(found), "utf-8")
    part.replace(kept)
    return found


def main() -> int:
    missed = 0
    print(f"{'interval':<37}" + "".join(f"{f'n = {n}':>10}" for n in SIZES))
    for name, covered in measured().items():
        missed += sum(not LEAST <= one <= MOST for one in covered if one == one)
        print(f"{name:<37}" + "".join(f"{one:>10.1%}" if one == one else f"{'-':>10}" for one in covered))
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
