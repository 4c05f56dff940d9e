"""A run: one market played for some quarters, with its states, reports and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, DataError
from ._market import QUARTERS, Market, market
from ._model import State, customer_value, opening, step
from ._money import Spend, check_spend
from ._players import Player
from ._report import Report, report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Run", "play", "replay", "run"]


@dataclass(frozen=True)
class Run:
    """Some quarters of one market.

    Attributes
    ----------
    market : Market
    spends : tuple of dict
        What was spent, quarter by quarter.
    states : tuple of dict
        True states, the opening first: one more than quarters played.
    """

    market: Market
    spends: tuple[Spend, ...]
    states: tuple[State, ...]

    @property
    def quarter(self) -> int:
        """Quarters played."""
        return len(self.spends)

    @property
    def over(self) -> bool:
        """Whether all eight quarters have been played."""
        return self.quarter >= QUARTERS

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """What the player saw, the opening first."""
        return tuple(report(self.market, state) for state in self.states)

    @property
    def surplus(self) -> float:
        """Surplus of all quarters so far; below zero is below the loss line."""
        return float(self.states[-1]["surplus"])

    @property
    def value_change(self) -> float:
        """What the customers are worth now less what they were worth at the opening."""
        return customer_value(self.states[-1]) - customer_value(self.states[0])

    @property
    def result(self) -> float:
        """Surplus so far and change of customer value: what runs are compared by."""
        return self.surplus + self.value_change

    def history(self, *, truth: bool = False) -> pd.DataFrame:
        """Return one row a quarter: estimates with intervals, records and books.

        Parameters
        ----------
        truth : bool
            Whether to add ``satisfaction_true`` and ``loyalty_true``; for the review, not while playing.

        Returns
        -------
        DataFrame, index quarter
            ``satisfaction``, ``satisfaction_low``, ``satisfaction_high``, the same for loyalty, ``asked``,
            ``wait``, ``use``, ``customers``, ``skill``, ``revenue``, ``spent``, ``surplus``, ``total``.

        Examples
        --------
        >>> from sgm_lab.simulate import market
        >>> play(market("healthcare", 7), [{"training": 20}]).history().index.tolist()
        [0, 1]
        """
        import pandas as pd

        rows = []
        for seen, state in zip(self.reports, self.states, strict=True):
            row: dict[str, Any] = {"quarter": seen.quarter}
            for name in ("satisfaction", "loyalty"):
                estimate = getattr(seen, name)
                row |= {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
                if truth:
                    row[f"{name}_true"] = round(state["outcome"][name], 6)
            row |= {name: getattr(seen, name) for name in _COLUMNS}
            rows.append(row)
        return pd.DataFrame(rows).set_index("quarter")

    def decisions(self) -> pd.DataFrame:
        """Return what was spent: one row a quarter, one column a line."""
        import pandas as pd

        table = pd.DataFrame(list(self.spends), columns=list(self.market.lines)).fillna(0.0).astype(float)
        table.index = pd.RangeIndex(1, self.quarter + 1, name="quarter")
        return table

    def to_dict(self) -> dict[str, Any]:
        """Return what is needed to play it again: plain data for JSON.

        Examples
        --------
        >>> from sgm_lab.simulate import market
        >>> play(market("healthcare", 7), [{"training": 20}]).to_dict()
        {'case': 'healthcare', 'seed': 7, 'spends': [{'training': 20.0}]}
        """
        return {
            "case": self.market.case,
            "seed": self.market.seed,
            "spends": [dict(spend) for spend in self.spends],
        }


_COLUMNS = ("asked", "wait", "use", "customers", "skill", "revenue", "spent", "surplus", "total")


def play(market: Market, spends: Sequence[Mapping[str, float]]) -> Run:
    """Play a market with these decisions, one a quarter.

    Parameters
    ----------
    market : Market
    spends : sequence of mapping
        Line → money (10 000 yuan); at most eight.

    Returns
    -------
    Run
        The same for the same market and decisions.

    Raises
    ------
    ArgumentError
        As in `step`.

    Examples
    --------
    >>> from sgm_lab.simulate import market
    >>> round(play(market("healthcare", 7), [{}] * 8).surplus) < 0
    True
    """
    states = [opening(market)]
    checked = []
    for spend in spends:
        checked.append(check_spend(market, spend))
        states.append(step(market, states[-1], checked[-1]))
    return Run(market, tuple(checked), tuple(states))


def run(market: Market, player: Player, quarters: int = QUARTERS) -> Run:
    """Let a simulated player play a market.

    Parameters
    ----------
    market : Market
    player : callable
        Takes the market's public side and the reports so far, returns the spending; see `PLAYERS`.
    quarters : int
        How many.

    Returns
    -------
    Run

    Raises
    ------
    ArgumentError
        As in `step`.

    Examples
    --------
    >>> from sgm_lab.simulate import beginner, market, thoughtful
    >>> here = market("education", 3)
    >>> run(here, thoughtful).result > run(here, beginner).result
    True
    """
    states = [opening(market)]
    reports = [report(market, states[0])]
    spends: list[Spend] = []
    for _ in range(quarters):
        chosen = player(market, reports)
        if not isinstance(chosen, Mapping):
            raise ArgumentError("simulate.player_returns", kind=type(chosen).__name__)
        spends.append(check_spend(market, chosen))
        states.append(step(market, states[-1], spends[-1]))
        reports.append(report(market, states[-1]))
    return Run(market, tuple(spends), tuple(states))


def replay(log: Mapping[str, Any]) -> Run:
    """Play again what `Run.to_dict` wrote down.

    Raises
    ------
    DataError
        If the log lacks a part.
    ArgumentError
        As in `market` and `step`.

    Examples
    --------
    >>> replay({"case": "healthcare", "seed": 7, "spends": [{"training": 20}]}).quarter
    1
    """
    missing = [name for name in ("case", "seed", "spends") if name not in log]
    if missing:
        raise DataError("simulate.log", missing=missing)
    return play(market(log["case"], log["seed"]), log["spends"])
