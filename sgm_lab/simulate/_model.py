r"""The model: how a quarter's spending becomes fulfilment, satisfaction, loyalty and a surplus.

A teaching model. Its form follows the literature named beside each equation; its parameters are chosen so that
eight quarters show every mechanism, not estimated from any firm. All results are simulated (模拟数据).

One quarter, in this order
--------------------------
1. *Shocks* of the quarter strike.
2. *What was under way arrives, and everything wears.* Skill takes up training of the last two quarters, capacity
   what was spent on it a quarter ago; features, standards, skill and capacity lose a fixed share.
3. *Money works.* With m on a line (10 000 yuan), the shortfall from full falls by 1 − exp(−m/κ): each further
   unit does less. Features and standards answer at once; training pays half a quarter later and half after two;
   capacity comes a quarter later. Skilled staff get more out of money for standards and process.
4. *Waits.* ρ = demand/capacity; W ∝ ρ/(1−ρ).
5. *Satisfaction.* Kano part K, SERVQUAL part Q, S = 1/(1+exp(−(β₀+β_K·K+β_Q·Q))): the share of customers who
   are satisfied.
6. *Loyalty and money.* A share r = r₀+(r₁−r₀)·S·served/demand comes back; new customers follow last quarter's
   satisfaction by word of mouth; revenue, variable cost, cost of failures, the budget spent.

`sgm_lab.simulate.model_table` prints every equation, parameter, reason and source.

References
----------
``simulate.model.source.*`` in the word tables, printed by `model_table`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from .. import kano
from ..errors import ArgumentError, check_between, did_you_mean
from ..numbers import is_real
from ._market import DIMENSIONS, QUARTERS, Market, Shock

__all__ = [
    "BUDGET",
    "PARAMETERS",
    "Parameters",
    "Spend",
    "State",
    "check_spend",
    "customer_value",
    "kano_shares",
    "opening",
    "shared_budget",
    "step",
]

State: TypeAlias = dict[str, Any]
Spend: TypeAlias = dict[str, float]

#: What a quarter has to share out, in units of 10 000 yuan (万元). What is not spent stays in the surplus.
BUDGET = 100.0
_OPENING_ASKED = 200
_GRID = 1024


@dataclass(frozen=True)
class Parameters:
    """Every constant of the model; the reason for each is in `model_table`."""

    feature_scale: float = 25.0
    feature_decay: float = 0.07
    standard_scale: float = 80.0
    standard_decay: float = 0.02
    training_scale: float = 40.0
    skill_usual: float = 0.5
    skill_decay: float = 0.06
    skill_leverage: float = 1.0
    skill_points: float = 1.2
    process_scale: float = 25.0
    process_gain: float = 0.15
    capacity_decay: float = 0.03
    capacity_usual: float = 125.0
    busy_limit: float = 0.95
    wait_responsiveness: float = 0.8
    wait_reliability: float = 0.3
    loss_weight: float = 2.5
    satisfaction_start: float = 0.60
    kano_weight: float = 4.0
    servqual_weight: float = 0.5
    expectation_trend: float = 0.03
    copy_speed: float = 0.5
    customers_start: float = 100.0
    loyalty_low: float = 0.70
    loyalty_high: float = 1.00
    new_customers: float = 12.0
    word_of_mouth: float = 1.5
    price: float = 10.0
    variable_cost: float = 5.0
    failure_cost: float = 1.0
    fixed_cost: float = 390.0
    survey_base: int = 80
    survey_per_unit: int = 60
    horizon: int = 4
    leave_skill: float = 0.70
    leave_capacity: float = 0.92
    surge: float = 1.30
    surge_after: float = 1.15
    rise: float = 0.60
    breakdown: float = 0.82


PARAMETERS = Parameters()


def opening(market: Market) -> State:
    """Return the state before the first quarter: plain data for JSON.

    Parameters
    ----------
    market : Market

    Returns
    -------
    dict
        ``quarter`` 0; ``levels`` of features 0–1; ``standards`` of dimensions 0–1; ``skill`` 0–1 and training
        ``under_way``; ``capacity`` and what of it is ``coming``; ``customers``; ``raised`` expectations;
        ``copied`` features; ``surplus`` so far; ``outcome`` of the quarter: satisfaction, loyalty, perception
        and expectation by dimension, wait, use, demand, served, revenue, costs, surplus.

    Examples
    --------
    >>> from sgm_lab.simulate import market
    >>> state = opening(market("healthcare", 7))
    >>> state["quarter"], round(state["outcome"]["satisfaction"], 6)
    (0, 0.6)
    """
    p = PARAMETERS
    state: State = {
        "quarter": 0,
        "levels": dict(market.levels),
        "standards": {name: (market.perception[name] - 1) / 6 for name in DIMENSIONS},
        "skill": market.skill,
        "under_way": [0.0, 0.0],
        "capacity": market.capacity,
        "coming": 0.0,
        "customers": p.customers_start,
        "raised": dict.fromkeys(DIMENSIONS, 0.0),
        "copied": {},
        "surplus": 0.0,
        "asked": _OPENING_ASKED,
    }
    state["outcome"] = _outcome(market, state, p.customers_start, 0.0)
    state["outcome"]["surplus"] = 0.0
    return state


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


def step(market: Market, state: State, spend: Mapping[str, float], *, shocks: bool = True) -> State:
    """Play one quarter.

    Parameters
    ----------
    market : Market
    state : dict
        As `opening` or `step` returned it; it is not changed.
    spend : mapping
        Line → money (10 000 yuan), together at most `BUDGET`.
    shocks : bool
        Whether the market's shocks strike; ``False`` for the review's replays.

    Returns
    -------
    dict
        The state a quarter later.

    Raises
    ------
    ArgumentError
        As in `check_spend`; also if all eight quarters have been played.

    Examples
    --------
    >>> from sgm_lab.simulate import market
    >>> here = market("healthcare", 7)
    >>> after = step(here, opening(here), {"training": 40, "process": 20})
    >>> after["quarter"], after["skill"] < here.skill, after["under_way"][0] > 0  # learned, but not yet at work
    (1, True, True)
    """
    if state["quarter"] >= QUARTERS:
        raise ArgumentError("simulate.over", quarters=QUARTERS)
    return _advance(market, state, check_spend(market, spend), market.shocks if shocks else ())


def _advance(market: Market, state: State, money: Mapping[str, float], shocks: Iterable[Shock]) -> State:
    """`step` on spending that has been checked, with those shocks that are to strike or have struck."""
    p = PARAMETERS
    quarter = state["quarter"] + 1
    raised, copied = dict(state["raised"]), dict(state["copied"])
    skill, capacity = state["skill"], state["capacity"]
    surge = 1.0
    for shock in shocks:
        if shock.kind == "demand_surge":
            surge *= {0: p.surge, 1: p.surge_after}.get(quarter - shock.quarter, 1.0)
        if shock.quarter != quarter:
            continue
        if shock.kind == "competitor_copies":
            copied[_best_delighter(market, state, quarter)] = quarter
        elif shock.kind == "staff_leave":
            skill, capacity = skill * p.leave_skill, capacity * p.leave_capacity
        elif shock.kind == "expectations_rise":
            raised[shock.dimension] += p.rise
        elif shock.kind == "breakdown":
            capacity *= p.breakdown

    now, later = state["under_way"]
    skill = min(1.0, skill * (1 - p.skill_decay) + now)
    capacity = capacity * (1 - p.capacity_decay) + state["coming"]
    leverage = 1 + p.skill_leverage * (skill - p.skill_usual)

    levels, standards = {}, {}
    for name, level in state["levels"].items():
        level *= 1 - p.feature_decay
        levels[name] = level + (1 - level) * _effect(money.get(f"feature:{name}", 0.0), p.feature_scale)
    for name, level in state["standards"].items():
        level *= 1 - p.standard_decay
        given = money.get(f"dimension:{name}", 0.0) * leverage
        standards[name] = level + (1 - level) * _effect(given, p.standard_scale)
    learned = (1 - skill) * _effect(money.get("training", 0.0), p.training_scale)
    coming = p.process_gain * _effect(money.get("process", 0.0) * leverage, p.process_scale)

    after: State = {
        "quarter": quarter,
        "levels": levels,
        "standards": standards,
        "skill": skill,
        "under_way": [later + learned / 2, learned / 2],
        "capacity": capacity,
        "coming": coming * p.capacity_usual,
        "customers": state["customers"],
        "raised": raised,
        "copied": copied,
        "asked": int(p.survey_base + p.survey_per_unit * money.get("survey", 0.0)),
    }
    outcome = _outcome(market, after, state["customers"] * surge, sum(money.values()))
    new = p.new_customers * draw(state)
    if market.shared:
        services, others = market.shared[quarter - 1]
        new *= services / (draw(state) + others)
    after["customers"] = state["customers"] * outcome["loyalty"] + new
    after["surplus"] = state["surplus"] + outcome["surplus"]
    after["outcome"] = outcome
    return after


def draw(state: State) -> float:
    """How much a service draws newcomers, by word of mouth: (satisfaction/usual)^ω; 1 at the opening."""
    p = PARAMETERS
    return float((state["outcome"]["satisfaction"] / p.satisfaction_start) ** p.word_of_mouth)


def _effect(money: float, scale: float) -> float:
    """Share of the shortfall that money removes: 1 − exp(−m/κ)."""
    return -math.expm1(-money / scale)


def _outcome(market: Market, state: State, demand: float, spent: float) -> dict[str, Any]:
    """What customers feel and what it brings, in a state."""
    p = PARAMETERS
    use = demand / state["capacity"]
    wait = _wait_ratio(use)
    skill = p.skill_points * (state["skill"] - p.skill_usual)
    slow = math.log(max(wait, 0.05))
    perception, expectation = {}, {}
    for name, level in state["standards"].items():
        felt = 1 + 6 * level
        if name in ("reliability", "assurance", "empathy"):
            felt += skill
        if name == "responsiveness":
            felt -= p.wait_responsiveness * slow
        elif name == "reliability":
            felt -= p.wait_reliability * slow
        perception[name] = min(7.0, max(1.0, felt))
        expectation[name] = min(
            7.0, market.expectation[name] + p.expectation_trend * state["quarter"] + state["raised"][name]
        )
    quality = sum(_felt(perception[name] - expectation[name], market.spread[name]) for name in DIMENSIONS) / 5
    wishes = _kano(market, state)
    base = _intercept(market) if state["quarter"] else 0.0
    score = base + p.kano_weight * wishes + p.servqual_weight * quality
    satisfaction = 1 / (1 + math.exp(-score)) if state["quarter"] else p.satisfaction_start
    served = min(demand, state["capacity"])
    loyalty = p.loyalty_low + (p.loyalty_high - p.loyalty_low) * satisfaction * served / demand
    revenue = p.price * served
    failures = p.failure_cost * served * (1 - satisfaction)
    running = p.variable_cost * served + p.fixed_cost
    return {
        "satisfaction": satisfaction,
        "loyalty": loyalty,
        "kano": wishes,
        "servqual": quality,
        "perception": perception,
        "expectation": expectation,
        "wait": market.wait * wait,
        "use": use,
        "demand": demand,
        "served": served,
        "revenue": revenue,
        "running": running,
        "failures": failures,
        "spent": spent,
        "surplus": revenue - running - failures - spent,
    }


def _wait_ratio(use: float) -> float:
    """Wait over the usual wait: ρ/(1−ρ); beyond the limit those who cannot be served go, so it grows with ρ only."""
    p = PARAMETERS
    usual = p.customers_start / p.capacity_usual

    def queue(rho: float) -> float:
        return rho / (1 - rho)

    top = p.busy_limit
    value = queue(use) if use <= top else queue(top) * use / top
    return value / queue(usual)


def _felt(gap: float, spread: float) -> float:
    """What customers make of a gap that is normal(gap, spread) among them: E[gain] − λ·E[loss]."""
    density = math.exp(-0.5 * (gap / spread) ** 2) / math.sqrt(2 * math.pi)
    below = 0.5 * math.erfc(gap / spread / math.sqrt(2))
    loss = spread * density - gap * below
    return (loss + gap) - PARAMETERS.loss_weight * loss


def kano_shares(market: Market, quarter: int, copied: Mapping[str, int]) -> dict[str, tuple[float, ...]]:
    """Shares of M, O, A, I, R, Q for each feature in a quarter.

    Parameters
    ----------
    market : Market
    quarter : int
        0 (opening) to 8.
    copied : mapping
        Feature → quarter in which a competitor copied it.

    Returns
    -------
    dict of tuple

    Notes
    -----
    The waves of the case's own Kano survey are laid evenly over the eight quarters and joined by straight
    lines: a feature drifts from A to O to M where it did so in the data. A feature that a competitor has copied
    drifts on: each quarter half of its A turns into O and M in equal parts.

    Examples
    --------
    >>> from sgm_lab.simulate import market
    >>> here = market("customer_service", 12)
    >>> [round(kano_shares(here, q, {})["delay_notice"][0], 2) for q in (0, 4, 8)]
    [0.08, 0.22, 0.43]
    """
    check_between("quarter", quarter, 0, QUARTERS)
    return {
        name: _copied(shares, quarter, copied.get(name)) for name, shares in _waves(market, quarter).items()
    }


@lru_cache(2048)
def _waves(market: Market, quarter: int) -> dict[str, tuple[float, ...]]:
    waves = market.shares
    at = quarter / QUARTERS * (len(waves) - 1)
    first = min(int(at), len(waves) - 2) if len(waves) > 1 else 0
    second, share = min(first + 1, len(waves) - 1), at - first
    return {
        name: tuple(a + share * (b - a) for a, b in zip(waves[first][name], waves[second][name], strict=True))
        for name in market.features
    }


def _copied(shares: tuple[float, ...], quarter: int, since: int | None) -> tuple[float, ...]:
    if since is None:
        return shares
    must, more, delight, *rest = shares
    moved = delight * (1 - (1 - PARAMETERS.copy_speed) ** (quarter - since + 1))
    return (must + moved / 2, more + moved / 2, delight - moved, *rest)


@lru_cache(1)
def _curves() -> tuple[list[float], list[float]]:
    """`kano.satisfaction_curve` from 0 to 1 for must-be and attractive, on a fine grid: read off, it costs nothing."""
    grid = np.linspace(0, 1, _GRID + 1)
    must, delight = (kano.satisfaction_curve(1.0, 0.0, letter, grid).tolist() for letter in "MA")
    return [*must, must[-1]], [*delight, delight[-1]]


def _kano(market: Market, state: State) -> float:
    """Kano part of satisfaction: mean over features and people of the satisfaction curves, weighted by importance.

    What pleases counts only as far as the basics are there: no delight where the must-be fails.
    """
    steep, late = _curves()
    quarter, copied = state["quarter"], state["copied"]
    waves = _waves(market, quarter)
    pleased = hurt = basics = must_weight = weights = 0.0
    for name in market.features:
        must, more, delight, neither, *_ = _copied(waves[name], quarter, copied.get(name))
        people = must + more + delight + neither
        weight = market.importance[name]
        x = min(1.0, max(0.0, state["levels"][name]))
        at = int(x * _GRID)
        part = x * _GRID - at
        # The straight line is the curve of one-dimensional features, and of indifferent ones.
        rise = (more + neither) * x
        rise += must * (steep[at] + part * (steep[at + 1] - steep[at]))
        rise += delight * (late[at] + part * (late[at + 1] - late[at]))
        felt = (-(more + must) + (delight + 2 * more + must) * rise / people) / people
        if felt > 0:
            pleased += weight * felt
        else:
            hurt += weight * felt
        basics += weight * must / people * x
        must_weight += weight * must / people
        weights += weight
    return (basics / must_weight * pleased + hurt) / weights if must_weight else (pleased + hurt) / weights


@lru_cache(256)
def _intercept(market: Market) -> float:
    """Constant that makes every market open at the same satisfaction."""
    p = PARAMETERS
    first = opening(market)["outcome"]
    logit = math.log(p.satisfaction_start / (1 - p.satisfaction_start))
    return logit - p.kano_weight * float(first["kano"]) - p.servqual_weight * float(first["servqual"])


def _best_delighter(market: Market, state: State, quarter: int) -> str:
    """The feature a competitor copies: the one whose delight is best known, share of A times fulfilment."""
    shares = kano_shares(market, quarter, state["copied"])
    return max(market.features, key=lambda name: shares[name][2] * state["levels"][name])


def customer_value(state: State) -> float:
    """What today's customers bring over the next four quarters if their loyalty stays as it is.

    Examples
    --------
    >>> from sgm_lab.simulate import market
    >>> round(customer_value(opening(market("healthcare", 7))))
    1350
    """
    p, outcome = PARAMETERS, state["outcome"]
    margin = p.price - p.variable_cost - p.failure_cost * (1 - outcome["satisfaction"])
    stays = sum(outcome["loyalty"] ** k for k in range(1, p.horizon + 1))
    return float(margin * state["customers"] * stays)
