"""What a player sees: the organisation's own records, and what a survey of some customers estimates."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .. import kano, satisfaction
from ..estimate import Estimate
from ..inference import t_interval
from ._chance import Draws
from ._market import DIMENSIONS, Market
from ._model import State
from ._wishes import kano_shares

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Report", "report"]


@dataclass(frozen=True)
class Report:
    """The report of a quarter; quarter 0 is what the player takes over.

    Attributes
    ----------
    quarter : int
    asked : int
        Customers surveyed.
    satisfaction, loyalty : Estimate
        Share who are satisfied; share who say they will be back. Wilson intervals.
    gaps : dict
        SERVQUAL gap (perception − expectation) by dimension, an `Estimate` with a t interval.
    expectations : dict
        Mean expectation by dimension; perception is expectation + gap.
    kano : dict
        Feature → counts of M, O, A, I, R, Q among the answers.
    levels : dict
        Own audit: how far each feature is fulfilled, 0–1.
    skill : float
        Own test of the staff, 0–1.
    wait, use, demand, served, customers, capacity : float
        Own records: mean wait in minutes, use of capacity, demand, customers served, customers for the next
        quarter and capacity, both in hundreds.
    revenue, running, failures, spent, surplus, total : float
        The books, 10 000 yuan; ``total`` is the surplus of all quarters so far.
    news, hints : tuple of str
        Kinds of shocks that struck; kinds that are rumoured for the next quarter.
    """

    quarter: int
    asked: int
    satisfaction: Estimate
    loyalty: Estimate
    gaps: dict[str, Estimate]
    expectations: dict[str, float]
    kano: dict[str, tuple[int, ...]]
    levels: dict[str, float]
    skill: float
    wait: float
    use: float
    demand: float
    served: float
    customers: float
    capacity: float
    revenue: float
    running: float
    failures: float
    spent: float
    surplus: float
    total: float
    news: tuple[str, ...]
    hints: tuple[str, ...]

    def kano_counts(self) -> pd.DataFrame:
        """Return the answers to this survey as `kano.tally` would: index feature, columns M O A I R Q."""
        import pandas as pd

        counts = pd.DataFrame.from_dict(self.kano, orient="index", columns=list(kano.LETTERS))
        return counts.rename_axis("feature")

    def kano_table(self) -> pd.DataFrame:
        """Return the features classified from this survey (`kano.classify`, rule "mode")."""
        return kano.classify(self.kano_counts())

    def gaps_table(self) -> pd.DataFrame:
        """Return the gaps with the main columns of `servqual.gaps`: index dimension."""
        import pandas as pd

        rows = [
            {
                "dimension": name,
                "n": gap.n,
                "expectation": self.expectations[name],
                "perception": self.expectations[name] + gap.value,
                "gap": gap.value,
                "ci_low": gap.low,
                "ci_high": gap.high,
            }
            for name, gap in self.gaps.items()
        ]
        return pd.DataFrame(rows).set_index("dimension")

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data for JSON."""
        plain = asdict(self)
        plain["kano"] = {name: list(counts) for name, counts in self.kano.items()}
        return plain | {"news": list(self.news), "hints": list(self.hints)}


def report(market: Market, state: State) -> Report:
    """Survey the customers of a state and close its books.

    Parameters
    ----------
    market : Market
    state : dict
        As `opening` or `step` returned it.

    Returns
    -------
    Report
        The same for the same market, quarter, state and number of respondents.

    Notes
    -----
    Satisfaction and loyalty: n independent answers, each yes with the true share. Kano: n answers to each
    feature from the true shares of the six categories. SERVQUAL: the mean of n gaps with the standard deviation
    of the case, gap + s·z/√n. The survey of a quarter that asks more people contains the smaller one. At the
    opening the Kano table is that of the case's own first wave, and the gaps rest on as many people as there.

    Examples
    --------
    >>> from sgm_lab.simulate import market, opening
    >>> here = market("healthcare", 7)
    >>> first = report(here, opening(here))
    >>> first.asked, round(first.gaps["reliability"].value, 2), first.kano["wait_reminder"]
    (200, -1.75, (35, 69, 201, 94, 9, 17))
    """
    quarter, n, outcome = state["quarter"], state["asked"], state["outcome"]

    def draws(what: str) -> Draws:
        return Draws("survey", market.case, market.seed, quarter, what)

    def share(what: str) -> Estimate:
        return _share(draws(what).hits(outcome[what], n), n)

    gaps = {}
    for name in DIMENSIONS:
        people = n if quarter else market.servqual_n
        error = draws(name).normal() * market.spread[name] / math.sqrt(people)
        gap = outcome["perception"][name] - outcome["expectation"][name] + error
        gaps[name] = _gap(round(gap, 6), market.spread[name], people)
    true = kano_shares(market, quarter, state["copied"])
    counts = {
        name: tuple(draws(f"kano-{name}").counts(true[name], n)) if quarter else market.opening_counts[name]
        for name in market.features
    }
    return Report(
        quarter=quarter,
        asked=n,
        satisfaction=share("satisfaction"),
        loyalty=share("loyalty"),
        gaps=gaps,
        expectations=_round(outcome["expectation"]),
        kano=counts,
        levels=_round(state["levels"]),
        skill=round(state["skill"], 6),
        customers=round(state["customers"], 6),
        capacity=round(state["capacity"], 6),
        total=round(state["surplus"], 6),
        news=tuple(shock.kind for shock in market.shocks if shock.quarter == quarter),
        hints=tuple(hint.kind for hint in market.hints if hint.quarter == quarter),
        **_round({key: outcome[key] for key in _BOOKS}),
    )


_BOOKS = ("wait", "use", "demand", "served", "revenue", "running", "failures", "spent", "surplus")


def _round(values: dict[str, float]) -> dict[str, Any]:
    """Six decimals: the last bits of exp differ between machines."""
    return {key: round(value, 6) for key, value in values.items()}


@lru_cache(4096)
def _share(count: int, n: int) -> Estimate:
    return satisfaction.csat(count=count, n=n)


def _gap(value: float, sd: float, n: int) -> Estimate:
    low, high = t_interval(value, sd, n, 0.95)
    return Estimate(value, round(float(low), 6), round(float(high), 6), n, method="t", kind="mean")
