"""A short questionnaire about the course itself: the learner's own answers, which a class puts together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from ...i18n import Language, get_language, t
from ..base import Named, Outcome, Record, not_yet
from ..fields import Fields, Text
from ..markup import listed, plain, small

__all__ = ["DIMENSIONS", "SIDES", "Asked", "Method", "Survey", "asking"]

Method = Literal["kano", "servqual"]
#: What everything is asked, twice, and up to what an answer goes, from 1.
SIDES: dict[str, tuple[str, str]] = {
    "kano": ("functional", "dysfunctional"),
    "servqual": ("expectation", "perception"),
}
HIGHEST = {"kano": 5, "servqual": 7}
DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")


@dataclass(frozen=True, slots=True)
class Asked(Named):
    """What is asked about: for KANO a feature with its two questions, for SERVQUAL an item of a dimension."""

    functional: Text | None = None
    dysfunctional: Text | None = None
    dimension: Annotated[str | None, {"type": "string", "enum": list(DIMENSIONS)}] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Record):
    """A questionnaire by ``method``: done when everything is answered, and never right or wrong.

    An answer is ``{item: {side: number}}``; the sides are functional and dysfunctional (1 like … 5 dislike), or
    expectation and perception (1–7).
    """

    free: ClassVar[bool] = True
    method: Annotated[Method, {"type": "string", "enum": list(SIDES)}]
    items: Annotated[tuple[Asked, ...], {"minItems": 2}]

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        """Take the method and what is asked about."""
        method = row.one_of("method", SIDES)
        items = tuple(_asked(one, method) for one in row.tables("items", 2))
        row.unique("items", (item.id for item in items))
        return {"method": method, "items": items}

    @property
    def sides(self) -> tuple[str, str]:
        """What everything is asked: the names of both answers."""
        return SIDES[self.method]

    def given(self, answer: Any) -> dict[tuple[str, str], int]:
        """Return what was answered of what is asked, by item and side."""
        found: dict[tuple[str, str], int] = {}
        for item in self.items:
            own = answer.get(item.id) if isinstance(answer, Mapping) else None
            for side in self.sides:
                value: Any = own.get(side) if isinstance(own, Mapping) else None
                # A browser knows no whole numbers apart from others: 3.0 is 3.
                number = isinstance(value, int | float) and not isinstance(value, bool)
                if number and 1 <= value <= HIGHEST[self.method] and value == int(value):
                    found[item.id, side] = int(value)
        return found

    def whole(self, answer: Any) -> bool:
        """Whether everything is answered."""
        return len(self.given(answer)) == 2 * len(self.items)

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Say what is still open; nothing is wrong."""
        given = self.given(answer)
        if not given:
            return not_yet("survey_first", lang)
        if len(given) == 2 * len(self.items):
            return Outcome("right", (self.solution.say(lang),))
        missing = tuple(
            one.id for one in self.items if not all((one.id, side) in given for side in self.sides)
        )
        left = t("exercises.ui.survey_more", lang, n=2 * len(self.items) - len(given))
        return Outcome("partly", (left,), missing)

    def worked(self, lang: Language | None = None) -> list[str]:
        """Say that no answer is the right one."""
        return [t("exercises.ui.survey_worked", lang)]

    def payload(self, lang: Language | None = None) -> dict[str, Any]:
        """Return the record with what everything is asked and what can be answered."""
        return Record.payload(self, lang) | asking(self.method, lang or get_language())

    def shown(self, lang: Language) -> str:
        """List what is asked; what is asked of every item is said once."""
        if self.method == "servqual":
            both = t("errors.list_separator", lang).join(self._questions(self.items[0], lang))
            return small(both) + listed(one.text.say(lang) for one in self.items)
        return listed("\n".join((one.text.say(lang), *self._questions(one, lang))) for one in self.items)

    def to_fill(self, lang: Language) -> str:
        """Return the questionnaire with boxes to tick."""
        choices = asking(self.method, lang)["choices"]
        boxes = "&emsp;".join(f"☐&nbsp;{plain(one['text'])}" for one in choices)
        rows = (
            f"<li>{plain(one.text.say(lang))}<br>"
            + "<br>".join(f"{plain(question)}<br>{boxes}" for question in self._questions(one, lang))
            + "</li>"
            for one in self.items
        )
        return f"<ul>{''.join(rows)}</ul>"

    def _questions(self, item: Asked, lang: Language) -> list[str]:
        own = [getattr(item, side, None) for side in self.sides]
        return [
            text.say(lang) if text else t(f"exercises.ui.survey_{side}", lang)
            for side, text in zip(self.sides, own, strict=True)
        ]


def asking(method: str, lang: Language) -> dict[str, Any]:
    """Return what everything is asked by a method, and what can be answered."""
    numbers = range(1, HIGHEST[method] + 1)
    said = [t(f"common.answer.{n}", lang) if method == "kano" else str(n) for n in numbers]
    return {
        "sides": [{"id": side, "text": t(f"exercises.ui.survey_{side}", lang)} for side in SIDES[method]],
        "choices": [{"value": n, "text": text} for n, text in zip(numbers, said, strict=True)],
    }


def _asked(row: Fields, method: str) -> Asked:
    key, text = row.identifier(), row.text("text")
    if method == "servqual":
        return Asked(key, text, dimension=row.one_of("dimension", DIMENSIONS))
    functional, dysfunctional = (row.text(side) for side in SIDES[method])
    return Asked(key, text, functional, dysfunctional)
