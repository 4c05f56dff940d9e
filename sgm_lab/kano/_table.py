"""Kano, the evaluation table: from a pair of answers to its category, and what counts as an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_any_real_numeric_dtype

from ..errors import ArgumentError, DataError, Sentence, check_choice, sentence
from ..i18n import t
from ..numbers import is_real
from ..terms import LETTERS

__all__ = ["EVALUATION_TABLES", "LETTERS", "evaluate"]

CODES = (1, 2, 3, 4, 5)
PAIR = ["functional", "dysfunctional"]
# Rows functional, columns dysfunctional; a dot is an answer the questionnaire does not offer.
_TABLES = {
    "berger": ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"),
    "pouliot": ("QAAAO", "RQIIM", "RIIIM", "RIIQM", "RRRRQ"),
    "short": ("A.A.O", ".....", "I.I.M", ".....", "I.I.M"),
}


def _frame(rows: Sequence[str]) -> pd.DataFrame:
    grid = pd.DataFrame([list(row) for row in rows], index=list(CODES), columns=list(CODES), dtype=object)
    grid = grid.rename_axis(index=PAIR[0], columns=PAIR[1])
    offered = [code for code in CODES if rows[code - 1] != "....."]
    return grid.loc[offered, offered]


EVALUATION_TABLES: dict[str, pd.DataFrame] = {name: _frame(rows) for name, rows in _TABLES.items()}
"""Evaluation tables, rows functional and columns dysfunctional, answers coded 1 like, 2 must be, 3 neutral,
4 live with, 5 dislike: ``"berger"`` and ``"pouliot"`` (both in Berger et al. 1993, *Center for Quality of
Management Journal* 2(4):3–36), and ``"short"`` for questionnaires with like, neutral and dislike only."""


def evaluate(functional: Any, dysfunctional: Any, table: str | pd.DataFrame = "berger") -> pd.Series[Any]:
    """Look up the Kano category of each pair of answers.

    Parameters
    ----------
    functional, dysfunctional : Series, array or sequence of length n
        Answers 1–5 to “how do you feel if it is there” and “… if it is not”; missing ones stay missing.
    table : str or DataFrame
        Name in `EVALUATION_TABLES`, or a table of one's own in the same form.

    Returns
    -------
    Series of length n
        ``"M"``, ``"O"``, ``"A"``, ``"I"``, ``"R"`` or ``"Q"``; missing where either answer is. Keeps the index of
        a Series; ``attrs["table"]`` names the table.

    Raises
    ------
    DataError
        An answer is not in the table: names column, value and row.
    ArgumentError
        The two differ in length or index, or the table is unknown or malformed.

    References
    ----------
    Berger et al. 1993, *Center for Quality of Management Journal* 2(4):3–36.

    Examples
    --------
    >>> evaluate([1, 1, 2, 3, 5], [5, 1, 5, 3, 1]).tolist()
    ['O', 'Q', 'M', 'I', 'R']
    >>> evaluate([2], [2], table="pouliot").tolist()
    ['Q']
    """
    name, letters = resolve(table)
    f, d = _series(functional), _series(dysfunctional)
    if len(f) != len(d):
        raise ArgumentError("kano.lengths", functional=len(f), dysfunctional=len(d))
    both = isinstance(functional, pd.Series) and isinstance(dysfunctional, pd.Series)
    if both and not f.index.equals(d.index):
        raise ArgumentError("kano.index")
    allowed = [code for code in CODES if letters[code - 1, code - 1] != "."]
    rows, columns = coded(f, PAIR[0], allowed, _row), coded(d, PAIR[1], allowed, _row)
    complete = ~(np.isnan(rows) | np.isnan(columns))
    found = np.full(len(f), None, dtype=object)
    found[complete] = letters[rows[complete].astype(int) - 1, columns[complete].astype(int) - 1]
    index = f.index if isinstance(functional, pd.Series) else d.index
    result = pd.Series(found, index=index, name="category")
    result.attrs["table"] = name
    return result


# --- tables -------------------------------------------------------------------------------------------------


def resolve(table: str | pd.DataFrame) -> tuple[str, npt.NDArray[np.object_]]:
    """Name and 5×5 letters of a table; a table is named by what it holds, so a changed copy is "custom"."""
    known = {name: np.array([list(row) for row in rows], dtype=object) for name, rows in _TABLES.items()}
    if isinstance(table, str):
        check_choice("table", table, list(known))
        return table, known[table]
    letters = _validated(table)
    return next((name for name, grid in known.items() if (grid == letters).all()), "custom"), letters


def _validated(table: Any) -> npt.NDArray[np.object_]:
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError("kano.table_kind", type=type(table).__name__)
    rows: list[Any] = list(table.index)
    columns: list[Any] = list(table.columns)
    if (
        not rows
        or set(rows) != set(columns)
        or not set(rows) <= set(CODES)
        or table.size != len(set(rows)) ** 2
    ):
        raise ArgumentError("kano.table_labels", rows=rows, columns=columns)
    letters = np.full((5, 5), ".", dtype=object)
    for row in rows:
        for column in columns:
            letter = table.loc[row, column]
            if letter not in LETTERS:
                raise ArgumentError("kano.table_letter", row=row, column=column, value=letter)
            letters[row - 1, column - 1] = letter
    return letters


# --- answers ------------------------------------------------------------------------------------------------


FirstRow = Callable[[npt.NDArray[np.intp]], int | None]
"""From positions of wrong answers to the row of the first, where rows have an order."""


def _row(wrong: npt.NDArray[np.intp]) -> int:
    return int(wrong[0]) + 1


def coded(
    values: pd.Series[Any],
    column: str,
    allowed: Sequence[int],
    first_row: FirstRow,
    weights: npt.NDArray[np.int64] | None = None,
) -> npt.NDArray[np.float64]:
    """Answers as numbers, NaN where missing; raises on any that is not among `allowed`."""
    codes, missing = as_numbers(values)
    wrong = np.flatnonzero(~missing & ~np.isin(codes, allowed))
    if wrong.size:
        complain(values, column, wrong, [str(code) for code in allowed], first_row, weights)
    return codes


def as_numbers(values: pd.Series[Any]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return values as floats (NaN where missing or not a number) and which are missing; text is never read."""
    missing = values.isna().to_numpy(dtype=bool)
    if is_any_real_numeric_dtype(values):
        return values.to_numpy(dtype=np.float64, na_value=np.nan), missing
    return np.array([_number(value) for value in values], dtype=np.float64), missing


def _number(value: Any) -> float:
    # A yes or no is no answer on a scale, though Python counts it 1 or 0.
    return float(value) if is_real(value) else float("nan")


def complain(
    values: pd.Series[Any],
    column: str,
    wrong: npt.NDArray[np.intp],
    allowed: Any,
    first_row: FirstRow,
    weights: npt.NDArray[np.int64] | None = None,
) -> None:
    """Raise the error about answers off the scale: which, how many, and the first row."""
    counted: dict[str, int] = {}
    for at in wrong:
        shown = str(values.iloc[at])
        counted[shown] = counted.get(shown, 0) + (1 if weights is None else int(weights[at]))
    found = [t("kano.found", value=value, count=count) for value, count in counted.items()]
    row = first_row(wrong)
    where = Sentence("" if row is None else t("kano.first_row", row=row))
    first = values.iloc[wrong[0]]
    if isinstance(first, str) and first.strip() in map(str, CODES):
        more = sentence("kano.number_as_text")
        where = Sentence(where + more, where.plain + more.plain)
    raise DataError("kano.answer", column=column, found=found, where=where, allowed=allowed)


def _series(values: Any) -> pd.Series[Any]:
    if isinstance(values, pd.Series):
        return values
    return pd.Series([values] if np.isscalar(values) else list(values))


def whole_numbers(counts: pd.DataFrame) -> pd.DataFrame:
    """Return counts as int64; raises where one is negative, broken, missing or no number, naming row and column."""
    result = {}
    for place, column in enumerate(counts.columns):
        numbers, _ = as_numbers(counts.iloc[:, place])
        good = np.isfinite(numbers) & (numbers >= 0) & (numbers == np.floor(numbers))
        if not good.all():
            at = int(np.flatnonzero(~good)[0])
            value = counts.iloc[at, place]
            key = "kano.counts_text" if isinstance(value, str) else "kano.counts_value"
            raise DataError(key, row=counts.index[at], column=column, value=value)
        result[place] = numbers.astype(np.int64)
    whole = pd.DataFrame(result, index=counts.index)
    whole.columns = counts.columns
    return whole
