"""Read a survey into the tidy table, reporting what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any

from ..errors import DataError, listing
from ..i18n import t
from ._answers import Kind, coded, is_blank, is_empty, is_number, once
from ._files import Opened, open_table
from ._items import settle_items
from ._layout import EXTRA, SIDES, UNIT, to_long
from ._names import word
from ._report import Report
from ._scale import KANO, Scale, check_scale, doubts, guess_kano, settle

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Intake", "read_kano", "read_servqual"]

_IMPORTANCE = (1, 9)


@dataclass(frozen=True)
class Intake:
    """What was read, and what could not be.

    Attributes
    ----------
    answers : pandas.DataFrame
        Tidy answers, one row a respondent and feature (or item); read them as `table`.
    problems : pandas.DataFrame
        One row a problem: row (as the spreadsheet shows it), column, value, and problem, a sentence that says
        what to do. At most 1,000 rows.
    notes : list of str
        What was noticed about the file as a whole: encoding, merged cells, empty columns, scale, direction.
    rows_read, rows_left_out : int
        Tidy rows that count, and those that do not.
    doubts : list of str
        Those of the notes that change the answer, so `summary` says them too.
    unsettled : str
        A question about scale or direction without whose answer every result would be wrong; else empty. It says
        which argument settles it.
    """

    answers: pd.DataFrame
    problems: pd.DataFrame
    notes: list[str]
    rows_read: int
    rows_left_out: int
    doubts: list[str] = field(default_factory=list)
    unsettled: str = ""

    @property
    def table(self) -> pd.DataFrame:
        """The tidy answers.

        Raises
        ------
        DataError
            If what they mean is not settled yet: nothing is computed until it is.
        """
        if self.unsettled:
            raise DataError("intake.unsettled", question=self.unsettled)
        return self.answers

    def summary(self) -> str:
        """How much was read, how much was left out, and all that changes the answer."""
        if self.unsettled:
            return t("intake.unsettled", question=self.unsettled)
        key = "intake.summary" if self.rows_left_out else "intake.summary_clean"
        if self.doubts and not self.rows_left_out:
            key = "intake.summary_doubts"
        first = t(key, read=self.rows_read, left_out=self.rows_left_out)
        return reduce(lambda said, doubt: t("intake.followed", first=said, next=doubt), self.doubts, first)


def read_kano(
    source: Any,
    *,
    header: int | None = None,
    sheet: str | int | None = None,
    scale: Scale | None = None,
    reverse: bool = False,
) -> Intake:
    """Read Kano answers from a file or frame.

    Long tables have the columns respondent, feature, functional, dysfunctional (Chinese names are understood
    too), and may have importance, 1–9; wide tables have two columns a feature, named ``<feature>（具备时）`` and
    ``<feature>（缺失时）`` or ``<feature>_functional`` and ``<feature>_dysfunctional``. Further columns are kept as
    segments.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`.
    header : int, optional
        Number of header rows, from the first row with content; see `sgm_lab.intake.open_table`.
    sheet : str or int, optional
        Sheet of a workbook; by default the answers of a survey workbook of ours, else the first.
    scale : (1, 5), (0, 4) or (1, 3), optional
        Lowest and highest code: like 1 … dislike 5; the same from 0; or three levels, like, neutral, dislike. Where
        left out and the codes look like another scale or direction, `Intake.table` asks; ``(1, 5)`` says they are
        right as they are.
    reverse : bool, default False
        The numbers run the other way: the highest = like … the lowest = dislike.

    Returns
    -------
    Intake

    Raises
    ------
    DataError
        If the file cannot be opened or holds no Kano answers at all.
    ArgumentError
        If there is no such scale.

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
    return _read("kano", source, header, sheet, scale, reverse)


def read_servqual(
    source: Any,
    *,
    header: int | None = None,
    sheet: str | int | None = None,
    scale: tuple[int, int] = (1, 7),
    reverse: bool = False,
) -> Intake:
    """Read SERVQUAL answers from a file or frame.

    Long tables have respondent, item (1–22), expectation, perception; wide tables have ``E1`` … ``E22`` and
    ``P1`` … ``P22`` (or 期望1, 感受1). The dimension is filled in from the item where it is not given. A third answer,
    the least that is acceptable, is read too where it was asked: ``adequate`` (可接受水平), or ``A1`` … ``A22``.

    Parameters
    ----------
    source : str, Path, (name, bytes) or data frame
        See `sgm_lab.intake.open_table`.
    header : int, optional
        Number of header rows, from the first row with content; see `sgm_lab.intake.open_table`.
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
    return _read("servqual", source, header, sheet, scale, reverse)


def _read(
    kind: Kind, source: Any, header: int | None, sheet: str | int | None, scale: Scale | None, reverse: bool
) -> Intake:
    if scale is not None:
        check_scale(kind, scale)
    opened = open_table(source, sheet, header)
    left = _left_sheets(opened, sheet)
    try:
        long = to_long(opened.table, kind, opened.name)
    except DataError as error:
        if left:
            raise DataError("files.other_sheets", first=str(error), sheet=opened.sheet, others=opened.others,
                            other=opened.others[0]) from error  # fmt: skip
        raise
    unit, sides = UNIT[kind], SIDES[kind]
    unsettled = ""
    if scale is None:
        scale, unsettled = guess_kano([long[side] for side in sides], reverse)
    low, high = scale
    report = Report(long.pop("_row"))
    bad = is_blank(long[unit]) | is_blank(long["respondent"])
    report.add(bad, unit, long[unit], "intake.no_key", unit=word(unit))
    hint = t("intake.answer_hint") if kind == "kano" else ""
    extra = [side for side in EXTRA[kind] if side in long]
    for side in (*sides, *extra):
        raw, column = long[side], long.pop(f"_column_{side}")
        own = kind == "kano" and (scale != KANO or reverse)
        codes, unknown, outside = coded(raw, kind, min(low, 1) if own else low, KANO[1] if own else high)
        if own:
            numeric = once(raw, is_number, False).astype(bool)
            outside |= numeric & codes.notna() & ~codes.between(low, high)
            codes = settle(codes, numeric, scale, reverse)
        report.add(unknown, column, raw, "intake.unknown", low=low, high=high, labels=hint)
        report.add(outside, column, raw, "intake.outside", low=low, high=high)
        bad |= unknown | outside
        long[side] = low + high - codes if reverse and kind == "servqual" else codes
    if kind == "servqual":
        bad |= settle_items(long, report)
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
            else " ".join([t("intake.all_blank", sides=listing(map(word, sides))), *opened.doubts])
        )
        raise DataError("intake.nothing", file=opened.name, first=reason)
    numbers = [*sides, *(["importance"] if kind == "kano" and "importance" in good else [])]
    whole = [side for side in numbers if not good[side].isna().any()]
    doubtful = doubts(good, sides, low, high) if kind == "servqual" and not reverse else []
    notes = [*opened.notes, *left, *([unsettled] if unsettled else []), *doubtful]
    doubtful = [*opened.doubts, *left, *doubtful]
    good = good.astype(dict.fromkeys(whole, "int64"))
    return Intake(good, report.table(), notes, len(good), len(long) - len(good), doubtful, unsettled)


def _left_sheets(opened: Opened, sheet: str | int | None) -> list[str]:
    """Say which sheets of a workbook were not read, where nobody said which to read."""
    if not opened.others or sheet is not None:
        return []
    return [
        t(
            "files.note_other_sheets",
            sheet=opened.sheet,
            others=listing(opened.others),
            other=opened.others[0],
        )
    ]
