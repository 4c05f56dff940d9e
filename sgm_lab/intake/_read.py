"""Read a survey into the tidy table, reporting what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, DataError, listing
from ..i18n import LANGUAGES, t
from ._answers import Kind, coded, is_blank, is_empty, is_number
from ._files import open_table
from ._layout import EXTRA, SIDES, UNIT, to_long, word
from ._report import Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Intake", "read_kano", "read_servqual"]

_HOME = {
    **dict.fromkeys(range(1, 5), "tangibles"),
    **dict.fromkeys(range(5, 10), "reliability"),
    **dict.fromkeys(range(10, 14), "responsiveness"),
    **dict.fromkeys(range(14, 18), "assurance"),
    **dict.fromkeys(range(18, 23), "empathy"),
}
_IMPORTANCE = (1, 9)
_ENOUGH_TO_JUDGE = 20  # answers, before anything is said about scale or direction


@dataclass(frozen=True)
class Intake:
    """What was read, and what could not be.

    Attributes
    ----------
    table : pandas.DataFrame
        Tidy answers, one row a respondent and feature (or item).
    problems : pandas.DataFrame
        One row a problem: row (as the spreadsheet shows it), column, value, and problem, a sentence that says
        what to do. At most 1,000 rows.
    notes : list of str
        What was noticed about the file as a whole: encoding, merged cells, empty columns, scale, direction.
    rows_read, rows_left_out : int
        Tidy rows that count, and those that do not.
    """

    table: pd.DataFrame
    problems: pd.DataFrame
    notes: list[str]
    rows_read: int
    rows_left_out: int

    def summary(self) -> str:
        """One sentence: how much was read, how much was left out."""
        key = "intake.summary" if self.rows_left_out else "intake.summary_clean"
        return t(key, read=self.rows_read, left_out=self.rows_left_out)


def read_kano(source: Any, *, sheet: str | int | None = None, reverse: bool = False) -> Intake:
    """Read Kano answers from a file or frame.

    Long tables have the columns respondent, feature, functional, dysfunctional (Chinese names are understood
    too), and may have importance, 1–9; wide tables have two columns a feature, named ``<feature>（具备时）`` and
    ``<feature>（缺失时）`` or ``<feature>_functional`` and ``<feature>_dysfunctional``. Further columns are kept as
    segments.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`.
    sheet : str or int, optional
        Sheet of a workbook; by default the answers of a survey workbook of ours, else the first.
    reverse : bool, default False
        The numbers run the other way: 5 = like … 1 = dislike.

    Returns
    -------
    Intake

    Raises
    ------
    DataError
        If the file cannot be opened or holds no Kano answers at all.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"编号": ["a", "b"], "功能": "叫号", "具备时": ["喜欢", "还行"], "缺失时": ["不喜欢", 3]}
    ... )
    >>> result = read_kano(frame)
    >>> result.table[["respondent", "functional", "dysfunctional"]].values.tolist()
    [['a', 1, 5]]
    >>> result.problems[["row", "value"]].values.tolist()
    [[3, '还行']]
    """
    return _read("kano", source, sheet, (1, 5), reverse)


def read_servqual(
    source: Any, *, sheet: str | int | None = None, scale: tuple[int, int] = (1, 7), reverse: bool = False
) -> Intake:
    """Read SERVQUAL answers from a file or frame.

    Long tables have respondent, item (1–22), expectation, perception; wide tables have ``E1`` … ``E22`` and
    ``P1`` … ``P22`` (or 期望1, 感受1). The dimension is filled in from the item where it is not given. A third answer,
    the least that is acceptable, is read too where it was asked: ``adequate`` (可接受水平), or ``A1`` … ``A22``.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`.
    sheet : str or int, optional
        Sheet of a workbook; by default the answers of a survey workbook of ours, else the first.
    scale : (int, int), default (1, 7)
        Lowest and highest answer.
    reverse : bool, default False
        The numbers run the other way: the highest means worst.

    Returns
    -------
    Intake

    Raises
    ------
    DataError
        If the file cannot be opened or holds no SERVQUAL answers at all.
    ArgumentError
        If the scale's ends are not in order.

    Examples
    --------
    >>> import pandas as pd
    >>> result = read_servqual(pd.DataFrame({"E5": [7, 6], "P5": [5, 8]}))
    >>> result.table[["item", "dimension", "expectation", "perception"]].values.tolist()
    [[5, 'reliability', 7, 5]]
    """
    if scale[0] >= scale[1]:
        raise ArgumentError("intake.scale_order", scale=f"{scale[0]}–{scale[1]}")
    return _read("servqual", source, sheet, scale, reverse)


def _read(kind: Kind, source: Any, sheet: str | int | None, scale: tuple[int, int], reverse: bool) -> Intake:
    low, high = scale
    opened = open_table(source, sheet)
    long = to_long(opened.table, kind, opened.name)
    unit, sides = UNIT[kind], SIDES[kind]
    report = Report(long.pop("_row"))
    bad = is_blank(long[unit]) | is_blank(long["respondent"])
    report.add(bad, unit, long[unit], "intake.no_key", unit=word(unit))
    hint = t("intake.answer_hint") if kind == "kano" else ""
    extra = [side for side in EXTRA[kind] if side in long]
    for side in (*sides, *extra):
        raw, column = long[side], long.pop(f"_column_{side}")
        codes, unknown, outside = coded(raw, kind, low, high)
        report.add(unknown, column, raw, "intake.unknown", low=low, high=high, labels=hint)
        report.add(outside, column, raw, "intake.outside", low=low, high=high)
        bad |= unknown | outside
        # Only numbers can run the other way; a label means what it says.
        long[side] = codes.where(~raw.map(is_number), low + high - codes) if reverse else codes
    if kind == "servqual":
        bad |= _settle_items(long, report)
    elif "importance" in long:
        given = long["importance"]
        codes, unknown, outside = coded(given, "servqual", *_IMPORTANCE)
        wrong = (unknown | outside) & ~bad
        report.add(
            wrong, word("importance"), given, "intake.importance", low=_IMPORTANCE[0], high=_IMPORTANCE[1]
        )
        long["importance"] = codes.mask(unknown | outside)
    keys = ["respondent", unit, *(["wave"] if "wave" in long else [])]
    repeated = long[keys].where(~bad).duplicated() & ~bad
    report.add(repeated, unit, long[unit], "intake.repeated", respondents=long["respondent"])
    empty = [column for column in long if column not in (*keys, *sides) and is_empty(long[column])]
    good = long[~(bad | repeated)].drop(columns=empty).reset_index(drop=True)
    if good.empty or good[list(sides)].isna().all(axis=None):
        reason = (
            report.problems[0]["problem"]
            if report.problems
            else t("intake.all_blank", sides=listing(map(word, sides)))
        )
        raise DataError("intake.nothing", file=opened.name, first=reason)
    numbers = [*sides, *(["importance"] if kind == "kano" and "importance" in good else [])]
    whole = [side for side in numbers if not good[side].isna().any()]
    notes = [*opened.notes, *([] if reverse else _scale_notes(good, kind, low, high))]
    good = good.astype(dict.fromkeys(whole, "int64"))
    return Intake(good, report.table(), notes, len(good), len(long) - len(good))


def _settle_items(long: pd.DataFrame, report: Report) -> pd.Series:
    """Check the items, fill in their dimension, and return where either is wrong."""
    import pandas as pd

    number = pd.to_numeric(long["item"], errors="coerce")
    bad = ~number.isin(_HOME) if "dimension" not in long else number.isna()
    report.add(bad, word("item"), long["item"], "intake.bad_item")
    long["item"] = number.where(~bad, 0).astype("int64")
    if "dimension" not in long:
        long.insert(2, "dimension", long["item"].map(_HOME))
        return bad
    dimensions = dict.fromkeys(_HOME.values())
    names = {t(f"common.dimension.{d}", lang).lower(): d for lang in LANGUAGES for d in dimensions}
    found = long["dimension"].astype(str).str.strip().str.lower().map(names)
    report.add(
        found.isna(), word("dimension"), long["dimension"], "intake.bad_dimension", names="、".join(names)
    )
    long["dimension"] = found
    return bad | found.isna()


def _scale_notes(good: pd.DataFrame, kind: Kind, low: int, high: int) -> list[str]:
    """What the answers as a whole say about scale and direction."""
    if len(good) < _ENOUGH_TO_JUDGE:
        return []
    first, second = (float(good[side].mean()) for side in SIDES[kind])
    if kind == "kano":
        # Hardly anybody dislikes having a feature and likes lacking it: such means are a scale turned round.
        return [t("intake.note_reversed")] if first > 3.4 and second < 2.6 else []
    notes = []
    tops = good.groupby("item")[list(SIDES[kind])].max().max(axis=1)
    if tops.max() <= high - 2:
        notes.append(t("intake.note_short_scale", highest=int(tops.max()), low=low, high=high))
    elif (tops == high).mean() > 0.5 and (tops <= high - 2).any():
        items = "、".join(str(item) for item in tops.index[tops <= high - 2])
        notes.append(t("intake.note_mixed_scale", items=items, low=low, high=high))
    if first < (low + high) / 2 - 0.5:
        notes.append(t("intake.note_low_expectation", mean=f"{first:.1f}", low=low, high=high))
    return notes
