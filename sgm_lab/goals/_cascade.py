"""Goals across departments: do they add up to the company's, and does each task have one person who answers?"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..errors import ArgumentError, DataError, check_choice, did_you_mean, listing
from ..i18n import t
from ._record import Goal, number
from ._units import amount

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Cascade", "RaciProblem", "cascade", "raci"]

How: TypeAlias = Literal["sum", "mean", "weighted"]
Better: TypeAlias = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Cascade:
    """Whether department goals add up to the company's.

    Attributes
    ----------
    company, combined : float
        What the company wants, and what the departments come to together.
    shortfall : float
        What is missing, in the unit of the goal; 0 where they add up.
    adds_up : bool
        Whether nothing is missing.
    parts : dict of str to float
        Each department's contribution or level.
    weights : dict of str to float
        Share of each department in the combined figure; empty for a sum.
    how : {"sum", "mean", "weighted"}
        How they were put together.
    better : {"higher", "lower"}
        Which way is better.
    unit : str or None
        Unit of the figures.
    """

    company: float
    combined: float
    shortfall: float
    adds_up: bool
    parts: dict[str, float]
    weights: dict[str, float]
    how: How
    better: Better
    unit: str | None = None

    def sentence(self) -> str:
        """Say whether they add up, and what is missing.

        >>> from sgm_lab.i18n import use_language
        >>> with use_language("en"):
        ...     print(cascade(-10, {"Ward": -4, "Lab": -3}).sentence())
        The company wants −10; the departments (Ward, Lab) come to −7 (sum): 3 is missing. Close the gap first.
        """
        return t(
            "goals.cascade.adds_up" if self.adds_up else "goals.cascade.short",
            company=amount(self.company, self.unit),
            combined=amount(self.combined, self.unit),
            shortfall=self.missing_text(),
            departments=listing(self.parts),
            how=t(f"goals.cascade.{self.how}"),
        )

    def missing_text(self) -> str:
        """Write what is missing with its unit; a difference of shares is points, to two digits.

        >>> cascade(80, {"Ward": 75, "Lab": 84.1}, how="mean", better="higher", unit="%").missing_text()
        '0.45个百分点'
        """
        if self.unit in ("%", "％"):
            return amount(float(f"{self.shortfall:.2g}"), t("goals.points"))
        return amount(self.shortfall, self.unit)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a department: department, target, and weight unless it is a sum."""
        import pandas as pd

        table = pd.DataFrame({"department": list(self.parts), "target": list(self.parts.values())})
        return table.assign(weight=list(self.weights.values())) if self.weights else table


def cascade(
    company_target: float | Goal,
    departments: Any,
    *,
    how: How = "sum",
    weights: Mapping[str, float] | None = None,
    better: Better | None = None,
    unit: str | None = None,
) -> Cascade:
    """Check whether department goals add up to the company's goal.

    Parameters
    ----------
    company_target : float or Goal
        For ``how="sum"`` the change the company wants (−10 complaints, +200 members); else the level.
    departments : mapping or table
        Department and its contribution or level, numbers or `Goal` records; or a table of any data frame library
        with columns department, target, and weight where needed.
    how : {"sum", "mean", "weighted"}
        ``"sum"`` adds contributions to one change; ``"mean"`` averages levels; ``"weighted"`` averages levels
        by volume, which is how rates of departments of different size combine.
    weights : mapping, optional
        Volume of each department, above 0, for ``how="weighted"``.
    better : {"higher", "lower"}, optional
        Which way is better. Known from a `Goal`, and from the sign of the change for a sum; else to be said.
    unit : str, optional
        Unit of the figures; that of the `Goal` by default.

    Returns
    -------
    Cascade

    Raises
    ------
    ArgumentError
        If there is no department, a figure is no number, weights do not fit, or ``better`` is needed.
    DataError
        If the table lacks a column or names a department twice.

    Examples
    --------
    Two wards of very different size: the plain mean of 3 and 6 hides that most patients are in the second.

    >>> result = cascade(5, {"A": 3, "B": 6}, how="weighted", weights={"A": 100, "B": 400}, better="lower")
    >>> result.combined, round(result.shortfall, 12), result.adds_up
    (5.4, 0.4, False)
    """
    check_choice("how", how, ["sum", "mean", "weighted"])
    figures, volumes = _departments(departments, weights)
    if not figures:
        raise ArgumentError("goals.empty", name="departments")
    company = _figure("company_target", company_target, how)
    parts = {name: _figure(name, value, how) for name, value in figures.items()}
    shares: dict[str, float] = {}
    if how == "sum":
        combined = math.fsum(parts.values())
    else:
        shares = _shares(parts, volumes if how == "weighted" else dict.fromkeys(parts, 1.0))
        combined = math.fsum(parts[name] * share for name, share in shares.items())
    direction = _direction(company_target, company, how, better)
    missing = company - combined if direction == "higher" else combined - company
    # Decimal figures such as 0.1 + 0.2 must add up as they do on paper.
    adds_up = missing <= 1e-9 * max(abs(company), abs(combined), 1e-300)
    if unit is None and isinstance(company_target, Goal):
        unit = company_target.unit
    return Cascade(
        company, combined, 0.0 if adds_up else missing, adds_up, parts, shares, how, direction, unit
    )


def _departments(
    departments: Any, weights: Mapping[str, float] | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return figures and volumes by department, from a mapping or a table."""
    if hasattr(departments, "to_dict") and not hasattr(departments, "columns"):  # a Series
        departments = departments.to_dict()
    if isinstance(departments, Mapping):
        return dict(departments), dict(weights or {})
    table = _frame("departments", departments)
    for column in ("department", "target"):
        if column not in table.columns:
            hint = did_you_mean(column, table.columns)
            raise DataError("errors.column_missing", column=column, columns=table.columns, hint=hint)
    names = [str(name) for name in table["department"].to_list()]
    for name in names:
        if names.count(name) > 1:
            raise DataError("goals.department_twice", name=name)
    if weights is None and "weight" in table.columns:
        weights = dict(zip(names, table["weight"].to_list(), strict=True))
    return dict(zip(names, table["target"].to_list(), strict=True)), dict(weights or {})


def _frame(name: str, table: Any) -> Any:
    """Return a table of any data frame library in Narwhals' form."""
    import narwhals as nw

    try:
        return nw.from_native(table, eager_only=True)
    except TypeError:
        raise ArgumentError("goals.not_a_table", name=name, got=type(table).__name__) from None


def _figure(name: str, value: Any, how: How) -> float:
    """Return a contribution (for a sum) or a level, out of a number or a goal."""
    if not isinstance(value, Goal):
        return number(name, value)
    start, aim = value.way()
    return aim - start if how == "sum" else aim


def _shares(parts: Mapping[str, float], volumes: Mapping[str, Any]) -> dict[str, float]:
    for name in volumes:
        if name not in parts:
            raise ArgumentError("goals.weight_unknown", name=name, hint=did_you_mean(name, parts))
    absent = [name for name in parts if name not in volumes]
    if absent:
        raise ArgumentError("goals.weight_missing", names=absent)
    found = {name: number(f"weights[{name}]", volumes[name]) for name in parts}
    for name, volume in found.items():
        if volume <= 0:
            raise ArgumentError("goals.weight_positive", name=name, value=volume)
    total = math.fsum(found.values())
    return {name: volume / total for name, volume in found.items()}


def _direction(company_target: float | Goal, company: float, how: How, better: Better | None) -> Better:
    if better is not None:
        check_choice("better", better, ["higher", "lower"])
    if better is not None:
        return better
    if isinstance(company_target, Goal):
        return "lower" if company_target.lower_is_better else "higher"
    if how == "sum" and company != 0:
        return "lower" if company < 0 else "higher"
    raise ArgumentError("goals.say_better")


@dataclass(frozen=True, slots=True)
class RaciProblem:
    """One thing wrong with who does what.

    Attributes
    ----------
    activity : str
        Where.
    problem : {"no_accountable", "many_accountable", "no_responsible"}
        What.
    who : tuple of str
        Those concerned.
    """

    activity: str
    problem: Literal["no_accountable", "many_accountable", "no_responsible"]
    who: tuple[str, ...] = ()

    def text(self) -> str:
        """Say what is wrong and what to do."""
        return t(f"goals.raci.{self.problem}", activity=self.activity, who=listing(self.who))


def raci(table: Any) -> tuple[RaciProblem, ...]:
    """Check a responsibility table: each activity has exactly one A (answers for it) and at least one R (does it).

    Parameters
    ----------
    table : mapping of mappings, or table
        Activity → person or post → letters among R, A, C, I, several as in "A/R", blank for none. A table of any
        data frame library has a column activity (in pandas the row names may serve), the others are people.

    Returns
    -------
    tuple of RaciProblem
        Empty where all is well.

    Raises
    ------
    DataError
        If a cell holds another letter, or the activities are missing or named twice.
    ArgumentError
        If the table is empty.

    Examples
    --------
    >>> found = raci({"回访投诉": {"客服": "R", "质控": "A"}, "更新排班": {"护士长": "A", "科主任": "A"}})
    >>> [(p.activity, p.problem) for p in found]
    [('更新排班', 'many_accountable'), ('更新排班', 'no_responsible')]
    """
    rows = _raci_rows(table)
    if not rows:
        raise ArgumentError("goals.empty", name="table")
    problems: list[RaciProblem] = []
    for activity, cells in rows.items():
        letters = {who: _letters(activity, who, cell) for who, cell in cells.items()}
        answering = tuple(who for who, found in letters.items() if "A" in found)
        if not answering:
            problems.append(RaciProblem(activity, "no_accountable"))
        if len(answering) > 1:
            problems.append(RaciProblem(activity, "many_accountable", answering))
        if not any("R" in found for found in letters.values()):
            problems.append(RaciProblem(activity, "no_responsible"))
    return tuple(problems)


def _raci_rows(table: Any) -> Mapping[str, Mapping[str, Any]]:
    if isinstance(table, Mapping):
        return table
    import narwhals as nw

    frame = _frame("table", table)
    index = nw.maybe_get_index(frame)
    columns: Sequence[str] = frame.columns
    if "activity" in columns:
        names = frame["activity"].to_list()
        columns = [column for column in columns if column != "activity"]
    elif index is not None and all(isinstance(name, str) for name in index):
        names = list(index)
    else:
        hint = did_you_mean("activity", columns)
        raise DataError("errors.column_missing", column="activity", columns=list(columns), hint=hint)
    rows: dict[str, dict[str, Any]] = {}
    for name, row in zip(names, frame.select(columns).rows(named=True), strict=True):
        if str(name) in rows:
            raise DataError("goals.raci.activity_twice", activity=name)
        rows[str(name)] = row
    return rows


def _letters(activity: str, who: str, cell: Any) -> set[str]:
    """Return the letters of one cell; missing and blank cells have none."""
    if cell is None or cell != cell:
        return set()
    text = unicodedata.normalize("NFKC", str(cell)).upper()
    letters = {c for c in text if not c.isspace() and c not in "/,、;+&-"}
    if letters - set("RACI"):
        raise DataError("goals.raci.letter", activity=activity, who=who, value=cell)
    return letters
