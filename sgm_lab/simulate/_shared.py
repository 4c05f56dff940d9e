"""One market shared by several services: what one of them does better, the others feel in their newcomers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..errors import ArgumentError
from ._market import Market
from ._model import State, draw, opening, step
from ._money import check_spend
from ._run import Run

__all__ = ["share"]


def share(market: Market, spends: Mapping[str, Sequence[Mapping[str, float]]]) -> dict[str, Run]:
    r"""Let several services play one market together.

    Parameters
    ----------
    market : Market
    spends : mapping of str to sequence of mapping
        Service → what it spends, quarter by quarter: as many quarters for each.

    Returns
    -------
    dict of str to Run
        The run of each; its market holds what the others did, so that `review` asks what would have come of other
        decisions with the others playing as they did.

    Raises
    ------
    ArgumentError
        If the services have not played the same number of quarters; else as in `step`.

    Notes
    -----
    All begin alike, with the same customers, shocks and budget. In each quarter as many newcomers look for a service as
    n services alone would have found at the opening, N = 12·n (hundreds), and service i gets

    .. math:: N \frac{a_i}{\sum_j a_j}, \qquad a_i = (S_i / S_0)^{\omega},

    where S is last quarter's satisfaction and ω word of mouth (`model_table`): the share of a market that goes to each
    is its attraction over that of all. A service that shares a market with nobody finds newcomers as `step` has it.

    References
    ----------
    Bell, D. E., Keeney, R. L., & Little, J. D. C. (1975). A market share theorem. *Journal of Marketing Research*,
    12(2), 136–141.

    Examples
    --------
    >>> from sgm_lab.simulate import market
    >>> here, even = market("healthcare", 7), {"training": 20, "process": 20, "dimension:reliability": 40}
    >>> both = share(here, {"甲": [even] * 2, "乙": [{}] * 2})
    >>> new = {name: run.states[2]["customers"] - run.states[1]["customers"] * run.states[2]["outcome"]["loyalty"]
    ...        for name, run in both.items()}
    >>> round(sum(new.values()), 6), new["甲"] > new["乙"]
    (24.0, True)
    """
    played = {name: len(given) for name, given in spends.items()}
    if len(set(played.values())) > 1:
        raise ArgumentError("simulate.uneven", played=", ".join(f"{name}: {n}" for name, n in played.items()))
    checked = {name: tuple(check_spend(market, one) for one in given) for name, given in spends.items()}
    states: dict[str, list[State]] = {name: [opening(market)] for name in spends}
    shared: dict[str, tuple[tuple[int, float], ...]] = dict.fromkeys(spends, ())
    for quarter in range(max(played.values(), default=0)):
        drawn = {name: draw(own[-1]) for name, own in states.items()}
        for name, own in states.items():
            others = sum(much for other, much in drawn.items() if other != name)
            if len(spends) > 1:
                shared[name] += ((len(spends), others),)
            own.append(step(replace(market, shared=shared[name]), own[-1], checked[name][quarter]))
    return {
        name: Run(replace(market, shared=shared[name]), checked[name], tuple(states[name])) for name in spends
    }
