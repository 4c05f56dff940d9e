"""Simulated players: fixed strategies to compare with, a beginner, and one who reads the reports.

Every player is a function of the market's public side (its lines, the categories of the opening Kano table) and of
the reports so far; none looks at the true state or at the shocks to come.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from ._market import DIMENSIONS, QUARTERS, Market
from ._money import BUDGET, Spend
from ._parameters import PARAMETERS
from ._report import Report

__all__ = ["FIXED", "INHERITED", "PLAYERS", "Player", "beginner", "thoughtful"]

#: How the manager before shared the budget among the areas: much for features, nothing for capacity.
INHERITED: Mapping[str, int] = {
    "features": 60,
    "standards": 15,
    "training": 5,
    "process": 0,
    "survey": 0,
    "reserve": 20,
}

Player: TypeAlias = Callable[[Market, Sequence[Report]], Spend]

# How the thoughtful player keeps house; round figures, tried on class numbers from 101 up, not on those tested.
_ROOM, _MOST_PROCESS = 0.75, 25.0
_TRAIN, _KEEP_TRAINED, _TRAIN_FOR_LEAVERS, _TRAINED = 16.0, 6.0, 20.0, 0.70
_SURVEY, _FORGET, _STEP = 0.5, 0.6, 1.0


def _even(lines: Sequence[str], money: float = BUDGET) -> Spend:
    return {line: money / len(lines) for line in lines}


def _features(market: Market, letters: str = "MOAI") -> list[str]:
    return [f"feature:{name}" for name in market.features if market.letters[name] in letters]


_STANDARDS = [f"dimension:{name}" for name in DIMENSIONS]


def _even_lines(market: Market, reports: Sequence[Report]) -> Spend:
    """The same to every feature, dimension, training and process."""
    return _even([line for line in market.lines if line != "survey"])


def _even_areas(market: Market, reports: Sequence[Report]) -> Spend:
    """A quarter each to features, standards, training and process."""
    share = BUDGET / 4
    return {
        **_even(_features(market), share),
        **_even(_STANDARDS, share),
        "training": share,
        "process": share,
    }


def _as_before(market: Market, reports: Sequence[Report]) -> Spend:
    """As the manager before did it, even within an area."""
    features, standards = float(INHERITED["features"]), float(INHERITED["standards"])
    areas = {name: float(INHERITED[name]) for name in ("training", "process", "survey")}
    return {**_even(_features(market), features), **_even(_STANDARDS, standards), **areas}


def _half(market: Market, reports: Sequence[Report]) -> Spend:
    """As even over the areas, at half the money."""
    return {line: money / 2 for line, money in _even_areas(market, reports).items()}


def _hindsight(market: Market, reports: Sequence[Report]) -> Spend:
    """The best shares for the areas that a search over many markets found afterwards, even within an area."""
    wanted = {**_even(_features(market, "MOA"), 34.0), **_even(_STANDARDS, 28.0)}
    return {**wanted, "training": 14.0, "process": 24.0}


def _first_plan(market: Market, reports: Sequence[Report]) -> Spend:
    """The thoughtful player's first plan, held for eight quarters."""
    return thoughtful(market, reports[:1])


#: Strategies that give the same every quarter, whatever the reports say.
FIXED: Mapping[str, Player] = {
    "nothing": lambda market, reports: {},
    "as_before": _as_before,
    "half": _half,
    "even_lines": _even_lines,
    "even_areas": _even_areas,
    "hindsight": _hindsight,
    "first_plan": _first_plan,
    "all_features": lambda market, reports: _even(_features(market)),
    "all_delighters": lambda market, reports: _even(_features(market, "A")),
    "all_performance": lambda market, reports: _even(_features(market, "O")),
    "all_basics": lambda market, reports: _even(_features(market, "M")),
    "all_standards": lambda market, reports: _even(_STANDARDS),
    "all_training": lambda market, reports: {"training": BUDGET},
    "all_process": lambda market, reports: {"process": BUDGET},
}


def beginner(market: Market, reports: Sequence[Report]) -> Spend:
    """Goes for what is new and for the loudest complaint: 60 on delighters, 40 on the dimension with the worst gap.

    Examples
    --------
    >>> from sgm_lab.simulate import market, opening, report
    >>> here = market("healthcare", 7)
    >>> beginner(here, [report(here, opening(here))])["dimension:reliability"]
    40.0
    """
    gaps = reports[-1].gaps
    worst = min(gaps, key=lambda name: gaps[name].value)
    return {**_even(_features(market, "A"), 60.0), f"dimension:{worst}": 40.0}


def thoughtful(market: Market, reports: Sequence[Report]) -> Spend:
    """Reads the reports: keeps room in capacity, trains early, then gives each unit where it should do most.

    Parameters
    ----------
    market : Market
        Only its public side is read.
    reports : sequence of Report
        All so far, the opening first.

    Returns
    -------
    dict

    Notes
    -----
    1. Capacity: enough for three quarters of it to be in use next quarter, with growth as last seen and hints of a
       surge or a breakdown; nothing in the last quarter, since it would come too late.
    2. Training: much until the staff test passes 0.75 or leavers are rumoured, then upkeep; nothing in the last
       two quarters.
    3. A little for the survey.
    4. The rest, in steps, wherever the published equations expect most of the next unit, with what the surveys
       say about features (older ones count less) and gaps in the place of the truth.

    Examples
    --------
    >>> from sgm_lab.simulate import market, opening, report
    >>> here = market("healthcare", 7)
    >>> plan = thoughtful(here, [report(here, opening(here))])
    >>> plan["training"], round(sum(plan.values()), 6)
    (16.0, 100.0)
    """
    now = reports[-1]
    left = QUARTERS - now.quarter
    spend: Spend = {"process": _process(now, left), "training": _training(now, left), "survey": _SURVEY}
    rest = BUDGET - sum(spend.values())
    leverage = 1 + PARAMETERS.skill_leverage * (now.skill - PARAMETERS.skill_usual)
    reach = PARAMETERS.standard_scale / leverage
    slopes = {
        **{
            line: (slope * _lasts(PARAMETERS.feature_decay, left), PARAMETERS.feature_scale)
            for line, slope in _feature_slopes(market, reports).items()
        },
        **{
            line: (slope * _lasts(PARAMETERS.standard_decay, left), reach)
            for line, slope in _standard_slopes(now, reach).items()
        },
    }
    while rest > 1e-9:
        unit = min(_STEP, rest)
        best = max(
            slopes, key=lambda line: slopes[line][0] * math.exp(-spend.get(line, 0.0) / slopes[line][1])
        )
        spend[best] = spend.get(best, 0.0) + unit
        rest -= unit
    return {line: money for line, money in spend.items() if money}


def _lasts(decay: float, left: int) -> float:
    """How many quarters' worth of effect a gain has that wears by a share each quarter."""
    return (1 - (1 - decay) ** left) / decay


def _process(now: Report, left: int) -> float:
    p = PARAMETERS
    if left <= 1:
        return 0.0
    growth = min(1.08, max(1.0, now.customers / now.demand))
    expected = now.customers * growth * (1.1 if "demand_surge" in now.hints else 1.0)
    stays = now.capacity * (1 - p.capacity_decay) * (0.96 if "breakdown" in now.hints else 1.0)
    wanted = (expected / _ROOM - stays) / (p.process_gain * p.capacity_usual)
    money = -math.log(1 - min(0.95, max(0.0, wanted))) * p.process_scale
    return min(_MOST_PROCESS, money / (1 + p.skill_leverage * (now.skill - p.skill_usual)))


def _training(now: Report, left: int) -> float:
    if left <= 2:
        return 0.0
    if "staff_leave" in now.hints or "staff_leave" in now.news:
        return _TRAIN_FOR_LEAVERS
    return _TRAIN if now.skill < _TRAINED else _KEEP_TRAINED


def _feature_slopes(market: Market, reports: Sequence[Report]) -> dict[str, float]:
    """What the next unit on each feature is expected to add to the score, from pooled Kano surveys."""
    p, now = PARAMETERS, reports[-1]
    weights = {name: market.importance[name] for name in market.features}
    slopes = {}
    for name in market.features:
        pooled = [
            sum(_FORGET ** (now.quarter - past.quarter) * past.kano[name][at] for past in reports)
            for at in range(4)
        ]
        must, more, delight, neither = (count / sum(pooled) for count in pooled)
        x = now.levels[name] * (1 - p.feature_decay)
        # Slopes of the three satisfaction curves at x (Wang & Ji 2010).
        steep = (must * math.exp(1 - x) + delight * math.exp(x)) / (math.e - 1) + more + neither
        gain = (delight + 2 * more + must) * steep * (1 - x) / p.feature_scale
        slopes[f"feature:{name}"] = p.kano_weight * gain * weights[name] / sum(weights.values())
    return slopes


def _standard_slopes(now: Report, reach: float) -> dict[str, float]:
    """What the next unit on each dimension is expected to add to the score, from its gap."""
    p = PARAMETERS
    slopes = {}
    for name, gap in now.gaps.items():
        spread = (gap.high - gap.low) / 2 / 1.96 * math.sqrt(gap.n)
        below = 0.5 * math.erfc(gap.value / spread / math.sqrt(2))
        short = 7 - min(7.0, now.expectations[name] + gap.value)
        slopes[f"dimension:{name}"] = (
            p.servqual_weight / len(now.gaps) * (1 + (p.loss_weight - 1) * below) * short / reach
        )
    return slopes


#: Everybody a review compares with.
PLAYERS: Mapping[str, Player] = {**FIXED, "beginner": beginner, "thoughtful": thoughtful}
