"""Training needs: skill gaps weighted by what the gap in service costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import ArgumentError, DataError, did_you_mean
from ..numbers import is_real
from ..terms import DIMENSIONS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DIMENSIONS", "LEVELS", "Needs", "needs", "schedule", "urgency"]

LEVELS = range(5)  # 0 has not learnt it … 4 can teach it
_COLUMNS = ("staff", "skill", "dimension", "required", "present")
HOURS = 4.0  # a level, where the table says nothing


@dataclass(frozen=True)
class Needs:
    """Training needs of a team.

    Attributes
    ----------
    cells : pandas.DataFrame
        One row a person and skill that could be judged: staff, skill, dimension, required, present, short (levels),
        urgency (of the dimension), priority, hours (to close the gap).
    staff : pandas.DataFrame
        Index staff, most needed first; columns priority, skills (short), hours, missing (ratings).
    courses : pandas.DataFrame
        Index skill, most needed first; columns dimension, people (short), levels, priority, hours, per_hour (priority
        an hour), missing (ratings).
    missing : pandas.DataFrame
        Rows without a rating: staff, skill. They count nowhere, neither as a gap nor as none.
    urgency : dict
        Dimension → weight · shortfall.
    """

    cells: pd.DataFrame
    staff: pd.DataFrame
    courses: pd.DataFrame
    missing: pd.DataFrame
    urgency: dict[str, float]


def needs(
    table: pd.DataFrame,
    gaps: Mapping[str, float] | pd.Series[float],
    weights: Mapping[str, float] | None = None,
) -> Needs:
    """Rank people and courses by how much of the service gap their skill gaps can explain.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a person and skill: staff, skill, dimension, required and present (levels 0–4; an empty present is a
        missing rating), hours (training hours a level; 4 where there is no such column or it is empty).
    gaps : mapping or Series
        Dimension → SERVQUAL gap, perception − expectation: negative where service falls short.
    weights : mapping, optional
        Dimension → points out of 100, what matters to customers. Equal where left out.

    Returns
    -------
    Needs

    Raises
    ------
    DataError
        If a column or all ratings are missing, a level is none of 0–4, a person has a skill twice, or one skill has two
        dimensions.
    ArgumentError
        If a dimension has no gap, or the weights do not cover the dimensions and sum to 100.

    Notes
    -----
    For person p and skill k that serves dimension d,

        priority = max(0, required − present) · w_d · max(0, −gap_d),  Σ w_d = 1,

    so a skill counts where the person falls short, the dimension matters and customers feel a gap. Sums over skills
    give who goes first, sums over persons which course. It is a ranking, not a forecast of the gap: whether training
    closes it has to be measured afterwards. Needs analysis from the organisation's results down to the person follows
    McGehee and Thayer.

    References
    ----------
    McGehee & Thayer (1961), *Training in Business and Industry*, Wiley.
    Parasuraman, Zeithaml & Berry (1988), *J. Retailing* 64(1):12–40.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"staff": ["A", "B", "A"], "skill": ["triage", "triage", "comfort"],
    ...     "dimension": ["reliability", "reliability", "empathy"], "required": 3, "present": [1, 3, 2]})
    >>> found = needs(table, {"reliability": -1.5, "empathy": -0.5}, {"reliability": 60, "empathy": 40})
    >>> found.cells["priority"].round(2).tolist()
    [1.8, 0.0, 0.2]
    """
    import pandas as pd

    rows = _checked(table)
    gaps = {str(name): gap for name, gap in gaps.items()}
    felt: dict[str, float] = {}
    for name in rows["dimension"].unique():
        if name not in gaps:
            hint = did_you_mean(str(name), gaps)
            raise ArgumentError("training.no_gap", name=name, names=list(gaps), hint=hint)
        if not is_real(gaps[name]) or not np.isfinite(gaps[name]):
            raise ArgumentError("training.gap_value", name=name, value=gaps[name])
        felt[name] = float(gaps[name])
    equal = dict.fromkeys(gaps, 100 / len(gaps)) if gaps else {}
    weighed = urgency(felt, equal if weights is None else weights)["urgency"]
    missing = rows.loc[rows["present"].isna(), ["staff", "skill"]].reset_index(drop=True)
    cells = rows[rows["present"].notna()].copy()
    if cells.empty:
        raise DataError("training.no_ratings")
    cells["short"] = (cells["required"] - cells["present"]).clip(lower=0)
    cells["urgency"] = cells["dimension"].map(weighed)
    cells["priority"] = cells["short"] * cells["urgency"]
    cells["hours"] = cells["short"] * cells["hours"]
    cells["is_short"] = cells["short"] > 0

    def summed(key: str) -> pd.DataFrame:
        groups = cells.groupby(key, sort=False)
        found = groups[["priority", "hours", "short"]].sum()
        found["count"] = groups["is_short"].sum()
        found = found.reindex(rows[key].unique(), fill_value=0)
        found["missing"] = missing[key].value_counts().reindex(found.index, fill_value=0)
        # What weighs the same goes by how much is short, then as given.
        return found.sort_values(["priority", "short"], ascending=False, kind="stable")

    people, courses = summed("staff"), summed("skill")
    hours = courses["hours"].to_numpy(float)
    per_hour = np.divide(
        courses["priority"].to_numpy(float), hours, out=np.zeros(len(hours)), where=hours > 0
    )
    home = rows.drop_duplicates("skill").set_index("skill")["dimension"]
    return Needs(
        cells=cells.drop(columns="is_short").reset_index(drop=True),
        staff=pd.DataFrame(
            {
                "priority": people["priority"],
                "skills": people["count"].astype(int),
                "hours": people["hours"],
                "missing": people["missing"],
            }
        ),
        courses=pd.DataFrame(
            {
                "dimension": home.reindex(courses.index),
                "people": courses["count"].astype(int),
                "levels": courses["short"],
                "priority": courses["priority"],
                "hours": courses["hours"],
                "per_hour": per_hour,
                "missing": courses["missing"],
            }
        ),
        missing=missing,
        urgency={str(name): float(value) for name, value in weighed.items()},
    )


def schedule(found: Needs, budget: float) -> pd.DataFrame:
    """Choose whom to train in what within a budget of hours.

    Parameters
    ----------
    found : Needs
    budget : float
        Hours of staff time, all people together.

    Returns
    -------
    pandas.DataFrame
        One row a person and skill with a gap, in the order taken: staff, skill, dimension, short, hours, priority,
        per_hour, chosen, total (hours up to here of what was chosen).

    Raises
    ------
    ArgumentError
        If the budget is negative or no number.

    Notes
    -----
    Highest priority an hour first; whoever no longer fits is passed over for the next who does. A rule anybody can
    check by hand; it comes close to the best choice, and need not be it.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"staff": ["A", "B"], "skill": "triage", "dimension": "reliability", "required": 3,
    ...     "present": [1, 2], "hours": 4})
    >>> schedule(needs(table, {"reliability": -1}), 5)[["staff", "hours", "chosen"]]
      staff  hours  chosen
    0     A    8.0   False
    1     B    4.0    True
    """
    if not (is_real(budget) and 0 <= budget < np.inf):
        raise ArgumentError("training.budget", value=budget)
    rows = found.cells[found.cells["priority"] > 0].copy()
    hours = rows["hours"].to_numpy(float)
    # Training that takes no time comes before all other.
    rows["per_hour"] = np.divide(rows["priority"], hours, out=np.full(len(rows), np.inf), where=hours > 0)
    rows = rows.sort_values(["per_hour", "priority"], ascending=False, kind="stable", ignore_index=True)
    left, chosen = float(budget), []
    for need in rows["hours"].tolist():
        fits = bool(need <= left + 1e-9)
        left -= need if fits else 0.0
        chosen.append(fits)
    rows["chosen"] = chosen
    rows["total"] = (rows["hours"] * rows["chosen"]).cumsum()
    return rows[["staff", "skill", "dimension", "short", "hours", "priority", "per_hour", "chosen", "total"]]


def urgency(gaps: Mapping[str, float], weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Weigh how far service falls short of what customers expect.

    Parameters
    ----------
    gaps, weights : mapping
        As `needs` takes them.

    Returns
    -------
    pandas.DataFrame
        Index dimension; columns gap, weight (points out of 100), urgency = w · max(0, −gap) with Σ w = 1.

    Raises
    ------
    ArgumentError
        If the weights do not cover the dimensions and sum to 100.

    Examples
    --------
    >>> urgency({"reliability": -1.5, "empathy": 0.5}, {"reliability": 60, "empathy": 40})
                 gap  weight  urgency
    dimension
    reliability -1.5      60      0.9
    empathy      0.5      40      0.0
    """
    import pandas as pd

    if weights is None:
        weights = dict.fromkeys(gaps, 100 / len(gaps))
    total = sum(weights.values())
    lost = [name for name in gaps if name not in weights]
    if lost or min(weights.values()) < 0 or not np.isclose(total, 100, rtol=0, atol=0.05):
        raise ArgumentError("training.weights", total=f"{total:g}", names=list(gaps))
    rows = {
        name: {"gap": gap, "weight": weights[name], "urgency": weights[name] / total * max(0.0, -float(gap))}
        for name, gap in gaps.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("dimension")


def _checked(table: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    for column in _COLUMNS:
        if column not in table:
            hint = did_you_mean(column, table.columns)
            raise DataError("training.no_column", column=column, columns=list(table.columns), hint=hint)
    if table.empty:
        raise DataError("training.no_rows")
    rows = table[list(_COLUMNS)].reset_index(drop=True)
    given = table["hours"] if "hours" in table else pd.Series(np.nan, index=table.index)
    rows["hours"] = pd.to_numeric(given, errors="coerce").fillna(HOURS).to_numpy(float)
    if bool(((rows["hours"] < 0) | np.isinf(rows["hours"])).any()):
        raise DataError("training.bad_hours")
    for column in ("required", "present"):
        numbers = pd.to_numeric(rows[column], errors="coerce")
        wrong = (rows[column].notna() & ~numbers.isin(list(LEVELS))) | (
            numbers.isna() if column == "required" else False
        )
        for position in np.flatnonzero(wrong)[:1]:
            row = rows.iloc[position]
            raise DataError("training.bad_level", staff=row["staff"], skill=row["skill"], value=row[column])
        rows[column] = numbers
    twice = rows[rows.duplicated(["staff", "skill"])]
    if len(twice):
        raise DataError("training.twice", staff=twice["staff"].iloc[0], skill=twice["skill"].iloc[0])
    homes = rows.groupby("skill")["dimension"].nunique()
    if bool((homes > 1).any()):
        raise DataError("training.two_dimensions", skill=homes[homes > 1].index[0])
    return rows
