"""Scores of the culture self-assessment: area by area, leaders beside the front line, and what to begin with.

A conversation starter, not a validated scale: the statements are the course's own, those on speaking up written after
the idea of psychological safety in Edmondson (1999, Administrative Science Quarterly 44:350–383), not after her items.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .._privacy import TEAM
from ..errors import DataError
from ..inference import mean_interval, welch
from ._statements import AREAS, LEVELS, ROLES, STATEMENTS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Culture", "score"]

_SPREAD = 3  # people from whom agreement is judged
_ENOUGH = 2  # of the four statements of an area that must be answered
_JUDGED = 8  # answers from which one and the same ticked all the way is noticed
_AGREED, _DIVIDED = (
    0.6,
    0.9,
)  # standard deviation between people: up to here they agree, from here they do not


@dataclass(frozen=True)
class Culture:
    """What a team's answers say. All scores run from 1 to 5 and higher is better: reverse statements are turned.

    Attributes
    ----------
    areas : pandas.DataFrame
        Index area; n, mean, ci_low, ci_high (missing for one person), sd, spread ("agreed", "mixed", "divided";
        missing below three people). A person's score is the mean of at least two of the four statements.
    roles : pandas.DataFrame
        Index area; leader, leader_low, leader_high, leader_n and the same of front (mean, interval, people); gap
        (leader − front), ci_low, ci_high (Welch, 95 % for all four together), differs. All but the number of people
        is missing where a role, or those who named none, are too few: of the whole and one part the other part
        could be worked out.
    statements : pandas.DataFrame
        Index statement, the lowest first; area, reverse, n, mean, ci_low, ci_high, low (share of people at 1 or 2).
    first : str
        Area to work on first: the lowest, or safety where it cannot be told from the lowest.
    lowest : str
        Area with the lowest mean.
    rivals : list of str
        Areas that cannot be told from the lowest (differences within people, 95 % for all three together).
    n, flat, short : int
        People counted; people who ticked one answer all the way; people with too few answers to count.
    """

    areas: pd.DataFrame
    roles: pd.DataFrame
    statements: pd.DataFrame
    first: str
    lowest: str
    rivals: list[str]
    n: int
    flat: int
    short: int

    @property
    def widest(self) -> str | None:
        """Area in which leaders and the front line differ most; a wide gap that is an uncertain one does not count."""
        gaps = self.roles.loc[self.roles["differs"], "gap"].abs()
        return str(gaps.idxmax()) if len(gaps) else None


def score(answers: pd.DataFrame, *, keep_flat: bool = False, fewest: int = TEAM) -> Culture:
    """Turn reverse statements, average each area within people, then over people.

    Parameters
    ----------
    answers : pandas.DataFrame
        One row a person: role ("leader", "front" or missing), q1 … q16 as ticked, 1–5 or missing.
    keep_flat : bool
        Whether people count who ticked one answer all the way; a team of nothing but such people always does.
    fewest : int, default 5
        People that a role needs to be shown (`sgm_lab._privacy`); 0 only for answers that were made up.

    Raises
    ------
    DataError
        If nobody has answered enough.

    Examples
    --------
    >>> from sgm_lab import culture
    >>> found = culture.score(culture.sample())
    >>> found.first, found.flat, round(float(found.areas.loc["safety", "mean"]), 2)
    ('safety', 1, 3.06)
    """
    import pandas as pd

    given = answers[list(STATEMENTS)].to_numpy(float)
    known = ~np.isnan(given)
    count = known.sum(axis=1)
    flat = (count >= _JUDGED) & (
        np.where(known, given, -np.inf).max(axis=1) == np.where(known, given, np.inf).min(axis=1)
    )
    reverse = np.array([one.reverse for one in STATEMENTS.values()])
    turned = np.where(reverse, 6 - given, given)
    home = np.array([one.area for one in STATEMENTS.values()])
    people = np.column_stack([_means(turned[:, home == area]) for area in AREAS])
    short = np.isnan(people).all(axis=1)
    counted = ~short if keep_flat or flat[~short].all() else ~short & ~flat
    if not counted.any():
        raise DataError("culture.no_answers")
    scores, turned = people[counted], turned[counted]
    areas = _area_table(scores)
    lowest = str(areas["mean"].idxmin())
    rivals = _rivals(scores, AREAS.index(lowest))
    role = answers["role"].to_numpy(object)[counted]
    return Culture(
        areas,
        _role_table(scores, role, fewest),
        pd.DataFrame(
            {"area": home, "reverse": reverse, **_on_scale(turned), "low": _share_low(turned)},
            index=pd.Index(list(STATEMENTS), name="statement"),
        ).sort_values("mean", kind="stable"),
        "safety" if "safety" in rivals else lowest,
        lowest,
        rivals,
        int(counted.sum()),
        int(flat.sum()),
        int(short.sum()),
    )


def _means(turned: np.ndarray) -> np.ndarray:
    """Mean of each row over what was answered; missing where that is too little."""
    count = (~np.isnan(turned)).sum(axis=1)
    made: np.ndarray = np.where(count >= _ENOUGH, np.nansum(turned, axis=1) / np.maximum(count, 1), np.nan)
    return made


def _columns(values: np.ndarray, confidence: float = 0.95) -> dict[str, np.ndarray]:
    """Return n, mean and t interval of each column, what is missing aside."""
    n, mean, sd = _moments(values)
    low, high = mean_interval(mean, sd, n, confidence)
    return {"n": n, "mean": mean, "ci_low": low, "ci_high": high}


def _on_scale(values: np.ndarray) -> dict[str, np.ndarray]:
    """Return the same for scores: an interval ends where the scale does."""
    made = _columns(values)
    return made | {
        "ci_low": np.maximum(made["ci_low"], LEVELS[0]),
        "ci_high": np.minimum(made["ci_high"], LEVELS[-1]),
    }


def _moments(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return n, mean and standard deviation of each column; missing where there is no answer, or only one."""
    n = (~np.isnan(values)).sum(axis=0)
    mean = np.where(n > 0, np.nansum(values, axis=0) / np.maximum(n, 1), np.nan)
    square = np.nansum((values - mean) ** 2, axis=0)
    return n, mean, np.where(n > 1, np.sqrt(square / np.maximum(n - 1, 1)), np.nan)


def _share_low(turned: np.ndarray) -> np.ndarray:
    n = (~np.isnan(turned)).sum(axis=0)
    made: np.ndarray = np.where(n > 0, (turned <= 2).sum(axis=0) / np.maximum(n, 1), np.nan)
    return made


def _area_table(scores: np.ndarray) -> pd.DataFrame:
    import pandas as pd

    n, _, sd = _moments(scores)
    spread = np.select([n < _SPREAD, sd <= _AGREED, sd >= _DIVIDED], ["", "agreed", "divided"], "mixed")
    return pd.DataFrame({**_on_scale(scores), "sd": sd, "spread": spread}, index=pd.Index(AREAS, name="area"))


def _rivals(scores: np.ndarray, lowest: int) -> list[str]:
    """Areas whose lead over the lowest is within chance; where there is no interval, those that are level with it."""
    leads = scores - scores[:, [lowest]]
    made = _columns(leads, 1 - 0.05 / (len(AREAS) - 1))
    beyond = np.where(np.isnan(made["ci_low"]), made["mean"], made["ci_low"])
    return [area for at, area in enumerate(AREAS) if at != lowest and beyond[at] <= 0]


def _shown(
    role: str, open_: np.ndarray, n: np.ndarray, mean: np.ndarray, sd: np.ndarray
) -> dict[str, np.ndarray]:
    """Columns of one role, empty where so few answered that somebody could be told apart."""
    low, high = mean_interval(mean, sd, n, 0.95)
    columns = {"": mean, "_low": np.maximum(low, LEVELS[0]), "_high": np.minimum(high, LEVELS[-1])}
    kept = {f"{role}{end}": np.where(open_, values, np.nan) for end, values in columns.items()}
    return {**kept, f"{role}_n": n}


def _role_table(scores: np.ndarray, role: np.ndarray, fewest: int) -> pd.DataFrame:
    import pandas as pd

    (leader_n, leader, leader_sd), (front_n, front, front_sd) = (
        _moments(scores[role == name]) for name in ROLES
    )
    unnamed = _moments(scores[~np.isin(role.astype(str), ROLES)])[0]
    few = [(n > 0) & (n < fewest) for n in (leader_n, front_n, unnamed)]
    open_ = ~np.logical_or.reduce(few)
    both = open_ & (np.minimum(leader_n, front_n) >= max(fewest, 1))
    made = [
        welch((front[at], leader[at]), (front_sd[at], leader_sd[at]), (front_n[at], leader_n[at]),
              1 - 0.05 / len(AREAS))
        if both[at] else {}
        for at in range(len(AREAS))
    ]  # fmt: skip
    table = pd.DataFrame(
        {
            **_shown("leader", open_, leader_n, leader, leader_sd),
            **_shown("front", open_, front_n, front, front_sd),
            "gap": [one.get("change", np.nan) for one in made],
            "ci_low": [one.get("ci_low", np.nan) for one in made],
            "ci_high": [one.get("ci_high", np.nan) for one in made],
        },
        index=pd.Index(AREAS, name="area"),
    )
    table["differs"] = (table["ci_low"] > 0) | (table["ci_high"] < 0)
    return table
