"""Read a survey into the tidy table, reporting what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, DataError, Sentence, listing, sentence
from ..i18n import t
from ._answers import Kind, Labels, code_of, coded, is_blank, is_empty, is_number, label_of, once
from ._columns import Fates
from ._direction import Reverse, check_reverse, direction, doubtful_features, turned
from ._encoding import garbled
from ._files import ALL, Opened, left_sheets, open_table
from ._intake import Intake
from ._items import Dimensions, check_dimensions, settle_items
from ._layout import UNIT, to_long
from ._looks import looks_like
from ._names import word
from ._pairs import EXTRA, SIDES, Pairs, check_pairs
from ._paste import with_guess
from ._report import Report
from ._scale import (
    KANO,
    SERVQUAL,
    Scale,
    as_scale,
    check_scale,
    doubts,
    five_words,
    guess_kano,
    guess_servqual,
    settle,
)
from ._sheets import SHEETLESS, as_waves, only_one, open_all

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_kano", "read_servqual"]

_IMPORTANCE = (1, 9)
_OFTEN = 3  # times that an answer stands there before its meaning is asked
_MOST_ASKED = 12
_MOST_LEFT = 0.5  # share of the answers that may be left out before their meaning has to be told


def read_kano(
    source: Any,
    *,
    pairs: Pairs = None,
    labels: Mapping[str, int | None] | None = None,
    header: int | None = None,
    sheet: str | int | None = None,
    scale: Scale | None = None,
    reverse: Reverse = False,
) -> Intake:
    """Read Kano answers from a file or frame.

    Long tables have the columns respondent, feature, functional, dysfunctional (Chinese names are understood
    too), and may have importance, 1–9; wide tables have two columns a feature, named ``<feature>（具备时）`` and
    ``<feature>（缺失时）`` or ``<feature>_functional`` and ``<feature>_dysfunctional``. Further columns are kept as
    segments.

    Parameters
    ----------
    source : str, Path, (name, bytes), data frame, or a list of these
        See `sgm_lab.intake.open_table`. Several files are the waves of one survey, in their order.
    pairs : "alternate", "halves" or {feature: (column, column)}, optional
        Which columns of a wide table belong together: functional and dysfunctional in turn; all functional, then all
        dysfunctional; or by name, the functional one first. Where left out it is found from the headers.
    labels : {answer: code}, optional
        What other wordings of the answers mean, 1 like … 5 dislike; None: that they are no answer.
    header : int, optional
        Number of header rows, from the first row with content; see `sgm_lab.intake.open_table`.
    sheet : str or int, optional
        Sheet of a workbook by name or position, from 0, or ``"all"``: those with the same columns become
        waves. By default the answers of a survey workbook of ours, else the first.
    scale : (1, 5), (0, 4) or (1, 3), optional
        Lowest and highest code: like 1 … dislike 5; the same from 0; or three levels, like, neutral, dislike. Where
        left out and the codes look like another scale or direction, `Intake.table` asks; ``(1, 5)`` says they are
        right as they are.
    reverse : bool or {"functional", "dysfunctional"}, default False
        The numbers run the other way: the highest = like … the lowest = dislike; or only those of one question do.

    Returns
    -------
    Intake

    Raises
    ------
    DataError
        If the file cannot be opened or holds no Kano answers at all.
    ArgumentError
        If there is no such scale, or ``pairs`` or ``labels`` do not say what they should.

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
    scale = as_scale(scale)
    if scale is not None:
        check_scale("kano", scale)
    people: dict[str, int] = {}
    return _by_sheets(
        source,
        header,
        sheet,
        lambda opened: _read("kano", opened, pairs, labels, scale, reverse, {}, people),
    )


def read_servqual(
    source: Any,
    *,
    pairs: Pairs = None,
    labels: Mapping[str, int | None] | None = None,
    header: int | None = None,
    sheet: str | int | None = None,
    scale: tuple[int, int] | None = None,
    reverse: Reverse = False,
    dimensions: Dimensions = None,
) -> Intake:
    """Read SERVQUAL answers from a file or frame.

    Long tables have respondent, item (1–22), expectation, perception; wide tables have ``E1`` … ``E22`` and
    ``P1`` … ``P22`` (or 期望1, 感受1). The dimension is that of the 22 items where it is not given. Items of one's own,
    so many that they are not the 22, have the dimensions that ``dimensions``, a column, or their names tell (有形性1,
    [reliability] on time); without any they are all taken together, as ``"overall"``, which the summary says. A third
    answer, the least that is acceptable, is read too where it was asked: ``adequate`` (可接受水平), or ``A1`` …
    Perceptions alone are enough for `sgm_lab.servqual.performance` (SERVPERF); the table then has no expectation.

    Parameters
    ----------
    source : str, Path, (name, bytes), data frame, or a list of these
        See `sgm_lab.intake.open_table`. Several files are the waves of one survey, in their order.
    pairs : "alternate", "halves", "perceptions" or {item: (column, column)}, optional
        Which columns of a wide table belong together: expectation and perception in turn; all expectations, then all
        perceptions; perceptions alone; or by item, the expectation first. Where left out it is found from the headers.
    labels : {answer: points}, optional
        What other wordings of the answers mean on the scale; None: that they are no answer.
    header : int, optional
        Number of header rows, from the first row with content; see `sgm_lab.intake.open_table`.
    sheet : str or int, optional
        Sheet of a workbook by name or position, from 0, or ``"all"``: those with the same columns become
        waves. By default the answers of a survey workbook of ours, else the first.
    scale : (int, int), optional
        Lowest and highest answer. Where left out it is (1, 7), and answers that can hardly be on it, or run the other
        way, are asked about before anything is computed.
    reverse : bool or {"expectation", "perception"}, default False
        The numbers run the other way: the highest means worst; or only those of one side do.
    dimensions : {dimension: [items]} or {item: dimension}, optional
        Which dimension each item belongs to: one of the five of SERVQUAL, in words or in code, or one's own.

    Returns
    -------
    Intake

    Raises
    ------
    DataError
        If the file cannot be opened or holds no SERVQUAL answers at all.
    ArgumentError
        If the scale's ends are not in order, or ``pairs`` or ``dimensions`` do not say what they should.

    Examples
    --------
    >>> import pandas as pd
    >>> result = read_servqual(pd.DataFrame({"E5": [7, 6], "P5": [5, 8]}))
    >>> result.table[["item", "dimension", "expectation", "perception"]].values.tolist()
    [[5, 'reliability', 7, 5]]
    >>> own = pd.DataFrame({"E1": [7], "P1": [5], "E2": [6], "P2": [6]})
    >>> read_servqual(own).table["dimension"].tolist()
    ['overall', 'overall']
    >>> read_servqual(own, dimensions={"reliability": [1], "price": [2]}).table["dimension"].tolist()
    ['reliability', 'price']
    """
    scale = as_scale(scale)
    check_scale("servqual", scale or SERVQUAL)
    home = check_dimensions(dimensions)
    people: dict[str, int] = {}
    return _by_sheets(
        source,
        header,
        sheet,
        lambda opened: _read("servqual", opened, pairs, labels, scale, reverse, home, people),
    )


def _by_sheets(
    source: Any, header: int | None, sheet: str | int | None, read: Callable[[Opened], Intake]
) -> Intake:
    """Read one sheet, or all with the same columns as waves; several files likewise."""
    if isinstance(source, list):
        pages = [replace(one, sheet=one.name) for one in (open_table(file, sheet, header) for file in source)]
        return read(pages[0]) if len(pages) == 1 else as_waves(pages, read)
    if sheet == ALL:
        pages = open_all(source, header)
        return read(pages[0]) if len(pages) == 1 else as_waves(pages, read)
    try:
        return read(open_table(source, sheet, header))
    except DataError as error:
        if sheet is not None or isinstance(source, Opened) or error.key not in SHEETLESS:
            raise
        found = only_one(source, header, error, read)
        if found is None:
            raise
        return found


def _known(labels: Mapping[str, int | None] | None, scale: Scale) -> Labels:
    """Own wordings, normalised.

    Raises
    ------
    ArgumentError
        If they are no mapping, or one stands for no code of the scale.
    """
    if not isinstance(labels, Mapping | None):
        raise ArgumentError("intake.labels_what", label=labels, code=None, low=scale[0], high=scale[1])
    for label, code in (labels or {}).items():
        good = code is None or (not isinstance(code, bool) and code in range(scale[0], scale[1] + 1))
        if not good:
            raise ArgumentError("intake.labels_what", label=label, code=code, low=scale[0], high=scale[1])
    return {label_of(label): None if code is None else int(code) for label, code in (labels or {}).items()}


def _read(
    kind: Kind,
    opened: Opened,
    pairs: Pairs,
    own_labels: Mapping[str, int | None] | None,
    given_scale: Scale | None,
    reverse: Reverse,
    home: Mapping[Any, str],
    people: dict[str, int],
) -> Intake:
    check_pairs(pairs, kind)
    check_reverse(reverse, kind)
    bounds = given_scale or (KANO if kind == "kano" else SERVQUAL)
    labels = _known(own_labels, KANO if kind == "kano" else bounds)
    fates = Fates(list(opened.table.columns), people)
    left = left_sheets(opened)

    def understood(value: Any) -> bool:
        code = code_of(value, kind, labels, bounds[1])
        return code is not None and min(bounds[0], 0) <= code <= bounds[1]

    def in_figures(value: Any) -> bool:  # what runs on a scale; words and own labels mean what they say
        return is_number(value) and label_of(value) not in labels

    try:
        long = to_long(opened.table, kind, opened.name, fates, pairs, understood, home)
    except DataError as error:
        if sample := garbled(opened.table.columns):
            raise DataError("files.garbled", file=opened.name, sample=sample[:20]) from error
        if left:
            raise DataError("files.other_sheets", first=error, sheet=opened.sheet, others=opened.others,
                            other=opened.others[0]) from error  # fmt: skip
        found = looks_like(error, opened, kind) if pairs is None else error
        raise with_guess(found, opened, kind, labels, bounds[1]) from error
    unit = UNIT[kind]
    sides = tuple(side for side in SIDES[kind] if side in long)  # of SERVQUAL the second may be alone
    scale, unsettled = bounds, ""
    if given_scale is None or kind == "servqual":
        figures = [long[side].where(once(long[side], in_figures, False).astype(bool)) for side in sides]
        if kind == "kano":
            scale, unsettled = guess_kano(figures, bool(reverse))
        else:
            scale, unsettled = guess_servqual(figures, bounds)
    off_scale = unsettled if given_scale else ""
    if given_scale and unsettled:  # it was told, so it is said and not asked
        fates.doubts.append(unsettled)
        scale, unsettled = given_scale, ""
    unsettled = fates.question or unsettled
    low, high = scale
    report = Report(long.pop("_row"))
    bad = is_blank(long[unit]) | is_blank(long["respondent"])
    report.add(bad, unit, long[unit], "intake.no_key", unit=word(unit))
    hint = t("intake.answer_hint") if kind == "kano" else ""
    extra = [side for side in EXTRA[kind] if side in long]
    strange: Counter[str] = Counter()
    written = [long[side] for side in (*sides, *extra)]
    in_numbers = [once(raw, in_figures, False).astype(bool) for raw in written]
    for side, numeric in zip((*sides, *extra), in_numbers, strict=True):
        raw, column = long[side], long.pop(f"_column_{side}")
        around = turned(reverse, side)
        own = kind == "kano" and (scale != KANO or around)
        codes, unknown, outside = coded(
            raw, kind, min(low, 1) if own else low, KANO[1] if own else high, labels
        )
        if own:
            outside |= numeric & codes.notna() & ~codes.between(low, high)
            codes = settle(codes, numeric, scale, around)
        report.add(unknown, column, raw, "intake.unknown", low=low, high=high, labels=hint)
        report.add(outside, column, raw, "intake.outside", low=low, high=high)
        bad |= unknown | outside
        strange.update(map(str, raw[unknown]))
        long[side] = codes.mask(numeric, low + high - codes) if around and kind == "servqual" else codes
    if kind == "servqual":
        fates.doubts += five_words(written[: len(sides)], [long[side] for side in sides], high)
        bad |= settle_items(long, report, home, fates)
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
    asked = _asked(strange) if kind == "kano" else []
    if asked and not unsettled and _too_many(strange, written):
        unsettled, asked = asked[0], []
    if good.empty or good[list(sides)].isna().all(axis=None):
        if kind == "kano" and len(strange) > 1 and good.empty:
            raise DataError("intake.nothing", file=opened.name, first=_paste(report, strange, pairs, fates))
        reason = off_scale or (
            report.problems[0]["problem"]
            if report.problems
            else " ".join([t("intake.all_blank", sides=listing(map(word, sides))), *opened.doubts])
        )
        raise DataError("intake.nothing", file=opened.name, first=reason)
    numbers = [*sides, *(["importance"] if kind == "kano" and "importance" in good else [])]
    whole = [side for side in numbers if not good[side].isna().any()]
    both = len(sides) == 2
    doubtful: list[str] = []
    if kind == "servqual" and both and not reverse and not unsettled:
        doubtful, wrong_way = doubts(good, SIDES[kind], low, high)
        if given_scale:
            doubtful += [wrong_way] if wrong_way else []
        else:
            unsettled = wrong_way
    idle = _without_effect(own_labels, written, opened)
    if reverse and not any(
        any(one) for one, side in zip(in_numbers, sides, strict=False) if turned(reverse, side)
    ):
        idle.append(sentence("intake.reverse_idle"))
    in_words = not any(map(any, in_numbers))
    if kind == "kano":
        question = None if given_scale == KANO else direction(good, in_words)
        told = given_scale or (in_words and (own_labels or isinstance(pairs, Mapping)))
        if question and not told and not unsettled:
            unsettled = question
        elif question and not unsettled:
            doubtful.append(question)
        doubtful += [] if unsettled else doubtful_features(good)
    said = [*opened.doubts, *left, *fates.doubts, *asked, *doubtful, *idle]
    in_words = kind == "kano" and in_words and given_scale is not None and direction(good, True) is None
    notes = [
        *opened.notes,
        *([sentence("intake.scale_idle")] if in_words else []),
        *([unsettled] if unsettled else []),
        *(one for one in said if one not in opened.notes),
    ]
    good = good.astype(dict.fromkeys(whole, "int64"))
    if kind == "kano":  # results come in the order of the questionnaire, or of the rows
        good.attrs["order"] = list(good[unit].unique())
    blank = int(good[list(sides)].isna().any(axis=1).sum())
    left_out = len(long) - len(good)
    return Intake(
        good,
        report.table(),
        notes,
        len(good) - blank,
        left_out,
        said,
        unsettled,
        fates.table(),
        opened.sheet,
        blank,
    )


def _without_effect(
    labels: Mapping[str, int | None] | None, written: list[pd.Series], opened: Opened
) -> list[str]:
    """Name the labels that no answer of the file has: misspelt, or never chosen."""
    if not labels:
        return []
    there = {label_of(value) for raw in written for value in raw.dropna().unique()}
    idle = [label for label in labels if label_of(label) not in there]
    file = f"{opened.name} {opened.sheet}".strip()
    return [sentence("intake.labels_idle", file=file, labels=listing(idle))] if idle else []


def _asked(strange: Counter[str]) -> list[str]:
    """Ask what answers mean that come again and again and are not understood."""
    often = [answer for answer, count in strange.most_common(_MOST_ASKED) if count >= _OFTEN]
    return [sentence("intake.ask_labels", labels=_labels(often))] if often else []


def _too_many(strange: Counter[str], written: list[pd.Series]) -> bool:
    """Whether wordings that are not understood are most of the answers: what is left would be another survey."""
    often = sum(count for count in strange.values() if count >= _OFTEN)
    return often >= _MOST_LEFT * sum(int((~is_blank(raw)).sum()) for raw in written)


def _labels(answers: Iterable[str]) -> str:
    return "{" + ", ".join(f'"{answer.strip()}": ?' for answer in answers) + "}"


def _paste(report: Report, strange: Counter[str], pairs: Pairs, fates: Fates) -> Sentence:
    """What to write where no answer is understood."""
    how = pairs if isinstance(pairs, str) else fates.order()
    given = f'pairs="{how}", ' if how else ""
    answers = [answer for answer, _ in strange.most_common(_MOST_ASKED)]
    place = report.problems[0]
    return sentence(
        "intake.give_labels",
        row=place["row"],
        column=place["column"],
        call=f"{given}labels={_labels(answers)}",
    )
