"""Gaps compared: of two waves, and of each group against the others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .._tables import written_alike
from ..errors import ArgumentError, DataError, check_share
from ..i18n import t
from ..inference import holm, mean_interval, t_test, welch
from ._people import People, people
from ._rows import SIDES, Level

__all__ = ["compare", "contrasts"]

_CHANGE = ["n_before", "n_after", "before", "after", "change", "ci_low", "ci_high", "t", "df", "p", "paired"]


def compare(
    answers: Any,
    wave: str = "wave",
    level: Level = "dimension",
    *,
    waves: tuple[Any, Any] | None = None,
    paired: bool | None = None,
    scale: tuple[float, float] = (1, 7),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Change of each gap between two waves.

    Parameters
    ----------
    answers : table
        As in `gaps`, with a column telling the waves apart.
    wave : str
        Name of that column.
    level : {"dimension", "item"}
        As in `gaps`.
    waves : tuple, optional
        (before, after); needed where there are more than two. Otherwise the two in sorted order.
    paired : bool, optional
        Compare each person with themselves. Decided by the data if left out: paired where at least half of the smaller
        wave answered in both. Pass ``False`` where numbers were given out anew in each wave.
    scale : tuple
        Lowest and highest answer.
    confidence : float
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        Index dimension or item; columns n_before, n_after, before, after (mean gaps), change (after − before; positive
        is better), ci_low, ci_high, t, df, p, p_holm, paired. In a paired comparison all of them rest on the persons of
        both waves. ``attrs["waves"]`` holds the two waves, ``attrs["notes"]`` says how they were compared.

    Raises
    ------
    DataError
        As in `gaps`, or if the table does not hold two waves.
    ArgumentError
        If `waves` names one that does not exist.

    Notes
    -----
    Paired: one-sample t of the persons' changes. Otherwise Welch's t.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({
    ...     "respondent": [1, 2, 3] * 2, "wave": [1, 1, 1, 2, 2, 2], "item": 5, "dimension": "reliability",
    ...     "expectation": 7, "perception": [4, 5, 3, 5, 5, 5],
    ... })
    >>> compare(answers)[["before", "after", "change", "t", "paired"]].round(3)
                 before  after  change      t  paired
    dimension
    reliability    -3.0   -2.0     1.0  1.732    True
    """
    check_share("confidence", confidence)
    found = people(answers, SIDES, level=level, by=wave, scale=scale)
    rows = found.with_gap()
    rows["respondent"] = written_alike(rows["respondent"])
    before, after = _two_waves(found, wave, waves)
    persons = {
        which: set(map(tuple, rows.loc[rows[wave] == which, found.unit].to_numpy()))
        for which in (before, after)
    }
    both = len(persons[before] & persons[after])
    if paired is None:
        paired = 2 * both >= min(map(len, persons.values())) > 0
    found.notes.append(t("servqual.note.paired", count=both) if paired else t("servqual.note.unpaired"))

    results = {}
    for name, part in rows.groupby(level, observed=True):
        first, second = (part[part[wave] == which].set_index(found.unit)["gap"] for which in (before, after))
        if paired:
            shared = first.index.intersection(second.index)
            first, second = first.loc[shared], second.loc[shared]
        results[name] = _change(first, second, paired, confidence)
    table = pd.DataFrame.from_dict(results, orient="index", columns=_CHANGE).rename_axis(level)
    table = table.astype({"n_before": int, "n_after": int, "paired": bool})
    table["p_holm"] = holm(table["p"].astype(float))
    alike = ((table["n_after"] > 1) & table["ci_low"].isna()).to_numpy()
    table = found.finish(table[[*_CHANGE[:-1], "p_holm", "paired"]], alike)
    table.attrs["waves"] = (before, after)
    return table


def _two_waves(found: People, wave: str, waves: tuple[Any, Any] | None) -> tuple[Any, Any]:
    present = sorted(
        {key[1] for key in found.left_out if isinstance(key, tuple)}, key=lambda w: (str(type(w)), w)
    )
    if waves is None:
        if len(present) != 2:
            raise DataError("servqual.waves_two", column=wave, count=len(present), found=present)
        return present[0], present[1]
    for which in waves:
        if which not in present:
            raise ArgumentError("servqual.waves_unknown", column=wave, value=which, found=present)
    return waves


def _change(
    first: pd.Series[float], second: pd.Series[float], paired: bool, confidence: float
) -> dict[str, Any]:
    n, mean = (len(first), len(second)), (float(first.mean()), float(second.mean()))
    counts = {"n_before": n[0], "n_after": n[1], "before": mean[0], "after": mean[1], "paired": paired}
    if not paired:
        return counts | welch(mean, (float(first.std()), float(second.std())), n, confidence)
    change = second - first
    low, high = mean_interval(change.mean(), change.std(), n[0], confidence)
    statistic, p, _ = t_test(change.mean(), change.std(), n[0])
    return counts | {"change": float(change.mean()), "ci_low": float(low), "ci_high": float(high),
                     "t": float(statistic), "df": n[0] - 1, "p": float(p)}  # fmt: skip


def contrasts(table: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Gap of each group against all other groups together, from the groups' own figures.

    Parameters
    ----------
    table : pandas.DataFrame
        As `gaps` returns it with one column in ``by``, or from a paper: index (dimension or item, group), columns n,
        gap and sd.
    confidence : float
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        Index (dimension or item, group); columns n, n_rest, gap, gap_rest, change (gap − gap_rest; positive: this
        group is better off), ci_low, ci_high, t, df, p, p_holm (over all rows). With two groups only the first is
        there, since the second says the same. Empty with one group.

    Raises
    ------
    ArgumentError
        If it is no table of gaps, or not split by one column.

    Notes
    -----
    Welch's t between two sets of different people. The others' mean and variance follow from their groups: M = Σnm/N,
    S² = (Σ(n−1)s² + Σn(m−M)²)/(N−1).

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["reliability"], ["new", "old"]], names=["dimension", "age"])
    >>> table = pd.DataFrame({"n": [50, 50], "gap": [-1.0, -0.5], "sd": [1.0, 1.0]}, index=index)
    >>> contrasts(table)[["change", "t", "df"]].round(2)
                     change    t    df
    dimension   age
    reliability new    -0.5 -2.5  98.0
    """
    check_share("confidence", confidence)
    if not isinstance(table, pd.DataFrame) or not {"n", "gap", "sd"} <= set(table):
        raise ArgumentError("servqual.not_gaps", kind=type(table).__name__)
    if table.index.nlevels != 2:
        raise ArgumentError("servqual.contrasts_index", names=list(table.index.names))
    found: dict[Any, dict[str, Any]] = {}
    part: Any
    for name, part in table.groupby(level=0, sort=False, observed=True):
        groups = part.dropna(subset=["gap"]).droplevel(0)
        for group in groups.index[:1] if len(groups) == 2 else groups.index:
            rest = groups.drop(group)
            if rest.empty:
                continue
            own = groups.loc[group]
            count = int(rest["n"].sum())
            mean = float((rest["n"] * rest["gap"]).sum() / count)
            squares = (
                (rest["n"] - 1) * rest["sd"].fillna(0) ** 2 + rest["n"] * (rest["gap"] - mean) ** 2
            ).sum()
            sd = float(np.sqrt(squares / (count - 1))) if count > 1 else 0.0
            first = (mean, float(own["gap"])), (sd, float(np.nan_to_num(own["sd"])))
            found[name, group] = {
                "n": int(own["n"]),
                "n_rest": count,
                "gap": float(own["gap"]),
                "gap_rest": mean,
            } | welch(*first, (count, int(own["n"])), confidence)
    columns = ["n", "n_rest", "gap", "gap_rest", "change", "ci_low", "ci_high", "t", "df", "p"]
    index = pd.MultiIndex.from_tuples(list(found), names=table.index.names) if found else table.index[:0]
    result = pd.DataFrame(list(found.values()), columns=columns, index=index)
    return result.assign(p_holm=holm(result["p"].astype(float)))
