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
from functools import lru_cache
from typing import Any, TypeAlias

from ..errors import ArgumentError
from ._market import DIMENSIONS, QUARTERS, Market, Shock
from ._money import check_spend
from ._parameters import PARAMETERS
from ._wishes import kano_shares, wishes_met

__all__ = ["State", "advance", "customer_value", "draw", "opening", "step"]

State: TypeAlias = dict[str, Any]

_OPENING_ASKED = 200


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
    return advance(market, state, check_spend(market, spend), market.shocks if shocks else ())


def advance(market: Market, state: State, money: Mapping[str, float], shocks: Iterable[Shock]) -> State:
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
    wishes = wishes_met(market, state["quarter"], state["levels"], state["copied"])
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
