"""The final review: what drove the result, by playing the same market again without one cause at a time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from ..errors import ArgumentError
from ..goals import Attainment
from ._goals import Aim
from ._market import QUARTERS, Market, Shock
from ._model import State, advance, customer_value, opening
from ._money import BUDGET, Spend
from ._players import PLAYERS
from ._run import Run, run

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CAUSES", "Decision", "Review", "review", "rivals"]

#: Causes a result is divided among: money on features by their opening category, and the rest.
CAUSES = (
    "basics",
    "performance",
    "delighters",
    "indifferent",
    "standards",
    "training",
    "process",
    "survey",
    "shocks",
)

_OF_LETTER = {"M": "basics", "O": "performance", "A": "delighters", "I": "indifferent"}
_COMPARED = ("thoughtful", "hindsight", "even_areas", "as_before", "beginner", "all_delighters", "nothing")


@dataclass(frozen=True)
class Decision:
    """Money on one line in one quarter, and what the result would lack without it."""

    quarter: int
    line: str
    money: float
    effect: float


@dataclass(frozen=True)
class Review:
    """What drove a run.

    Attributes
    ----------
    surplus, value_change, result : float
        10 000 yuan.
    lost : bool
        Whether the surplus of the eight quarters is below zero, the loss line.
    causes : DataFrame, index cause
        ``satisfaction`` (percentage points of the last quarter), ``surplus``, ``result``: Shapley values; ``spent``.
        Together with the row ``start`` (nothing spent, no shocks) they add up to what was reached.
    lines : DataFrame, index line
        ``spent``, ``effect`` on the result of leaving the line out, ``per_unit``.
    shocks : DataFrame
        ``kind``, ``quarter``, ``effect``: what of the result in the row ``shocks`` of `causes` is due to each; they
        add up to it.
    best, worst : Decision or None
        Of all single amounts of at least 3.
    moves : DataFrame, index area
        ``effect`` on the result of `moved` more each quarter for features, standards, training or process, taken
        from everything else in proportion: what was missing, or that nothing was.
    moved : float
        How much that is.
    rivals : DataFrame, index player
        ``result``, ``surplus``, ``satisfaction`` of reference strategies in the same market; ``you`` among them.
    goals : tuple of (Aim, Attainment or None)
    """

    surplus: float
    value_change: float
    result: float
    lost: bool
    causes: pd.DataFrame
    lines: pd.DataFrame
    shocks: pd.DataFrame
    best: Decision | None
    worst: Decision | None
    moves: pd.DataFrame
    moved: float
    rivals: pd.DataFrame
    goals: tuple[tuple[Aim, Attainment | None], ...]

    @property
    def place(self) -> int:
        """Place of the run among `rivals`, by result; the best is 1."""
        results = self.rivals["result"]
        return int((results > results["you"]).sum()) + 1


def review(run: Run, aims: Sequence[Aim] = ()) -> Review:
    """Explain a finished run.

    Parameters
    ----------
    run : Run
        All eight quarters.
    aims : sequence of Aim
        Goals set on the way.

    Returns
    -------
    Review

    Raises
    ------
    ArgumentError
        If quarters are left to play.

    Notes
    -----
    Every counterfactual plays the same market and seed again with some money left in the surplus instead of
    spent, or without shocks. Effects of single causes depend on what else is there, so the division among causes is by
    Shapley values: the mean of what a cause adds over all orders in which the causes can come; they add up exactly.
    The shocks are one cause; its value is divided among them by Owen's values, over the orders in which they stay
    together. Lines and decisions are single replays without the one thing and do not add up.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. In *Contributions to the Theory of Games II*, 307–317.
    Owen, G. (1977). Values of games with a priori unions. In *Mathematical Economics and Game Theory*, 76–88.

    Examples
    --------
    >>> from sgm_lab.simulate import FIXED, market, run
    >>> here = market("healthcare", 7)
    >>> found = review(run(here, FIXED["even_areas"]))
    >>> float(round(abs(found.causes["result"].sum() - found.result), 6))
    0.0
    >>> float(round(abs(found.shocks["effect"].sum() - found.causes.loc["shocks", "result"]), 6))
    0.0
    """
    import pandas as pd

    if not run.over:
        raise ArgumentError("simulate.not_over", left=QUARTERS - run.quarter)
    market, spends = run.market, run.spends
    end = _Outcome.of(run.states)
    cause_of = {line: _cause(market, line) for line in market.lines}

    lines = []
    for line in market.lines:
        if spent := sum(spend.get(line, 0.0) for spend in spends):
            without = _outcome(market, [_without(spend, {line}) for spend in spends])
            effect = end.result - without.result
            lines.append({"line": line, "spent": spent, "effect": effect, "per_unit": effect / spent})
    decisions = sorted(_decisions(run, end), key=lambda decision: decision.effect)
    causes, shocks = _divide(market, spends, cause_of)
    compared = rivals(market)
    you = pd.DataFrame(
        [{"player": "you", "result": end.result, "surplus": end.surplus, "satisfaction": end.satisfaction}]
    ).set_index("player")
    return Review(
        surplus=end.surplus,
        value_change=end.result - end.surplus,
        result=end.result,
        lost=end.surplus < 0,
        causes=causes,
        lines=_table(lines, "line", ("spent", "effect", "per_unit")).sort_values("effect", ascending=False),
        shocks=shocks,
        best=decisions[-1] if decisions else None,
        worst=decisions[0] if decisions else None,
        moves=_moves(market, spends, end),
        moved=_MOVED,
        rivals=pd.concat([compared, you]).sort_values("result", ascending=False),
        goals=tuple((aim, aim.judge(run.reports)) for aim in aims),
    )


@lru_cache(64)
def rivals(market: Market) -> pd.DataFrame:
    """Let the reference strategies play a market.

    Returns
    -------
    DataFrame, index player
        ``result``, ``surplus``, ``satisfaction`` (true, last quarter). Copy before changing.
    """
    rows = []
    for name in _COMPARED:
        end = _Outcome.of(run(market, PLAYERS[name]).states)
        rows.append(
            {"player": name, "result": end.result, "surplus": end.surplus, "satisfaction": end.satisfaction}
        )
    return _table(rows, "player", ("result", "surplus", "satisfaction"))


def _table(rows: Sequence[Mapping[str, object]], index: str, columns: Iterable[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows), columns=[index, *columns]).set_index(index)


def _cause(market: Market, line: str) -> str:
    kind, _, name = line.partition(":")
    if kind == "feature":
        return _OF_LETTER[market.letters[name]]
    return "standards" if kind == "dimension" else kind


def _without(spend: Mapping[str, float], lines: set[str]) -> Spend:
    return {line: money for line, money in spend.items() if line not in lines}


@dataclass(frozen=True)
class _Outcome:
    """The figures a replay is compared by."""

    satisfaction: float
    surplus: float
    result: float

    @classmethod
    def of(cls, states: Sequence[State]) -> _Outcome:
        end = states[-1]
        value = customer_value(end) - customer_value(states[0])
        return cls(100 * end["outcome"]["satisfaction"], end["surplus"], end["surplus"] + value)


def _outcome(market: Market, spends: Sequence[Mapping[str, float]]) -> _Outcome:
    """Play eight quarters again; quick, since the spending has been checked."""
    start = opening(market)
    state = start
    for spend in spends:
        state = advance(market, state, spend, market.shocks)
    return _Outcome.of([start, state])


def _outcomes(market: Market, spends: Sequence[Mapping[str, float]]) -> dict[frozenset[Shock], _Outcome]:
    """Play eight quarters again with each choice of the market's shocks; those that share a past share its play."""
    start = opening(market)
    states: dict[frozenset[Shock], State] = {frozenset(): start}
    for quarter, spend in enumerate(spends, 1):
        for shock in (one for one in market.shocks if one.quarter == quarter):
            states |= {struck | {shock}: state for struck, state in states.items()}
        states = {struck: advance(market, state, spend, struck) for struck, state in states.items()}
    return {struck: _Outcome.of([start, state]) for struck, state in states.items()}


def _decisions(run: Run, end: _Outcome) -> Iterable[Decision]:
    """Effect of each single amount: the run is played on from the quarter before it."""
    for at, spend in enumerate(run.spends):
        for line, money in spend.items():
            if money < _LEAST or line == "survey":
                continue
            state = advance(run.market, run.states[at], _without(spend, {line}), run.market.shocks)
            for later in run.spends[at + 1 :]:
                state = advance(run.market, state, later, run.market.shocks)
            without = _Outcome.of([run.states[0], state])
            yield Decision(at + 1, line, money, end.result - without.result)


_LEAST = 3.0
_MOVED = 10.0
_AREAS = {
    "features": ("feature",),
    "standards": ("dimension",),
    "training": ("training",),
    "process": ("process",),
}


def _moves(market: Market, spends: Sequence[Spend], end: _Outcome) -> pd.DataFrame:
    """What a little more for one area each quarter would have done, the rest giving it up in proportion."""
    rows = []
    for area, kinds in _AREAS.items():
        lines = [line for line in market.lines if line.partition(":")[0] in kinds]
        moved = [_more(spend, lines) for spend in spends]
        rows.append({"area": area, "effect": _outcome(market, moved).result - end.result})
    return _table(rows, "area", ("effect",))


def _more(spend: Mapping[str, float], lines: Sequence[str]) -> Spend:
    """`spend` with `_MOVED` more on some lines, as it was shared among them; what is kept unspent gives, too."""
    inside = sum(spend.get(line, 0.0) for line in lines)
    extra = min(_MOVED, BUDGET - inside)
    left = 1 - extra / (BUDGET - inside) if inside < BUDGET else 1.0
    changed = {line: money * (1.0 if line in lines else left) for line, money in spend.items()}
    for line in lines:
        share = spend.get(line, 0.0) / inside if inside else 1 / len(lines)
        changed[line] = changed.get(line, 0.0) + extra * share
    return changed


def _divide(
    market: Market, spends: Sequence[Spend], cause_of: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shapley values over the causes that are there, and what of that of the shocks is due to each of them."""
    import pandas as pd

    spent = dict.fromkeys(CAUSES, 0.0)
    for spend in spends:
        for line, money in spend.items():
            spent[cause_of[line]] += money
    # The survey only costs, so it needs no replay.
    playing = [cause for cause in CAUSES if cause not in ("survey", "shocks") and spent[cause]]

    values: _Values = {}
    for some in _subsets(playing):
        kept = [{line: m for line, m in spend.items() if cause_of[line] in some} for spend in spends]
        values |= {(some, struck): end for struck, end in _outcomes(market, kept).items()}
    calm, struck = frozenset[Shock](), frozenset(market.shocks)

    def together(present: frozenset[str]) -> _Outcome:
        return values[present - {"shocks"}, struck if "shocks" in present else calm]

    rows = [{"cause": "start", "spent": 0.0, **vars(together(frozenset()))}]
    for cause in CAUSES:
        if cause in playing or cause == "shocks":
            shares = _shapley(cause, [*playing, "shocks"], together)
        elif cause == "survey":
            shares = {"satisfaction": 0.0, "surplus": -spent[cause], "result": -spent[cause]}
        else:
            continue
        rows.append({"cause": cause, "spent": spent[cause], **shares})

    def due(shock: Shock) -> float:
        """Mean over the orders in which the shocks come together, each in its turn among them (Owen value)."""
        total = 0.0
        for some in _subsets(playing):
            inside = partial(_of, values, some)
            total += _weight(len(some), len(playing) + 1) * _shapley(shock, market.shocks, inside)["result"]
        return total

    each = [{"kind": one.kind, "quarter": one.quarter, "effect": due(one)} for one in market.shocks]
    return _table(rows, "cause", ("spent", "satisfaction", "surplus", "result")), pd.DataFrame(
        each, columns=["kind", "quarter", "effect"]
    )


_Values: TypeAlias = dict[tuple[frozenset[str], frozenset[Shock]], _Outcome]
_Player = TypeVar("_Player")


def _of(values: _Values, some: frozenset[str], struck: frozenset[Shock]) -> _Outcome:
    return values[some, struck]


def _subsets(players: Iterable[_Player]) -> list[frozenset[_Player]]:
    members = list(players)
    return [frozenset(s) for n in range(len(members) + 1) for s in itertools.combinations(members, n)]


def _weight(size: int, many: int) -> float:
    """Share of the orders of `many` in which just these `size` come before a given one."""
    return math.factorial(size) * math.factorial(many - size - 1) / math.factorial(many)


def _shapley(
    one: _Player, players: Iterable[_Player], value: Callable[[frozenset[_Player]], _Outcome]
) -> dict[str, float]:
    others = [player for player in players if player != one]
    total = dict.fromkeys(("satisfaction", "surplus", "result"), 0.0)
    for some in _subsets(others):
        without, having = value(some), value(some | {one})
        for name in total:
            total[name] += _weight(len(some), len(others) + 1) * (
                getattr(having, name) - getattr(without, name)
            )
    return total
