"""A goal sentence, reviewed by `smart`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from ..._typed import tidy
from ...errors import did_you_mean
from ...i18n import Language, t
from ..base import Outcome, Record, State, not_yet
from ..fields import Fields, Text, form
from ..markup import plain

if TYPE_CHECKING:
    from ...smart import Review

__all__ = ["ASKED", "Goal"]

_RANK = {"missing": 0, "weak": 1, "met": 2}
# One sentence alone never proves that a goal can be reached, so "met" would be a task nobody can do.
ASKED = {
    **dict.fromkeys(("specific", "measurable", "achievable", "relevant", "time_bound"), ("weak", "met")),
    "achievable": ("weak",),
}
_FORM = {
    "type": "object",
    "properties": {name: {"enum": list(verdicts)} for name, verdicts in ASKED.items()},
    "additionalProperties": False,
    "minProperties": 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Record):
    """A goal sentence; ``criteria`` says how good each SMART criterion must be at least."""

    python: ClassVar[bool] = True
    written: ClassVar[bool] = True
    criteria: Annotated[Mapping[str, str], _FORM]
    model: Text

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        """Take the criteria and the model sentence."""
        wanted = row.scalars("criteria", least=1)
        inner = row.inner("criteria")
        for name in wanted:
            if name not in ASKED:
                row.fail("criteria", form("one_of", choices=list(ASKED)), did_you_mean(name, ASKED), name)
            inner.one_of(name, ASKED[name])
        return {"criteria": wanted, "model": row.text("model")}

    def asked(self, lang: Language | None = None) -> str:
        """Say which criteria are looked at."""
        names = [t(f"smart.criterion.{name}", lang) for name in self.criteria]
        return t("exercises.face.criteria", lang, names=t("errors.list_separator", lang).join(names))

    def payload(self, lang: Language | None = None) -> dict[str, Any]:
        """Add what is asked for."""
        return {**Record.payload(self, lang), "asked": self.asked(lang)}

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Judge a sentence."""
        if not isinstance(answer, str) or not tidy(answer):
            return not_yet("write_first", lang)
        from ... import smart

        found = smart.review(tidy(answer), lang=lang)
        criteria = {
            name: {
                "name": t(f"smart.criterion.{name}", lang),
                "verdict": one.verdict,
                "word": t(f"smart.verdict.{one.verdict}", lang),
                "evidence": one.evidence,
                "reason": one.reason,
                "advice": one.advice,
                "enough": _RANK[one.verdict] >= _RANK[least],
            }
            for name, least in self.criteria.items()
            for one in [found.criteria[name]]
        }
        lacking = [name for name, one in criteria.items() if not one["enough"]]
        details = {"criteria": criteria, "score": found.score, "question": found.question, "wrong": lacking}
        coach = (*_split(found, lang), t("exercises.ui.goal_question", lang, question=found.question))
        if not found.question:
            coach = ()
        if not lacking:
            return Outcome("right", (t("exercises.ui.goal_met", lang), *coach), details=details)
        said = tuple(
            f"{criteria[name]['name']}: {criteria[name]['reason']} {criteria[name]['advice']}"
            for name in lacking
        )
        state = _short({name: found.criteria[name].verdict for name in self.criteria}, found.slogan)
        return Outcome(state, (*said, *coach), tuple(lacking), details)

    def glance(self, answer: Any, lang: Language) -> Outcome:
        """Judge a sentence by its verdicts alone."""
        if not isinstance(answer, str) or not tidy(answer):
            return self.check(answer, lang)
        from ... import smart

        found, slogan = smart.verdicts(tidy(answer), self.criteria)
        lacking = [name for name, least in self.criteria.items() if _RANK[found[name]] < _RANK[least]]
        if not lacking:
            return Outcome("right")
        criteria = {name: {"name": t(f"smart.criterion.{name}", lang)} for name in lacking}
        state = _short(found, slogan)
        return Outcome(state, missing=tuple(lacking), details={"criteria": criteria, "wrong": lacking})

    def mistakes(self, answer: Any, found: Outcome, lang: Language | None) -> list[str]:
        """Name the criteria that are not met."""
        names = [found.details["criteria"][name]["name"] for name in found.details["wrong"]]
        return [t("exercises.face.lacks", lang, what=name) for name in names]

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the model sentence."""
        return [self.model.say(lang)]

    def shown(self, lang: Language) -> str:
        """Say which criteria are looked at."""
        return f"<p>{plain(self.asked(lang))}</p>"


def _short(verdicts: Mapping[str, str], slogan: bool) -> State:
    """How far a sentence is that lacks something."""
    begun = any(verdict != "missing" for verdict in verdicts.values()) and not slogan
    return "partly" if begun else "wrong"


def _split(found: Review, lang: Language) -> list[str]:
    """Name the goals of a sentence of several, each with its score."""
    listed = [
        t("exercises.ui.goal_part", lang, number=number, goal=one.text, score=one.score)
        for number, one in enumerate(found.goals, 1)
    ]
    return [t("exercises.ui.goal_several", lang, n=len(listed)), *listed] if listed else []
