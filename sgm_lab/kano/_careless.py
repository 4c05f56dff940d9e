"""Kano, who answered without care: to be looked at before anybody is left out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .._tables import in_memory
from ..errors import ArgumentError
from ..i18n import t
from ._raw import as_frame
from ._table import PAIR, evaluate

__all__ = ["answer_patterns", "careless"]


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
    rows = in_memory(as_frame(answers, [*wanted, "feature"]).select(wanted))
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
