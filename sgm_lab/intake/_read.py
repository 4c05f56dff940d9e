"""The public doors: a Kano or SERVQUAL survey, of one sheet, of several, of several files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ..errors import DataError
from ._coding import Wanted
from ._direction import Reverse
from ._files import ALL, Opened, open_table
from ._intake import Intake
from ._items import Dimensions, check_dimensions
from ._pairs import Pairs
from ._reading import read_opened
from ._scale import SERVQUAL, Scale, as_scale, check_scale
from ._sheets import SHEETLESS, as_waves, only_one, open_all

__all__ = ["read_kano", "read_servqual"]


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
    ``<feature>（缺失时）`` or ``<feature>_functional`` and ``<feature>_dysfunctional``. A table with one score a
    row has respondent, feature, a column that says functional or dysfunctional, and the score. Further columns are
    kept as segments.

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
    wanted = Wanted("kano", pairs, labels, scale, reverse)
    return _by_sheets(source, header, sheet, lambda opened: read_opened(opened, wanted))


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
    wanted = Wanted("servqual", pairs, labels, scale, reverse, check_dimensions(dimensions))
    return _by_sheets(source, header, sheet, lambda opened: read_opened(opened, wanted))


def _by_sheets(
    source: Any, header: int | None, sheet: str | int | None, read: Callable[[Opened], Intake]
) -> Intake:
    """Read one sheet, or all with the same columns as waves; several files likewise."""
    if isinstance(source, list):
        pages = [replace(one, sheet=one.name) for one in (open_table(file, sheet, header) for file in source)]
        return read(pages[0]) if len(pages) == 1 else as_waves(pages, read, listed=True)
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
