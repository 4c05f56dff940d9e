"""What a quarter has to spend, on which lines, and whether it may."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeAlias

from ..errors import ArgumentError, did_you_mean
from ..numbers import is_real
from ._market import Market

__all__ = ["BUDGET", "Spend", "check_spend", "shared_budget"]

Spend: TypeAlias = dict[str, float]

#: What a quarter has to share out, in units of 10 000 yuan (万元). What is not spent stays in the surplus.
BUDGET = 100.0


def shared_budget(
    areas: Mapping[str, float], features: Mapping[str, float], standards: Mapping[str, float]
) -> Spend:
    """Return what goes to each line of a quarter's budget that is shared out in points.

    Parameters
    ----------
    areas : mapping
        Area → points of 100, each 1% of the budget: the names of `INHERITED`; what is held in reserve goes nowhere.
    features, standards : mapping
        Feature or dimension → points of 100, of what its area has.

    Returns
    -------
    dict
        Line → 10 000 yuan, lines with nothing left out.

    Examples
    --------
    >>> shared_budget({"features": 40, "standards": 0, "training": 30, "process": 20, "survey": 10}, {"app": 100}, {})
    {'training': 30.0, 'process': 20.0, 'survey': 10.0, 'feature:app': 40.0}
    """
    money = {name: float(areas[name]) for name in ("training", "process", "survey")}
    for area, kind, shares in (("features", "feature", features), ("standards", "dimension", standards)):
        money |= {f"{kind}:{name}": areas[area] * points / 100 for name, points in shares.items()}
    return {line: round(amount, 4) for line, amount in money.items() if amount}


def check_spend(market: Market, spend: Mapping[str, float], budget: float = BUDGET) -> Spend:
    """Return the spending of a quarter line by line, zeros left out, or say what is wrong with it.

    Raises
    ------
    ArgumentError
        If a line is unknown, an amount is no number or negative, or all together pass the budget.

    Examples
    --------
    >>> from sgm_lab.simulate import market
    >>> check_spend(market("healthcare", 7), {"training": 20, "process": 0})
    {'training': 20.0}
    """
    found: Spend = {}
    lines = market.lines
    for line, value in spend.items():
        if line not in lines:
            raise ArgumentError("simulate.line", name=line, names=lines, hint=did_you_mean(line, lines))
        if not is_real(value) or not math.isfinite(value) or value < 0:
            raise ArgumentError("simulate.amount", name=line, value=value)
        if value > 0:
            found[line] = float(value)
    if (total := sum(found.values())) > budget + 1e-9:
        raise ArgumentError("simulate.over_budget", total=total, budget=budget)
    return found
