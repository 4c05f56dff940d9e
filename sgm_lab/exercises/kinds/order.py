"""Steps to put in order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Annotated, Any, ClassVar

from ...i18n import Language, t
from ..base import Id, Named, Outcome, Record, not_yet, weigh
from ..fields import Fields, Text, form

__all__ = ["Order", "PairSlip"]


@dataclass(frozen=True, slots=True)
class PairSlip:
    """Two steps the wrong way round, ``first`` placed before ``second``, and what to say about it."""

    first: Id
    second: Id
    feedback: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Record):
    """Steps to put in order; ``items`` come in the order shown, ``answer`` in the right one."""

    sheet: ClassVar[tuple[str, str, str]] = ("items", "order", "______ ")
    items: Annotated[tuple[Named, ...], {"minItems": 3}]
    answer: Annotated[tuple[Id, ...], {"minItems": 3, "uniqueItems": True}]
    feedback: Text
    slips: tuple[PairSlip, ...] = ()

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        """Take the steps and their order, which is not the one they are shown in."""
        items = tuple(Named(one.identifier(), one.text("text")) for one in row.tables("items", 3))
        shown = [item.id for item in items]
        row.unique("items", shown)
        answer = row.some_of("answer", shown)
        if len(answer) != len(shown):
            row.fail("answer", form("all_of", choices=shown))
        if list(answer) == shown:
            row.fail("answer", form("not_shown_order"))
        slips = tuple(_pair(one, answer) for one in row.tables("slips"))
        return {"items": items, "answer": answer, "feedback": row.text("feedback"), "slips": slips}

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Judge a list of ids of steps."""
        keys = list(self.answer)
        if (
            not isinstance(answer, list)
            or not all(isinstance(key, str) for key in answer)
            or sorted(answer) != sorted(keys)
        ):
            return not_yet("move_first", lang)
        if answer == keys:
            return Outcome("right")
        place = {key: number for number, key in enumerate(answer)}
        pairs = [keys.index(a) < keys.index(b) for a, b in combinations(answer, 2)]
        leading = next(number for number, key in enumerate(answer) if key != keys[number])
        said = [t("exercises.ui.order_leading", lang, n=leading)] if leading else []
        slips = [slip.feedback.say(lang) for slip in self.slips if place[slip.first] < place[slip.second]]
        said += slips or [self.feedback.say(lang)]
        away = [key for number, key in enumerate(keys) if place[key] != number]
        return Outcome(weigh(sum(pairs), len(pairs) - sum(pairs)), tuple(said), tuple(away), {"wrong": away})

    def mistakes(self, answer: Any, found: Outcome, lang: Language | None) -> list[str]:
        """Name each pair that stands the wrong way round."""
        texts, keys = self._texts(lang), self.answer
        return [
            t("exercises.face.before", lang, first=texts[a], second=texts[b])
            for a, b in combinations(answer, 2)
            if keys.index(a) > keys.index(b)
        ]

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the steps, numbered."""
        texts = self._texts(lang)
        return [f"{number}. {texts[key]}" for number, key in enumerate(self.answer, 1)]

    def _texts(self, lang: Language | None) -> dict[str, str]:
        return {item.id: item.text.say(lang) for item in self.items}


def _pair(one: Fields, answer: tuple[str, ...]) -> PairSlip:
    slip = PairSlip(one.one_of("first", answer), one.one_of("second", answer), one.text("feedback"))
    if answer.index(slip.first) <= answer.index(slip.second):
        one.fail("first", form("wrong_pair"))
    return slip
