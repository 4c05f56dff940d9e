"""Read a team's own skill table, saying of every cell that cannot be used where it stands and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError
from ..i18n import LANGUAGES, t
from ..intake import open_table
from ._needs import DIMENSIONS, HOURS, LEVELS
from ._sample import sample

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["StaffTable", "read_staff", "template"]

_COLUMNS = ("staff", "skill", "dimension", "required", "present", "hours")
_NEEDED = ("staff", "skill", "dimension", "present")
_MOST_REPORTED = 1000
_REQUIRED = 3  # level, where the table has no such column


@dataclass(frozen=True)
class StaffTable:
    """What was read of a skill table, and what could not be.

    Attributes
    ----------
    table : pandas.DataFrame
        As `needs` takes it.
    problems : pandas.DataFrame
        row (as the spreadsheet shows it), column, value, problem (a sentence). At most 1,000 rows.
    notes : list of str
        What was noticed about the file as a whole.
    rows_read, rows_left_out : int
        Rows that count, and those that do not.
    """

    table: pd.DataFrame
    problems: pd.DataFrame
    notes: list[str]
    rows_read: int
    rows_left_out: int

    def summary(self) -> str:
        """One sentence: how much was read, how much was left out."""
        key = "training.summary" if self.rows_left_out else "training.summary_clean"
        return t(key, read=self.rows_read, left_out=self.rows_left_out)


def _names(column: str) -> list[str]:
    """Accepted names of a column; the first is the one shown."""
    names = [name for lang in LANGUAGES for name in t(f"training.column.{column}", lang=lang).split("|")]
    own = t(f"training.column.{column}").split("|")[0]
    return list(dict.fromkeys([own, *names, column]))


def template(case: str = "healthcare") -> pd.DataFrame:
    """Return a filled-in example of the table that `read_staff` takes, with headings in the language in use.

    Examples
    --------
    >>> read_staff(template("education")).rows_left_out
    0
    """
    table = sample(case).copy()
    table["dimension"] = table["dimension"].map(lambda name: t(f"common.dimension.{name}"))
    named: pd.DataFrame = table[list(_COLUMNS)].rename(columns=lambda name: _names(name)[0])
    return named


def _dimensions() -> dict[str, str]:
    """Accepted name → dimension."""
    accepted = {name: name for name in DIMENSIONS}
    for lang in LANGUAGES:
        accepted |= {t(f"common.dimension.{name}", lang=lang).casefold(): name for name in DIMENSIONS}
    return accepted


def read_staff(source: Any) -> StaffTable:
    """Read a table with one row a person and skill.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`. Columns 人员, 技能, 维度 and 现有等级 (0–4); welcome are
        要求等级 (3 where it is missing) and 每级课时 (4 where it is missing).

    Returns
    -------
    StaffTable
        An empty level stays a missing rating; a level that is none of 0–4 is reported and counts as missing.

    Raises
    ------
    DataError
        If the file cannot be opened, lacks a column, or no row can be used.
    """
    import pandas as pd

    opened = open_table(source)
    accepted = {name.casefold(): column for column in _COLUMNS for name in _names(column)}
    found = {
        c: accepted[c.strip().casefold()] for c in opened.table.columns if c.strip().casefold() in accepted
    }
    missing = [_names(column)[0] for column in _NEEDED if column not in found.values()]
    if missing or len(set(found.values())) < len(found):
        key = "training.columns_missing" if missing else "training.columns_twice"
        raise DataError(key, file=opened.name, missing=missing, columns=list(opened.table.columns))
    given = opened.table.rename(columns=found)
    heads = {column: name for name, column in found.items()}
    rows = given.reindex(columns=list(_COLUMNS)).astype(object)
    text = {name: rows[name].astype(str).str.strip().where(rows[name].notna(), "") for name in _COLUMNS}
    problems: list[pd.DataFrame] = []
    bad = np.zeros(len(rows), bool)

    def report(wrong: Any, column: str, key: str, *, drop: bool) -> None:
        some = np.asarray(wrong, bool) & ~bad
        if some.any():
            problems.append(
                pd.DataFrame(
                    {
                        "row": rows.index[some],
                        "column": heads.get(column, _names(column)[0]),
                        "value": text[column][some].to_numpy(),
                        "problem": t(f"training.problem.{key}"),
                    }
                )
            )
            if drop:
                bad[some] = True

    for column in ("staff", "skill"):
        report(text[column] == "", column, "empty", drop=True)
    known = _dimensions()
    dimension = text["dimension"].str.casefold().map(known)
    report(dimension.isna(), "dimension", "dimension", drop=True)
    levels = {}
    for column in ("required", "present"):
        numbers = pd.to_numeric(text[column].replace("", None), errors="coerce")
        report((text[column] != "") & ~numbers.isin(list(LEVELS)), column, f"level_{column}", drop=False)
        levels[column] = numbers.where(numbers.isin(list(LEVELS)))
    hours = pd.to_numeric(text["hours"].replace("", None), errors="coerce")
    usable = hours.between(0, 1000)
    report((text["hours"] != "") & ~usable, "hours", "hours", drop=False)
    table = pd.DataFrame(
        {
            "staff": text["staff"],
            "skill": text["skill"],
            "dimension": dimension,
            "required": levels["required"].fillna(_REQUIRED),
            "present": levels["present"],
            "hours": hours.where(usable, HOURS),
        }
    )
    report(table.duplicated(["staff", "skill"]), "skill", "twice", drop=True)
    home = table["dimension"].groupby(table["skill"]).transform("first")
    report(dimension.notna() & (table["dimension"] != home), "dimension", "two_dimensions", drop=True)
    table = table[~bad].reset_index(drop=True)
    if table.empty:
        raise DataError("training.nothing_read", file=opened.name)
    columns = ["row", "column", "value", "problem"]
    said = (
        pd.concat(problems).sort_values("row", kind="stable") if problems else pd.DataFrame(columns=columns)
    )
    said = said.head(_MOST_REPORTED).reset_index(drop=True)
    return StaffTable(table, said, list(opened.notes), len(table), int(bad.sum()))
