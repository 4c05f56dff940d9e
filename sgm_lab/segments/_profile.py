"""From answers to one row a person; from groups of persons to what each wants and who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .. import inference
from .._tables import flat_table
from ..errors import DataError, check_choice, did_you_mean

__all__ = [
    "APART", "KINDS", "apart", "by_size", "describe", "own_needs", "profile", "standing_out", "who", "with_numbers",
]  # fmt: skip

#: What a profile can be made of.
KINDS = ("importance", "answers", "gaps")
#: p up to which known groups count as different.
APART = 0.01
_MORE = 1.25  # times their share among all, from which a known group stands out in a segment
# DuMouchel's scores (Berger et al. 1993): how much it matters whether a feature is there.
_FUNCTIONAL = {1: 4.0, 2: 2.0, 3: 0.0, 4: -1.0, 5: -2.0}
_DYSFUNCTIONAL = {1: -2.0, 2: -1.0, 3: 0.0, 4: 2.0, 5: 4.0}
_COLUMNS = {
    "importance": ("respondent", "feature", "importance"),
    "answers": ("respondent", "feature", "functional", "dysfunctional"),
    "gaps": ("respondent", "dimension", "expectation", "perception"),
}
_LEAST = 2 / 3  # of the questions, for a person to count


def with_numbers(table: pd.DataFrame, columns: Sequence[Any]) -> pd.DataFrame:
    """Return the columns as floats; the first value that is no number is named."""
    table = flat_table(table)
    found = {}
    for column in columns:
        values = pd.to_numeric(table[column], errors="coerce").astype(float)
        dates = pd.api.types.is_datetime64_any_dtype(table[column])
        wrong = (values.isna() & table[column].notna()) | np.isinf(values) | dates
        for at in np.flatnonzero(wrong)[:1]:
            raise DataError("segments.text", column=column, value=table[column].iloc[at])
        found[column] = values
    return pd.DataFrame(found, index=table.index)


def _listed(columns: str | Sequence[str]) -> list[str]:
    return [columns] if isinstance(columns, str) else list(columns)


def _one_each(people: Any) -> Any:
    """Return what has one row a person; refuse it where somebody is in twice."""
    for name in people.index[people.index.duplicated()]:
        raise DataError("segments.twice", name=name)
    return people


def profile(answers: pd.DataFrame, kind: str, *, relative: bool = True) -> pd.DataFrame:
    """Return one row a person: what each feature or dimension means to them.

    Parameters
    ----------
    answers : DataFrame
        Kano answers (importance, or functional and dysfunctional) or SERVQUAL answers of one wave, tidy.
    kind : {"importance", "answers", "gaps"}
        Importance 1–9 of each feature; the mean of DuMouchel's two scores of each feature, −2 to 4; perception −
        expectation of each dimension.
    relative : bool
        Whether each person's own mean is taken off: people differ in how high they answer altogether, which says more
        about them than about the service.

    Returns
    -------
    DataFrame
        Index respondent, one column a feature or dimension. Persons with fewer than two thirds of the answers are left
        out; the few missing answers of the others are filled with the mean of the column.

    Raises
    ------
    ArgumentError
        If ``kind`` is unknown.
    DataError
        If a column is missing, or fewer than ten people are left.

    Examples
    --------
    >>> rows = [(f"p{n}", f, 9 - n % 3) for n in range(12) for f in ("wait", "price")]
    >>> people = profile(pd.DataFrame(rows, columns=["respondent", "feature", "importance"]), "importance")
    >>> people.shape, float(people.abs().max().max())
    ((12, 2), 0.0)
    """
    check_choice("kind", kind, KINDS)
    answers = flat_table(answers)
    for column in _COLUMNS[kind]:
        if column not in answers.columns:
            hint = did_you_mean(column, answers.columns)
            raise DataError("errors.column_missing", column=column, columns=list(answers.columns), hint=hint)
    answers = answers.assign(**with_numbers(answers, _COLUMNS[kind][2:]))
    if kind == "importance":
        value = answers["importance"]
    elif kind == "answers":
        value = (answers["functional"].map(_FUNCTIONAL) + answers["dysfunctional"].map(_DYSFUNCTIONAL)) / 2
    else:
        value = answers["perception"] - answers["expectation"]
    unit = _COLUMNS[kind][1]
    order = list(dict.fromkeys(answers[unit]))
    tidy = answers[["respondent", unit]].assign(value=value)
    wide = tidy.pivot_table(index="respondent", columns=unit, values="value", observed=True).reindex(
        columns=order
    )
    enough = wide.notna().mean(axis=1) >= _LEAST
    kept = wide[enough]
    if len(kept) < 10 or kept.shape[1] < 2:
        raise DataError("segments.few", n=len(kept))
    if relative:
        kept = kept.sub(kept.mean(axis=1), axis=0)
    return kept.fillna(kept.mean())


def describe(people: pd.DataFrame, labels: pd.Series) -> pd.DataFrame:
    """Say what each group wants: means with intervals, and the difference from everybody else.

    Parameters
    ----------
    people : DataFrame
        As `profile` gives it.
    labels : Series
        Group of each person, by respondent.

    Returns
    -------
    DataFrame
        Index (segment, name); columns n, mean, low, high (95 %, t), others, difference, difference_low,
        difference_high (Welch, group − others).

    Examples
    --------
    >>> people = pd.DataFrame({"wait": [1.0, 2, 5, 6], "price": [3.0, 3, 1, 2]}, index=list("abcd"))
    >>> table = describe(people, pd.Series([1, 1, 2, 2], index=list("abcd")))
    >>> float(table.loc[(2, "wait"), "difference"])
    4.0
    """
    groups = _one_each(labels).reindex(_one_each(people).index).to_numpy()
    if pd.isna(groups).any():
        raise DataError("segments.unlabelled", count=int(pd.isna(groups).sum()), n=len(people))
    x = people.to_numpy(dtype=float)
    parts = []
    for segment in sorted(labels.unique()):
        own, rest = x[groups == segment], x[groups != segment]
        n, mean, sd = len(own), own.mean(axis=0), own.std(axis=0, ddof=1)
        low, high = inference.mean_interval(mean, sd, n, 0.95)
        first, second = sd**2 / n, rest.var(axis=0, ddof=1) / len(rest)
        with np.errstate(invalid="ignore", divide="ignore"):
            freedom = (first + second) ** 2 / (first**2 / (n - 1) + second**2 / (len(rest) - 1))
            half = inference.t_quantile(0.95, freedom) * np.sqrt(first + second)
        others = rest.mean(axis=0)
        parts.append(pd.DataFrame({
            "segment": int(segment), "name": people.columns, "n": n, "mean": mean, "low": low, "high": high,
            "others": others, "difference": mean - others, "difference_low": mean - others - half,
            "difference_high": mean - others + half,
        }))  # fmt: skip
    return pd.concat(parts).set_index(["segment", "name"])


def by_size(values: pd.Series) -> tuple[pd.Series, dict[int, Any]]:
    """Number known groups by how many people are in them.

    Parameters
    ----------
    values : Series
        The known group of each person, by respondent; missing where it is not known.

    Returns
    -------
    Series
        Number of each person's group, 1 the largest, as `describe` and `who` take it; whoever is alone in a group is
        left out.
    dict
        Number → group.

    Examples
    --------
    >>> labels, groups = by_size(pd.Series(["b", "a", "b", "c", "a", "b", None]))
    >>> labels.tolist(), groups
    ([1, 2, 1, 2, 1], {1: 'b', 2: 'a'})
    """
    counts = values.value_counts()
    groups = dict(enumerate(counts.index[counts > 1], 1))
    return values.map({value: n for n, value in groups.items()}).dropna().astype(int), groups


def own_needs(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Say what each group wants, or misses, more than everybody else, beyond chance.

    Parameters
    ----------
    table : DataFrame
        As `describe` gives it.
    kind : {"importance", "answers", "gaps"}
        What the profile was made of: of gaps, the larger need is the lower figure.

    Returns
    -------
    DataFrame
        Those rows of ``table`` whose interval of the difference lies on that side of 0, in each group the largest
        difference first; ``high``, whether it is high on the group's own list too (above its median), which a gap
        that is larger than the others' always is.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = pd.DataFrame({"wait": rng.normal(0, 1, 40), "price": rng.normal(0, 1, 40)})
    >>> people.loc[:19, "wait"] += 3
    >>> own_needs(describe(people, pd.Series([1] * 20 + [2] * 20)), "importance").index.tolist()
    [(1, 'wait')]
    """
    gaps = kind == "gaps"
    beyond = table["difference_high"] < 0 if gaps else table["difference_low"] > 0
    medians = table.groupby("segment")["mean"].transform("median")
    rows = table.assign(high=gaps | (table["mean"] > medians))[beyond]
    return rows.sort_values(["segment", "difference"], ascending=[True, gaps])


def standing_out(table: pd.DataFrame) -> pd.DataFrame:
    """Say which known groups stand out in a segment.

    Parameters
    ----------
    table : DataFrame
        As `who` gives it.

    Returns
    -------
    DataFrame
        Rows of columns that go together with the segments (p ≤ .01) and of values at least 1.25 times as frequent in
        the segment as among all, the largest share first.

    Examples
    --------
    >>> labels = pd.Series([1] * 10 + [2] * 10)
    >>> found = who(labels, pd.DataFrame({"age": ["old"] * 10 + ["young"] * 10}), ["age"])
    >>> standing_out(found)[["segment", "value"]].to_numpy().tolist()
    [[1, 'old'], [2, 'young']]
    """
    rows = table[(table["p"] <= APART) & (table["share"] >= _MORE * table["overall"])]
    return rows.sort_values("share", ascending=False, kind="stable")


def apart(people: pd.DataFrame, known: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Say how far known groups (age, channel …) stand apart in what they want: the feature they differ most in.

    Parameters
    ----------
    people : DataFrame
        As `profile` gives it.
    known : DataFrame
        One row a person (index respondent) with the columns.
    columns : sequence of str

    Returns
    -------
    DataFrame
        Index column, the one that stands apart most first; name (feature or dimension), eta2 (share of its variance
        between the groups) and p (one-way analysis of variance, Holm over all columns and features).

    References
    ----------
    Fisher, R. A. (1925). Statistical Methods for Research Workers. Oliver & Boyd.

    Examples
    --------
    >>> people = pd.DataFrame({"wait": [1.0, 2, 1, 8, 9, 8], "price": [3.0, 1, 2, 3, 2, 1]})
    >>> table = apart(people, pd.DataFrame({"age": ["old"] * 3 + ["young"] * 3}), ["age"])
    >>> table["name"].tolist(), round(float(table["eta2"].iloc[0]), 3)
    (['wait'], 0.982)
    """
    from scipy.special import fdtrc

    rows = []
    for column in _listed(columns):
        group = _one_each(known[column]).reindex(_one_each(people).index)
        parts = [people[group == value] for value in group.dropna().unique()]
        parts = [part for part in parts if len(part) > 1]
        if len(parts) < 2:
            continue
        samples = [part.to_numpy(dtype=float) for part in parts]
        every = np.concatenate(samples)
        total = ((every - every.mean(axis=0)) ** 2).sum(axis=0)
        inside = np.sum([((part - part.mean(axis=0)) ** 2).sum(axis=0) for part in samples], axis=0)
        at = np.flatnonzero((total > 0) & (inside > 0))
        if not len(at):
            continue
        between, within = len(parts) - 1, len(every) - len(parts)  # degrees of freedom
        p_values = fdtrc(between, within, (total[at] / inside[at] - 1) * within / between)
        for name, eta2, p in zip(people.columns[at], 1 - inside[at] / total[at], p_values, strict=True):
            rows.append({"column": column, "name": name, "eta2": float(eta2), "p": float(p)})
    table = pd.DataFrame(rows, columns=["column", "name", "eta2", "p"])
    if not rows:
        return table.set_index("column")
    table["p"] = inference.holm(table["p"].to_numpy())
    best = table.sort_values("eta2", ascending=False, kind="stable").drop_duplicates("column")
    return best.set_index("column")


def who(labels: pd.Series, people: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Say who is in each group: shares of known groups, and how closely both divisions go together.

    Parameters
    ----------
    labels : Series
        Group of each person, by respondent.
    people : DataFrame
        One row a person (index respondent) with known columns such as age group.
    columns : sequence of str
        Columns to look at.

    Returns
    -------
    DataFrame
        Columns column, value, segment, n, share (of the segment), overall (of all), v (Cramér's V of the column and
        the segments) and p (χ², Holm over the columns); empty where there is no column.

    Notes
    -----
    V = √(χ²/(n·(min(r, c) − 1))): 0 no connection, 1 the same division.

    References
    ----------
    Cramér, H. (1946). Mathematical Methods of Statistics. Princeton University Press.

    Examples
    --------
    >>> labels = pd.Series([1] * 10 + [2] * 10)
    >>> table = who(labels, pd.DataFrame({"age": ["old"] * 10 + ["young"] * 10}), ["age"])
    >>> float(table["v"].iloc[0]), float(table.query("segment == 1 and value == 'old'")["share"].iloc[0])
    (1.0, 1.0)
    """
    rows: list[dict[str, Any]] = []
    p_values = {}
    for column in _listed(columns):
        known = _one_each(people[column]).reindex(_one_each(labels).index).dropna()
        table = pd.crosstab(known, labels[known.index])
        if table.shape[0] < 2 or table.shape[1] < 2:
            continue
        chi2, _, p, _ = inference.independence(table.to_numpy())
        total = table.to_numpy().sum()
        v = float(np.sqrt(chi2 / (total * (min(table.shape) - 1))))
        p_values[column] = p
        for value in table.index:
            for segment in table.columns:
                n = int(table.loc[value, segment])
                rows.append({
                    "column": column, "value": value, "segment": int(segment), "n": n,
                    "share": n / int(table[segment].sum()), "overall": int(table.loc[value].sum()) / total, "v": v,
                })  # fmt: skip
    names = ["column", "value", "segment", "n", "share", "overall", "v", "p"]
    if not rows:
        return pd.DataFrame(columns=names)
    adjusted = dict(zip(p_values, inference.holm(list(p_values.values())), strict=True))
    return pd.DataFrame([{**row, "p": float(adjusted[row["column"]])} for row in rows])[names]
