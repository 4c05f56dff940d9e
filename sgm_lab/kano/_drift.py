"""Kano over time: which features changed their category from wave to wave, and whether that is more than chance."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import ArgumentError, check_between
from ..i18n import t
from ..inference import holm, independence
from ._counts import is_counts, ratio, read_counts
from ._paired import moves, same_people, stuart_maxwell
from ._raw import as_list, has_column, require
from ._rules import Rule, verdicts
from ._table import LETTERS
from ._tally import tally

__all__ = ["drift"]


def drift(
    answers: Any,
    wave: str = "wave",
    by: str | Sequence[str] | None = None,
    *,
    waves: Sequence[Hashable] | None = None,
    rule: Rule = "mode",
    threshold: float = 0.06,
    table: str | pd.DataFrame = "berger",
    alpha: float = 0.05,
    paired: bool | None = None,
) -> pd.DataFrame:
    """Find the features whose categories changed between waves: a delighter on its way to a must.

    Parameters
    ----------
    answers : table
        Raw answers with a column `wave`, as for `tally`; or the counts ``tally(answers, by=wave)``, weighted too: the
        tests then rest on as many people as the weighted ones are worth.
    wave : str
        Column, or level of the counts' index, that names the wave.
    by : str or sequence of str, optional
        Columns to split by, for raw answers.
    waves : sequence, optional
        The waves in order of time; sorted unless given.
    rule, threshold, table
        As for `classify` and `tally`.
    alpha : float
        Level that the Holm-adjusted p is held against.
    paired : bool, optional
        Compare each respondent with themselves. Decided by the data if left out: where raw answers have a column
        ``respondent``, there are two waves, and at least half of the smaller one answered in both; the rows of
        a file, 2, 3 …, are nobody's number. Pass ``False`` where numbers were given out anew in each wave.

    Returns
    -------
    DataFrame, index feature (and the other levels)
        ``category_<wave>`` and ``share_<letter>_<wave>`` for each wave; ``path`` ("A→O→M"); ``chi2``, ``df``,
        ``p``, ``cramers_v``, ``min_expected`` (below 5, p is rough); ``p_holm`` over all rows; ``moved``:
        whether the shares changed (p_holm < alpha) and the category went forward along A→O→M; ``n``.
        ``attrs["without_wave"]``: answers left out because their wave is missing; ``attrs["paired"]`` and, in
        words, ``attrs["notes"]``: which test was taken and why.

    Raises
    ------
    DataError, ArgumentError
        As for `tally` and `classify`; also where `waves` does not match the data.

    Notes
    -----
    Pearson's χ² of the table waves × categories, empty rows and columns dropped, without Yates' correction;
    V = √(χ²/(n·(min(rows, columns) − 1))). It takes the waves as separate samples. Of the same respondents asked
    twice, p is Stuart and Maxwell's: only who changed category counts. ``chi2``, ``df``, ``p`` and ``min_expected``
    (people expected to leave or enter the rarest category) then rest on those who answered in both waves;
    categories, shares and V still on everybody. With three and more waves the samples are taken as separate.

    References
    ----------
    Stuart (1955), *Biometrika* 42:412–416; Maxwell (1970), *British J. Psychiatry* 116:651–655.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["remind"], [1, 2]], names=["feature", "wave"])
    >>> counts = pd.DataFrame({"M": [5, 20], "O": [15, 60], "A": [80, 20]}, index=index)
    >>> drift(counts)[["path", "chi2", "df", "cramers_v", "moved"]].round(2)
            path  chi2  df  cramers_v  moved
    feature
    remind   A→O  72.0   2        0.6   True
    """
    check_between("alpha", alpha, 0, 1)
    counts, people, left_out = _by_wave(answers, wave, by, table)
    levels = [name for name in counts.index.names if name != wave]
    of_wave = counts.index.get_level_values(wave)
    order = sorted(of_wave.unique(), key=lambda w: (type(w).__name__, w)) if waves is None else list(waves)
    if set(order) != set(of_wave) or len(order) != of_wave.nunique():
        raise ArgumentError(
            "kano.waves", found=[str(w) for w in of_wave.unique()], given=[str(w) for w in order]
        )

    verdict = verdicts(counts, rule, threshold)
    level: Any = levels if len(levels) > 1 else levels[0]
    rows = counts.groupby(level=level, dropna=False).sum().index
    categories: dict[str, Any] = {}
    shares: dict[str, Any] = {}
    stack = []
    for label in order:
        here = of_wave == label
        one = counts[here].droplevel(wave).reindex(rows, fill_value=0)
        k = one.to_numpy()
        name = f"{label:g}" if isinstance(label, float) else label  # 1.0 where a wave was missing elsewhere
        categories[f"category_{name}"] = verdict[here].droplevel(wave).reindex(rows).array
        share = ratio(k, k.sum(axis=1, keepdims=True))
        shares |= {f"share_{letter}_{name}": share[:, at] for at, letter in enumerate(LETTERS)}
        stack.append(k)
    cube = np.stack(stack, axis=1) if stack else np.zeros((len(rows), 0, len(LETTERS)))
    result = pd.DataFrame({**categories, **shares}, index=rows)
    named = result[list(categories)]
    result["path"] = [
        "→".join("–" if pd.isna(c) else c for c in row) for row in named.itertuples(index=False)
    ]
    tests = [_association(waves_by_letters) for waves_by_letters in cube]
    result[["chi2", "df", "p", "cramers_v", "min_expected"]] = np.reshape(tests, (len(rows), 5))
    both = _both(answers, wave, order, paired)
    if both:
        moved = moves(answers, wave, order, as_list(by), table)
        nobody = np.zeros((len(LETTERS), len(LETTERS)))
        result[["chi2", "df", "p", "min_expected"]] = [stuart_maxwell(moved.get(row, nobody)) for row in rows]
    result["df"] = result["df"].astype("Int64")
    result["p_holm"] = holm(result["p"].to_numpy())
    forward = [_forward(row) for row in named.itertuples(index=False)]
    result["moved"] = np.array(forward, dtype=bool) & (result["p_holm"] < alpha).to_numpy()
    result["n"] = people.groupby(level=level, dropna=False).sum().reindex(rows).astype(int)
    result.attrs = {
        **counts.attrs,
        "rule": rule,
        "alpha": alpha,
        "waves": [str(label) for label in order],
        "without_wave": left_out,
        "paired": bool(both),
        "notes": [
            t("kano.drift_paired", count=both) if both else t("kano.drift_separate"),
            *counts.attrs.get("notes", []),
        ],
    }
    return result


def _both(answers: Any, wave: str, order: Sequence[Any], paired: bool | None) -> int:
    """Respondents of both waves, where they are to be compared with themselves; 0 otherwise."""
    raw = not is_counts(answers)
    possible = raw and len(order) == 2 and has_column(answers, "respondent")
    both = same_people(answers, wave, order, told=bool(paired)) if possible and paired is not False else 0
    if paired and not both:
        raise ArgumentError("kano.not_paired")
    return both


def _by_wave(
    answers: Any, wave: str, by: str | Sequence[str] | None, table: str | pd.DataFrame
) -> tuple[pd.DataFrame, pd.Series[Any], int]:
    """Counts with a level for the wave, one row a combination; people in each; how many answers name no wave."""
    people = None
    if is_counts(answers):
        require([wave, *(["feature"] if answers.index.nlevels < 2 else [])], list(answers.index.names))
        found = read_counts(answers)
        attrs, counts, level = answers.attrs, found.counts, list(range(answers.index.nlevels))
        counts = counts.groupby(level=level, dropna=False).sum()
        if found.weighted is not None:
            people = found.weighted["n"].groupby(level=level, dropna=False).sum()
        counts.attrs = dict(attrs)
    else:
        counts = tally(answers, by=[*as_list(by), wave], table=table)
    people = counts.sum(axis=1) if people is None else people
    named = np.asarray(counts.index.get_level_values(wave).notna())
    left_out = counts.attrs.get("without_group", {}).get(wave, 0) + int(people[~named].sum())
    return counts[named], people[named], left_out


def _association(k: npt.NDArray[Any]) -> tuple[float, float, float, float, float]:
    """χ², df, p, V and smallest expected count of one table; missing with fewer than two waves of answers."""
    seen = k[k.sum(axis=1) > 0][:, k.sum(axis=0) > 0]
    if len(seen) < 2:
        return (math.nan,) * 5
    chi2, df, p, expected = independence(seen)
    least = min(seen.shape) - 1
    v = math.sqrt(chi2 / (seen.sum() * least)) if least else 0.0
    return chi2, float(df), p, v, float(expected.min())


def _forward(categories: Sequence[Any]) -> bool:
    """Whether the categories only go forward along A → O → M and end further than they began."""
    named = [str(category).split("/") for category in categories if not pd.isna(category)]
    if not named or not all(set(letters) <= set("AOM") for letters in named):
        return False
    stages = [sum("AOM".index(letter) for letter in letters) / len(letters) for letters in named]
    return stages == sorted(stages) and stages[-1] > stages[0]
