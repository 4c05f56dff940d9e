"""Printed tables held against themselves: whether the figures of a table can all be true at once.

A table of a paper, a consultant or last year's report says some things twice: a gap beside both of its means, an
interval beside mean, deviation and n, a category beside its counts. What is said twice must agree, up to rounding.

>>> import pandas as pd
>>> table = pd.DataFrame({"item": [1, 2], "E": [4.08, 4.24], "P": [3.36, 2.98], "gap": [-0.72, -1.62]})
>>> check(table)[["row", "check"]].to_dict("records")
[{'row': '2', 'check': 'gap'}]
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from ._arguments import tell_arguments
from ._tables import in_memory, opened
from .errors import DataError, check_share
from .i18n import LANGUAGES, t
from .inference import t_quantile, z_of
from .kano import LETTERS, RULES, classify, compare_rules
from .numbers import is_real

__all__ = ["check"]

_EPS = 1e-9
_MOST_DIGITS = 8  # behind the point that are looked for
COLUMNS = ("expectation", "perception", "gap", "mean", "sd", "n", "low", "high", "t", "alpha", "k", "r", "category",
            "better", "worse", "share")  # fmt: skip


class _Printed(NamedTuple):
    """A printed figure, and by how much rounding may have moved it."""

    value: float
    half: float

    def __str__(self) -> str:
        digits = max(0, round(-math.log10(2 * self.half)))
        return f"{self.value:.{digits}f}".replace("-", "−")


def check(table: Any, *, confidence: float = 0.95) -> pd.DataFrame:
    """Say which figures of a printed table cannot all be true.

    Parameters
    ----------
    table : table
        As it is printed, with its headers in Chinese or English: expectation, perception, gap, mean, sd, n, low, high,
        t; alpha, k, r (mean correlation of the items); M, O, A, I, R, Q with category, better, worse; share. A first
        column of texts names the rows. Figures may be texts, "3.40" or "91%".
    confidence : float
        Level of the intervals in it.

    Returns
    -------
    pandas.DataFrame
        One row for each disagreement: ``row``, ``check`` (gap, interval, t, alpha, category, better, worse, counts or
        shares), ``printed``, ``low`` and ``high`` (what the other figures allow; missing where it is no figure) and
        ``says``, a sentence. Empty where all agree; ``attrs["checked"]`` counts what was held against each
        other, ``attrs["places"]`` says which row of the table each is about, from 0; −1 is a whole column.

    Raises
    ------
    DataError
        If the table says nothing twice.

    Notes
    -----
    Each figure stands for all that round to it: half a unit of the last digit that its column is printed with. Held
    against each other are gap and perception − expectation; limits and mean ± t(n−1)·sd/√n; t and mean·√n/sd;
    standardised alpha and k·r/(1 + (k−1)·r); a category and the counts, by all four rules of `kano.classify`; Better,
    Worse and the counts; counts and n; shares and 100 %. The sd beside a gap is that of the gap between persons.

    References
    ----------
    Brown & Heathers (2017), *Social Psychological and Personality Science* 8:363–369, on figures that rounding cannot
    explain; Cronbach (1951), *Psychometrika* 16:297–334.

    Examples
    --------
    >>> found = check(pd.DataFrame({"scale": ["attitude"], "alpha": [0.839], "k": [6], "r": [0.427]}))
    >>> found[["check", "printed"]].to_dict("records"), found[["low", "high"]].round(3).to_numpy().tolist()
    ([{'check': 'alpha', 'printed': '0.839'}], [[0.817, 0.818]])
    """
    check_share("confidence", confidence)
    rows = in_memory(opened(table))
    if isinstance(table, pd.DataFrame):
        rows.index = table.index
    named = columns_of(rows)
    figures = {name: _figures(rows[column], column) for name, column in named.items() if name != "category"}
    labels = _labels(rows, set(named.values()))
    found: list[dict[str, Any]] = []
    checked: dict[str, int] = {}
    places: list[int] = []
    for at, told in [
        *_by_row(figures, labels, confidence),
        *_kano(rows, named, figures, labels),
        *_shares(figures),
    ]:
        label, kind, printed, (low, high), says = told
        checked[kind] = checked.get(kind, 0) + 1
        if says:
            found.append(
                {"row": label, "check": kind, "printed": printed, "low": low, "high": high, "says": says}
            )
            places.append(at)
    if not checked:
        raise DataError("published.nothing", columns=list(map(str, rows.columns)))
    result = pd.DataFrame(found, columns=["row", "check", "printed", "low", "high", "says"])
    result.attrs |= {"checked": checked, "places": places}
    return result


_Told = tuple[str, str, str, tuple[float, float], str]  # row, check, printed, what is allowed, sentence or ""
_Placed = tuple[int, _Told]  # with the place of the row


def _by_row(figures: dict[str, list[Any]], labels: list[str], confidence: float) -> Iterator[_Placed]:
    for at, label in enumerate(labels):
        one = {name: values[at] for name, values in figures.items() if values[at] is not None}
        if {"expectation", "perception", "gap"} <= one.keys():
            e, p = one["expectation"], one["perception"]
            yield at, _against(label, "gap", one["gap"], p.value - e.value, p.half + e.half, e=e, p=p)
        mean = one.get("gap") or one.get("mean")
        if mean and {"sd", "n"} <= one.keys() and one["n"].value > 1:
            yield from ((at, told) for told in _interval(label, one, mean, confidence))
        if {"alpha", "k", "r"} <= one.keys():
            k, r = one["k"].value, one["r"]
            ends = [k * x / (1 + (k - 1) * x) for x in (r.value - r.half, r.value + r.half)]
            middle = (ends[0] + ends[1]) / 2
            slack = abs(ends[1] - ends[0]) / 2
            yield at, _against(label, "alpha", one["alpha"], middle, slack, k=f"{k:g}", r=r)


def _interval(label: str, one: dict[str, Any], mean: _Printed, confidence: float) -> Iterator[_Told]:
    """Limits and t of a mean; a limit that fits the normal quantile in place of t is told apart."""
    n, sd = one["n"].value, one["sd"]
    root = math.sqrt(n)
    quantile = float(t_quantile(confidence, n - 1))
    for side, sign in (("low", -1), ("high", 1)):
        if side in one:
            middle = mean.value + sign * quantile * sd.value / root
            slack = mean.half + quantile * sd.half / root
            told = _against(label, "interval", one[side], middle, slack, side=t(f"published.{side}"), mean=mean,
                            sd=sd, n=f"{n:g}", quantile=f"{quantile:.3f}")  # fmt: skip
            normal = z_of(confidence)
            near = mean.value + sign * normal * sd.value / root
            if told[4] and abs(near - one[side].value) <= slack + one[side].half + _EPS:
                says = told[4] + t("published.normal", z=f"{normal:.2f}", quantile=f"{quantile:.3f}")
                told = (*told[:4], says)
            yield told
    if "t" in one and "gap" in one and sd.value > sd.half:
        ends = sorted(
            (mean.value + a * mean.half) * root / (sd.value + b * sd.half) for a in (-1, 1) for b in (-1, 1)
        )
        yield _against(label, "t", one["t"], (ends[0] + ends[-1]) / 2, (ends[-1] - ends[0]) / 2, mean=mean,
                       sd=sd, n=f"{n:g}")  # fmt: skip


def _against(label: str, kind: str, printed: _Printed, middle: float, slack: float, **values: Any) -> _Told:
    low, high = middle - slack, middle + slack
    agrees = low - printed.half - _EPS <= printed.value <= high + printed.half + _EPS
    wanted = _Printed(middle, printed.half)
    says = "" if agrees else t(f"published.says.{kind}", row=label, printed=printed, wanted=wanted, **values)
    return label, kind, str(printed), (low, high), says


def _kano(
    rows: pd.DataFrame, named: dict[str, str], figures: dict[str, list[Any]], labels: list[str]
) -> Iterator[_Placed]:
    letters = [letter for letter in LETTERS if letter in named]
    if len(letters) < 3:
        return
    nothing = (math.nan, math.nan)
    for at, label in enumerate(labels):
        counts = pd.DataFrame({letter: [rows[named[letter]].iloc[at]] for letter in letters}, index=[label])
        one = {name: values[at] for name, values in figures.items() if values[at] is not None}
        people = int(one["n"].value) if "n" in one else None
        try:
            numbers = counts.map(_plain)
            read = classify(numbers, n=people)
            rules = compare_rules(_whole(numbers, people)).iloc[0]
        except DataError as error:
            yield at, (label, "counts", str(people or ""), nothing, str(error))
            continue
        if people is not None:
            yield at, (label, "counts", str(people), nothing, "")
        if "category" in named:
            yield at, _category(label, str(rows[named["category"]].iloc[at]), read, rules)
        for side in ("better", "worse"):
            if side in one:
                value = abs(float(read[side].iloc[0]))
                printed = _Printed(abs(one[side].value), one[side].half)
                slack = 0.0 if "rounding_allows" not in read else 0.02
                yield at, _against(label, side, printed, value, slack)


def _category(label: str, printed: str, read: pd.DataFrame, rules: Any) -> _Told:
    letter = _letter_of(printed)
    allowed = {one for rule in RULES for one in str(rules[rule] or "").split("/")}
    allowed |= set(str(read.get("rounding_allows", read["category"]).iloc[0] or "").split("/"))
    wanted = str(read["category_word"].iloc[0])
    agrees = letter is not None and letter in allowed
    says = "" if agrees else t("published.says.category", row=label, printed=printed, wanted=wanted)
    return label, "category", printed, (math.nan, math.nan), says


def _whole(numbers: pd.DataFrame, people: int | None) -> pd.DataFrame:
    """Counts for the rules that `classify` was not asked for: of shares as many people as they are of."""
    if people is None:
        return numbers
    total = numbers.sum(axis=1)
    return (numbers.div(total, axis=0) * people).round().astype(int)


def _shares(figures: dict[str, list[Any]]) -> Iterator[_Placed]:
    shares = [one for one in figures.get("share", []) if one is not None]
    if len(shares) < 2:
        return
    total, slack = sum(one.value for one in shares), sum(one.half for one in shares)
    whole = 1.0 if total < 3 else 100.0
    if any(abs(one.value - whole) < _EPS for one in shares):  # the last row is their sum
        total, slack = total - whole, slack
    agrees = abs(total - whole) <= slack + _EPS
    says = "" if agrees else t("published.says.shares", total=f"{total:g}", whole=f"{whole:g}", n=len(shares))
    yield -1, ("", "shares", f"{total:g}", (whole - slack, whole + slack), says)


# --- reading ------------------------------------------------------------------------------------------------


@cache
def _known(letters: bool) -> dict[str, str]:
    """Header → what it is: one of the six categories, or another figure; 期望 and r can be either."""
    found: dict[str, str] = {}
    for name in LETTERS if letters else COLUMNS:
        key = f"kano.column.{name}" if name in (*LETTERS, "n") else f"published.column.{name}"
        for lang in LANGUAGES:
            found |= {_plain_text(one): name for one in t(key, lang=lang).split("|")}
    return found | ({letter.casefold(): letter for letter in LETTERS} if letters else {})


def _plain_text(text: Any) -> str:
    return "".join(unicodedata.normalize("NFKC", str(text)).casefold().split()).replace("−", "-")


def columns_of(rows: pd.DataFrame) -> dict[str, str]:
    """What each column is → its header; three categories and more make a table of Kano."""
    found: dict[str, str] = {}
    for letters in (True, False):
        for column in rows.columns:
            name = _known(letters).get(_plain_text(column))
            if name is not None and name not in found and column not in found.values():
                found[name] = column
        if letters and len(found) < 3:
            found = {}
    return found


def _letter_of(category: str) -> str | None:
    named = {_plain_text(t(f"kano.category.{one}", lang=lang)): one for lang in LANGUAGES for one in LETTERS}
    return (named | _known(letters=True)).get(_plain_text(category))


def _plain(cell: Any) -> Any:
    """A figure of a cell; what is none stays."""
    if isinstance(cell, str):
        text = _plain_text(cell).rstrip("%")
        try:
            return float(text)
        except ValueError:
            return cell
    return cell


def _figures(cells: pd.Series[Any], column: str) -> list[_Printed | None]:
    """Figures of a column with half a unit of the last digit it is printed with; None where a cell is none."""
    digits = 0
    values: list[float | None] = []
    for cell in cells:
        value = _plain(cell)
        number = float(value) if is_real(value) and value == value else None
        values.append(number)
        if number is None:
            continue
        if isinstance(cell, str):
            written = len(_plain_text(cell).rstrip("%").partition(".")[2])
        else:
            written = next(
                (d for d in range(_MOST_DIGITS) if abs(round(number, d) - number) < 1e-10), _MOST_DIGITS
            )
        digits = max(digits, written)
    half = 0.5 * 10.0**-digits
    return [None if value is None else _Printed(value, half) for value in values]


def _labels(rows: pd.DataFrame, taken: set[str]) -> list[str]:
    """What the rows are called: their first column that is no figure, else their index."""
    free = [column for column in rows.columns if column not in taken]
    if free:
        return [" ".join(str(one) for one in row) for row in rows[free[:2]].itertuples(index=False)]
    plain = isinstance(rows.index, pd.RangeIndex)
    return [str(at + 1) if plain else str(name) for at, name in enumerate(rows.index)]


tell_arguments(__name__)
