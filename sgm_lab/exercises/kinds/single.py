"""One option is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from ...i18n import Language
from ..base import Id, Named, Outcome, Record, not_yet
from ..fields import Fields, Text

__all__ = ["Option", "Options", "Single", "options"]


@dataclass(frozen=True, slots=True)
class Option(Named):
    """One choice; ``feedback`` is the reason it is wrong (or right), ``missed`` a nudge where it was left out."""

    feedback: Text | None = None
    missed: Text | None = None


Options = Annotated[tuple[Option, ...], {"minItems": 2}]


def options(row: Fields, take: Callable[[list[str]], Any]) -> dict[str, Any]:
    """Take the options and which are right; a wrong one must come with its reason."""
    found = [
        (
            one,
            Option(one.identifier(), one.text("text"), one.maybe_text("feedback"), one.maybe_text("missed")),
        )
        for one in row.tables("options", 2)
    ]
    names = [option.id for _, option in found]
    row.unique("options", names)
    right = take(names)
    for one, option in found:
        if option.id not in ([right] if isinstance(right, str) else right):
            one.text("feedback")
    return {"options": tuple(option for _, option in found), "answer": right}


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(Record):
    """One option is right."""

    sheet: ClassVar[tuple[str, str, str]] = ("options", "choose_one", "○ ")
    options: Options
    answer: Id

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        """Take the options and the right one."""
        return options(row, lambda names: row.one_of("answer", names))

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Judge the id of an option."""
        chosen = next((option for option in self.options if option.id == answer), None)
        if chosen is None:
            return not_yet("choose_first", lang)
        said = (chosen.feedback.say(lang),) if chosen.feedback else ()
        if chosen.id == self.answer:
            return Outcome("right", said)
        return Outcome("wrong", said, details={"wrong": [chosen.id]})

    def mistakes(self, answer: Any, found: Outcome, lang: Language | None) -> list[str]:
        """Name the wrong option."""
        return [o.text.say(lang) for o in self.options if o.id in found.details["wrong"]]

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the right option."""
        return [option.text.say(lang) for option in self.options if option.id == self.answer]
