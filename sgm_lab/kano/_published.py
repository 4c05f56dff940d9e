"""Kano, tables as they are printed: counts, or shares of n people, and what the rounding of shares leaves open."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import ArgumentError, DataError
from ._table import LETTERS, as_numbers, whole_numbers

__all__ = ["Counted", "allowed", "counted"]

_MOST_DIGITS = 6  # behind the point: what has more is no rounded share
_CLOSE = 1e-9

_Counts = npt.NDArray[np.int64]


class Counted(NamedTuple):
    """Counts of the six categories; of shares also the least and the most people that rounding allows.

    Of a weighted tally the counts are those of as many people as it is worth, and ``weighted`` is the tally itself.
    """

    counts: pd.DataFrame
    low: _Counts | None = None
    high: _Counts | None = None
    weighted: pd.DataFrame | None = None


def counted(table: pd.DataFrame, n: Any = None) -> Counted:
    """Return the counts of a table of counts or of shares.

    Parameters
    ----------
    table : DataFrame
        Some of M, O, A, I, R, Q; and ``n``, how many answered, where it is given with the table.
    n : int or sequence of int, optional
        How many answered: one number, or one a row.

    Raises
    ------
    DataError
        A count is no count, shares lack n or do not add up, or counts do not add up to their n.
    ArgumentError
        `n` is no whole number, or not one a row.
    """
    letters = [letter for letter in LETTERS if letter in table.columns]
    cells = table[letters]
    percent = cells.map(lambda one: isinstance(one, str) and one.strip().rstrip("％%") != one.strip())
    if percent.any(axis=None):
        cells = cells.map(_of_text)
    people = _people(table, n)
    numbers = np.column_stack([as_numbers(cells[letter])[0] for letter in letters])
    sums = numbers.sum(axis=1)
    whole = np.isfinite(numbers).all() and (numbers == np.floor(numbers)).all()
    if people is None:
        if percent.any(axis=None) or (not whole and _like_shares(numbers)):
            raise DataError("kano.shares_n", row=table.index[0])
        return Counted(_six(whole_numbers(cells)))
    if whole and (sums == people).all():
        return Counted(_six(whole_numbers(cells)))
    if not np.isfinite(numbers).all() or (numbers < 0).any():
        whole_numbers(cells.where(cells.notna(), math.nan))  # names the cell that is no number
    unit = 100.0 if sums.max(initial=0) > 1.5 else 1.0
    half = 0.5 * 10.0 ** -_digits(numbers) / unit
    shares = numbers / unit
    slack = half * len(letters) + _CLOSE
    for at in np.flatnonzero(np.abs(shares.sum(axis=1) - 1) > slack).tolist():
        key = "kano.counts_sum" if whole and unit == 100 else "kano.shares_sum"
        raise DataError(key, row=table.index[at], sum=f"{sums[at]:g}", n=int(people[at]))
    low = np.ceil((shares - half) * people[:, None] - _CLOSE).clip(0)
    high = np.floor((shares + half) * people[:, None] + _CLOSE)
    counts = pd.DataFrame(
        [_apportioned(row, int(m)) for row, m in zip(shares, people, strict=True)],
        index=table.index,
        columns=letters,
    )
    bounds = [
        _six(pd.DataFrame(one.astype(np.int64), index=table.index, columns=letters)).to_numpy()
        for one in (low, high)
    ]
    return Counted(_six(counts), low=bounds[0], high=bounds[1])


def allowed(verdict: Callable[[_Counts], list[str | None]], found: Counted) -> list[str | None]:
    """Return every category that rounding allows each feature, the one of the counts first: ``"A/I"``."""
    k = found.counts.to_numpy()
    first = verdict(k)
    seen: list[dict[str, None]] = [{one: None} if one else {} for one in first]
    for other in _variants(k, found):
        for at, one in enumerate(verdict(other)):
            if one:
                seen[at][one] = None
    return ["/".join(dict.fromkeys("/".join(one).split("/"))) or None for one in seen]


def _variants(k: _Counts, found: Counted) -> Iterator[_Counts]:
    """Counts at the ends of what rounding allows: some categories at the most, others at the least."""
    assert found.low is not None
    assert found.high is not None
    for choice in range(1, 1 << len(LETTERS)):
        up = np.array([bool(choice >> at & 1) for at in range(len(LETTERS))])
        yield np.where(up, found.high, found.low)


def _like_shares(numbers: npt.NDArray[np.float64]) -> bool:
    """Whether rows add up to about 1, or to about 100."""
    sums = numbers.sum(axis=1)
    return bool((numbers >= 0).all() and ((abs(sums - 1) < 0.06) | (abs(sums - 100) < 6)).all())


def _six(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.reindex(columns=list(LETTERS), fill_value=0).astype(np.int64)


def _of_text(cell: Any) -> Any:
    text = str(cell).strip().rstrip("％%").strip()
    try:
        return float(text)
    except ValueError:
        return cell


def _people(table: pd.DataFrame, n: Any) -> npt.NDArray[np.float64] | None:
    given: Any = table["n"] if n is None and "n" in table.columns else n
    if given is None:
        return None
    try:
        numbers = np.broadcast_to(np.asarray(given, dtype=float), (len(table),))
    except (TypeError, ValueError) as error:
        raise ArgumentError("kano.n_rows", n=len(table)) from error
    if not (np.isfinite(numbers) & (numbers >= 1) & (numbers == np.floor(numbers))).all():
        raise ArgumentError("kano.n_rows", n=len(table))
    return np.array(numbers)


def _digits(numbers: npt.NDArray[np.float64]) -> int:
    """How many digits behind the point the shares are printed with."""
    for digits in range(_MOST_DIGITS):
        if np.allclose(np.round(numbers, digits), numbers, rtol=0, atol=_CLOSE):
            return digits
    return _MOST_DIGITS


def _apportioned(shares: npt.NDArray[np.float64], n: int) -> list[int]:
    """Whole people in proportion to the shares (largest remainders)."""
    exact = shares / shares.sum() * n
    people = np.floor(exact + _CLOSE).astype(int)
    for at in np.argsort(people - exact, kind="stable")[: n - int(people.sum())]:
        people[at] += 1
    return [int(one) for one in people]
