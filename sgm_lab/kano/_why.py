"""Kano, where the rules part company: which features they put in different categories, and why, in words."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
import pandas as pd

from ..i18n import t
from ._counts import as_counts, better_worse
from ._rules import RULES, Cross, compare_rules, lines_of
from ._table import LETTERS

__all__ = ["disagreements"]

_EDGE = 1e-9


def disagreements(counts: Any, threshold: float = 0.06, *, cross: Cross = 0.5) -> pd.DataFrame:
    """Say why the four rules disagree on a feature.

    Parameters
    ----------
    counts : DataFrame, dict or Series
        As for `classify`.
    threshold, cross
        As for `classify`.

    Returns
    -------
    DataFrame, one row a feature the rules disagree on
        ``mode``, ``moai``, ``blauth``, ``quadrant``: the verdicts; ``why``: one sentence for each rule that does
        not follow the largest count, and for a tie, in the language in use.

    Raises
    ------
    DataError, ArgumentError
        As for `classify`.

    Notes
    -----
    Each rule answers a question of its own. The mode asks what most people say. M > O > A > I asks what it would
    be most costly to overlook where two answers are close (Matzler et al. 1996, *J. Product & Brand Management*
    5(2):6–18). Blauth asks first whether there is any demand. The quadrant asks how many are pleased with the
    feature and how many displeased without it, whatever the categories (Timko in Berger et al. 1993).

    Examples
    --------
    >>> from sgm_lab.i18n import use_language
    >>> with use_language("en"):
    ...     print(disagreements({"Hotline": {"M": 15, "O": 24, "A": 121, "I": 124, "R": 6, "Q": 6}})["why"].iloc[0])
    Largest count says I. M > O > A > I says A: indifferent (124) and attractive (121) are only 3 apart, less than \
18 (6% of 296). Blauth says A: O+A+M is 160, more than I+R+Q, 136, so only O, A and M are considered. Quadrant says \
A: 51% are pleased with it (line 50%), 14% displeased without it (line 50%).
    """
    table = as_counts(counts)
    verdicts = compare_rules(counts, threshold, cross=cross)
    parted = verdicts.index[verdicts["disagree"].to_numpy()]
    lines = lines_of(table.to_numpy(), cross)
    rows = [at for at, differ in enumerate(verdicts["disagree"]) if differ]
    why = [_sentence(table.to_numpy()[at], verdicts.iloc[at], threshold, lines) for at in rows]
    result = verdicts.iloc[rows].drop(columns="disagree").assign(why=pd.array(why, dtype=object))
    result.index = parted
    result.attrs = dict(verdicts.attrs)
    return result


def _sentence(k: Any, verdict: Any, threshold: float, lines: tuple[float, float]) -> str:
    named = {rule: verdict[rule] for rule in RULES}
    parts = [t("kano.why.tie" if "/" in named["mode"] else "kano.why.mode", category=named["mode"])]
    if named["moai"] != named["mode"]:
        parts.append(_close(k, named["moai"], threshold))
    if named["blauth"] != named["mode"]:
        wanted, not_wanted = int(k[:3].sum()), int(k[3:].sum())
        key = "kano.why.blauth_wanted" if wanted > not_wanted else "kano.why.blauth_not"
        parts.append(t(key, category=named["blauth"], wanted=wanted, other=not_wanted))
    if named["quadrant"] != named["mode"]:
        parts.append(_axes(k, named["quadrant"], lines))
    return reduce(lambda before, after: t("kano.why.then", before=before, after=after), parts)


def _close(k: Any, category: str, threshold: float) -> str:
    """Two largest counts that are too close for the rule M > O > A > I."""
    order = np.argsort(-k, kind="stable")
    first, second = int(order[0]), int(order[1])
    n = int(k.sum())
    limit = threshold * n - _EDGE
    return t("kano.why.moai", category=category, first=t(f"kano.category.{LETTERS[first]}"), a=int(k[first]),
             second=t(f"kano.category.{LETTERS[second]}"), b=int(k[second]), apart=int(k[first] - k[second]),
             limit=round(limit), threshold=threshold, n=n)  # fmt: skip


def _axes(k: Any, category: str | None, lines: tuple[float, float]) -> str:
    """What the quadrant sees: Better and |Worse|, without R and Q."""
    if category is None or category != category:
        return t("kano.why.quadrant_none")
    better, worse = better_worse(k[None, :])
    aside = int(k[4:].sum())
    key = "kano.why.quadrant_aside" if aside > k[:4].max() else "kano.why.quadrant"
    return t(key, category=category, better=float(better[0]), worse=-float(worse[0]), line_better=lines[0],
             line_worse=lines[1], aside=aside, base=int(k[:4].sum()))  # fmt: skip
