"""Programs of others beside ours, on random data: ``python tests/peers.py [method …]`` keeps the largest differences.

`tests/test_oracles.py` looks for data where they part; this says by how much they do, for the page that tells where the
numbers come from. What programs answered that were run by hand is kept in ``tests/by_hand``, where ``run.R`` runs them.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "book" / "_ext")]

from sgm_lab import control, goals, kano, process, satisfaction, segments, servqual  # noqa: E402
from sgm_lab.feedback import compare  # noqa: E402
from sgm_lab.inference import holm, independence, welch  # noqa: E402
from sgm_lab.kano._paired import stuart_maxwell  # noqa: E402
from sgm_lab.sampling.design import given  # noqa: E402
from sgm_lab.sampling.variance import mean_of  # noqa: E402

KEPT = ROOT / "book" / "proof.json"
BY_HAND = ROOT / "tests" / "by_hand"
TRIES = 200
Pair = tuple[Iterable[float], Iterable[float]]  # ours, theirs
PEERS: dict[str, Callable[[np.random.Generator], Pair]] = {}


def peer(id: str) -> Callable[[Callable[[np.random.Generator], Pair]], Callable[[np.random.Generator], Pair]]:
    """Say which method of ``proof.toml`` a comparison is of."""

    def keep(made: Callable[[np.random.Generator], Pair]) -> Callable[[np.random.Generator], Pair]:
        PEERS[id] = made
        return made

    return keep


RUN: dict[str, tuple[str, int]] = {}  # the program that was run by hand, and on how many data


def by_hand(id: str, program: str, name: str) -> Callable[[Callable[[pd.DataFrame], Pair]], None]:
    """Say which method a comparison with kept answers is of."""
    kept = pd.read_csv(BY_HAND / name)

    def keep(made: Callable[[pd.DataFrame], Pair]) -> None:
        RUN[id] = program, len(kept)
        PEERS[id] = lambda _: made(kept)

    return keep


def _limits(found: Any) -> list[float]:
    return [found.low, found.high]


def _square(rng: np.random.Generator) -> np.ndarray:
    return rng.integers(1, 60, [int(rng.integers(2, 6))] * 2)


def _shares(rng: np.random.Generator) -> tuple[int, int]:
    n = int(rng.integers(1, 400))
    return int(rng.integers(0, n + 1)), n


@by_hand("kano.category", "stp25kano", "kano.csv")
def _(kept: pd.DataFrame) -> Pair:
    """How often its letter, where it gives one, is not ours or one of ours that are level."""
    apart = []
    for rule in ("mode", "moai"):
        theirs = kept[rule].dropna()  # none where questionable answers lead
        ours = kano.classify(kept[list("MOAIRQ")], rule=rule)["category"][theirs.index]
        apart += [letter not in level.split("/") for level, letter in zip(ours, theirs, strict=True)]
    assert len(apart) > 0.99 * 2 * len(kept)
    return [0.0] * len(apart), apart


@by_hand("kano.fong", "stp25kano", "kano.csv")
def _(kept: pd.DataFrame) -> Pair:
    ours = kano.fong(kept[list("MOAIRQ")])
    theirs = kept[["difference", "critical"]].assign(significant=kept["verdict"].eq("sig."))
    return ours.to_numpy(float).ravel(), theirs.to_numpy(float).ravel()


@peer("kano.better")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.stats.proportion import proportion_confint

    counts = dict(zip("MOAIRQ", map(int, rng.integers(1, 200, 6)), strict=True))
    row = kano.classify({"one": counts}).loc["one"]
    n = sum(counts[letter] for letter in "MOAI")
    more, less = counts["A"] + counts["O"], counts["O"] + counts["M"]
    theirs = [proportion_confint(count, n, method="wilson") for count in (more, less)]
    ours = [row["better_low"], row["better_high"], -row["worse_high"], -row["worse_low"]]
    return [row["better"], row["worse"], *ours], [more / n, -less / n, *theirs[0], *theirs[1]]


@peer("kano.drift")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.stats.contingency_tables import SquareTable

    table = _square(rng)
    theirs = SquareTable(table, shift_zeros=False).homogeneity(method="stuart_maxwell")
    return stuart_maxwell(table)[:3], [theirs.statistic, theirs.df, theirs.pvalue]


@peer("kano.uniformity")
def _(rng: np.random.Generator) -> Pair:
    from scipy.stats import chisquare

    four = rng.integers(1, 200, 4)
    row = kano.uniformity({"one": dict(zip("MOAIRQ", [*map(int, four), 0, 0], strict=True))}).loc["one"]
    return row[["chi2", "p"]], chisquare(four)


@peer("servqual.gaps")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.stats.weightstats import DescrStatsW

    n = int(rng.integers(5, 60))
    people = np.arange(n)
    answers = rng.integers(1, 8, (2, n))
    table = pd.DataFrame({"respondent": people, "item": 5, "dimension": "reliability"})
    row = servqual.gaps(table.assign(expectation=answers[0], perception=answers[1])).iloc[0]
    theirs = DescrStatsW((answers[1] - answers[0]).astype(float))
    ours = row[["gap", "sd", "ci_low", "ci_high", "t", "p"]]
    return ours, [theirs.mean, theirs.std_mean * (n - 1) ** 0.5 * (n / (n - 1)) ** 0.5, *theirs.tconfint_mean(),
                  *theirs.ttest_mean(0)[:2]]  # fmt: skip


def _alpha(rng: np.random.Generator) -> tuple[Any, Any]:
    import pingouin

    shape = int(rng.integers(8, 60)), int(rng.integers(3, 8))
    common = rng.integers(1, 8, (shape[0], 1))
    items = pd.DataFrame(np.clip(common + rng.integers(-2, 3, shape), 1, 7)).add_prefix("Q")
    return servqual.alpha(items), pingouin.cronbach_alpha(items)


@peer("servqual.alpha")
def _(rng: np.random.Generator) -> Pair:
    ours, theirs = _alpha(rng)
    return [ours.alpha], [theirs[0]]


@peer("servqual.alpha_interval")
def _(rng: np.random.Generator) -> Pair:
    ours, theirs = _alpha(rng)
    return _limits(ours), theirs[1]


@peer("satisfaction.csat")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.stats.proportion import proportion_confint

    count, n = _shares(rng)
    return _limits(satisfaction.csat(count=count, n=n)), proportion_confint(count, n, method="wilson")


@peer("satisfaction.difference")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.stats.proportion import confint_proportions_2indep

    a, b = _shares(rng), _shares(rng)
    ours = satisfaction.difference(*(satisfaction.csat(count=count, n=n) for count, n in (a, b)))
    return _limits(ours), confint_proportions_2indep(*a, *b, method="newcomb", compare="diff")


@peer("satisfaction.welch")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    first, then = (rng.integers(1, 8, int(rng.integers(5, 60))).astype(float) for _ in range(2))
    both = [(float(one.mean()), float(one.std(ddof=1)), len(one)) for one in (first, then)]
    ours = welch(*zip(*both, strict=True), 0.95)
    theirs = CompareMeans(DescrStatsW(then), DescrStatsW(first))
    limits = theirs.tconfint_diff(usevar="unequal")
    return [ours[one] for one in ("ci_low", "ci_high", "t", "p", "df")], [
        *limits,
        *theirs.ttest_ind(usevar="unequal"),
    ]


@peer("satisfaction.change")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.stats.contingency_tables import mcnemar

    up, down, yes, no = map(int, rng.integers(1, 40, 4))
    first, then = (np.repeat(values, [up, down, yes, no]) for values in ([2, 5, 5, 2], [5, 2, 5, 2]))
    ids = [f"p{at}" for at in range(len(first))]
    ours = satisfaction.change(pd.Series(then, index=ids), pd.Series(first, index=ids), top=(4, 5))
    return [ours.p], [mcnemar([[yes, down], [up, no]], exact=True).pvalue]


@peer("satisfaction.nps")
def _(rng: np.random.Generator) -> Pair:
    from scipy.stats import multinomial, norm

    counts = rng.integers(5, 200, 3)
    ours = satisfaction.nps(
        **dict(zip(("promoters", "passives", "detractors"), map(int, counts), strict=True))
    )
    n = int(counts.sum()) + 3
    shares, side = (counts + np.array([0.75, 1.5, 0.75])) / n, np.array([1.0, 0.0, -1.0])
    half = norm.ppf(0.975) * np.sqrt(side @ multinomial.cov(n, shares) @ side) / n
    middle = float(side @ shares)
    return [ours.value, *_limits(ours)], [float(side @ counts) / (n - 3), middle - half, middle + half]


@peer("satisfaction.acsi")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.regression.linear_model import WLS

    n = int(rng.integers(4, 60))
    answers, shares = rng.integers(1, 11, (n, 3)), rng.dirichlet([2, 2, 2])
    points = WLS((answers.ravel() - 1) / 9 * 100, np.ones(3 * n), weights=np.tile(shares, n))
    people = {"groups": np.repeat(np.arange(n), 3)}  # a person's three answers go together
    theirs = points.fit(cov_type="cluster", cov_kwds=people, use_t=True)
    ours = satisfaction.acsi(answers, shares)
    return [ours.value, *_limits(ours)], [theirs.params[0], *theirs.conf_int()[0]]


@peer("satisfaction.sample_size")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail as size

    before, after = np.sort(rng.uniform(0.05, 0.95, 2))
    after += 0.02
    theirs = size(after - before, before, 0.8, alpha=0.05, alternative="two-sided")
    return [satisfaction.sample_size_for_change(before, after)], [np.ceil(theirs)]


@peer("sampling.weights")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.regression.linear_model import WLS

    n = int(rng.integers(8, 60))
    values, weight = rng.integers(0, 2, n).astype(float), rng.uniform(0.2, 4, n)
    ours, theirs = mean_of(values, given(weight, n)), WLS(values, np.ones(n), weights=weight)
    return [ours.value, ours.se], [theirs.fit().params[0], theirs.fit(cov_type="HC1").bse[0]]


@peer("inference.independence")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.stats.contingency_tables import Table

    table = rng.integers(1, 80, rng.integers(2, 6, 2))
    theirs = Table(table, shift_zeros=False).test_nominal_association()
    return independence(table)[:3], [theirs.statistic, theirs.df, theirs.pvalue]


@peer("inference.holm")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.stats.multitest import multipletests

    p = rng.uniform(0, 0.2, int(rng.integers(1, 12)))
    return holm(p), multipletests(p, method="holm")[1]


@peer("feedback.compare")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.stats.inter_rater import cohens_kappa

    table = _square(rng)
    names = [f"c{at}" for at in range(len(table))]
    first, then = np.nonzero(np.ones_like(table))
    times = table[first, then]
    ours = compare(
        [names[at] for at in np.repeat(first, times)], [names[at] for at in np.repeat(then, times)], names
    )
    return [ours.kappa.value], [cohens_kappa(table, return_results=False)]


@peer("segments.silhouette")
def _(rng: np.random.Generator) -> Pair:
    from sklearn.metrics import silhouette_score

    points = rng.normal(size=(30, 2))
    far = np.hypot(*(points[:, None] - points).transpose(2, 0, 1))
    groups = np.resize([0, 1, 2], 30)
    return [segments.silhouette(far, groups)], [silhouette_score(far, groups, metric="precomputed")]


@peer("segments.adjusted_rand")
def _(rng: np.random.Generator) -> Pair:
    from sklearn.metrics import adjusted_rand_score

    first, then = rng.integers(0, 4, (2, 40))
    return [segments.adjusted_rand(first, then)], [adjusted_rand_score(first, then)]


@peer("control.p_chart")
def _(rng: np.random.Generator) -> Pair:
    from scipy.stats import binom

    n = int(rng.integers(20, 200))
    counts = np.maximum(rng.binomial(n, rng.uniform(0.02, 0.9), 30), 1)
    ours, share = control.p_chart(counts, n), counts.sum() / (30 * n)
    sd = binom.std(n, share) / n
    return [ours.center, ours.lower, ours.upper], [share, max(share - 3 * sd, 0), min(share + 3 * sd, 1)]


@peer("control.c_chart")
def _(rng: np.random.Generator) -> Pair:
    from scipy.stats import poisson

    counts = rng.poisson(rng.uniform(1, 60), 30) + 1
    ours, mean = control.c_chart(counts), counts.mean()
    return [ours.center, ours.lower, ours.upper], [
        mean, max(mean - 3 * poisson.std(mean), 0), mean + 3 * poisson.std(mean)
    ]  # fmt: skip


def _range(k: int) -> float:
    """Mean range of ``k`` standard normal values, by SciPy's distribution of it."""
    from scipy.integrate import quad
    from scipy.stats import studentized_range

    return float(quad(lambda width: studentized_range.sf(width, k, 1e8), 0, 12, limit=30, epsabs=1e-6)[0])


@peer("control.individuals")
def _(rng: np.random.Generator) -> Pair:
    values = rng.normal(50, 2, int(rng.integers(12, 60)))
    ours, three = control.individuals(values), 3 * np.abs(np.diff(values)).mean() / _range(2)
    return [ours.center, ours.lower, ours.upper], [
        values.mean(),
        values.mean() - three,
        values.mean() + three,
    ]


@peer("control.constants")
def _(rng: np.random.Generator) -> Pair:
    from scipy.stats import chi

    n = int(rng.integers(2, 13))
    ours = control.constants(n)
    return [ours.d2, ours.c4], [_range(n), chi.mean(n - 1) / np.sqrt(n - 1)]


@peer("control.ewma")
def _(rng: np.random.Generator) -> Pair:
    values = rng.normal(50, 2, 40)
    theirs = pd.Series([50, *values]).ewm(alpha=0.2, adjust=False).mean()[1:]
    return control.ewma(values, lam=0.2, target=50, sigma=2).points, theirs


@peer("control.cusum")
def _(rng: np.random.Generator) -> Pair:
    import shewhart

    values, slack = rng.normal(50.5, 2, 40), float(rng.uniform(0.1, 1.5))
    ours = control.cusum(values, slack, 4, target=50, sigma=2)
    theirs = shewhart.cusum(values, k=slack, h=4, center=50, sigma=2).table
    assert ours.spread is not None
    return [*ours.points, *ours.spread.points], [*theirs["cusum_pos"], *theirs["cusum_neg"]]


@peer("control.runs_test")
def _(rng: np.random.Generator) -> Pair:
    from statsmodels.sandbox.stats.runs import runstest_1samp

    values = rng.normal(size=2 * int(rng.integers(25, 60)))
    return [control.runs_test(values).z], [runstest_1samp(values, cutoff="median", correction=False)[0]]


@by_hand("goals.gas_t", "gasr", "gas_t.csv")
def _(kept: pd.DataFrame) -> Pair:
    levels, weights = (
        [[*map(float, text.split())] for text in kept[of].astype(str)] for of in ("levels", "weights")
    )
    return [goals.gas_t(*one) for one in zip(levels, weights, kept["rho"], strict=True)], kept["t"]


@peer("process.erlang_c")
def _(rng: np.random.Generator) -> Pair:
    from scipy.stats import poisson

    staff, minutes = int(rng.integers(1, 30)), float(rng.uniform(1, 30))
    offered = staff * float(rng.uniform(0.05, 0.98))
    ours = process.erlang_c(offered * 60 / minutes, minutes, staff)
    lost = poisson.pmf(staff, offered) / poisson.cdf(staff, offered)
    delayed = lost / (1 - offered / staff * (1 - lost))
    return [ours.delayed, ours.wait], [delayed, delayed * minutes / (staff - offered)]


@peer("process.simulate")
def _(rng: np.random.Generator) -> Pair:
    staff = tuple(map(int, rng.integers(1, 4, 3)))
    station = process.Station("a", 5.0, staff, 0.7, 1.0)
    flow = process.Flow((station,), (480.0, 540.0, 660.0, 720.0), (0,) * 8 + (12.0,) * 4 + (0,) * 12, "a")
    ways = [process.simulate(flow, days=3, seed=int(staff[0])), None]
    ways[1] = process.simulate(flow, days=3, seed=int(staff[0]), engine="events")
    return tuple(np.nan_to_num(one.ended["a"]) for one in ways)


def largest(id: str, tries: int, seed: int = 1) -> float:
    """Return the largest difference on so many random data."""
    rng = np.random.default_rng(seed)
    found = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(1 if id in RUN else tries):
            ours, theirs = (np.asarray(list(one), float) for one in PEERS[id](rng))
            found = max(found, float(np.abs(ours - theirs).max()))
    return found


def main() -> None:
    """Compare all or some, and keep what came of it for the page."""
    from sgm_proof import differences, methods

    before, some = differences(), sys.argv[1:]
    runs = pd.read_csv(BY_HAND / "runs.csv", index_col="program", dtype=str)
    kept: dict[str, dict[str, Any]] = {}
    for one in methods():
        if one.peer and some and one.id not in some:
            kept[one.id] = before[one.id]
        elif one.peer:
            difference = largest(one.id, TRIES)
            if one.id in RUN:
                program, tried = RUN[one.id]
                run = runs.loc[program]
                told = {"version": run["commit"][:7], "tried": tried, "difference": difference}
                told["by_hand"] = {"r": run["R"], "on": run["on"]}
            else:
                package = one.peer.split()[0].lower()
                told = {"version": version(package), "tried": TRIES, "difference": difference}
            kept[one.id] = told
            print(one.id, difference)
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
