"""Kano, verdicts read closely: what a category rests on, who stands behind it, and what would change it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ._counts import as_counts

__all__ = ["FEW", "against_strength", "behind", "camps", "changes", "letters", "own_certainty"]

FEW = 10
"""Answers below which nothing is certain, however alike they are."""


def letters(category: Any) -> list[str]:
    """Return the letters of a category: several of a tie, none where there is no category.

    Parameters
    ----------
    category : str or missing
        As `classify` writes it.

    Returns
    -------
    list of str

    Examples
    --------
    >>> letters("M/O"), letters(None)
    (['M', 'O'], [])
    """
    return [] if not category or pd.isna(category) else str(category).split("/")


def own_certainty(classified: pd.DataFrame, certainty: pd.DataFrame, few: int = FEW) -> pd.Series[Any]:
    """How surely the category each feature was given is the one on top.

    Parameters
    ----------
    classified : DataFrame
        From `classify`: ``category``, ``n``.
    certainty : DataFrame
        From `certainty`, of the same counts.
    few : int
        Answers below which it is 0: nothing is built on a handful.

    Returns
    -------
    Series, same index
        Probability; a tie shares what its letters have.

    Examples
    --------
    >>> from sgm_lab import kano
    >>> counts = {"wait": {"M": 30, "O": 3}, "tea": {"A": 3}}
    >>> own_certainty(kano.classify(counts), kano.certainty(counts)).round(2).to_dict()
    {'wait': 1.0, 'tea': 0.0}
    """
    sure = []
    for (_, row), category, n in zip(
        certainty.iterrows(), classified["category"], classified["n"], strict=True
    ):
        given = letters(category) if n >= few else []
        sure.append(sum(float(row[letter]) for letter in given) / max(1, len(given)))
    return pd.Series(sure, index=classified.index, dtype=float)


def behind(counts: pd.DataFrame, categories: pd.Series[Any]) -> pd.Series[Any]:
    """Share of each feature's answers that stand behind the category it was given.

    Parameters
    ----------
    counts : DataFrame
        As for `classify`.
    categories : Series
        A category a feature, by any rule.

    Returns
    -------
    Series, index as `categories`
        A tie has the answers of all its letters; 0 where there is no category.

    Examples
    --------
    >>> counts = pd.DataFrame({"M": [60], "O": [30], "A": [10]}, index=["wait"])
    >>> behind(counts, pd.Series({"wait": "M/O"})).round(2).to_dict()
    {'wait': 0.9}
    """
    table: dict[Any, Any] = _shares(counts).to_dict("index")
    shares = [sum(float(table[name][one]) for one in letters(given)) for name, given in categories.items()]
    return pd.Series(shares, index=categories.index, dtype=float)


def camps(counts: pd.DataFrame) -> pd.DataFrame:
    """Name the two largest groups of people on each feature.

    Parameters
    ----------
    counts : DataFrame
        As for `classify`.

    Returns
    -------
    DataFrame, same index
        ``camp_1``, ``camp_2``: letters; ``share_1``, ``share_2``: of all answers.

    Examples
    --------
    >>> camps(pd.DataFrame({"M": [55], "A": [40], "I": [5]}, index=["tea"])).to_dict("records")
    [{'camp_1': 'M', 'share_1': 0.55, 'camp_2': 'A', 'share_2': 0.4}]
    """
    shares = _shares(counts)
    ranked = (-shares.to_numpy()).argsort(axis=1, kind="stable")
    found: dict[str, Any] = {}
    for place in (0, 1):
        found[f"camp_{place + 1}"] = [shares.columns[row[place]] for row in ranked]
        found[f"share_{place + 1}"] = [
            float(own[row[place]]) for own, row in zip(shares.to_numpy(), ranked, strict=True)
        ]
    return pd.DataFrame(found, index=shares.index)


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Compare two classifications of the same features, for instance without some respondents.

    Parameters
    ----------
    before, after : DataFrame
        From `classify`.

    Returns
    -------
    DataFrame, index of `before`
        ``category``, ``better`` and ``worse``, each ``_before`` and ``_after``; ``moved``: another category;
        ``shift``: the larger change of Better and Worse.

    Examples
    --------
    >>> from sgm_lab import kano
    >>> found = changes(kano.classify({"tea": {"O": 6, "I": 4}}), kano.classify({"tea": {"O": 3, "I": 7}}))
    >>> found[["category_before", "category_after", "moved", "shift"]].round(2).to_dict("records")
    [{'category_before': 'O', 'category_after': 'I', 'moved': True, 'shift': 0.3}]
    """
    columns = ["category", "better", "worse"]
    found = before[columns].join(after[columns], lsuffix="_before", rsuffix="_after", how="left")
    found["moved"] = found["category_before"].fillna("") != found["category_after"].fillna("")
    better, worse = ((found[f"{side}_after"] - found[f"{side}_before"]).abs() for side in columns[1:])
    found["shift"] = better.where(better > worse, worse)
    return found


def against_strength(stated: pd.DataFrame, classified: pd.DataFrame) -> pd.DataFrame:
    """Set what people say is important against what their answers ask for.

    Parameters
    ----------
    stated : DataFrame
        From `importance`.
    classified : DataFrame
        From `classify`.

    Returns
    -------
    DataFrame, index of `stated`
        Its columns, ``total_strength``, ``category``, ``better``, ``worse``, and both ranks, 1 the highest:
        ``rank_stated``, ``rank_strength``. ``table[["rank_stated", "rank_strength"]].corr()`` is Spearman's.

    Examples
    --------
    >>> from sgm_lab import kano
    >>> classified = kano.classify({"tea": {"I": 9, "A": 1}, "wait": {"M": 8, "I": 2}})
    >>> stated = pd.DataFrame({"importance": [7.0, 6.0]}, index=["tea", "wait"])
    >>> against_strength(stated, classified)[["rank_stated", "rank_strength"]].astype(int).to_dict("list")
    {'rank_stated': [1, 2], 'rank_strength': [2, 1]}
    """
    table = stated.join(classified[["total_strength", "category", "better", "worse"]], how="left")
    for rank, of in (("rank_stated", "importance"), ("rank_strength", "total_strength")):
        table[rank] = table[of].rank(ascending=False, method="min")
    return table


def _shares(counts: pd.DataFrame) -> pd.DataFrame:
    table = as_counts(counts)
    return table.div(table.sum(axis=1), axis=0)
