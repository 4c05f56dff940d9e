"""Code comments by the lexicon, count what they say, and follow it over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import TYPE_CHECKING, Any, Literal

from .._columns import brought
from ..dates import read_dates
from ..errors import ArgumentError, DataError, check_choice, did_you_mean
from ..i18n import has, t
from ._judging import judged
from ._lexicon import TONES, Lexicon
from ._lexicon import load as lexicon

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["code", "evidence", "is_missing", "label", "need_columns", "pareto", "trend"]

Freq = Literal["day", "week", "month", "quarter", "year"]
By = Literal["theme", "dimension", "tone"]

_PERIOD: Mapping[str, str] = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_CODED = ("text", "dimension", "theme", "tone", "words", "score")


def label(name: str) -> str:
    """Return what a theme, dimension or tone is called in the language in use; an own theme is its own name.

    Examples
    --------
    >>> label("waiting"), label("reliability"), label("negative"), label("停车难")
    ('等待与速度', '可靠性', '不满', '停车难')
    """
    for key in (f"feedback.theme.{name}", f"common.dimension.{name}", f"feedback.tone.{name}"):
        if has(key):
            return t(key)
    return name


# ---- coding ------------------------------------------------------------------------------------------------


def code(comments: Iterable[Any], lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Code comments: dimension, theme, tone, and the words that say so.

    Parameters
    ----------
    comments : iterable of str
        A list, a Series or one column of a data frame (pandas or Polars). Missing and blank comments stay in
        the table with missing results.
    lexicon : Lexicon, optional
        By default the one that comes with the package (`sgm_lab.feedback.lexicon`).

    Returns
    -------
    pandas.DataFrame
        With the index of ``comments``: text; dimension (one of five or ``"other"``); theme (``"unmatched"``
        where no word of a theme was found); tone (``"positive"``, ``"negative"``, ``"neutral"``); words (a
        tuple of `Word`, each with its place); score (praise minus complaint, by the lexicon).

    Raises
    ------
    ArgumentError
        If given a whole table or a single text.

    Notes
    -----
    Words are matched longest first and do not overlap. A dimension's weight w is the sum of the weights of its
    words, multiplied behind a contrast word (但是). The heaviest dimension wins; of equals, the one with the
    heavier single word, then the one that comes first in the comment. ``score`` = Σ ± weight × intensifier ×
    contrast over the words with a tone, a negator within the window turning the sign. The tone is that of the
    score; it is neutral where there is no such word, where praise and complaint nearly balance (the smaller
    at least 80 % of the larger), or where the words of neutral tone (一般, 还行) weigh at least as much as
    either.

    Where this leaves it open, the lexicon that comes with the package asks a second opinion (a lexicon of one's own
    does not): a multinomial logistic regression on words and pairs of words gives each class a share p. Of the
    dimensions that the lexicon found, or of all where it found none, the one with the largest log(p + 0.01) + 2w is
    taken. A tone that the lexicon gives stands; of those it calls neutral, the tone with the largest log(p + 0.01)
    is taken, where neutral has 2 more if a word with a tone was found. Where hardly a word is known (no p reaches
    0.3, for the tone 0.45), the lexicon's result stands. Words that decided and are none of the lexicon's stand
    among ``words`` with ``learnt`` true.
    Irony is not understood: 回复真“及时” reads as praise.

    Examples
    --------
    >>> code(["不慢", None])[["dimension", "tone"]].iloc[0].tolist()
    ['responsiveness', 'positive']
    >>> code(["不慢"]).loc[0, "words"]
    (不[0:1], 慢[1:2])
    """
    import pandas as pd

    values, index = _texts(comments)
    rules = lexicon if lexicon is not None else _default()
    texts = [None if is_missing(value) else str(value) for value in values]
    known = {text: judged(text, rules) for text in set(texts)}
    # Object columns, so that a missing result is None in every version of pandas.
    rows = [known[text] for text in texts]
    table = pd.DataFrame(rows, columns=list(_CODED), index=index, dtype="object")
    return table.astype({"score": "float64"})


def _default() -> Lexicon:
    return lexicon()


def _texts(comments: Any) -> tuple[list[Any], Any]:
    if isinstance(comments, str | bytes):
        raise ArgumentError("feedback.one_text", value=str(comments)[:20])
    if not isinstance(comments, list | tuple):
        comments = brought(comments)
    if hasattr(type(comments), "columns"):  # asked of the class: a lazy frame would look its own up
        columns = comments.collect_schema().names() if hasattr(comments, "collect") else comments.columns
        raise ArgumentError("feedback.whole_table", columns=list(columns))
    if isinstance(comments, Mapping | Set):  # of which the names would be coded, or equal comments once
        raise ArgumentError("feedback.no_column", kind=type(comments).__name__)
    values = comments.to_list() if hasattr(comments, "to_list") else list(comments)
    # A method of lists and Polars columns bears the same name as the index of a Series.
    index = getattr(comments, "index", None)
    return values, None if callable(index) else index


def is_missing(value: Any) -> bool:
    return value is None or not str(value).strip() or (not isinstance(value, str) and str(value) in _NO_TEXT)


_NO_TEXT = ("nan", "<NA>", "NaT", "None")


def moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the comments that another lexicon codes otherwise.

    Parameters
    ----------
    before, after : pandas.DataFrame
        From `code`, of the same comments.

    Returns
    -------
    pandas.DataFrame
        One row for each comment whose dimension, theme or tone changed; columns text, before and after (themes),
        tone (after).

    Examples
    --------
    >>> texts = ["叫号屏黑了", "护士很耐心"]
    >>> from sgm_lab.feedback import lexicon
    >>> own = lexicon().add("叫号屏", theme="facilities")
    >>> moved(code(texts), code(texts, own))[["before", "after"]].values.tolist()
    [['waiting', 'facilities']]
    """
    columns = ["dimension", "theme", "tone"]
    if not before.index.equals(after.index):
        raise DataError("feedback.lengths", what="before", given=len(before), comments=len(after))
    rows = (before[columns].fillna("") != after[columns].fillna("")).any(axis=1)
    found = after.loc[rows, ["text", "theme", "tone"]].rename(columns={"theme": "after"})
    found.insert(1, "before", before.loc[rows, "theme"])
    return found


def evidence(coded: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each word found: which words led where, to check and to edit the lexicon by.

    Parameters
    ----------
    coded : pandas.DataFrame
        From `code`.

    Returns
    -------
    pandas.DataFrame
        Columns comment (its index in ``coded``), word, start, end, term, theme, dimension, tone, negated,
        value, learnt (whether it is none of the lexicon's words).

    Examples
    --------
    >>> evidence(code(["不慢"]))[["word", "start", "theme", "tone", "negated"]].values.tolist()
    [['不', 0, '', 'negator', False], ['慢', 1, 'waiting', 'positive', True]]
    """
    import pandas as pd

    need_columns(coded, "words")
    columns = ["comment", "word", "start", "end", "term", "theme", "dimension", "tone", "negated", "value",
               "learnt"]  # fmt: skip
    rows = [
        (
            place,
            w.text,
            w.start,
            w.end,
            w.entry.term,
            w.theme,
            w.dimension,
            w.tone,
            w.negated,
            w.value,
            w.learnt,
        )
        for place, words in coded["words"].items()
        for w in words
    ]
    return pd.DataFrame(rows, columns=columns)


# ---- counting ----------------------------------------------------------------------------------------------


def pareto(coded: pd.DataFrame, by: By = "theme", tone: str | None = "negative") -> pd.DataFrame:
    """Which few themes make up most of the complaints.

    Parameters
    ----------
    coded : pandas.DataFrame
        From `code`.
    by : {"theme", "dimension", "tone"}, default "theme"
        What is counted.
    tone : {"negative", "positive", "neutral"} or None, default "negative"
        Which comments count; ``None`` counts all.

    Returns
    -------
    pandas.DataFrame
        As `sgm_lab.control.pareto` (count, share, cumulative, vital_few), the first column named after ``by``.

    Raises
    ------
    DataError
        If no comment is of this tone.

    Examples
    --------
    >>> pareto(code(["太慢了", "等很久", "态度差", "很快"]))[["theme", "count"]].values.tolist()
    [['waiting', 2], ['courtesy', 1]]
    """
    from .. import control

    counted = _chosen(coded, by, tone)[by]
    if counted.empty:
        raise DataError("errors.empty", what=t("feedback.counted_comments"))
    table: pd.DataFrame = control.pareto(counted.tolist()).rename(columns={"category": by})
    return table


def _chosen(coded: pd.DataFrame, by: str, tone: str | None) -> pd.DataFrame:
    """Rows of ``coded`` that count: with a result, and of this tone."""
    check_choice("by", by, ("theme", "dimension", "tone"))
    if tone is not None and tone not in TONES:
        raise ArgumentError("errors.choice", name="tone", value=tone, choices=(*TONES, None))
    need_columns(coded, by, "tone")
    rows = coded[coded[by].notna()]
    return rows if tone is None else rows[rows["tone"] == tone]


def trend(
    coded: pd.DataFrame, date: Any, freq: Freq = "month", *, by: By = "theme", tone: str | None = None
) -> pd.DataFrame:
    """Count themes by period.

    Parameters
    ----------
    coded : pandas.DataFrame
        From `code`.
    date : str or sequence
        When each comment was made: a column of ``coded``, or as many dates in the same order (a Series is
        matched by its index where it has the same one).
    freq : {"day", "week", "month", "quarter", "year"}, default "month"
        Length of a period; weeks begin on Monday.
    by : {"theme", "dimension", "tone"}, default "theme"
        What is counted.
    tone : {"negative", "positive", "neutral"}, optional
        Count only comments of this tone; shares then are shares of these comments.

    Returns
    -------
    pandas.DataFrame
        Columns period (its first day), ``by``, count, n (comments that count in the period), share (count / n;
        missing where n is 0). Every period from the first to the last has a row for every theme.
        ``.attrs["undated"]`` is the number of comments left out because their date is missing.

    Raises
    ------
    DataError
        If a date cannot be read, the numbers of dates and comments differ, or nothing is left to count.

    Examples
    --------
    >>> coded = code(["太慢了", "等很久", "态度差"])
    >>> trend(coded, ["2026-01-05", "2026-03-02", "2026-03-09"])[["period", "theme", "count", "n"]].tail(2)
        period     theme  count  n
    4 2026-03-01  courtesy      1  2
    5 2026-03-01   waiting      1  2
    """
    import pandas as pd

    check_choice("freq", freq, tuple(_PERIOD))
    when = _dates(coded, date)
    chosen = coded.reset_index(drop=True).pipe(_chosen, by, tone)
    rows = pd.DataFrame({"period": when.loc[chosen.index].dt.to_period(_PERIOD[freq]), by: chosen[by]})
    dated = rows.dropna()
    if dated.empty:
        raise DataError("errors.empty", what=t("feedback.dated_comments"))
    span = pd.period_range(dated["period"].min(), dated["period"].max(), freq=_PERIOD[freq])
    counts = pd.crosstab(dated["period"], dated[by]).reindex(span, fill_value=0)
    table = counts.rename_axis("period").reset_index().melt("period", var_name=by, value_name="count")
    table["n"] = table["period"].map(counts.sum(axis=1))
    table["share"] = table["count"] / table["n"].where(table["n"] > 0)
    table["period"] = table["period"].dt.start_time
    table = table.sort_values(["period", by], ignore_index=True)
    table.attrs["undated"] = len(rows) - len(dated)
    return table


def _dates(coded: pd.DataFrame, date: Any) -> pd.Series:
    """Dates of the comments, by their place in ``coded``."""
    import pandas as pd

    if isinstance(date, str):
        need_columns(coded, date)
        date = coded[date]
    elif isinstance(date, pd.Series) and date.index.is_unique and coded.index.isin(date.index).all():
        date = date.reindex(coded.index)
    raw = pd.Series(list(date), dtype="object")
    if len(raw) != len(coded):
        raise DataError("feedback.lengths", what="date", given=len(raw), comments=len(coded))
    blank = raw.map(lambda value: is_missing(value)).astype(bool)
    when = read_dates(raw.mask(blank), name="date")
    unread = when.isna() & ~blank
    if unread.any():
        row = unread.to_list().index(True)
        raise DataError("feedback.date", row=coded.index[row], value=raw[row], count=int(unread.sum()))
    return when


# ---- agreement ---------------------------------------------------------------------------------------------


def need_columns(table: pd.DataFrame, *columns: str) -> None:
    known = [str(column) for column in table.columns]
    for column in columns:
        if column not in known:
            hint = did_you_mean(column, known)
            raise DataError("errors.column_missing", column=column, columns=known, hint=hint)
