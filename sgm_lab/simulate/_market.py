"""A market: what a case's surveys say about its customers, and what will happen in eight quarters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import cases, kano, servqual
from ..errors import ArgumentError, DataError
from ..terms import DIMENSIONS
from ._chance import Draws

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DIMENSIONS", "QUARTERS", "SHOCKS", "Hint", "Market", "Shock", "market"]

QUARTERS = 8
#: What can happen; three of them do, in three different quarters from the second to the seventh.
SHOCKS = ("competitor_copies", "staff_leave", "demand_surge", "expectations_rise", "breakdown")

_HAPPEN, _HINTED = 3, 0.8
_TAKE = {"M": 2, "O": 2, "A": 3, "I": 1}  # features in play, by the category they start in
_START = {"M": (0.40, 0.80), "O": (0.25, 0.60), "A": (0.05, 0.30), "I": (0.10, 0.30)}
_SKILL, _CAPACITY, _SHIFT = (
    (0.35, 0.65),
    (108.0, 140.0),
    0.5,
)  # staff test, capacity, perceptions at the start
_WAIT_WITHOUT_RECORDS = 30.0


@dataclass(frozen=True)
class Shock:
    """Something that happens: kind, quarter, and the dimension it touches, if any."""

    kind: str
    quarter: int
    dimension: str = ""


@dataclass(frozen=True)
class Hint:
    """A rumour in the report of a quarter; most are followed by the thing itself a quarter later, some are not."""

    kind: str
    quarter: int


@dataclass(frozen=True)
class Market:
    """Customers and events of one case and one class number.

    Attributes
    ----------
    case, seed
        Name (or folder) of the case, class number.
    features : tuple of str
        Features in play.
    letters : dict
        Kano category of each when the market opens.
    shares : tuple over waves of dict feature → tuple
        Shares of M, O, A, I, R, Q among the answers of each wave, from the case's Kano survey.
    importance : dict
        Mean stated importance, 1–9.
    levels : dict
        How far each feature is fulfilled at the start, 0–1; drawn from the seed.
    expectation, perception, spread : dict
        By dimension, from the case's first SERVQUAL wave: means on 1–7; standard deviation of the gap.
        Perceptions are shifted by up to half a point, drawn from the seed.
    skill, capacity : float
        Staff test 0–1 and capacity (hundreds a quarter) at the start; drawn from the seed.
    wait : float
        Mean wait of the case's records, minutes.
    shocks : tuple of Shock
        What will happen. The player does not see it.
    hints : tuple of Hint
        What will be rumoured a quarter before.
    kano_n, servqual_n : int
        Respondents behind the opening tables.
    shared : tuple of (float, float)
        In a market shared with others (`share`), for each quarter how many run a service there and how much the others
        draw newcomers, together; empty for one who is alone.
    """

    case: str
    seed: int
    features: tuple[str, ...]
    letters: dict[str, str]
    shares: tuple[dict[str, tuple[float, ...]], ...]
    opening_counts: dict[str, tuple[int, ...]]
    importance: dict[str, float]
    levels: dict[str, float]
    expectation: dict[str, float]
    perception: dict[str, float]
    spread: dict[str, float]
    skill: float
    capacity: float
    wait: float
    shocks: tuple[Shock, ...]
    hints: tuple[Hint, ...]
    kano_n: int
    servqual_n: int
    shared: tuple[tuple[int, float], ...] = ()

    def __hash__(self) -> int:
        return hash((self.case, self.seed))

    @property
    def lines(self) -> tuple[str, ...]:
        """What money can be given to: ``feature:<name>``, ``dimension:<name>``, training, process, survey.

        >>> market("healthcare", 7).lines[-4:]
        ('dimension:empathy', 'training', 'process', 'survey')
        """
        features = (f"feature:{name}" for name in self.features)
        return (*features, *(f"dimension:{name}" for name in DIMENSIONS), "training", "process", "survey")

    def labels(self) -> dict[str, str]:
        """Label of each feature in the language in use."""
        words = cases.load(self.case).feature_labels()
        return {name: words[name] for name in self.features}


def market(case: str | Path = "healthcare", seed: int = 1) -> Market:
    """Open the market of a case and a class number.

    Parameters
    ----------
    case : str or Path
        Name of a case, or the folder of a data package of your own.
    seed : int
        Class number: the same number is the same market on every machine.

    Returns
    -------
    Market

    Raises
    ------
    ArgumentError
        If there is no such case, or the seed is no whole number from 0 up.
    DataError
        If the case has fewer than three features that are must-be, one-dimensional or attractive.

    Notes
    -----
    Eight features are in play: those whose category moved between the waves of the case's Kano survey first
    (`kano.drift`), then others drawn from the seed, 2 must-be, 2 one-dimensional, 3 attractive and 1
    indifferent. How well each is done at the start is drawn from the seed: must-be 0.40–0.80,
    one-dimensional 0.25–0.60, attractive 0.05–0.30, indifferent 0.10–0.30.

    Examples
    --------
    >>> one = market("customer_service", 12)
    >>> one.letters["delay_notice"], len(one.features), [shock.kind for shock in one.shocks]
    ('A', 8, ['demand_surge', 'staff_leave', 'competitor_copies'])
    """
    given: Any = seed
    if isinstance(given, bool) or not isinstance(given, Integral) or given < 0:
        raise ArgumentError("simulate.seed", value=seed)
    return _market(str(case), int(given))


@lru_cache(256)
def _market(case: str, seed: int) -> Market:
    facts = _facts(case)
    draws = Draws("market", case if case in cases.names() else "own", seed)
    features = _features(facts, draws)
    letters = {name: facts["letters"][name] for name in features}
    levels = {name: round(draws.uniform(*_START[letters[name]]), 2) for name in features}
    perception = {
        name: round(min(6.5, max(1.5, mean + draws.uniform(-_SHIFT, _SHIFT))), 2)
        for name, mean in facts["perception"].items()
    }
    skill, capacity = round(draws.uniform(*_SKILL), 2), round(draws.uniform(*_CAPACITY))
    shocks = _shocks(draws)
    return Market(
        case=case,
        seed=seed,
        features=features,
        letters=letters,
        shares=tuple({name: wave[name] for name in features} for wave in facts["shares"]),
        opening_counts={name: facts["counts"][name] for name in features},
        importance={name: facts["importance"][name] for name in features},
        levels=levels,
        perception=perception,
        skill=skill,
        capacity=float(capacity),
        shocks=shocks,
        hints=_hints(shocks, draws),
        **{key: facts[key] for key in ("expectation", "spread", "wait", "kano_n", "servqual_n")},
    )


def _features(facts: dict[str, Any], draws: Draws) -> tuple[str, ...]:
    """Features that moved first, then others by the seed; in the order of the case."""
    chosen: list[str] = []
    for letter, count in _TAKE.items():
        of_letter = [name for name, found in facts["letters"].items() if found == letter]
        moved = [name for name in of_letter if name in facts["moved"]][:count]
        rest = [name for name in of_letter if name not in moved]
        chosen += moved + draws.pick(rest, count - len(moved))
    return tuple(name for name in facts["letters"] if name in chosen)


def _shocks(draws: Draws) -> tuple[Shock, ...]:
    kinds = draws.pick(SHOCKS, _HAPPEN)
    when = sorted(draws.pick(range(2, QUARTERS), _HAPPEN))
    touched = draws.pick(("reliability", "responsiveness", "empathy"), 1)[0]
    return tuple(
        Shock(kind, quarter, touched if kind == "expectations_rise" else "")
        for kind, quarter in zip(kinds, when, strict=True)
    )


def _hints(shocks: tuple[Shock, ...], draws: Draws) -> tuple[Hint, ...]:
    """Most shocks are rumoured the quarter before; one rumour of the eight quarters is false."""
    true = [Hint(shock.kind, shock.quarter - 1) for shock in shocks if draws.uniform() < _HINTED]
    false_kind = draws.pick([kind for kind in SHOCKS if kind not in {s.kind for s in shocks}], 1)[0]
    taken = {hint.quarter for hint in true}
    false_quarter = draws.pick([q for q in range(1, QUARTERS - 1) if q not in taken], 1)[0]
    return tuple(sorted([*true, Hint(false_kind, false_quarter)], key=lambda hint: hint.quarter))


@lru_cache(16)
def _facts(case: str) -> dict[str, Any]:
    """Everything a market takes from its case, read and counted once."""
    data = cases.load(case)
    waves = data.waves()
    tallies = [kano.tally(data.kano[data.kano["wave"] == wave]) for wave in waves]
    shares = [_shares(counts) for counts in tallies]
    letters = kano.classify(tallies[0])["category"]
    playable = {
        str(name): str(letter)
        for name, letter in letters.items()
        if letter in _TAKE and all(name in wave for wave in shares)
    }
    if sum(letter != "I" for letter in playable.values()) < 3:
        raise DataError("simulate.few_features", case=case, count=len(playable))
    gaps = servqual.gaps(data.servqual[data.servqual["wave"] == data.waves("servqual")[0]])
    counts = tallies[0].to_numpy()
    return {
        "letters": playable,
        "moved": _moved(data.kano, len(waves)),
        "shares": shares,
        "counts": dict(zip(map(str, tallies[0].index), map(tuple, counts.tolist()), strict=True)),
        "importance": _column(kano.importance(data.kano), "importance"),
        "expectation": _column(gaps, "expectation"),
        "perception": _column(gaps, "perception"),
        "spread": _column(gaps, "sd"),
        "wait": _wait(data),
        "kano_n": int(counts.sum(axis=1).max()),
        "servqual_n": int(gaps["n"].max()),
    }


def _moved(answers: pd.DataFrame, waves: int) -> list[str]:
    if waves < 2:
        return []
    drift = kano.drift(answers)
    return [str(name) for name in drift.index[drift["moved"]]]


def _shares(counts: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """Shares of the six letters, of every feature that was answered."""
    table = counts.to_numpy(dtype=float)
    return {
        str(name): tuple(round(float(count / row.sum()), 6) for count in row)
        for name, row in zip(counts.index, table, strict=True)
        if row.sum()
    }


def _column(table: pd.DataFrame, name: str) -> dict[str, float]:
    return {str(k): round(float(v), 4) for k, v in table[name].items()}


def _wait(case: cases.Case) -> float:
    """Mean wait that the log records."""
    column = case.facts.get("delivery", {}).get("wait")
    there = column in case.operations.columns
    return round(float(case.operations[column].mean()), 2) if there else _WAIT_WITHOUT_RECORDS
