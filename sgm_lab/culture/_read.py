"""Read a team's answers, saying of every cell that cannot be used where it stands and what is wrong."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError
from ..i18n import LANGUAGES, t
from ..intake import open_table
from ..intake.named import Said, problem_rows
from ._statements import LEVELS, ROLES, STATEMENTS, statement_named, text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TeamAnswers", "heads", "read_answers"]

_MOST_REPORTED = 1000
_BLANK = {"", "nan", "none", "<na>"}


class TeamAnswers(Said):
    """What was read of a team's answers, and what could not be; ``rows_left_out`` counts cells."""

    def summary(self) -> str:
        """One sentence: how many people were read, and how many cells do not count."""
        key = "culture.summary" if self.rows_left_out else "culture.summary_clean"
        return t(key, n=self.rows_read, left_out=self.rows_left_out)


def heads() -> list[str]:
    """Return the headings of the table that `read_answers` takes: the role, then each statement with its number.

    >>> heads()[:2]
    ['角色', '1. 拍板之前，总有人问一句：这对客户有什么影响？']
    """
    return [_accepted("column.role")[0], *(f"{name[1:]}. {text(name)}" for name in STATEMENTS)]


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(word for lang in LANGUAGES for word in t(f"culture.{key}", lang=lang).split("|"))


def _accepted(key: str) -> list[str]:
    """Accepted wordings, those of the language in use first."""
    return list(dict.fromkeys([*t(f"culture.{key}").split("|"), *_words(key)]))


def read_answers(source: Any) -> TeamAnswers:
    """Read a table with one row a person.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`. One column a statement, headed with the statement or its number, holding
        1–5 or the answer in words; welcome is 角色 (管理者 or 一线). Other columns are not looked at.

    Returns
    -------
    TeamAnswers
        An empty cell is no answer; one that is none of the five is reported and counts as none.

    Raises
    ------
    DataError
        If the file cannot be opened, lacks a statement or has it twice, or holds no answer.

    Examples
    --------
    >>> from sgm_lab.culture import STATEMENTS, read_answers, sample
    >>> read_answers(sample()).summary()
    '读入18人的回答，都计入了。'
    """
    import pandas as pd

    opened = open_table(source)
    found: dict[str, str] = {}
    for column in map(str, opened.table.columns):
        role = column.strip().casefold() in _words("column.role")
        name = "role" if role else statement_named(column)
        if name is not None and name in found:
            raise DataError("culture.column_twice", file=opened.name, first=found[name], second=column)
        if name is not None:
            found[name] = column
    missing = [name[1:] for name in STATEMENTS if name not in found]
    if missing:
        raise DataError("culture.columns_missing", file=opened.name, missing=missing)
    problems: list[pd.DataFrame] = []
    left_out = 0

    def coded(name: str, known: dict[str, Any], problem: str) -> np.ndarray:
        """Code a column, each different cell looked at once; what is not known is reported."""
        nonlocal left_out
        codes, cells = pd.factorize(opened.table[found[name]], use_na_sentinel=False)
        said = [str(cell).strip() for cell in cells]
        values = [known.get(one.casefold().removesuffix(".0")) for one in said]
        bad = np.array(
            [v is None and one.casefold() not in _BLANK for v, one in zip(values, said, strict=True)]
        )
        wrong = np.flatnonzero(bad[codes])
        left_out += len(wrong)
        if len(wrong):
            some = wrong[:_MOST_REPORTED]
            problems.append(
                pd.DataFrame({"row": opened.table.index[some], "column": found[name],
                              "value": [said[code] for code in codes[some]], "problem": problem})
            )  # fmt: skip
        return np.array(values, object)[codes]

    levels: dict[str, Any] = {str(level): float(level) for level in LEVELS}
    levels |= {word: float(level) for level in LEVELS for word in _words(f"level.{level}")}
    named = {word: role for role in ROLES for word in (role, *_words(f"role.{role}"))}
    roles = coded("role", named, t("culture.problem.role")) if "role" in found else None
    table = pd.DataFrame(
        {"role": pd.Series(roles, range(len(opened.table)), dtype=object)}
        | {name: coded(name, levels, t("culture.problem.level")).astype(float) for name in STATEMENTS}
    )
    if not table[list(STATEMENTS)].notna().any(axis=None):
        raise DataError("culture.nothing_read", file=opened.name)
    notes = [*opened.notes, *([] if "role" in found else [t("culture.note_no_role")])]
    return TeamAnswers(table, problem_rows(problems), notes, len(table), left_out)
