"""Kano, raw rows: one group-by through Narwhals, wherever they live, to the 25-cell table and the counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .._tables import flat_table, in_memory, opened, written_alike
from ..errors import ArgumentError, DataError, did_you_mean
from ..i18n import t
from ._table import CODES, LETTERS, PAIR, FirstRow, coded, evaluate, resolve, whole_numbers

__all__ = ["answer_patterns", "careless", "cells", "tally"]

_N = "__n__"  # a name no survey column has
_MOST_LOOKED_AT = 1_000_000  # rows, for somebody who is in twice


def cells(answers: Any, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Count the 25 pairs of answers of each feature: all that any Kano method needs.

    Parameters
    ----------
    answers : table
        Columns ``feature``, ``functional``, ``dysfunctional`` (1–5) and those of `by`; pandas, Polars (lazy
        too), PyArrow, DuckDB, Ibis, PySpark: counted where it lives. Or the result of `cells`, to sum it up further.
    by : str or sequence of str, optional
        Columns to split by, such as a segment or a wave.

    Returns
    -------
    DataFrame, one row a feature (and group), 25 columns
        Index ``feature`` (and `by`), sorted, or in the order of the questionnaire where `answers` come from
        `sgm_lab.intake.read_kano`; columns (functional, dysfunctional), so that
        ``cells(...).loc[feature].unstack()`` is one feature's 5×5 table. Pairs with a missing answer are not
        counted: ``attrs["incomplete"]`` says how many rows that were. A feature with no complete pair is a
        row of zeros; a missing value in `by` is a group of its own.

    Raises
    ------
    DataError
        Answers off the scale: names column, values and how many, and the first row of an eager table. Or a column
        ``respondent`` says that somebody is in twice (looked for in tables in memory, up to a million rows).
    ArgumentError
        Not a table, or a column is missing.

    Examples
    --------
    >>> answers = pd.DataFrame({"feature": ["wait", "wait"], "functional": [1, 1], "dysfunctional": [5, 5]})
    >>> int(cells(answers).loc["wait", (1, 5)])
    2
    """
    keys = ["feature", *as_list(by)]
    if len({*keys, *PAIR}) < len(keys) + 2:
        raise ArgumentError("kano.by", column=[*PAIR, "feature"])
    if isinstance(answers, pd.DataFrame) and list(answers.columns.names) == PAIR:
        return _regrouped(answers, keys)

    _once_each(answers, keys)
    groups, locate = count_groups(answers, [*keys, *PAIR])
    n = groups[_N].to_numpy(dtype=np.int64)
    groups = groups.assign(**{key: written_alike(groups[key]) for key in keys[1:]})
    f, d = (coded(groups[column], column, CODES, locate(column), n) for column in PAIR)
    named = groups["feature"].notna().to_numpy()
    if len(named) and not named.any():
        raise DataError("kano.no_feature", count=int(n.sum()))
    complete = named & ~(np.isnan(f) | np.isnan(d))
    column = np.where(complete, (f - 1) * 5 + d - 1, 0).astype(int)
    wide = np.zeros((len(groups), 25), dtype=np.int64)
    wide[np.arange(len(groups)), column] = n * complete
    frame = pd.DataFrame(wide, columns=pd.MultiIndex.from_product([CODES, CODES], names=PAIR))
    frame.index = _index(groups[keys])
    joint = _in_order(_summed(frame[named], keys), flat_table(answers))
    joint.attrs = {"incomplete": int(n[~complete].sum())}
    return joint


def tally(
    answers: Any, by: str | Sequence[str] | None = None, table: str | pd.DataFrame = "berger"
) -> pd.DataFrame:
    """Count how many respondents put each feature in each Kano category.

    Parameters
    ----------
    answers : table
        As for `cells`, or the result of `cells` itself (so that several tables need one pass over the rows).
    by : str or sequence of str, optional
        Columns to split by.
    table : str or DataFrame
        Name in `EVALUATION_TABLES`, or a table of one's own in the same form.

    Returns
    -------
    DataFrame
        Index ``feature`` (and `by`), ordered as in `cells`; columns M, O, A, I, R, Q (int). ``attrs["table"]`` names
        the table, ``attrs["incomplete"]`` the number of rows left out because an answer is missing.

    Raises
    ------
    DataError, ArgumentError
        As for `cells` and `evaluate`.

    References
    ----------
    Berger et al. 1993, *Center for Quality of Management Journal* 2(4):3–36.

    Examples
    --------
    >>> answers = pd.DataFrame({"feature": ["wait"] * 3, "functional": [1, 1, 2], "dysfunctional": [5, 3, 5]})
    >>> tally(answers)
             M  O  A  I  R  Q
    feature
    wait     1  1  1  0  0  0
    """
    name, letters = resolve(table)
    joint = cells(answers, by)
    values = joint.to_numpy(dtype=np.int64)
    absent = letters.ravel() == "."
    if values[:, absent].any():
        codes = [code for code in CODES if letters[code - 1, code - 1] == "."]
        raise DataError("kano.off_table", table=name, codes=codes, count=int(values[:, absent].sum()))
    member = letters.reshape(25, 1) == np.array(LETTERS, dtype=object)
    counts = pd.DataFrame(values @ member.astype(np.int64), index=joint.index, columns=list(LETTERS))
    counts.attrs = {"table": name, "incomplete": joint.attrs.get("incomplete", 0)}
    return counts


def careless(
    answers: Any,
    table: str | pd.DataFrame = "berger",
    max_q: float = 0.25,
    max_run: float = 0.75,
    least: int = 5,
) -> pd.DataFrame:
    """Point out respondents whose answers look careless; look at them before leaving any out.

    Parameters
    ----------
    answers : table
        Columns ``respondent``, ``feature``, ``functional``, ``dysfunctional``, in the order asked. The four
        columns are read into memory.
    table : str or DataFrame
        Evaluation table that tells contradictory pairs (Q).
    max_q : float
        Share of Q above which a respondent is flagged.
    max_run : float
        Share of the features in an unbroken run of one and the same pair from which a respondent is flagged.
    least : int
        Respondents with fewer complete pairs are never flagged: too little to go by.

    Returns
    -------
    DataFrame, index respondent (in order of first appearance)
        ``n`` complete pairs, ``q_share`` (missing where n is 0), ``straight`` (the same pair on all features),
        ``longstring`` (longest run of one pair), ``flag``, and ``reason`` in words, empty where not flagged.

    Raises
    ------
    DataError, ArgumentError
        As for `cells` and `evaluate`.

    Examples
    --------
    >>> rows = pd.DataFrame({"respondent": [7] * 6, "feature": list("abcdef")})
    >>> careless(rows.assign(functional=3, dysfunctional=3))["longstring"].tolist()
    [6]
    """
    wanted = ["respondent", *PAIR]
    rows = in_memory(_table(answers, [*wanted, "feature"]).select(wanted))
    letter = evaluate(rows["functional"], rows["dysfunctional"], table)
    rows["letter"] = letter
    done = rows.dropna(subset=["letter", "respondent"]).copy()
    done["pair"] = done["functional"].astype(int) * 10 + done["dysfunctional"].astype(int)
    # Together by respondent, the order within each kept: rows may come feature by feature.
    done = done.iloc[np.argsort(pd.factorize(done["respondent"])[0], kind="stable")]
    same = done.groupby("respondent", sort=False)["pair"].shift() == done["pair"]
    done["run"] = same.groupby((~same).cumsum()).cumsum() + 1
    each = done.groupby("respondent", sort=False)
    everyone = pd.Index(rows["respondent"].dropna().unique(), name="respondent")
    q_share = (done["letter"] == "Q").groupby(done["respondent"], sort=False).mean()
    n = each.size().reindex(everyone, fill_value=0)
    longest = each["run"].max().reindex(everyone, fill_value=0)
    straight = (longest == n) & (n > 1)
    report = pd.DataFrame(
        {"n": n, "q_share": q_share.reindex(everyone), "straight": straight, "longstring": longest}
    )
    report["reason"] = [_reason(row, max_q, max_run, least) for row in report.itertuples()]
    report["flag"] = report["reason"] != ""
    report.attrs = {"table": letter.attrs["table"], "incomplete": len(rows) - len(done)}
    return report[["n", "q_share", "straight", "longstring", "flag", "reason"]]


def answer_patterns(report: pd.DataFrame) -> pd.DataFrame:
    """Combine respondents who answered alike: a million are a few dozen patterns.

    Parameters
    ----------
    report : DataFrame
        From `careless`, of people with an answer.

    Returns
    -------
    DataFrame
        ``run`` (longest run of one pair) and ``q`` (contradictions), as shares of the answers to two digits;
        ``flag``; ``people``.

    Raises
    ------
    ArgumentError
        If it is no such report.

    Examples
    --------
    >>> report = pd.DataFrame({"n": [8, 8], "longstring": [2, 2], "q_share": [0.0, 0.0], "flag": False})
    >>> answer_patterns(report).to_dict("records")
    [{'run': 0.25, 'q': 0.0, 'flag': False, 'people': 2}]
    """
    if not isinstance(report, pd.DataFrame) or not {"n", "longstring", "q_share", "flag"} <= set(report):
        raise ArgumentError("kano.not_careless", kind=type(report).__name__)
    table = report[["flag"]].assign(
        run=(report["longstring"] / report["n"]).round(2), q=report["q_share"].round(2)
    )
    return table.groupby(["run", "q", "flag"]).size().rename("people").reset_index()


def _reason(row: Any, max_q: float, max_run: float, least: int) -> str:
    if row.n < least:
        return ""
    reasons = []
    if row.straight:
        reasons.append(t("kano.careless.straight", n=row.n))
    elif row.longstring >= max_run * row.n:
        reasons.append(t("kano.careless.run", run=row.longstring, n=row.n))
    if row.q_share > max_q:
        reasons.append(t("kano.careless.contradictory", share=row.q_share))
    return t("kano.careless.separator").join(reasons)


# --- raw rows -----------------------------------------------------------------------------------------------


def count_groups(answers: Any, keys: list[str]) -> tuple[pd.DataFrame, Callable[[str], FirstRow]]:
    """Count the rows of each combination of `keys`; also a finder of the first row with one of some groups."""
    import narwhals as nw

    frame = _table(answers, keys)
    groups = in_memory(frame.group_by(keys, drop_null_keys=False).agg(nw.len().alias(_N)))
    for key in groups.select_dtypes("category"):  # of a category that nobody chose there is no row
        groups[key] = groups[key].astype(groups[key].cat.categories.dtype)

    def locate(column: str) -> FirstRow:
        def first(wrong: npt.NDArray[np.intp]) -> int | None:
            if not isinstance(frame, nw.DataFrame):
                return None  # a lazy table has no row order to speak of
            values = set(groups[column].iloc[wrong])
            return next(row for row, v in enumerate(frame.get_column(column).to_list(), 1) if v in values)

        return first

    return groups, locate


def _once_each(answers: Any, keys: list[str]) -> None:
    """Refuse a table in which somebody answers a question twice: each of the two would count.

    Raises
    ------
    DataError
        Names the respondent and the feature.
    """
    import narwhals as nw

    frame = _table(answers, keys)
    if (
        not isinstance(frame, nw.DataFrame)
        or "respondent" not in frame.columns
        or len(frame) > _MOST_LOOKED_AT
    ):
        return
    wanted = list(dict.fromkeys(["respondent", *keys, *(["wave"] if "wave" in frame.columns else [])]))
    asked = frame.select(wanted).filter(~nw.col("respondent").is_null(), ~nw.col("feature").is_null())
    again = asked.filter(asked.is_duplicated())
    if len(again):
        first = again.row(0)
        count = len(again) - len(again.unique())
        raise DataError(
            "kano.repeated", respondent=first[0], feature=first[1], count=count, columns=str(wanted)
        )


def _in_order(joint: pd.DataFrame, answers: Any) -> pd.DataFrame:
    """Bring features into the order of the questionnaire, where the table knows it."""
    order = answers.attrs.get("order") if isinstance(answers, pd.DataFrame) else None
    if not isinstance(order, list):
        return joint
    place = {feature: at for at, feature in enumerate(order)}
    features = joint.index.get_level_values("feature")
    return joint.iloc[np.argsort([place.get(one, len(order)) for one in features], kind="stable")]


def has_column(answers: Any, column: str) -> bool:
    """Whether a table of answers has such a column."""
    return column in _table(answers, []).collect_schema().names()


def read_columns(answers: Any, columns: Sequence[str]) -> pd.DataFrame:
    """Some columns of the answers, in memory."""
    return in_memory(_table(answers, columns).select(list(columns)))


def read_unique(answers: Any, columns: Sequence[str]) -> pd.DataFrame:
    """Each combination of some columns once, in memory."""
    return in_memory(_table(answers, columns).select(list(columns)).unique())


def _table(answers: Any, columns: Iterable[str]) -> Any:
    frame = opened(answers)
    require(columns, frame.collect_schema().names())
    return frame


def require(columns: Iterable[str], present: Sequence[Any]) -> None:
    """Raise where a column is missing, with the closest of those present; a wide table has one column a question."""
    if not {*PAIR, "feature"} & set(present) and len(present) > 1:
        raise ArgumentError("kano.wide", columns=list(present))
    for column in columns:
        if column not in present:
            hint = did_you_mean(column, present)
            raise ArgumentError("errors.column_missing", column=column, columns=list(present), hint=hint)


def as_list(by: str | Sequence[str] | None) -> list[str]:
    """Return `by` as a list of column names."""
    return [] if by is None else [by] if isinstance(by, str) else list(by)


# --- the joint table ----------------------------------------------------------------------------------------


def _index(keys: pd.DataFrame) -> pd.Index[Any]:
    if keys.shape[1] == 1:
        return keys.set_index("feature").index
    return pd.MultiIndex.from_frame(keys)


def _summed(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return frame.groupby(level=keys if len(keys) > 1 else keys[0], dropna=False).sum()


def _regrouped(joint: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    require(keys, list(joint.index.names))
    counts = whole_numbers(joint)
    counts.attrs = {"order": list(joint.index.get_level_values("feature").unique())}
    result = _in_order(_summed(counts, keys), counts)
    full = pd.MultiIndex.from_product([CODES, CODES], names=PAIR)
    off = joint.columns.difference(full)
    if len(off):
        raise ArgumentError("kano.counts_columns", unknown=[str(column) for column in off])
    result = result.reindex(columns=full, fill_value=0)
    result.attrs = {"incomplete": joint.attrs.get("incomplete", 0)}
    return result
