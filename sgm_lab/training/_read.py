"""Read a team's own skill table, saying of every cell that cannot be used where it stands and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..i18n import LANGUAGES, t
from ..intake.named import NamedColumns, Said, headings
from ._needs import DIMENSIONS, HOURS, LEVELS
from ._sample import sample

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_staff", "template"]

_COLUMNS = ("staff", "skill", "dimension", "required", "present", "hours")
_NEEDED = ("staff", "skill", "dimension", "present")
_REQUIRED = 3  # level, where the table has no such column


def template(case: str = "healthcare") -> pd.DataFrame:
    """Return a filled-in example of the table that `read_staff` takes, with headings in the language in use.

    Examples
    --------
    >>> read_staff(template("education")).rows_left_out
    0
    """
    table = sample(case).copy()
    table["dimension"] = table["dimension"].map(lambda name: t(f"common.dimension.{name}"))
    named: pd.DataFrame = table[list(_COLUMNS)].rename(columns=lambda name: headings("training", name)[0])
    return named


def _dimensions() -> dict[str, str]:
    """Accepted name → dimension."""
    accepted = {name: name for name in DIMENSIONS}
    for lang in LANGUAGES:
        accepted |= {t(f"common.dimension.{name}", lang=lang).casefold(): name for name in DIMENSIONS}
    return accepted


def read_staff(source: Any) -> Said:
    """Read a table with one row a person and skill.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`. Columns 人员, 技能, 维度 and 现有等级 (0–4); welcome are
        要求等级 (3 where it is missing) and 每级课时 (4 where it is missing).

    Returns
    -------
    Said
        An empty level stays a missing rating; a level that is none of 0–4 is reported and counts as missing.

    Raises
    ------
    DataError
        If the file cannot be opened, lacks a column, or no row can be used.
    """
    import pandas as pd

    sheet = NamedColumns(source, "training", _COLUMNS, _NEEDED)
    text = {name: sheet.text(name) for name in _COLUMNS}
    for column in ("staff", "skill"):
        sheet.report(text[column] == "", column, "empty", drop=True)
    dimension = text["dimension"].str.casefold().map(_dimensions())
    sheet.report(dimension.isna(), "dimension", "dimension", drop=True)
    levels = {}
    for column in ("required", "present"):
        known = sheet.number(column).isin(list(LEVELS))
        sheet.report((text[column] != "") & ~known, column, f"level_{column}", drop=False)
        levels[column] = sheet.number(column).where(known)
    hours = sheet.number("hours")
    usable = hours.between(0, 1000)
    sheet.report((text["hours"] != "") & ~usable, "hours", "hours", drop=False)
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
    sheet.report(table.duplicated(["staff", "skill"]), "skill", "twice", drop=True)
    home = table["dimension"].groupby(table["skill"]).transform("first")
    other = dimension.notna() & (table["dimension"] != home)
    sheet.report(other, "dimension", "two_dimensions", drop=True)
    return sheet.read(table)
