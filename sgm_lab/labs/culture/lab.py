"""The self-assessment: sixteen statements in four areas, answered by a team or by the learner alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

from ... import _privacy, culture
from ...errors import DataError, SgmError
from ...i18n import t
from ..asking import source_key
from ..base import State
from ..brought import FileLab
from ..controls import Column, Rows
from ..views import Field, View, pick
from .listed import ANSWERS
from .views import EXAMPLE, ME, Areas, Roles, Statements

__all__ = ["CultureCheck"]


def _mine(lab: Any, name: str) -> Rows:
    levels = [(lab.w(f"level_{level}"), level) for level in culture.LEVELS]
    columns = [Column("statement", "label", wide=True), Column("answer", "choice", options=levels)]
    return Rows(name, columns, most=len(culture.STATEMENTS), add=False)


class CultureCheck(FileLab):
    """Sixteen statements in four areas, answered by a team or by the learner alone.

    Parameters
    ----------
    team : {"example", "own", "me"}
        Whose answers: an example team (simulated), the learner's file, or the learner's own.
    view : {"areas", "roles", "statements"}
        Area by area, leaders beside the front line, or the statements that scored lowest.
    flat : {"out", "in"}
        Whether people count who ticked one answer all the way.
    mine : list of dict
        The learner's own answers, in the order of the statements.
    """

    list_kind = ANSWERS
    choice: ClassVar[str] = "team"
    data_first: ClassVar[bool] = True
    defaults: ClassVar[State] = {"team": EXAMPLE}
    views: ClassVar[dict[str, type[View]]] = {"areas": Areas, "roles": Roles, "statements": Statements}
    fields: ClassVar[dict[str, Field]] = {
        "flat": Field("out", pick("out", "in"), when=lambda lab: lab.state["team"] != ME),
        "mine": Field([], _mine, when=lambda lab: lab.state["team"] == ME),
    }

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._scored: dict[tuple[str, str], culture.Culture] = {}
        super().__init__(key=key, **state)

    def offered(self) -> Sequence[str]:
        """Leave out the roles where there is one person."""
        return [view for view in self.views if view != "roles" or self.state["team"] != ME]

    def offered_data(self) -> list[tuple[str, str]]:
        """Offer the example team, and the learner alone."""
        return [(self.w("team_example"), EXAMPLE), (self.w("team_me"), ME)]

    def reads(self, source: Any) -> culture.TeamAnswers:
        """Read a team's answers."""
        return culture.read_answers(source)

    def settle(self) -> None:
        """Ask every statement in the language in use."""
        super().settle()
        state = self.state
        answers = [row["answer"] for row in state["mine"]] + [""] * len(culture.STATEMENTS)
        state["mine"] = [
            {"statement": f"{name[1:]}. {culture.text(name)}", "answer": answer}
            for name, answer in zip(culture.STATEMENTS, answers, strict=False)
        ]

    def template(self) -> bytes:
        """Return an empty table of answers, and the questionnaire to print on a sheet of its own."""
        from ...paper import excel

        book = excel.start()
        heads = culture.heads()
        filled = excel.sheet(book, self.w("sheet_answers"), [11, *[13] * len(culture.STATEMENTS)])
        excel.table(filled, 1, heads, [])
        filled.freeze_panes = "B2"
        excel.paper(filled, landscape=True)
        printed = excel.sheet(book, self.w("sheet_form"), [58, *[7] * len(culture.LEVELS)])
        last = 1 + len(culture.LEVELS)
        row = excel.heading(printed, 1, self.w("title"), last=last, size=14)
        for line in (self.w("form_lead"), t("common.consent.who"), t("common.consent.agree")):
            row = excel.paragraph(printed, row, line, last=last)
        levels = [self.w(f"level_{level}") for level in culture.LEVELS]
        row = excel.table(printed, row + 1, [self.w("mine_statement"), *levels],
                          [[head, *map(str, culture.LEVELS)] for head in heads[1:]])  # fmt: skip
        excel.paragraph(printed, row + 1, self.w("form_role"), last=last)
        return excel.content(book)

    def mine(self) -> culture.Culture | None:
        """Score the learner's own answers; nothing before every area has enough of them."""
        import pandas as pd

        given = [row["answer"] or math.nan for row in self.state["mine"]]
        try:
            found = culture.score(pd.DataFrame([[None, *given]], columns=["role", *culture.STATEMENTS]))
        except SgmError:
            return None
        return None if found.areas["mean"].isna().any() else found

    def scored(self) -> culture.Culture:
        """Score the team once for each way of counting: a million answers are then no slower than ten."""
        keep = self.state["flat"] == "in"
        if not self.own:
            return _example(keep)
        key = (source_key(self.state["upload"]), self.state["flat"])
        if key not in self._scored:
            kept = {at: made for at, made in self._scored.items() if at[0] == key[0]}
            if len(self.read.table) < _privacy.TEAM:
                raise DataError("lab_culture.team_few", n=len(self.read.table), fewest=_privacy.TEAM)
            self._scored = kept | {key: culture.score(self.read.table, keep_flat=keep)}
        return self._scored[key]


@lru_cache(2)
def _example(keep_flat: bool) -> culture.Culture:
    return culture.score(culture.sample(), keep_flat=keep_flat, fewest=_privacy.fewest(simulated=True))
